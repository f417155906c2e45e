"""Which lines of text make one row: rules decide first, then the pitch of the lines, then typography.

A line is the continuation of the one above when it stands closer to it than rows do, or when it fills only columns
that were filled before and the line above had no room for its first word. `pitch` is the distance of two rows.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from .lines import Chunk, Line
from .rules import Rule

NUMBER = re.compile(
    r"^[<>≤≥≈~±+\-−–—*(\[]*[$€£¥]?\s*[(\-−–+]?\d[\d\s.,:/%×±()\-−–+*†‡^'’eE]*[a-zA-Z%)*†‡°]{0,2}[)\]*†‡]*$"
    r"|^[$€£¥]?\s*[-−–—*.…:x×✓✗√]+$|^n\.?[am]\.?$|^N/?A$|^nil$"
)
YEAR = re.compile(r"^(?:FY\s?|Q\d\s?)?(?:19|20)\d\d(?:[-–/]\d{2,4})?(?:E|A|年度?|年末)?[*†‡]?$|^\(?\d{1,2}\)$")
TIGHT = 0.82  # of the pitch: closer lines are one row
ROOM = 0.3  # em for the space between two words


@dataclass(frozen=True, slots=True)
class Entry:
    """A chunk and the first and last column it stands in."""

    chunk: Chunk
    first: int
    last: int

    @property
    def numeric(self) -> bool:
        return bool(NUMBER.match(self.chunk.text))


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text, its entries from left to right."""

    line: Line
    entries: tuple[Entry, ...]

    @property
    def y(self) -> float:
        return self.line.y_mid

    @property
    def filled(self) -> frozenset[int]:
        return frozenset(c for entry in self.entries for c in range(entry.first, entry.last + 1))

    @property
    def spanning(self) -> bool:
        return any(entry.last > entry.first for entry in self.entries)

    @property
    def numbers(self) -> int:
        return sum(entry.numeric for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Band:
    """The lines between two neighbouring rules that run under every column."""

    lines: tuple[TextLine, ...]
    top: float
    bottom: float


def pitch_of(lines: Sequence[TextLine]) -> float:
    """The usual distance of two neighbouring lines that are surely two rows; 0 where there are none."""
    steps = [
        below.y - above.y
        for above, below in itertools.pairwise(lines)
        if len(above.filled & below.filled) > 1 and _values(above) & _values(below)
    ]
    return median(steps) if steps else 0.0


def _values(line: TextLine) -> set[int]:
    return {entry.first for entry in line.entries if entry.numeric}


def bands(lines: Sequence[TextLine], boundaries: Sequence[float], top: float, bottom: float) -> list[Band]:
    """The lines cut at the full boundaries."""
    edges = [top, *boundaries, bottom]
    result = []
    for upper, lower in itertools.pairwise(edges):
        inside = tuple(line for line in lines if upper <= line.y < lower)
        result.append(Band(inside, upper, lower))
    return result


def stacked(band: Band) -> bool:
    """True where the lines of a ruled band are several rows: a column holds a value in more than one of them."""
    counts: dict[int, int] = {}
    for line in band.lines:
        for column in _values(line):
            counts[column] = counts.get(column, 0) + 1
    return sum(count > 1 for column, count in counts.items() if column > 0) > 0


def nested(lines: Sequence[TextLine]) -> bool:
    """True where a head stands over several heads of the next line: it spans them, or they repeat."""
    return any(_over_several(above, below) for above, below in itertools.pairwise(lines))


def _over_several(above: TextLine, below: TextLine) -> bool:
    spans = [e for e in above.entries if e.last > e.first]
    for entry in spans:
        if sum(entry.first <= other.first and other.last <= entry.last for other in below.entries) > 1:
            return True
    return repeats(below) and len(above.entries) < len(below.entries)


def repeats(line: TextLine) -> bool:
    """True for a line that says the same more than once, like the columns under several heads."""
    texts = [entry.chunk.text for entry in line.entries]
    return len(set(texts)) <= 0.75 * len(texts) and not line.numbers


def rows_of(
    lines: Sequence[TextLine], partial: Sequence[Rule], pitch: float, rights: Sequence[float], head: float
) -> list[list[TextLine]]:
    """Lines of one band as rows. `rights` are the right ends of the columns' text; above `head` stands the head."""
    rows: list[list[TextLine]] = []
    following: TextLine | None
    for read, following in zip(lines, [*lines[1:], None], strict=True):
        line = _within_labels(read, following)
        if (
            rows
            and not _ruled_apart(rows[-1][-1], line, partial)
            and not _heads_group(rows[-1][-1], line, following)
            and _continues(rows[-1], line, pitch, rights, line.y < head)
        ):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _within_labels(line: TextLine, following: TextLine | None) -> TextLine:
    """A label that runs over into the columns of numbers, and goes on below, is a label and no span."""
    if following is None or len(line.entries) != 1 or line.entries[0].first or not line.spanning:
        return line
    below = following.entries[0]
    if below.first == below.last == 0 and following.numbers and below.chunk.text[:1].islower():
        return TextLine(line.line, (Entry(line.entries[0].chunk, 0, 0),))
    return line


def _heads_group(above: TextLine, line: TextLine, following: TextLine | None) -> bool:
    """True for a lone label whose next lines are set in alike: they are its group, not its continuation."""
    if following is not None and line.filled == {0} and following.numbers and 0 in following.filled:
        return following.entries[0].chunk.x0 - line.entries[0].chunk.x0 > 0.4 * line.line.size
    if following is None or above.filled != {0} or 0 not in line.filled & following.filled:
        return False
    indents = [part.entries[0].chunk.x0 - above.entries[0].chunk.x0 for part in (line, following)]
    return indents[0] > 0.4 * line.line.size and abs(indents[0] - indents[1]) <= 0.2 * line.line.size


def _ruled_apart(above: TextLine, below: TextLine, partial: Sequence[Rule]) -> bool:
    """True where a rule runs between text of the two lines."""
    for rule in partial:
        if above.y < rule.at < below.y and any(
            e.chunk.x0 < rule.end and e.chunk.x1 > rule.start for e in (*above.entries, *below.entries)
        ):
            return True
    return False


def _continues(row: Sequence[TextLine], line: TextLine, pitch: float, rights: Sequence[float], head: bool) -> bool:
    above = row[-1]
    step = line.y - above.y
    if pitch and step > 1.15 * pitch:
        return False
    if not _same_cells(row, line) or (head and nested((row[-1], line))):
        return False
    if pitch and step < TIGHT * pitch:
        return True
    if step > 1.6 * line.line.size:
        return False
    if head and any(part.filled & line.filled for part in row):
        return True
    return _wraps_down(row, line, rights) or _wraps_up(row, line, rights)


def _same_cells(row: Sequence[TextLine], line: TextLine) -> bool:
    """False where an entry spans columns that are apart in the other line, or values would be stacked."""
    taken = {(e.first, e.last) for part in row for e in part.entries}
    for entry in line.entries:
        for first, last in taken:
            if first <= entry.last and entry.first <= last and (first, last) != (entry.first, entry.last):
                return False
    stacks = set().union(*(_values(part) for part in row)) & _values(line)
    return not stacks


def _wraps_down(row: Sequence[TextLine], line: TextLine, rights: Sequence[float]) -> bool:
    """The line holds only the rest of entries above it."""
    before = frozenset().union(*(part.filled for part in row))
    if not line.filled < before or line.numbers or line.spanning:
        return False
    return all(_follows(_entry_above(row, entry), entry, rights) for entry in line.entries)


def _wraps_up(row: Sequence[TextLine], line: TextLine, rights: Sequence[float]) -> bool:
    """The row so far is the beginning of a label whose numbers stand beside its last line."""
    if any(part.filled != {0} for part in row) or 0 not in line.filled:
        return False
    return _follows(row[-1].entries[-1], line.entries[0], rights)


def _entry_above(row: Sequence[TextLine], entry: Entry) -> Entry | None:
    for part in reversed(row):
        for other in part.entries:
            if other.first == entry.first:
                return other
    return None


def _follows(above: Entry | None, below: Entry, rights: Sequence[float]) -> bool:
    """True where the text above could go on below: there was no room left for the next word."""
    if above is None or above.chunk.text.endswith((":", "：")) or above.chunk.bold != below.chunk.bold:
        return False
    if above.numeric and not below.numeric and not YEAR.match(above.chunk.text):
        return False
    word = below.chunk.words[0]
    size = word.size or word.bbox.height
    room = rights[above.last] - above.chunk.x1
    lower = below.chunk.text[:1].islower() or below.chunk.text[:1] in "(&"
    indented = below.chunk.x0 > above.chunk.x0 + 0.5 * size
    needed = word.bbox.width + ROOM * size
    if lower:
        return room < needed + 3 * size
    return room < needed and (indented or above.chunk.text.endswith((",", "and", "of", "-", "the", "in", "for")))
