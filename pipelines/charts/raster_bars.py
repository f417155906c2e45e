"""Filled areas of a picture as rectangles, or as outlines where they are none.

Chain: an ink's pixels -> text and lines over them filled in -> connected pieces -> a rectangle, or a staircase of
touching rectangles, or an outline -> edges moved to a fraction of a pixel by what their rims show.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from data.schemas import BBox

from .primitives import Bar, Blob, Colour
from .raster_ink import Inks

Pixels = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Floats = NDArray[np.float32]

LEAST = 3  # pixels: height and width of a filled area
SQUARE = 0.9  # share of its box that a rectangle fills
FLAT = 1.01  # pixels: an edge that varies less is straight
NARROWEST = 2  # pixels: a step of a staircase
MOST_STEPS = 150
CORE = 0.75  # strength of a filled pixel
HAIRLINE = 2.0  # pixels
SPECK = 4  # pixels: smaller is a dash of a grid
BRIDGE = 7  # pixels: a line drawn over an area is no wider


def find_areas(rgb: Pixels, inks: Inks, over: Mask, keys: Mask) -> tuple[list[Bar], list[Blob], Mask]:
    """Bars and blobs of the even inks, and the pixels they cover with rims; `over`, text and rules, hides parts."""
    bars: list[Bar] = []
    blobs: list[Blob] = []
    covered = np.zeros(over.shape, bool)
    for ink, colour in enumerate(inks.colours):
        if not inks.even[ink]:
            continue
        mask = filled(inks.mask(ink, CORE) & ~keys, over)
        for window, part in pieces(mask):
            found = _shapes(part, (window[1].start, window[0].start))
            if found is None:
                continue
            boxes, outline = found
            boxes = [box for box in boxes if max(box.width, box.height) > SPECK]
            bars += [Bar(sharpened(box, rgb, inks.paper, colour), colour) for box in boxes]
            blobs += [Blob(outline, colour)] if outline else []
            covered[window] |= part
    rims = cv2.dilate(covered.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    return joined(bars), blobs, np.asarray(rims)


def joined(bars: list[Bar]) -> list[Bar]:
    """Pieces of one bar between hairlines become one: same ink, same sides, nearly touching."""
    out: list[Bar] = []
    for bar in sorted(bars, key=lambda bar: (bar.colour, round(bar.box.x0), bar.box.top)):
        last = out[-1].box if out and out[-1].colour == bar.colour else None
        sides = last is not None and max(abs(last.x0 - bar.box.x0), abs(last.x1 - bar.box.x1)) < HAIRLINE
        if last is not None and sides and bar.box.top >= last.top and bar.box.top - last.bottom < HAIRLINE:
            out[-1] = Bar(BBox(last.x0, last.top, last.x1, max(last.bottom, bar.box.bottom)), bar.colour)
        else:
            out.append(bar)
    return out


def filled(mask: Mask, over: Mask) -> Mask:
    """The mask with what lies over it: pixels of text or rules between pixels of the ink, across or down."""
    solid = opened(mask.astype(np.uint8))
    if not solid.any():
        return np.zeros_like(mask)
    grown = solid.copy()
    for size in ((BRIDGE, 1), (1, BRIDGE)):
        grown |= np.asarray(cv2.morphologyEx(solid, cv2.MORPH_CLOSE, np.ones(size, np.uint8)), np.uint8) & over
    both = _between(solid, over, 0) & _between(solid, over, 1)
    return np.asarray(opened(grown | both) > 0)


def opened(solid: Pixels) -> Pixels:
    """Without what is a single pixel wide. The anchors of an even kernel must differ, else the picture shifts."""
    pair = np.ones((2, 2), np.uint8)
    return np.asarray(cv2.dilate(cv2.erode(solid, pair, anchor=(0, 0)), pair, anchor=(1, 1)), np.uint8)


def _between(solid: Pixels, over: Mask, axis: int) -> Pixels:
    """1 on runs of hidden pixels that have the ink at both ends along the axis."""
    first, last = _carried(solid, over, axis, False), _carried(solid, over, axis, True)
    return np.asarray(first & last, np.uint8)


def _carried(solid: Pixels, over: Mask, axis: int, back: bool) -> Pixels:
    """The ink carried onward over hidden pixels."""
    state, hidden = (solid, over) if axis else (solid.T, over.T)
    if back:
        state, hidden = state[:, ::-1], hidden[:, ::-1]
    known = ~hidden | (state > 0)
    place = np.where(known, np.arange(known.shape[1]), 0)
    place = np.maximum.accumulate(place, axis=1)
    out = np.take_along_axis(state, place, axis=1)
    if back:
        out = out[:, ::-1]
    return np.ascontiguousarray(out if axis else out.T)


def pieces(mask: Mask) -> Iterator[tuple[tuple[slice, slice], Mask]]:
    """Connected pieces with the window they lie in."""
    found = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=4)
    for label, (x, y, w, h, area) in enumerate(found[2][1:].tolist(), start=1):
        if min(w, h) >= LEAST - 1 and area >= LEAST * LEAST:
            window = slice(y, y + h), slice(x, x + w)
            yield window, np.asarray(found[1][window] == label)


def _shapes(part: Mask, at: tuple[int, int]) -> tuple[list[BBox], tuple[tuple[float, float], ...]] | None:
    """Rectangles, or an outline; None for a stroke."""
    height, width = part.shape
    if part.mean() >= SQUARE:
        return [BBox(at[0], at[1], at[0] + width, at[1] + height)], ()
    steps = staircase(part)
    if not steps:
        turned = staircase(np.ascontiguousarray(part.T))
        steps = [(top, left, bottom, right) for left, top, right, bottom in turned]
    if steps:
        return [BBox(at[0] + a, at[1] + b, at[0] + c, at[1] + d) for a, b, c, d in steps], ()
    return ([], outline_of(part, at)) if _broad(part) else None


def _broad(part: Mask) -> bool:
    """Most of the piece is farther than a stroke's width from its rim."""
    inner = cv2.erode(part.astype(np.uint8), np.ones((5, 5), np.uint8))
    return float(inner.sum()) > 0.4 * float(part.sum())


