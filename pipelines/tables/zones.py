"""Zones: the columns of layout of a page, so that two columns of prose never look like a table of two columns.

A gutter is an x that lines of prose keep clear on both sides. Prose is a line of several words without a wide gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

from data.schemas import Word

PROSE_WORDS = 5  # words a line of prose has at least
PROSE_WIDTH = 0.2  # of the page's width it has at least
SIDE = 4  # lines of prose on either side of a gutter
CROSSING = 0.25  # of the lines on the thinner side may cross it
GAP = 1.2  # em inside a line of prose
BAND = 4.0  # lines of height without prose
LEVEL = 1.5  # points between the middles of words of one line

Span = tuple[float, float, float, float]  # x0, x1, top, bottom of a line of prose


def zones_of(words: Sequence[Word], width: float) -> list[list[Word]]:
    """The words of each zone: one list where the page has one column."""
    prose = _prose(words, width)
    gutter = _gutter(prose, width)
    if gutter is None:
        return [list(words)]
    left = [w for w in words if w.bbox.x_mid < gutter]
    right = [w for w in words if w.bbox.x_mid >= gutter]
    crossing = _crossing_lines(words, gutter)
    beyond = _bands([*left, *right], prose, gutter)
    wide = [w for w in words if w.line in crossing or _in_bands(w, beyond)]
    taken = {id(word) for word in wide}
    sides = [[w for w in side if id(w) not in taken] for side in (left, right)]
    return [*([wide] if wide else []), *(zone for side in sides for zone in zones_of(side, width))]


def _lines(words: Sequence[Word]) -> list[list[Word]]:
    return [list(group) for _, group in groupby(words, key=lambda w: w.line)]


def _prose(words: Sequence[Word], width: float) -> list[Span]:
    spans = []
    for line in _lines(words):
        x0, x1 = line[0].bbox.x0, line[-1].bbox.x1
        if x1 - x0 < PROSE_WIDTH * width or sum(word.text[0].isalnum() for word in line) < PROSE_WORDS:
            continue
        size = line[0].size or line[0].bbox.height
        if all(b.bbox.x0 - a.bbox.x1 < GAP * size for a, b in pairwise(line)):
            spans.append((x0, x1, line[0].bbox.top, line[0].bbox.bottom))
    return spans


def _gutter(prose: Sequence[Span], width: float) -> float | None:
    """The clearest x in the middle part of the prose; None where there is none."""
    if len(prose) < 2 * SIDE:
        return None
    best: tuple[float, float] | None = None
    for x in sorted({span[1] + 1 for span in prose}):
        if not 0.2 * width < x < 0.8 * width:
            continue
        left = sum(span[1] < x for span in prose)
        right = sum(span[0] > x for span in prose)
        crossing = len(prose) - left - right
        fewer = min(left, right)
        if fewer >= SIDE and crossing <= CROSSING * fewer:
            score = crossing - 0.01 * fewer
            if best is None or score < best[0]:
                nearest = min(span[0] for span in prose if span[0] > x)
                best = (score, (x + nearest) / 2)
    return best[1] if best else None


def _bands(words: Sequence[Word], prose: Sequence[Span], gutter: float) -> list[tuple[float, float]]:
    """Heights without prose on either side of the gutter where the lines of both sides are the same: wide tables."""
    beside = sorted((span[2], span[3]) for span in prose if not span[0] < gutter < span[1])
    edges = [(0.0, 0.0), *beside, (float("inf"), float("inf"))]
    result, bottom = [], 0.0
    for (_, low), (high, _) in pairwise(edges):
        bottom = max(bottom, low)
        if high - bottom > BAND * (prose[0][3] - prose[0][2]):
            inside = [w for w in words if bottom <= w.bbox.y_mid <= high]
            if _level(inside, gutter):
                result.append((bottom, high))
    return result


def _level(words: Sequence[Word], gutter: float) -> bool:
    """True where most lines of the emptier side have a line of the other at their height."""
    sides = [sorted({w.bbox.y_mid for w in words if (w.bbox.x_mid < gutter) == left}) for left in (True, False)]
    fewer, more = sorted((_distinct(side) for side in sides), key=len)
    alike = sum(any(abs(y - other) < LEVEL for other in more) for y in fewer)
    return len(fewer) > 2 and alike > 0.7 * len(fewer)


def _distinct(heights: Sequence[float]) -> list[float]:
    """One height a line."""
    return [y for before, y in zip((float("-inf"), *heights), heights, strict=False) if y - before > 2 * LEVEL]


def _in_bands(word: Word, bands: Sequence[tuple[float, float]]) -> bool:
    return any(top <= word.bbox.y_mid <= bottom for top, bottom in bands)


def _crossing_lines(words: Sequence[Word], x: float) -> set[int]:
    """Reader lines that run over the gutter without a gap there."""
    crossing = set()
    for line in _lines(words):
        size = line[0].size or line[0].bbox.height
        left = max((w.bbox.x1 for w in line if w.bbox.x_mid < x), default=None)
        right = min((w.bbox.x0 for w in line if w.bbox.x_mid >= x), default=None)
        over = any(w.bbox.x0 < x - 1 and w.bbox.x1 > x + 1 for w in line)
        if over or (left is not None and right is not None and right - left < GAP * size):
            crossing.add(line[0].line)
    return crossing
