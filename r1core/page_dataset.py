"""Generated pages as a data set: for every question the requests that teach it, repeated by seed.

    page of a seed ─► cell-role: its words with boxes ─► Reading
                   ─► row-role, region: its rows with boxes ─► Reading
    report of a seed ─► page-kind: its pages, a position each ─► Reading

Requests are made when they are asked for: any number of them costs no memory. What a request lacks in the world is
taken away here too: in a part of them bold print and rules are not told, boxes shake as after OCR, pages are pictures.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from torch.utils.data import Dataset

from r1core.line_dataset import VARIABLE
from r1core.page_pieces import CELL_ROLE, PAGE_KIND, REGION, ROW_ROLE, page_pieces, row_pieces, word_pieces
from r1core.requests import Reading
from r1core.synth.pages import CELL_ROLES, PAGE_KINDS, REGIONS, ROW_ROLES, Box, Page
from r1core.synth.pages_documents import Source
from r1core.synth.pages_image import render
from r1core.synth.statements_lines import printed_wordings
from r1core.synth.statements_wordings import built_in

BoxOf = Callable[[Box], Box]  # points to shares of the page
QUESTIONS = {
    CELL_ROLE: list(CELL_ROLES),
    ROW_ROLE: list(ROW_ROLES),
    REGION: list(REGIONS),
    PAGE_KIND: list(PAGE_KINDS),
}
MIXED = (CELL_ROLE, CELL_ROLE, ROW_ROLE, ROW_ROLE, REGION, PAGE_KIND)  # of every six requests
MOST_WORDS = 512  # of a page that are read at once: a statement has fewer, dense prose is cut
PLAIN = 0.3  # share of pages whose bold print and rules are not known, as after OCR
COUNT = 20_000


@dataclass(frozen=True)
class GeneratedPages(Dataset[Reading]):
    """`count` requests from a seed on; other seeds, families or wordings make the set to measure with."""

    count: int = COUNT
    seed: int = 1
    asked: Sequence[str] = MIXED
    source: Source = field(default_factory=Source)
    pictured: float = 0.0  # share of requests about words or rows that show the page as well

    @property
    def questions(self) -> dict[str, list[str]]:
        return {question: QUESTIONS[question] for question in dict.fromkeys(self.asked)}

    @property
    def forms(self) -> list[str]:
        return [Reading.__name__] * self.count

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, index: int) -> Reading:
        if not 0 <= index < self.count:
            raise IndexError(f"request {index} of {self.count}")
        seed, question = f"{self.seed}/{index}", self.asked[index % len(self.asked)]
        chance = random.Random(f"request/{seed}")
        if question == PAGE_KIND:
            return page_kinds(self.source.report(seed))
        page = self.source.page(seed)
        plain = chance.random() < PLAIN
        shaken = chance.uniform(0, 1.5) if plain else 0.0  # points
        read = cells if question == CELL_ROLE else rows
        reading = read(page, question, plain, lambda box: _shaken(box, shaken, page, chance))
        if chance.random() >= self.pictured:
            return reading
        image = render(page, chance, scanned=plain)
        return Reading(reading.question, reading.pieces, reading.labels, reading.boxes, image=image)


def generated_pages(count: int = COUNT, seed: int = 1) -> GeneratedPages:
    """All questions, every layout, and the wordings of the folder that R1DOC_LABELS names besides the built-in ones."""
    folder = os.environ.get(VARIABLE)
    return GeneratedPages(count, seed, source=Source(wordings=printed_wordings(Path(folder)) if folder else built_in()))


def cells(page: Page, question: str, plain: bool, box_of: BoxOf) -> Reading:
    """The words of a page, a position each."""
    words = page.words[:MOST_WORDS]
    return Reading(
        question,
        tuple(word_pieces(word.text, word.bold and not plain) for word in words),
        tuple(CELL_ROLES.index(word.role) for word in words),
        tuple(box_of(word.box) for word in words),
    )


def rows(page: Page, question: str, plain: bool, box_of: BoxOf) -> Reading:
    """The rows of a page, a position each."""
    pieces = []
    for row in page.rows:
        bold = all(word.bold for word in row.words) and not plain
        texts = [word.text for word in row.words]
        pieces.append(row_pieces(texts, row.box[0] / page.width, bold, row.ruled and not plain))
    known = [(ROW_ROLES.index(row.role), REGIONS.index(row.region)) for row in page.rows]
    labels = tuple(role if question == ROW_ROLE else region for role, region in known)
    return Reading(question, tuple(pieces), labels, tuple(box_of(row.box) for row in page.rows))


def page_kinds(report: Sequence[Page]) -> Reading:
    """The pages of a report, a position each."""
    pieces = (page_pieces([[word.text for word in row.words] for row in page.rows]) for page in report)
    return Reading(PAGE_KIND, tuple(pieces), tuple(PAGE_KINDS.index(page.kind) for page in report))


def _shaken(box: Box, by: float, page: Page, chance: random.Random) -> Box:
    """The box in shares of the page, each side moved a little."""
    sides = (side + chance.uniform(-by, by) for side in box) if by else iter(box)
    x0, top, x1, bottom = (min(1.0, max(0.0, s / n)) for s, n in zip(sides, (page.width, page.height) * 2, strict=True))
    return x0, top, max(x0, x1), max(top, bottom)
