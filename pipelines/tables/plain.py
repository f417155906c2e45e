"""Areas without rules: runs of neighbouring lines whose gaps stand under each other.

A line is tabular when a gap cuts it in two or more entries. A run may hold lines of one entry between tabular ones
(headings of groups, wrapped labels), but not prose. Lists, contents pages and formulas are left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from data.schemas import BBox, Word

from .lines import Chunk, Line, chunks_of, lines_of
from .rows import NUMBER
from .ruled import is_caption, is_sentence

GAP = 1.0  # em
APART = 2.6  # em between the middles of two lines of one run
NEXT = 4.6  # em between two parts of one table that are set apart
FAR = 1.05  # em between entries that can be nothing else
LONE = 4  # lines of one entry in a row that a run may hold
MARKER = re.compile(
    r"^(?:\d+(?:\.\d+)+\.?|[A-Z0-9](?=$)|[•●■▪◦○·–—*-]|\(?[0-9ivxIVX]{1,4}[.)]|\(?[a-zA-Z][.)]|\(\d+\)|☐|☒|□|√|)$"
)
BULLETS = frozenset("•●■▪◦○")  # before whatever else: an item of a list
LEADER = re.compile(r"(?:\.\s?){4,}$")


@dataclass(frozen=True, slots=True)
class _Row:
    line: Line
    chunks: tuple[Chunk, ...]

    @property
    def tabular(self) -> bool:
        marked = len(self.chunks) == 2 and MARKER.match(self.chunks[0].text)
        return len(self.chunks) > 1 and not marked and self.chunks[0].text not in BULLETS

    @property
    def numbers(self) -> int:
        return sum(bool(NUMBER.match(chunk.text)) for chunk in self.chunks[1:])


def plain_areas(words: Sequence[Word]) -> list[BBox]:
    """Boxes of the runs in one zone of the page that could be tables."""
    rows = [_Row(line, tuple(chunks_of(line, GAP))) for line in lines_of(words)]
    if sum(row.tabular for row in rows) < 2:
        return []
    x0, x1 = min(row.line.x0 for row in rows), max(row.line.x1 for row in rows)
    runs = [run for run in _rejoined(_runs(rows, x1 - x0), rows, x1 - x0) if _is_run(run)]
    return [BBox.around(word.bbox for row in run for word in row.line.words) for run in runs]


def _runs(rows: Sequence[_Row], width: float) -> list[list[_Row]]:
    runs: list[list[_Row]] = []
    current: list[_Row] = []
    for row in rows:
        if current and not _goes_on(current, row, width):
            runs.append(current)
            current = []
        if current or row.tabular or _may_head(row, width):
            current.append(row)
    return [*runs, current]


def _goes_on(run: Sequence[_Row], row: _Row, width: float) -> bool:
    step = row.line.y_mid - run[-1].line.y_mid
    if step > APART * max(row.line.size, run[-1].line.size):
        return False
    if row.tabular:
        return True
    if is_caption(row.line.words) or not _may_head(row, width):
        return False
    if is_sentence(row.line) and step > 1.3 * _pitch(run):
        return False
    return any(part.tabular for part in run[-LONE:]) or len(run) < LONE


def _pitch(run: Sequence[_Row]) -> float:
    """The usual distance of the run's last lines."""
    steps = sorted(below.line.y_mid - above.line.y_mid for above, below in pairwise(run[-8:]))
    return steps[len(steps) // 2] if steps else 1.3 * run[-1].line.size


def _may_head(row: _Row, width: float) -> bool:
    """True for a short line: the head of a column or of a group of rows, not prose."""
    return row.line.x1 - row.line.x0 < 0.6 * width and not is_caption(row.line.words)


def _rejoined(runs: Sequence[list[_Row]], rows: Sequence[_Row], width: float) -> list[list[_Row]]:
    """The runs, trimmed; two with the same columns and only a heading or white space between are one."""
    place = {id(row): index for index, row in enumerate(rows)}
    result: list[list[_Row]] = []
    for run in map(_trim, runs):
        if not run:
            continue
        if result:
            last = result[-1]
            between = rows[place[id(last[-1])] + 1 : place[id(run[0])]]
            if _same_table(last, between, run, width):
                result[-1] = [*last, *between, *run]
                continue
        result.append(run)
    return result


def _same_table(upper: Sequence[_Row], between: Sequence[_Row], lower: Sequence[_Row], width: float) -> bool:
    size = upper[-1].line.size
    if lower[0].line.y_mid - upper[-1].line.y_mid > NEXT * size * (1 + 0.5 * len(between)) or len(between) > 2:
        return False
    if any(not _may_head(row, width) or is_sentence(row.line) for row in between):
        return False
    last, first = upper[-1].chunks, next(row for row in lower if row.tabular).chunks
    return len(last) == len(first) > 2 and all(a.x0 < b.x1 and b.x0 < a.x1 for a, b in zip(last, first, strict=True))


def _trim(run: Sequence[_Row]) -> list[_Row]:
    """Without lines of one entry at the end, unless they are the rest of an entry, and at the start, unless they
    stand over a column of numbers."""
    end = max((i + 1 for i, row in enumerate(run) if row.tabular), default=0)
    while 0 < end < len(run) and _wraps(run[end - 1], run[end], run[:end]):
        end += 1
    rows = list(run[:end])
    first = next((i for i, row in enumerate(rows) if row.tabular), len(rows))
    start = first
    while start > 0 and _over_columns(rows[start - 1], rows[first:]):
        start -= 1
    return rows[start:]


def _wraps(above: _Row, row: _Row, run: Sequence[_Row]) -> bool:
    """True for the last line of an entry of the run's last row."""
    start, size = row.chunks[0], row.line.size
    last = next(r for r in reversed(run) if r.tabular)
    if row.line.y_mid - above.line.y_mid > 1.4 * size:
        return False
    places = [i for i, chunk in enumerate(last.chunks) if abs(chunk.x0 - start.x0) <= 0.5 * size]
    return bool(places) and (places[0] > 0 or start.text[:1].islower())


def _over_columns(row: _Row, below: Sequence[_Row]) -> bool:
    """True where the line stands right of the first column of the rows below."""
    labels = [r.chunks[0] for r in below[:8] if r.tabular]
    left = min((label.x0 for label in labels), default=0.0) + 3 * row.line.size
    first = max((label.x1 for label in labels if label.x0 <= left), default=0.0)
    return bool(row.chunks) and row.chunks[0].x0 > first


def _is_run(rows: Sequence[_Row]) -> bool:
    tabular = [row for row in rows if row.tabular]
    if len(tabular) < 2 or len(tabular) < 0.5 * len(rows) or _contents(tabular):
        return False
    numbers = sum(row.numbers for row in tabular)
    entries = sum(len(row.chunks) for row in tabular)
    words = sum(len(chunk.words) for row in tabular for chunk in row.chunks)
    wide = sorted(len(row.chunks) for row in tabular)[len(tabular) // 2] > 2
    if numbers >= 0.25 * entries:
        return len(tabular) >= (2 if wide else 3) and _aligned(tabular)
    return len(tabular) >= _fewest_lines(tabular, wide) and words <= 5 * entries and _aligned(tabular)


def _fewest_lines(rows: Sequence[_Row], wide: bool) -> int:
    """How many lines of words make a table: the fewer and nearer their entries, the more."""
    if not wide:
        return 4
    steps = [b.x0 - a.x1 for row in rows for a, b in pairwise(row.chunks)]
    return 2 if min(steps) > FAR * rows[0].line.size and len(rows[0].chunks) == len(rows[-1].chunks) else 3


def _aligned(rows: Sequence[_Row]) -> bool:
    """True where the gaps of most neighbouring rows stand under each other."""
    agree = sum(_share_gap(a, b) for a, b in pairwise(rows))
    return agree >= 0.7 * (len(rows) - 1)


def _share_gap(above: _Row, below: _Row) -> bool:
    return any(
        min(a1.x0, b1.x0) - max(a0.x1, b0.x1) > 0.3 * above.line.size
        for a0, a1 in pairwise(above.chunks)
        for b0, b1 in pairwise(below.chunks)
    )


def _contents(rows: Sequence[_Row]) -> bool:
    """True for a list of headings with rising page numbers."""
    last = [row.chunks[-1].text for row in rows]
    numbers = [int(text) for text in last if text.isdigit() and len(text) < 4]
    if len(numbers) < 0.7 * len(rows) or len(numbers) < 4:
        return False
    if numbers[-1] <= numbers[0]:
        return False
    rising = sum(b >= a for a, b in pairwise(numbers))
    leaders = sum(bool(LEADER.search(join_text(row))) for row in rows)
    return rising >= 0.9 * (len(numbers) - 1) and (leaders > 0 or len(rows[0].chunks) <= 3)


def join_text(row: _Row) -> str:
    """The text of the row before its last entry."""
    return " ".join(chunk.text for chunk in row.chunks[:-1])
