"""Turning a page upright: from MuPDF's unrotated space to the page as displayed, then to upright text.

turn    degrees clockwise from the displayed page to the upright one: 0, 90, 180, 270
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from data.schemas import BBox, Ruling, Word

SIDEWAYS = {(0, -1): 90, (-1, 0): 180, (0, 1): 270}  # writing direction -> turn that makes it run to the right
MOST = 0.6  # of the characters written sideways: the page is meant to be turned
ENOUGH = 60  # characters


@dataclass(frozen=True, slots=True)
class Upright:
    """The upright page: its size, and the map into it, `x = a*x + c*y + e; y = b*x + d*y + f`."""

    width: float
    height: float
    matrix: tuple[float, float, float, float, float, float]
    turn: int = 0

    @property
    def moves(self) -> bool:
        return self.matrix != (1, 0, 0, 1, 0, 0)

    def box(self, box: BBox) -> BBox:
        if not self.moves:
            return box
        a, b, c, d, e, f = self.matrix
        xs = sorted((a * box.x0 + c * box.top + e, a * box.x1 + c * box.bottom + e))
        ys = sorted((b * box.x0 + d * box.top + f, b * box.x1 + d * box.bottom + f))
        return BBox(xs[0], ys[0], xs[1], ys[1])

    def words(self, words: Iterable[Word]) -> list[Word]:
        """Words of the page, moved; those outside of it (crop marks, bleed) are not printed."""
        moved = (replace(word, bbox=self.box(word.bbox)) for word in words) if self.moves else words
        across, down = 2 * self.width, 2 * self.height  # of the sums below, which are twice a middle
        return [w for w in moved if 0 <= w.bbox[0] + w.bbox[2] <= across and 0 <= w.bbox[1] + w.bbox[3] <= down]

    def rulings(self, rulings: Iterable[Ruling]) -> list[Ruling]:
        placed = ((self.clip(ruling.bbox), ruling.width) for ruling in rulings)
        return [Ruling(box, width) for box, width in placed if box]

    def boxes(self, boxes: Iterable[BBox]) -> list[BBox]:
        return [box for box in map(self.clip, boxes) if box]

    def clip(self, box: BBox) -> BBox | None:
        """The part of the box that is on the page."""
        x0, top, x1, bottom = self.box(box)
        x0, top, x1, bottom = max(x0, 0.0), max(top, 0.0), min(x1, self.width), min(bottom, self.height)
        return BBox(x0, top, x1, bottom) if x1 >= x0 and bottom >= top else None


def as_displayed(page: Any) -> Upright:
    """The page as a viewer shows it: /Rotate and crop applied."""
    return Upright(page.rect.width, page.rect.height, tuple(page.rotation_matrix))


def turned(page: Upright, turn: int) -> Upright:
    """The page turned clockwise by a further quarter, half or three quarters."""
    if not turn:
        return page
    a, b, c, d, e, f = page.matrix
    w, h = page.width, page.height
    if turn == 90:  # (x, y) -> (h - y, x)
        return Upright(h, w, (-b, a, -d, c, h - f, e), turn)
    if turn == 180:
        return Upright(w, h, (-a, -b, -c, -d, w - e, h - f), turn)
    return Upright(h, w, (b, -a, d, -c, f, w - e), turn)  # (x, y) -> (y, w - x)


def turn_of_text(directions: Counter[tuple[int, int]], page: Upright) -> int:
    """Which way to turn the displayed page so that most of its text runs from left to right."""
    total = sum(directions.values())
    a, b, c, d, _, _ = page.matrix
    for (across, down), count in directions.items():
        shown = (round(a * across + c * down), round(b * across + d * down))
        if count >= max(ENOUGH, MOST * total):
            return SIDEWAYS.get(shown, 0)
    return 0
