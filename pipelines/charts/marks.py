"""Marks of a plot: what lies in its rectangle and is neither frame, paper, grid nor a part of the legend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from data.schemas import BBox

from .primitives import Bar, Blob, Colour, Dot, Path, Place, Scene

EDGE = 2.0  # points: marks may reach over the plot's sides
PALE = 12  # of 255: colours no further apart are one


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of one plot, by form."""

    bars: tuple[Bar, ...] = ()
    paths: tuple[Path, ...] = ()
    blobs: tuple[Blob, ...] = ()
    dots: tuple[Dot, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.bars or self.paths or self.blobs or self.dots)


def marks_in(scene: Scene, box: BBox, keys: frozenset[int] = frozenset()) -> Marks:
    """Marks whose middle lies in the plot; `keys` are the painting orders of legend keys."""
    paper = _papers(scene, box)
    bars = [b for b in scene.bars if b.order not in keys and _stands(b, box, paper)]
    dots = [d for d in scene.dots if d.order not in keys and _inside(d.centre, box) and d.colour not in paper]
    squares = _squares(bars)
    if squares:
        dots += [Dot((b.box.x_mid, b.box.y_mid), b.box.width / 2, b.colour, b.order, "square") for b in squares]
        bars = [b for b in bars if b not in squares]
    paths = [p for p in scene.paths if p.order not in keys and _mostly_inside(p.places, box)]
    blobs = [b for b in scene.blobs if b.order not in keys and _mostly_inside(b.outline, box) and b.colour not in paper]
    return Marks(tuple(bars), tuple(paths), tuple(blobs), tuple(dots))


def near_colour(a: Colour, b: Colour, most: int = PALE) -> bool:
    return abs(a[0] - b[0]) <= most and abs(a[1] - b[1]) <= most and abs(a[2] - b[2]) <= most


def greyish(colour: Colour) -> bool:
    """Black, white or grey: no colour that names a series."""
    return max(colour) - min(colour) <= 24


def _papers(scene: Scene, box: BBox) -> set[Colour]:
    """Colours of what lies under the whole plot."""
    under = {b.colour for b in scene.bars if b.box.overlap(box) >= 0.95 * box.area}
    return under | {scene.paper}


def _stands(bar: Bar, box: BBox, paper: set[Colour]) -> bool:
    if bar.colour in paper and (bar.edge is None or bar.edge in paper):
        return False
    inside = box.x0 - EDGE <= bar.box.x_mid <= box.x1 + EDGE and box.top - EDGE <= bar.box.y_mid <= box.bottom + EDGE
    covers = bar.box.overlap(box) >= 0.9 * box.area
    line = (
        min(bar.box.width, bar.box.height) < 1.6 and max(bar.box.width / box.width, bar.box.height / box.height) > 0.9
    )
    span = (bar.box.height >= 0.98 * box.height and greyish(bar.colour)) or bar.box.height > 1.1 * box.height
    return inside and not covers and not line and not span


def _squares(bars: list[Bar]) -> list[Bar]:
    """Small squares of one size are dots of a scatter chart."""
    small = [b for b in bars if b.box.width <= 10 and abs(b.box.width - b.box.height) <= 0.15]
    if len(small) < 3 or len(small) < 0.8 * len(bars):
        return []
    size, count = Counter(round(b.box.width, 1) for b in small).most_common(1)[0]
    lined = Counter(round(b.box.bottom) for b in small).most_common(1)[0][1]
    return (
        [b for b in small if abs(b.box.width - size) < 0.3]
        if count >= 0.7 * len(small) and lined < 0.6 * len(small)
        else []
    )


def _inside(place: Place, box: BBox) -> bool:
    return box.x0 - EDGE <= place[0] <= box.x1 + EDGE and box.top - EDGE <= place[1] <= box.bottom + EDGE


def _mostly_inside(places: Iterable[Place], box: BBox) -> bool:
    inside = [_inside(p, box) for p in places]
    return sum(inside) >= min(max(1, 0.3 * len(inside)), 4)  # a line may reach far beyond the plot that cuts it
