"""Which statement does a row belong to? The data set of the question `statement-kind`.

    statements that companies printed, and Chinese ones put together of word lists ─► rows of a statement
    generated notes, tables of contents, prose with tables                         ─► rows of none ("other")

A row tells its wording and how many numbers it holds, and nothing of a title: the question is asked where there is
none that the rules know. Half the statements begin or end anywhere, as on pages that a statement goes on over, some
have lost rows. Companies kept apart for measuring (line_corpus.held_out) are not among them.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from torch.utils.data import Dataset

from r1core.heads import IGNORED
from r1core.line_corpus import Example, load
from r1core.line_dataset import VARIABLE
from r1core.page_pieces import LONGEST_PAGE, STATEMENT_KIND, STATEMENT_KINDS, kind_pieces
from r1core.requests import Reading
from r1core.synth.pages import Page
from r1core.synth.pages_documents import Source
from r1core.synth.statements_lines import printed_wordings
from r1core.synth.statements_wordings import Wordings, built_in

KINDS = {"IS": "income", "BS": "balance", "CF": "cashflow", "EQ": "equity", "CI": "comprehensive"}
COLUMNS = {"BS": (2, 2), "EQ": (3, 8)}  # numbers of a row; other statements have two or three
STATEMENTS, PAGES = 4_500, 4_000  # read at most: more change nothing
FEWEST = 4  # rows with numbers that make a page worth asking about
CUT, THINNED, LOST = 0.5, 0.4, 0.4  # shares of statements that begin or end anywhere, that lose rows; of the rows

Told = tuple[str, int]  # the words of a row, and how many numbers it holds


@dataclass(frozen=True)
class Labelled(Dataset[Reading]):
    """Requests in a list. `heads_alone`: the backbone is not to learn from them."""

    requests: Sequence[Reading]
    questions: dict[str, list[str]]
    heads_alone: bool = True

    def __len__(self) -> int:
        return len(self.requests)

    def __getitem__(self, index: int) -> Reading:
        return self.requests[index]

    @property
    def forms(self) -> list[str]:
        return [Reading.__name__] * len(self.requests)


def statement_kinds(seed: int = 1) -> Labelled:
    """Statements of the folder that R1DOC_LABELS names, and generated pages; the latter alone where none is named."""
    folder, chance = os.environ.get(VARIABLE), random.Random(f"kinds/{seed}")
    printed = list(statements(load(Path(folder), seed).requests, chance)) if folder else []
    chance.shuffle(printed)
    wordings = printed_wordings(Path(folder)) if folder else built_in()
    requests = printed[:STATEMENTS] + list(generated(wordings, range(PAGES), seed))
    return Labelled(requests, {STATEMENT_KIND: list(STATEMENT_KINDS)})


def statements(filings: Iterable[Sequence[Example]], chance: random.Random) -> Iterator[Reading]:
    """Each statement of each filing as a page may show it."""
    for filing in filings:
        for mark, examples in groupby(filing, key=lambda example: example.line.statement):
            rows = list(_rows(list(examples), chance.randint(*COLUMNS.get(mark, (2, 3)))))
            if mark in KINDS and sum(count > 0 for _, count in rows) >= FEWEST:
                yield reading(_part(rows, chance), KINDS[mark])


def _rows(examples: Sequence[Example], columns: int) -> Iterator[Told]:
    """Labels with their numbers, each heading once above its lines."""
    heading = ""
    for example in examples:
        if example.line.heading and example.line.heading != heading:
            heading = example.line.heading
            yield heading, 0
        yield example.line.label, columns


def _part(rows: list[Told], chance: random.Random) -> list[Told]:
    """The rows of one page: all, those from or up to a page break, or with some missing."""
    if chance.random() < CUT:
        start = chance.randint(0, len(rows) // 2)
        rows = rows[start : start + chance.randint(5, 40)]
    if chance.random() < THINNED:
        lost = chance.uniform(0, LOST)
        rows = [row for row in rows if chance.random() >= lost] or rows
    return rows


def generated(wordings: Wordings, seeds: Iterable[int], seed: int = 1) -> Iterator[Reading]:
    """Generated pages of every kind that hold enough rows with numbers."""
    source = Source(wordings=wordings)
    for index in seeds:
        page = source.page(f"kinds/{seed}/{index}")
        rows = list(_told(page))
        if sum(count > 0 for _, count in rows) >= FEWEST:
            yield reading(rows, page.kind if page.kind in STATEMENT_KINDS else "other")


def _told(page: Page) -> Iterator[Told]:
    """Rows that have words; the title of a statement is left out."""
    for row in page.rows:
        titled = any(word.role == "title" for word in row.words) and page.kind in STATEMENT_KINDS
        values = [word for word in row.words if word.role == "value"]
        words = " ".join(word.text for word in row.words if word.role not in ("value", "currency"))
        if words and not titled:
            yield words, len(values)


def reading(rows: Sequence[Told], kind: str) -> Reading:
    """A request: rows with numbers are asked, the others tell what stands around them."""
    rows = rows[:LONGEST_PAGE]
    label = STATEMENT_KINDS.index(kind)
    return Reading(
        STATEMENT_KIND,
        tuple(kind_pieces(words, count) for words, count in rows),
        tuple(label if count else IGNORED for _, count in rows),
    )
