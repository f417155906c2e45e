"""Parts: stretches of a page that may belong to a statement, from its title to the next one or to the notes' footer.

A page is looked at only when its squeezed text names a statement. A part that goes on over the page break is found
by `after`: the next page begins with rows, or with the same title again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from data.schemas import BBox, Document, Page
from data.schemas.statement import Kind
from pipelines.facts.kinds import any_title, is_finished, likeness, pattern, scope_of, title_kind
from pipelines.facts.lines import Line, page_lines, squeeze
from pipelines.facts.sheets import edge_lines, halves, without_running

TITLE_WORDS = 22
TITLE_LINES = 3
WIDE_GAP = 2.2  # of the usual distance of rows
NO_NAME = re.compile(
    r"tableofcontents|^item\d|^part[iv]|financialstatements|^\(|audited|inthousands|inmillions|^notes?|^page|report|forthe"
    r"|^asof|^asat|^\d|annual|报告|报表|财务|审计|^[ivx]+$|://|information$"
)
NEAR = (-2, -1, 1, 2)  # pages that show which lines run on: left and right pages differ
FOOTNOTE = re.compile(r"\((?:[a-z]|\d)\) ?[A-Z]|[*†‡]+ ?[A-Z]")
FEW_NUMBERS = 12  # a page with fewer holds no statement


@dataclass(frozen=True, slots=True)
class Part:
    """Title (empty for a continuation without one), what stands right above it, and the lines below."""

    page: Page
    kind: Kind | None
    title: str
    title_box: BBox | None
    above: tuple[Line, ...]
    lines: tuple[Line, ...]
    scope: str | None
    top: bool  # nothing with figures stands above it on its page
    beside: bool = False  # the untitled top of the right half of a page: rows that go on from the left half


class Pages:
    """Lines of the pages, made when first asked for."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._lines: dict[int, tuple[Line, ...]] = {}
        self._edges: dict[int, tuple[Line, ...]] = {}
        self._blocks: dict[int, tuple[tuple[Line, ...], ...]] = {}

    def lines(self, number: int) -> tuple[Line, ...]:
        if number not in self._lines:
            self._lines[number] = page_lines(self.document.pages[number - 1])
        return self._lines[number]

    def _edge(self, number: int) -> tuple[Line, ...]:
        if number not in self._edges:
            self._edges[number] = edge_lines(self.document.pages[number - 1])
        return self._edges[number]

    def blocks(self, number: int) -> tuple[tuple[Line, ...], ...]:
        """The lines without running ones, as one block or as a left and a right one."""
        if number not in self._blocks:
            count = len(self.document.pages)
            near = [(step, self._edge(number + step)) for step in NEAR if 0 < number + step <= count]
            lines = without_running(self.lines(number), near)
            self._blocks[number] = halves(self.document.pages[number - 1], lines)
        return self._blocks[number]


def candidate_pages(document: Document) -> tuple[int, ...]:
    """Pages that name a statement and hold numbers enough."""
    found = []
    for page in document.pages:
        if sum(w.text[-1:].isdigit() or w.text[-1:] == ")" for w in page.words) < FEW_NUMBERS:
            continue
        if any_title().search(squeeze("".join(w.text for w in page.words))):
            found.append(page.number)
    return tuple(found)


def titled_parts(pages: Pages, number: int) -> tuple[Part, ...]:
    """The parts of a page that begin with a title, and what stands at the right of one without a title of its own."""
    page = pages.document.pages[number - 1]
    left, *right = pages.blocks(number)
    parts = _titled(page, left)
    for lines in right:
        if parts:
            parts.append(replace(_untitled(page, lines, parts[-1].kind), beside=True))
        parts += _titled(page, lines)
    return tuple(parts)


def _titled(page: Page, lines: Sequence[Line]) -> list[Part]:
    titles = _titles(lines)
    parts = []
    for index, (first, last, kind, text) in enumerate(titles):
        end = titles[index + 1][0] if index + 1 < len(titles) else len(lines)
        body = lines[last + 1 : end]
        above = _above(lines, first)
        box = BBox.around(line.bbox for line in lines[first : last + 1])
        scope = scope_of(text) or scope_of(" ".join(line.text for line in above[-2:]))
        top = not any(len(line.figures) > 1 for line in lines[:first])
        parts.append(Part(page, kind, text, box, above, _until_other(_until_notes(body), kind), scope, top))
    return parts


def untitled_part(pages: Pages, number: int, kind: Kind) -> Part:
    """The top of a page down to its first title: what a statement goes on with."""
    return untitled_parts(pages, number, kind)[0]


def untitled_parts(pages: Pages, number: int, kind: Kind) -> tuple[Part, ...]:
    """The same, and the right half of the page too where the left one has no title."""
    page = pages.document.pages[number - 1]
    left, *right = pages.blocks(number)
    first = _untitled(page, left, kind)
    if not right or _titles(left):
        return (first,)
    return (first, replace(_untitled(page, right[0], kind), beside=True))


