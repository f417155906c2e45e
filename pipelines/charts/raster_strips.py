"""Where texts lie in a picture: boxes level, upright or slanted, cut between labels and fitted to their ink.

Chain: probability of text -> turned boxes -> cut at wide gaps and legend keys -> fitted to the letters -> lone
characters that the detector missed, beside the texts it found. Source: DB, Liao et al. 2020 (arXiv:1911.08947).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from data.schemas import BBox

from .primitives import Colour

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]

TEXT, SURE, UNCLIP, ENDS = 0.3, 0.5, 0.55, 0.15  # as for pages: probabilities, shares of a box's height
SMALLEST = 3  # pixels of the map
UPRIGHT = 1.35  # times as high as wide: the text runs upwards
LEVEL = 12.0  # degrees: less is not slanted
SLANTED = 2.2  # times as long as high: shorter boxes have no direction of their own
GAP = 1.5  # of the text's height: wider parts two texts
INK = 40  # levels from the paper
KEY_COLOUR, KEY_CHROMA = 60, 40  # levels by which a legend key differs from the letters after it
SOLID = 0.9  # share of its box that a filled patch covers
FULL = 0.72  # share of its box that a filled disc covers
TICK = 0.12  # of the fullest row of a text: rows with less hold a tick, no letters
NARROW = 2.0  # times the usual height of a line


@dataclass(frozen=True, slots=True)
class Strip:
    """Where a text lies: centre, length along the writing, height across it, direction."""

    x: float
    y: float
    length: float
    height: float
    angle: float

    @property
    def box(self) -> BBox:
        turn = np.radians(self.angle)
        across = abs(self.length * np.cos(turn)) + abs(self.height * np.sin(turn))
        down = abs(self.length * np.sin(turn)) + abs(self.height * np.cos(turn))
        return BBox(self.x - across / 2, self.y - down / 2, self.x + across / 2, self.y + down / 2)


def levelled(strips: list[Strip]) -> list[Strip]:
    """A box no higher than a line is a narrow character, not a text that runs upwards."""
    wide = [strip.height for strip in strips if strip.angle == 0.0 and strip.length > 1.2 * strip.height]
    usual = float(np.median(wide)) if wide else 0.0
    return [
        Strip(strip.x, strip.y, strip.height, strip.length, 0.0)
        if strip.angle == 90.0 and strip.length < NARROW * usual
        else strip
        for strip in strips
    ]


def find_strips(probability: Floats, rgb: Pixels) -> list[Strip]:
    """The detector's map as strips, cut where the ink leaves gaps."""
    down, across = rgb.shape[0] / probability.shape[0], rgb.shape[1] / probability.shape[1]
    found = cv2.connectedComponentsWithStats((probability > TEXT).astype(np.uint8), connectivity=8)
    labels, stats = found[1], found[2]
    total = np.bincount(labels.ravel(), probability.ravel(), len(stats))
    strips: list[Strip] = []
    for label, (x, y, w, h, area) in enumerate(stats[1:].tolist(), start=1):
        if min(w, h) < SMALLEST or total[label] < SURE * area:
            continue
        blob = (labels[y : y + h, x : x + w] == label).astype(np.uint8)
        strip = _strip(blob, x, y)
        grown = _grown(strip, across, down)
        strips += _cut(grown, rgb) if grown.angle in (0.0, 90.0) else [grown]
    return strips


def _strip(blob: Pixels, x: int, y: int) -> Strip:
    """The smallest turned box around a blob; level and upright ones are made exactly so."""
    height, width = blob.shape
    rows, columns = np.nonzero(blob)
    (cx, cy), (a, b), degrees = cv2.minAreaRect(np.column_stack((columns, rows)).astype(np.float32))
    length, thick, slope = (a, b, -degrees) if a >= b else (b, a, 90.0 - degrees)
    slope = (slope + 90) % 180 - 90  # -90 .. 90
    slanted = length > SLANTED * max(thick, 1) and LEVEL < abs(slope) < 90 - LEVEL
    if slanted and len(rows) < 0.75 * width * height:
        return Strip(x + cx, y + cy, length, thick, slope)
    upright = height > UPRIGHT * width
    middle = x + width / 2, y + height / 2
    return Strip(*middle, height, width, 90.0) if upright else Strip(*middle, width, height, 0.0)


