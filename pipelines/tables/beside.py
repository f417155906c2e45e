"""Tables side by side: a stretch of a zone that white space parts into two tables, each with rows of its own.

Two signs tell them from the columns of one table: their lines stand at different heights, or each has its caption.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from data.schemas import Word

from .lines import Line, chunks_of, em, join, lines_of, upright
from .ruled import CAPTION, is_prose, is_sentence

GAP = 1.2  # em of white space between two tables
APART = 2.6  # em between the lines of two stretches
OFF = 0.2  # em: lines of one row stand nearer
ROWS = 3  # rows a table beside another has at least


def parted(zone: Sequence[Word]) -> list[list[Word]]:
    """The zone; without the words of tables side by side, which follow as zones of their own, where there are some."""
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
    right, places = float("-inf"), []
    for x0, x1 in sorted((w.bbox.x0, w.bbox.x1) for w in words):
        if x0 - right > GAP * size > 0 and right > 0:
            places.append((x0 - right, (x0 + right) / 2))
        right = max(right, x1)
    for _, x in sorted(places, reverse=True):
        left = lines_of(w for w in words if w.bbox.x_mid < x)
        beyond = lines_of(w for w in words if w.bbox.x_mid >= x)
        if min(_rows(left), _rows(beyond)) >= ROWS and (_captions(stretch, x) or _shifted(left, beyond)):
            return x
    return None


def _rows(lines: Sequence[Line]) -> int:
    return sum(len(chunks_of(line, 1.0)) > 1 for line in lines)


def _shifted(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """True where most lines of the shorter side that have the other beside them stand at heights of their own."""
    top, bottom = max(left[0].y_mid, right[0].y_mid), min(left[-1].y_mid, right[-1].y_mid)
    fewer, more = sorted((left, right), key=len)
    beside = [line for line in fewer if top - line.size <= line.y_mid <= bottom + line.size]
    alone = sum(all(abs(line.y_mid - other.y_mid) > OFF * line.size for other in more) for line in beside)
    return len(beside) >= ROWS and alone > 0.6 * len(beside)


def _captions(stretch: Sequence[Line], x: float) -> bool:
    """True where a caption begins on either side of one line."""
    for line in stretch:
        sides = [w for w in line.words if w.bbox.x_mid < x], [w for w in line.words if w.bbox.x_mid >= x]
        if all(side and CAPTION.match(join(side)) for side in sides):
            return True
    return False