def _untitled(page: Page, lines: Sequence[Line], kind: Kind | None) -> Part:
    titles = _titles(lines)
    end = titles[0][0] if titles else len(lines)
    body = _until_notes(lines[:end])
    return Part(page, None, "", None, (), _until_other(body, kind) if kind else body, None, True)


def _titles(lines: Sequence[Line]) -> list[tuple[int, int, Kind, str]]:
    """(first line, last line, kind, text) of the titles, from top to bottom."""
    found: list[tuple[int, int, Kind, str]] = []
    index = 0
    while index < len(lines):
        title = _title_at(lines, index)
        if title:
            last, kind, text = title
            if found and found[-1][1] >= index - 2 and found[-1][2] == kind:  # printed twice: running head and title
                found.pop()
            found.append((index, last, kind, text))
            index = last + 1
        else:
            index += 1
    return found


def _title_at(lines: Sequence[Line], index: int) -> tuple[int, Kind, str] | None:
    if not _plain(lines[index]):
        return None
    text = lines[index].text
    kind = title_kind(squeeze(text))
    if kind:
        joined = f"{text} {lines[index + 1].text}" if index + 1 < len(lines) and _plain(lines[index + 1]) else text
        longer = (
            title_kind(squeeze(joined))
            if re.match(r"^\(?(?:and|loss|other|deficit)", joined[len(text) :].strip().lower())
            else None
        )
        return (index + 1, longer, joined) if longer else (index, kind, text)
    for last in range(index + 1, min(index + TITLE_LINES, len(lines))):
        if not _plain(lines[last]) or title_kind(squeeze(lines[last].text)):
            return None
        text = f"{text} {lines[last].text}"
        kind = title_kind(squeeze(text))
        if kind and not title_kind(squeeze(text.split(lines[index].text, 1)[1])):
            return last, kind, text
    return None


def _plain(line: Line) -> bool:
    """May be a line of a title: short, and its only figures are years."""
    if len(line.words) > TITLE_WORDS:
        return False
    return all(f.text.isdigit() and 1980 < int(f.text) < 2050 for f in line.figures)


def _above(lines: Sequence[Line], first: int) -> tuple[Line, ...]:
    """Up to three short lines right above a title: the company's name, a heading."""
    kept: list[Line] = []
    for line in reversed(lines[max(first - 3, 0) : first]):
        if line.figures or len(line.words) > TITLE_WORDS or lines[first].bbox.top - line.bbox.bottom > 90:
            break
        kept.append(line)
    return tuple(reversed(kept))


def owner(part: Part) -> str:
    """Whose statement it is: the line of a name right above the title, or before it on its line; "" where none is."""
    for line in reversed(part.above):
        text = line.text.strip(" *")
        flat = squeeze(text)
        if NO_NAME.search(flat) or not any(c.isalpha() for c in flat) or len(flat) > 80 or title_kind(flat):
            continue
        return text
    return ""


def _until_notes(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Cut where the notes' footer, a signature or running prose begins, once rows with figures were seen."""
    rows = prose = 0
    for index, line in enumerate(lines):
        if rows >= 3 and _footnote(line) and not any(len(below.figures) > 1 for below in lines[index:]):
            return tuple(lines[:index])
        rows += bool(line.figures)
        if rows >= 3 and not line.figures and pattern("end_of_statement").search(squeeze(line.text)):
            return tuple(lines[:index])
        prose = prose + 1 if len(line.words) > 14 and len(line.figures) < 2 else 0
        if rows >= 3 and prose >= 4:
            return tuple(lines[: index - 3])
    return tuple(lines)


def _footnote(line: Line) -> bool:
    return bool(FOOTNOTE.match(line.text)) and len(line.words) > 10 and len(line.figures) < 2


def _until_other(lines: Sequence[Line], kind: Kind) -> tuple[Line, ...]:
    """Cut at a wide gap after the closing row where a new block opens with two lines of words."""
    steps = [b.bbox.y_mid - a.bbox.y_mid for a, b in pairwise(lines) if a.figures and b.figures]
    wide = WIDE_GAP * (median(steps) if steps else 12.0)
    closed = False
    for index, line in enumerate(lines[:-1]):
        gap = line.bbox.y_mid - lines[index - 1].bbox.y_mid if index else 0.0
        opening = [squeeze(line.text), squeeze(lines[index + 1].text)]
        if closed and gap > wide and not (line.figures or lines[index + 1].figures or likeness(opening, kind)):
            return tuple(lines[:index])
        closed = closed or (bool(line.figures) and is_finished([squeeze(line.label_text)], kind))
    return tuple(lines)