def _grown(strip: Strip, across: float, down: float) -> Strip:
    """The detector learns shrunken boxes. From pixels of the map to pixels of the picture."""
    grow = UNCLIP * strip.length * strip.height / (strip.length + strip.height)
    length, height = strip.length + 2 * grow + 2 * ENDS * strip.height, strip.height + 2 * grow
    along, over = (down, across) if strip.angle == 90.0 else (across, down)
    return Strip(strip.x * across, strip.y * down, length * along, height * over, strip.angle)


def _cut(strip: Strip, rgb: Pixels) -> list[Strip]:
    """The strip's pieces between gaps too wide for a space, fitted to their ink, without a legend key before them."""
    crop = crop_of(strip, rgb, 0.0, 0.0)
    if not crop.size:
        return []
    inked = ink_of(np.asarray(cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY), np.uint8))
    rows = np.flatnonzero(inked.sum(1) > 0)
    runs = _runs(np.asarray(inked.any(0)))
    if not runs or not len(rows):
        return []
    tall = int(rows[-1] - rows[0] + 1)
    keys = _keys(runs, crop, inked)
    pieces: list[list[int]] = []
    for (start, end), key, before in zip(runs, keys, [True, *keys], strict=False):
        if key:
            continue
        if not pieces or before or start - pieces[-1][1] > GAP * tall:
            pieces.append([start, end])
        else:
            pieces[-1][1] = end
    return [
        _piece(strip, inked, start, end)
        for start, end in pieces
        if end - start > 1 and not _mark(inked[rows[0] : rows[-1] + 1, start:end])
    ]


def _keys(runs: list[tuple[int, int]], crop: Pixels, inked: Pixels) -> list[bool]:
    """Which runs are legend keys between the words: filled squares, long strokes, patches in another colour."""
    if len(runs) < 3:
        return [False] * len(runs)
    colours = np.array([np.median(crop[:, a:b][inked[:, a:b] > 0].astype(np.int16), axis=0) for a, b in runs])
    letters = np.median(colours, axis=0)
    usual = float(np.median(np.ptp(colours, axis=1)))
    tall = int(inked.any(1).sum())
    out = []
    for (a, b), colour in zip(runs, colours, strict=True):
        rows = inked[:, a:b].sum(1)
        high, wide = int((rows > 0).sum()), b - a
        other = float(np.abs(colour - letters).max()) > KEY_COLOUR and float(np.ptp(colour)) > usual + KEY_CHROMA
        square = min(high, wide) > 3 and max(high, wide) < 1.8 * min(high, wide) and rows.sum() > SOLID * high * wide
        stroke = high <= max(0.3 * tall, 2) and wide > 1.6 * tall
        out.append(bool((other and high > 2 and wide > 3) or square or stroke))
    return out


def _mark(inked: Pixels) -> bool:
    """A filled disc or square: no character is so full."""
    rows = np.flatnonzero(inked.any(1))
    part = inked[rows[0] : rows[-1] + 1] if len(rows) else inked
    height, width = part.shape
    return max(height, width) < 1.3 * min(height, width) and float(part.mean()) > FULL


def _piece(strip: Strip, inked: Pixels, start: int, end: int) -> Strip:
    """The strip between two columns of its crop, fitted to the ink above and below."""
    first, last = _rows(inked[:, start:end])
    along, down = (start + end - inked.shape[1]) / 2, (first + last - inked.shape[0]) / 2
    x, y = (strip.x + down, strip.y - along) if strip.angle == 90.0 else (strip.x + along, strip.y + down)
    return Strip(x, y, float(end - start), float(last - first), strip.angle)


def _rows(inked: Pixels) -> tuple[int, int]:
    """First and last row of a text; a tick that points at it is narrower than letters and left out."""
    counts = inked.sum(1)
    least = max(1, TICK * int(counts.max())) if len(_runs(np.asarray(inked.any(0)))) > 1 else 0
    rows = np.flatnonzero(counts > least)
    rows = rows if len(rows) > 2 else np.flatnonzero(counts)
    return int(rows[0]), int(rows[-1]) + 1


