"""Labels broken inside a word: narrow slots make "2008" two lines, "20" and "08". They are put together again here.

Pieces stand right below each other on one middle, closer than the labels of any axis, in several columns side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from data.schemas import BBox

from .primitives import Print

CLOSE = 0.7  # type sizes between two lines of one label
SHORT = 4  # characters of a piece
FEWEST = 3  # columns side by side


def restacked(prints: Sequence[Print]) -> tuple[Print, ...]:
    """The prints, broken labels whole again."""
    columns: list[list[Print]] = []
    for p in sorted((p for p in prints if p.angle == 0 and len(p.text) <= SHORT), key=lambda p: (p.box.top, p.box.x0)):
        home = next((c for c in columns if _below(p, c)), None)
        if home is None:
            columns.append([p])
        else:
            home.append(p)
    broken = [c for c in columns if _height(c) > 1]
    kept = [c for c in broken if sum(abs(o[0].box.top - c[0].box.top) < 0.3 * c[0].size for o in broken) >= FEWEST]
    used = {id(p) for c in kept for p in c}
    return (*(p for p in prints if id(p) not in used), *(_joined(c) for c in kept))


def _below(p: Print, column: Sequence[Print]) -> bool:
    """Right below the column's last line, on its middle."""
    last = column[-1]
    if abs(p.size - last.size) > 0.1 * p.size or p.colour != last.colour:
        return False
    around = BBox.around(q.box for q in column)
    return (
        -0.3 * p.size <= p.box.top - last.box.bottom <= CLOSE * p.size
        and abs(p.box.x_mid - around.x_mid) < 0.4 * p.size
    )


def _height(column: Sequence[Print]) -> int:
    return len({round(p.box.top) for p in column})


def _joined(column: Sequence[Print]) -> Print:
    ordered = sorted(column, key=lambda p: (round(p.box.top), p.box.x0))
    return replace(
        ordered[0], text="".join(p.text.replace(" ", "") for p in ordered), box=BBox.around(p.box for p in column)
    )