def staircase(part: Mask) -> list[tuple[int, int, int, int]]:
    """Touching upright bars: columns whose top and bottom stay the same for a while. Empty where they do not."""
    height, width = part.shape
    top = part.argmax(0)
    bottom = height - part[::-1].argmax(0)
    if (part.sum(0) < 0.9 * (bottom - top)).mean() > 0.1:
        return []
    change = np.abs(np.diff(top)) + np.abs(np.diff(bottom)) > FLAT
    cuts = [0, *(np.flatnonzero(change) + 1).tolist(), width]
    runs = [(a, b) for a, b in pairwise(cuts) if b - a > NARROWEST]
    loose = width - sum(b - a for a, b in runs)
    if not runs or len(runs) > MOST_STEPS or loose > 0.12 * width:
        return []
    if np.median([b - a for a, b in runs]) < 2 * NARROWEST:
        return []
    drift = [np.ptp(top[a:b]) + np.ptp(bottom[a:b]) for a, b in runs]
    if max(drift) > 3 * FLAT:
        return []
    return [(a, int(np.median(top[a:b])), b, int(np.median(bottom[a:b]))) for a, b in runs]


def outline_of(part: Mask, at: tuple[int, int]) -> tuple[tuple[float, float], ...]:
    """Top from left to right, then bottom back: places on the picture."""
    columns = range(part.shape[1])
    top = part.argmax(0)
    bottom = part.shape[0] - part[::-1].argmax(0)
    there = [(at[0] + x + 0.5, float(at[1] + top[x])) for x in columns]
    back = [(at[0] + x + 0.5, float(at[1] + bottom[x])) for x in reversed(columns)]
    return tuple(there + back)


def sharpened(box: BBox, rgb: Pixels, paper: Colour, colour: Colour) -> BBox:
    """Edges moved by the share of ink in the row or column outside of each."""
    x0, top, x1, bottom = (round(side) for side in box)
    height, width = rgb.shape[:2]
    inset = 1 if min(x1 - x0, bottom - top) > 3 else 0
    across, down = slice(x0 + inset, x1 - inset), slice(top + inset, bottom - inset)
    return BBox(
        x0 - _rim(rgb[down, x0 - 1] if x0 > 0 else None, rgb[down, max(x0 - 2, 0)], colour),
        top - _rim(rgb[top - 1, across] if top > 0 else None, rgb[max(top - 2, 0), across], colour),
        x1 + _rim(rgb[down, x1] if x1 < width else None, rgb[down, min(x1 + 1, width - 1)], colour),
        bottom
        + _rim(rgb[bottom, across] if bottom < height else None, rgb[min(bottom + 1, height - 1), across], colour),
    )


def _rim(rim: NDArray[Any] | None, beyond: NDArray[Any], colour: Colour) -> float:
    """How much of the rim the ink covers: 0 to 1, by its mixture with what lies beyond."""
    if rim is None or not rim.size:
        return 0.0
    ink, outer = np.array(colour, np.float32), np.median(beyond.astype(np.float32), axis=0)
    away = ink - outer
    length = float(away @ away)
    if length < 900:  # what lies beyond is nearly the same colour
        return 0.0
    share = float((np.median(rim.astype(np.float32), axis=0) - outer) @ away) / length
    return min(max(share, 0.0), 1.0)