def ink_of(grey: Pixels) -> Pixels:
    """1 where a crop differs from its paper, which is its commonest level."""
    if not grey.size:
        return np.zeros_like(grey)
    paper = int(np.bincount(grey.ravel(), minlength=256).argmax())
    far = np.abs(grey.astype(np.int16) - paper)
    return (far > max(INK, 0.35 * float(far.max()))).astype(np.uint8) if far.max() > INK else np.zeros_like(grey)


def _runs(inked: NDArray[Any]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(inked.astype(np.int8), prepend=0, append=0)).tolist()
    return list(zip(edges[::2], edges[1::2], strict=True))


def missed(strips: Sequence[Strip], grey: Pixels, rgb: Pixels) -> list[Strip]:
    """Lone characters in the rows and columns of found texts: the detector leaves out many a single digit."""
    level = [strip for strip in strips if strip.angle == 0.0]
    if len(level) < 2:
        return []
    usual = float(np.median([strip.height for strip in level]))
    ink = ink_of(grey)
    for strip in strips:
        box = strip.box
        ink[max(int(box.top), 0) : int(box.bottom) + 1, max(int(box.x0), 0) : int(box.x1) + 1] = 0
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, int(usual / 4) | 1), np.uint8))
    stats = cv2.connectedComponentsWithStats(joined, connectivity=8)[2][1:].tolist()
    short = [strip for strip in level if strip.length < 6 * strip.height]
    out = []
    for x, y, w, h, _ in stats:
        if not (0.35 * usual < h < 1.4 * usual and 0.1 * usual < w < 2.5 * usual):
            continue
        alone = Strip(x + w / 2, y + h / 2, float(w), usual, 0.0)
        company = [other for other in short if _beside(alone, other, usual)]
        if len(company) >= 2 and _same_ink(alone, company[:3], rgb):
            out.append(alone)
    return out


def _beside(alone: Strip, other: Strip, usual: float) -> bool:
    """In the row or, by its middle or an end, in the column of another text."""
    if abs(alone.y - other.y) < 0.3 * usual:
        return True
    ends = (alone.x, other.x), (alone.box.x0, other.box.x0), (alone.box.x1, other.box.x1)
    return any(abs(a - b) < 0.25 * usual for a, b in ends)


def _same_ink(alone: Strip, company: Sequence[Strip], rgb: Pixels) -> bool:
    """Written in the colour of the texts beside it: a scatter's points are not."""
    ink = np.array(colour_of(crop_of(alone, rgb, 0.0, 0.0)))
    return any(np.abs(ink - np.array(colour_of(crop_of(other, rgb, 0.0, 0.0)))).max() < KEY_COLOUR for other in company)


def crop_of(strip: Strip, grey: Pixels, ends: float = 0.25, above: float = 0.0) -> Pixels:
    """The strip's pixels, turned to run from left to right; `ends`, `above`: margins as shares of its height."""
    long, tall = strip.length + 2 * ends * strip.height, strip.height * (1 + 2 * above)
    if strip.angle not in (0.0, 90.0):
        turn = cv2.getRotationMatrix2D((strip.x, strip.y), -strip.angle, 1.0)
        turn[:, 2] += np.array((long / 2 - strip.x, tall / 2 - strip.y))
        size = (max(round(long), 1), max(round(tall), 1))
        return np.asarray(cv2.warpAffine(grey, turn, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE))
    across, down = (tall, long) if strip.angle else (long, tall)
    left, top = max(int(strip.x - across / 2), 0), max(int(strip.y - down / 2), 0)
    part = grey[top : int(np.ceil(strip.y + down / 2)), left : int(np.ceil(strip.x + across / 2))]
    return np.ascontiguousarray(np.rot90(part, -1) if strip.angle else part)


def colour_of(crop: Pixels) -> Colour:
    """The ink's colour: the median of what is farthest from the paper."""
    if not crop.size:
        return (0, 0, 0)
    flat = crop.reshape(-1, 3).astype(np.int16)
    far = np.abs(flat - np.median(flat, axis=0)).sum(1)
    ink = np.median(flat[far >= np.percentile(far, 92)], axis=0)
    return (int(ink[0]), int(ink[1]), int(ink[2]))
