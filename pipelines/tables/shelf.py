"""Shelf: the words of a page sorted by height, so that those of an area are found without a look at all others."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from data.schemas import BBox, Word

SLACK = 2.0  # points a word's middle may lie outside of an area


class Shelf:
    """Words by the middle of their box. Words of an area come in the page's own order."""

    def __init__(self, words: Iterable[Word]) -> None:
        placed = [(word.bbox.y_mid, number, word) for number, word in enumerate(words)]
        placed.sort(key=lambda item: item[0])
        self._heights = [item[0] for item in placed]
        self._placed = placed

    def within(self, box: BBox, slack: float = SLACK) -> list[Word]:
        """The words whose middle lies in the box."""
        low = bisect_left(self._heights, box.top - slack)
        high = bisect_right(self._heights, box.bottom + slack)
        left, right = 2 * (box.x0 - slack), 2 * (box.x1 + slack)
        inside = [
            (number, word) for _, number, word in self._placed[low:high] if left <= word.bbox[0] + word.bbox[2] <= right
        ]
        inside.sort(key=lambda item: item[0])
        return [word for _, word in inside]
