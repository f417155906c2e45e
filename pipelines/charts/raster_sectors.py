"""Pies and rings: a disc of even inks, cut into slices by angle.

Chain: pixels of the even inks -> round pieces -> centre and radius -> inks met on a circle -> slices.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from .primitives import Colour, Place, Print, Sector
from .raster_bars import pieces
from .raster_ink import Inks

Mask = NDArray[np.bool_]

LEAST = 40  # pixels: a pie's width
ROUND = 0.06  # of its width: how far its box may be from a square
FILLED = (0.93, 1.06)  # of a circle's area
NEAR = 2.2  # radii from the centre: text about the pie
STEPS = 1_440  # directions looked at
THINNEST = 0.6  # degrees: a slice
WHITE = 2.5  # degrees: a border between slices


def find_sectors(inks: Inks, prints: Sequence[Print]) -> list[Sector]:
    """Slices of every pie in the picture. A disc that no number explains is a logo, unless it is cut and labelled."""
    drawn = np.zeros(inks.label.shape, bool)
    for ink in range(len(inks.colours)):
        if inks.even[ink]:
            drawn |= inks.mask(ink, 0.6)
    closed = cv2.morphologyEx(drawn.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8)) > 0
    sectors: list[Sector] = []
    for window, part in pieces(np.asarray(closed)):
        if circle := _circle(part):
            radius, hole = circle
            height, width = part.shape
            centre = (window[1].start + width / 2, window[0].start + height / 2)
            slices = _slices(inks, centre, radius, hole)
            if _explained(centre, radius, slices, prints):
                sectors += slices
    return sectors


def _explained(centre: Place, radius: float, slices: Sequence[Sector], prints: Sequence[Print]) -> bool:
    near = [
        text
        for text in prints
        if np.hypot(text.box.x_mid - centre[0], text.box.y_mid - centre[1]) < NEAR * radius + text.box.width / 2
    ]
    numbers = sum(any(character.isdigit() for character in text.text) for text in near)
    return len(slices) >= 2 and (numbers > 0 or len(near) >= len(slices))


def _circle(part: Mask) -> tuple[float, float] | None:
    """Outer and inner radius, where the piece is a disc or a ring."""
    height, width = part.shape
    if min(height, width) < LEAST or abs(height - width) > ROUND * max(height, width):
        return None
    radius = (height + width) / 4
    rows, columns = np.mgrid[:height, :width]
    distance = np.hypot(rows - (height - 1) / 2, columns - (width - 1) / 2)
    share = np.bincount(distance.astype(int).ravel(), part.ravel(), int(distance.max()) + 1)
    rings = (share / np.maximum(np.bincount(distance.astype(int).ravel()), 1))[: int(radius) - 1]
    # text in the middle and between the slices leaves holes that are no ring
    empty = 0
    while empty < len(rings) and rings[empty] < 0.5:
        empty += 1
    hole = float(empty) if empty > 0.15 * radius else 0.0
    area = float(part[distance >= hole].sum()) / (np.pi * (radius**2 - hole**2))
    outside = float(part[distance > radius + 2].sum())
    if not FILLED[0] <= area <= FILLED[1] or outside > 0.01 * part.sum() or radius - hole < 6:
        return None
    return radius, hole


def _slices(inks: Inks, centre: Place, radius: float, hole: float) -> list[Sector]:
    """Inks by direction: the commonest one between hole and rim."""
    degrees = (np.arange(STEPS) + 0.5) * 360 / STEPS
    turn = np.radians(degrees)
    reach = np.linspace(hole + 0.15 * (radius - hole), hole + 0.9 * (radius - hole), 25)
    reach = np.maximum(reach, 0.3 * radius)
    xs = (centre[0] + reach[:, None] * np.sin(turn)).astype(int)
    ys = (centre[1] - reach[:, None] * np.cos(turn)).astype(int)
    met = inks.label[ys.clip(0, inks.label.shape[0] - 1), xs.clip(0, inks.label.shape[1] - 1)]
    counts = np.stack([(met == ink).sum(0) for ink in range(len(inks.colours))])
    best = np.where(counts.max(0) >= 5, counts.argmax(0), -1)
    runs = _runs(best)
    return [
        Sector(centre, radius, hole, start, end, _colour(inks, ink))
        for start, end, ink in runs
        if end - start >= THINNEST
    ]


def _colour(inks: Inks, ink: int) -> Colour:
    return inks.colours[ink]


def _runs(best: NDArray[np.int64]) -> list[tuple[float, float, int]]:
    """Runs of one ink around the circle, in degrees; borders between them are shared out."""
    step = 360 / len(best)
    changes = np.flatnonzero(best != np.roll(best, 1)).tolist()
    if not changes:
        return [(0.0, 360.0, int(best[0]))] if best[0] >= 0 else []
    edges = [*changes, changes[0] + len(best)]
    runs = [(a * step, b * step, int(best[a % len(best)])) for a, b in pairwise(edges)]
    kept = [run for run in runs if run[2] >= 0 and run[1] - run[0] >= THINNEST]
    out: list[tuple[float, float, int]] = []
    for place, (start, end, ink) in enumerate(kept):
        before, after = kept[place - 1][1], kept[(place + 1) % len(kept)][0]
        before -= 360 if place == 0 else 0
        after += 360 if place == len(kept) - 1 else 0
        start = (start + before) / 2 if start - before < WHITE else start
        end = (end + after) / 2 if after - end < WHITE else end
        out.append((start, end, ink))
    return out
