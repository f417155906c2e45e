"""Outlines of areas at their data points: upper and lower boundary at one set of places, shared by all areas.

Areas of a stack are told by boundaries that meet, so all of them must be measured at the same places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from .primitives import Blob
from .raster_knots import CORNER, common_step, grid_places, heights, simplified

Floats = NDArray[np.float64]

LOOSE = 4.0  # pixels between places where no step is seen


def sparse(blobs: Sequence[Blob]) -> list[Blob]:
    """The blobs with outlines at data points; each outline runs along the top, then back along the bottom."""
    sides = [_sides(blob) for blob in blobs]
    grid = common_step([top[simplified(top, CORNER), 0] for top, _ in sides])
    out = []
    for blob, (top, bottom) in zip(blobs, sides, strict=True):
        places = grid_places(top, *grid) if grid else _loose_places(top)
        if len(places) < 2:
            continue
        there = list(zip(places.tolist(), heights(top, places).tolist(), strict=True))
        back = list(zip(places.tolist(), heights(bottom, places).tolist(), strict=True))
        out.append(replace(blob, outline=tuple(there + back[::-1])))
    return out


def _sides(blob: Blob) -> tuple[Floats, Floats]:
    half = len(blob.outline) // 2
    return np.array(blob.outline[:half], float), np.array(blob.outline[half:][::-1], float)


def _loose_places(top: Floats) -> Floats:
    """Multiples of one distance, and both ends."""
    first, last = top[0, 0], top[-1, 0]
    inner = np.arange(np.ceil(first / LOOSE), np.floor(last / LOOSE) + 1) * LOOSE
    return np.unique(np.concatenate(([first], inner, [last])))
