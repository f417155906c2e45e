"""A two-page spread: two printed pages side by side on one sheet.

Two signs, both needed: white paper from top to bottom in the middle of a wide sheet, and page numbers that follow one
another at one height, left and right. A wide table has neither.
"""

from __future__ import annotations

from collections.abc import Sequence

from data.schemas import Word

WIDE = 1.15  # times its height: no narrower sheet holds two pages
MIDDLE = (0.45, 0.55)  # of the width: where the fold is looked for
CLEAR = 8.0  # points of white around it
EDGE = 0.15  # of the height: where page numbers stand
LEVEL = 4.0  # points between the two numbers
FEWEST = 20  # words on either page


def fold_of(words: Sequence[Word], width: float, height: float) -> float | None:
    """The x between the two pages; None where the sheet is one page."""
    if width < WIDE * height or len(words) < 2 * FEWEST:
        return None
    fold = _white(words, width)
    if fold is None:
        return None
    left = [word for word in words if word.bbox.x_mid < fold]
    right = [word for word in words if word.bbox.x_mid >= fold]
    return fold if min(len(left), len(right)) >= FEWEST and _numbered(left, right, height) else None


def _white(words: Sequence[Word], width: float) -> float | None:
    """The middle of the widest white stripe near the middle of the sheet."""
    low, high = MIDDLE[0] * width, MIDDLE[1] * width
    near = sorted((w.bbox.x0, w.bbox.x1) for w in words if w.bbox.x1 > low and w.bbox.x0 < high)
    best, right = (0.0, 0.0), low
    for x0, x1 in (*near, (high, high)):
        best = max(best, (x0 - right, (x0 + right) / 2))
        right = max(right, x1)
    return best[1] if best[0] >= CLEAR else None


def _numbered(left: Sequence[Word], right: Sequence[Word], height: float) -> bool:
    """True where a number at the edge of the left page is followed by the next one on the right page."""
    following = _edge_numbers(right, height)
    return any(
        after == before + 1 and abs(y - level) <= LEVEL
        for before, level in _edge_numbers(left, height)
        for after, y in following
    )


def _edge_numbers(words: Sequence[Word], height: float) -> list[tuple[int, float]]:
    return [
        (int(word.text), word.bbox.y_mid)
        for word in words
        if not EDGE * height < word.bbox.y_mid < (1 - EDGE) * height and word.text.isdecimal() and len(word.text) < 4
    ]
