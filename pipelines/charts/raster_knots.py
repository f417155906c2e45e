"""Where the data points of a followed line lie: at its markers, or at its corners, which stand at one distance.

Chain: places a column -> corners (Douglas and Peucker 1973) -> the distance that most corners of all lines keep ->
places at that distance. A smooth line has no corners; it keeps a place for every few pixels.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .primitives import Place

Floats = NDArray[np.float64]

CORNER = 1.0  # pixels from the straight line between its neighbours
STEPS = (3.0, 400.0)  # pixels between data points
ON_GRID = 0.16  # of the step: a corner so near stands on it
AGREE = 0.8  # share of corners that must stand on it
FEWEST = 3  # corners
LOOSE = 3.0  # pixels between places where there is no step
STRAIGHT = 10.0  # pixels between points: nearer ones leave no straight pieces to measure
MEET = 4.0  # pixels: how far apart pieces may meet
MARKER = 4.0  # pixels: a marker so near belongs to the line


def knotted(lines: Sequence[Sequence[Place]], markers: Sequence[Place]) -> list[tuple[Place, ...]]:
    """Each line's data points; dense places where none are to be seen."""
    arrays = [np.array(line, float) for line in lines]
    corners = [simplified(line, CORNER) for line in arrays]
    grid = common_step([line[index, 0] for line, index in zip(arrays, corners, strict=True)])
    out: list[tuple[Place, ...]] = []
    for line, index in zip(arrays, corners, strict=True):
        own = [x for x, y in markers if _near(line, x, y)]
        spread = max(own) - min(own) if own else 0.0
        if len(own) >= 4 and spread > 0.75 * (line[-1, 0] - line[0, 0]):
            places = np.array(sorted(own))
        elif grid:
            places = grid_places(line, *grid)
        else:
            places = np.arange(line[0, 0], line[-1, 0] + 0.1, LOOSE)
            places = np.unique(np.concatenate((places, line[index, 0])))
        ys = heights(line, places)
        out.append(tuple((float(x), float(y)) for x, y in zip(places, ys, strict=True)))
    return out


def heights(line: Floats, places: Floats) -> Floats:
    """The line's height at its points: where the straight pieces before and after each would meet.

    A stroke rounds its corners off; the pieces between them are exact. Where they do not agree the line is curved
    there, and its own height counts.
    """
    ys = np.interp(places, line[:, 0], line[:, 1])
    if len(places) < 3 or np.median(np.diff(places)) < STRAIGHT:
        return ys
    out = ys.copy()
    for k, place in enumerate(places):
        ends = []
        for other in (k - 1, k + 1):
            if 0 <= other < len(places):
                low, high = sorted((place, place + 0.7 * (places[other] - place)))
                part = line[(line[:, 0] > low + 1.5) & (line[:, 0] < high - 1.5)]
                if len(part) >= 4:
                    slope, offset = np.polyfit(part[:, 0] - place, part[:, 1], 1)
                    if np.abs(part[:, 1] - offset - slope * (part[:, 0] - place)).max() < 1 + 0.3 * abs(slope):
                        ends.append(float(offset))
        spread = max(ends) - min(ends) if ends else 0.0
        if ends and spread < MEET and abs(np.mean(ends) - ys[k]) < 3 * MEET:
            out[k] = float(np.mean(ends))
    return out


def _near(line: Floats, x: float, y: float) -> bool:
    if not line[0, 0] - MARKER <= x <= line[-1, 0] + MARKER:
        return False
    close = line[np.abs(line[:, 0] - x) <= MARKER]
    return bool(len(close)) and float(np.abs(close[:, 1] - y).min()) <= MARKER


def grid_places(line: Floats, step: float, start: float) -> Floats:
    """Grid places within the line, allowing a stroke's width at its ends."""
    slack = min(0.35 * step, 3.0)
    first = np.ceil((line[0, 0] - slack - start) / step)
    last = np.floor((line[-1, 0] + slack - start) / step)
    return np.asarray(start + step * np.arange(first, last + 1))


def simplified(line: Floats, tolerance: float) -> NDArray[np.int64]:
    """Indices of the corners, both ends included."""
    keep = np.zeros(len(line), bool)
    keep[[0, -1]] = True
    stack = [(0, len(line) - 1)]
    while stack:
        a, b = stack.pop()
        if b - a < 2:
            continue
        chord = line[b] - line[a]
        length = float(np.hypot(*chord)) or 1.0
        off = np.abs(chord[0] * (line[a:b, 1] - line[a, 1]) - chord[1] * (line[a:b, 0] - line[a, 0])) / length
        far = int(off.argmax())
        if off[far] > tolerance:
            keep[a + far] = True
            stack += [(a, a + far), (a + far, b)]
    return np.flatnonzero(keep)


def common_step(corners: Sequence[Floats]) -> tuple[float, float] | None:
    """The largest distance on whose multiples most corners stand, with the place of one of them."""
    inner = [xs for xs in corners if len(xs) >= FEWEST]
    if not inner:
        return None
    everywhere = np.concatenate(inner)
    if len(everywhere) < 4:
        return None
    low = max(STEPS[0], 0.4 * float(np.percentile(np.concatenate([np.diff(xs) for xs in inner]), 5)))
    high = min(STEPS[1], float(np.ptp(everywhere)) / 2)
    best: tuple[float, float] | None = None
    score = 0.0
    for step in np.geomspace(low, high, 600) if high > low else ():
        turn = np.exp(2j * np.pi * everywhere / step).mean()
        start = float(np.angle(turn)) / (2 * np.pi) * step
        off = np.abs((everywhere - start + step / 2) % step - step / 2)
        agree = float((off < max(ON_GRID * step, 0.0)).mean())
        tight = float(np.median(off)) < min(0.1 * step, 1.6)
        chance = 2 * ON_GRID
        value = (agree - chance) / (1 - chance)
        if agree >= AGREE and tight and step > 2.5 * 1.0 and value >= score - 0.04:
            best, score = (float(step), start), max(score, value)
    return _polished(everywhere, *best) if best else None


def _polished(corners: Floats, step: float, start: float) -> tuple[float, float]:
    """The step and start that fit the corners on the grid best, by least squares."""
    index = np.round((corners - start) / step)
    off = np.abs(corners - start - index * step)
    on = off < ON_GRID * step
    if on.sum() < FEWEST or np.ptp(index[on]) == 0:
        return step, start
    slope, offset = np.polyfit(index[on], corners[on], 1)
    return float(slope), float(offset)
