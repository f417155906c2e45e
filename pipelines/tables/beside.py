"""Tables side by side: a stretch of a zone that white space parts into two tables, each with rows of its own.

Two signs tell them from the columns of one table: their lines stand at different heights, or each has its caption.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, pairwise

from data.schemas import Word

from .lines import Chunk, Line, chunks_of, em, lines_of, upright
from .ruled import is_caption, is_prose, is_sentence

GAP = 1.2  # em of white space between two tables
APART = 2.6  # em between the lines of two stretches
OFF = 0.2  # em: lines of one row stand nearer
ROWS = 3  # rows a table beside another has at least


def parted(zone: Sequence[Word]) -> list[list[Word]]:
    """The zone; without the words of tables side by side, which follow as zones of their own, where there are some."""
    if not _may_hold_rows(zone):
        return [list(zone)]
    rest: list[Word] = []
    sides: list[list[Word]] = []
    for stretch in _stretches(lines_of(zone)):
        words = list(chain.from_iterable(line.words for line in stretch))
        x = _gutter(stretch, words) if len(stretch) >= ROWS else None
        if x is None:
            rest += words
        else:
            sides += [[w for w in words if w.bbox.x_mid < x], [w for w in words if w.bbox.x_mid >= x]]
    if not sides:
        return [list(zone)]
    return [rest + [word for word in zone if not upright(word)], *sides]


def _may_hold_rows(words: Sequence[Word]) -> bool:
    """True where enough words follow another after a gap: a look at neighbours that spares pages of prose the rest."""
    gaps = (
        b.bbox[0] - a.bbox[2] > (a.size or 10.0) and abs(b.bbox[1] - a.bbox[1]) < 0.5 * (a.size or 10.0)
        for a, b in pairwise(words)
    )
    return sum(gaps) >= ROWS


def _stretches(lines: Sequence[Line]) -> Iterable[list[Line]]:
    """Lines that neither prose nor white space parts. Lines of prose stand alone."""
    width = max((line.x1 for line in lines), default=0.0) - min((line.x0 for line in lines), default=0.0)
    stretch: list[Line] = []
    for line in lines:
        prose = is_prose(line, width) or is_sentence(line)
        if stretch and (prose or line.y_mid - stretch[-1].y_mid > APART * line.size):
            yield stretch
            stretch = []
        if prose:
            yield [line]
        else:
            stretch.append(line)
    if stretch:
        yield stretch


def _gutter(stretch: Sequence[Line], words: Sequence[Word]) -> float | None:
    """The x between two tables; None where the stretch is one table or none."""
    size = em(words)
    right, places = float("inf"), []
    for x0, x1 in sorted((w.bbox.x0, w.bbox.x1) for w in words):
        if x0 - right > GAP * size:
            places.append((x0 - right, (x0 + right) / 2))
        right = max(right, x1) if right < float("inf") else x1
    rows = [chunks_of(line, 1.0) for line in stretch] if places else []
    for _, x in sorted(places, reverse=True):
        if _two_tables(rows, x) and (_shifted(stretch, x) or _captions(stretch, x)):
            return x
    return None


def _two_tables(rows: Sequence[Sequence[Chunk]], x: float) -> bool:
    """True where both sides have rows of several entries."""
    left = [sum(chunk.x1 < x for chunk in row) for row in rows]
    beyond = [len(row) - count for row, count in zip(rows, left, strict=True)]
    return min(sum(count > 1 for count in side) for side in (left, beyond)) >= ROWS


def _shifted(stretch: Sequence[Line], x: float) -> bool:
    """True where most lines of the shorter side that have the other beside them stand at heights of their own."""
    lefts, rights, level = [], [], set()
    for line in stretch:
        left = [w for w in line.words if w.bbox.x_mid < x]
        right = [w for w in line.words if w.bbox.x_mid >= x]
        lefts += [line.y_mid] if left else []
        rights += [line.y_mid] if right else []
        if left and right and abs(left[0].bbox.y_mid - right[0].bbox.y_mid) <= OFF * line.size:
            level.add(line.y_mid)
    top, bottom = max(lefts[0], rights[0]), min(lefts[-1], rights[-1])
    beside = [y for y in min(lefts, rights, key=len) if top - 1 <= y <= bottom + 1]
    return len(beside) >= ROWS and sum(y not in level for y in beside) > 0.6 * len(beside)


def _captions(stretch: Sequence[Line], x: float) -> bool:
    """True where a caption begins on either side of one line."""
    for line in stretch:
        sides = [w for w in line.words if w.bbox.x_mid < x], [w for w in line.words if w.bbox.x_mid >= x]
        if all(side and is_caption(side) for side in sides):
            return True
    return False
