"""Text in a chart's picture: boxes that may stand upright or slanted, each read one or more times.

Chain: enlarged copy -> probability of text -> turned boxes -> cut at wide gaps of the ink -> lone characters that the
detector missed, beside the texts it found -> crops read in batches -> numbers read a second time from another crop.
Small tick text is what raster charts fail by: it is read large, and both readings stay, for the axis to choose.

The networks are handed in: charts know no reader. Source: DB, Liao et al. 2020 (arXiv:1911.08947).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from data.schemas import BBox

from .primitives import Colour, Print

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]

HEIGHT = 48  # pixels of a crop
DETECT_SIDE, LEAST_SIDE, MOST = 1_280, 1_000, 2.0  # pixels of the detector's copy; small pictures are enlarged so much
TEXT, SURE, UNCLIP, ENDS = 0.3, 0.5, 0.55, 0.15  # as for pages: probabilities, shares of a box's height
SMALLEST = 3  # pixels of the map
UPRIGHT = 1.35  # times as high as wide: the text runs upwards
LEVEL = 12.0  # degrees: less is not slanted
SLANTED = 2.2  # times as long as high: shorter boxes have no direction of their own
GAP = 1.0  # of the text's height: wider parts two texts
INK = 40  # levels from the paper
NUMBER = re.compile(r"[-–−+(]?[£$€¥]?[-–−]?[\dOoIl.,\s]*\d[\dOoIl.,\s]*(?:%|[kKmMbBtT]n?|bn|tn)?[)]?%?")
WRITTEN = re.compile(r"\w|%")
KEY_COLOUR, KEY_CHROMA = 60, 40  # levels by which a legend key differs from the letters after it
WORDS, PROSE_SQUEEZE = 8.0, 0.75  # times its height: longer texts are words, which stand less room
CERTAIN = 0.985  # mean confidence: not read again
MARKS = " ●•■◆▲○□_~|"  # legend keys and rules read as characters
FULL = 0.72  # share of its box that a filled disc covers
BATCH = 3_000  # pixels of width
NARROW = 2.0  # times the usual height of a line
MARGINS = ((0.25, 0.2), (0.4, 0.3))  # around a crop, along and across, as shares of its height
SQUEEZES = (1.0, 1.25)  # of a crop's natural width: first and second reading


class Networks(Protocol):
    """The two networks of OCR."""

    def text_map(self, grey: Pixels, long_side: int) -> Floats: ...
    def recognise(self, crops: Sequence[Pixels]) -> Sequence[Any]: ...


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


def read_prints(rgb: Pixels, networks: Networks) -> tuple[Print, ...]:
    """Every text of the picture, boxes in its pixels."""
    grey = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), np.uint8)
    side = max(grey.shape)
    scale = min(max(LEAST_SIDE / side, 1.0), MOST) if side < LEAST_SIDE else 1.0
    large = np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)) if scale > 1 else grey
    strips = levelled(find_strips(networks.text_map(large, DETECT_SIDE), rgb))
    strips += missed(strips, grey, rgb)
    return tuple(_read(strips, rgb, grey, networks))


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
    runs = _without_key(_runs(inked.any(0)), crop, inked)
    if not runs or not len(rows):
        return []
    tall = rows[-1] - rows[0] + 1
    pieces = [list(runs[0])]
    for start, end in runs[1:]:
        if start - pieces[-1][1] > GAP * tall:
            pieces.append([start, end])
        else:
            pieces[-1][1] = end
    return [
        _piece(strip, inked, start, end)
        for start, end in pieces
        if end - start > 1 and not _mark(inked[rows[0] : rows[-1] + 1, start:end])
    ]


def _mark(inked: Pixels) -> bool:
    """A filled disc or square: no character is so full."""
    rows = np.flatnonzero(inked.any(1))
    part = inked[rows[0] : rows[-1] + 1] if len(rows) else inked
    height, width = part.shape
    return max(height, width) < 1.3 * min(height, width) and float(part.mean()) > FULL


def _without_key(runs: list[tuple[int, int]], crop: Pixels, inked: Pixels) -> list[tuple[int, int]]:
    """The runs less a first or last one that is a patch or mark in another colour than the letters."""
    if len(runs) < 3:
        return runs
    colours = [np.median(crop[:, a:b][inked[:, a:b] > 0].astype(np.int16), axis=0) for a, b in runs]
    letters = np.median(np.array(colours), axis=0)
    chroma = [float(np.ptp(colour)) for colour in colours]
    usual = float(np.median(chroma))
    out = list(runs)
    for place in (-1, 0):
        other = float(np.abs(colours[place] - letters).max()) > KEY_COLOUR and chroma[place] > usual + KEY_CHROMA
        a, b = runs[place]
        if other and inked[:, a:b].any(1).sum() > 2 and b - a > 3:
            out.remove(runs[place])
    return out


def _piece(strip: Strip, inked: Pixels, start: int, end: int) -> Strip:
    """The strip between two columns of its crop, fitted to the ink above and below."""
    rows = np.flatnonzero(inked[:, start:end].any(1))
    first, last = int(rows[0]), int(rows[-1]) + 1
    along, down = (start + end - inked.shape[1]) / 2, (first + last - inked.shape[0]) / 2
    x, y = (strip.x + down, strip.y - along) if strip.angle == 90.0 else (strip.x + along, strip.y + down)
    return Strip(x, y, float(end - start), float(last - first), strip.angle)


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
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, max(int(usual / 4), 1)), np.uint8))
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
    ink = np.array(_colour(crop_of(alone, rgb, 0.0, 0.0)))
    return any(np.abs(ink - np.array(_colour(crop_of(other, rgb, 0.0, 0.0)))).max() < KEY_COLOUR for other in company)


def crop_of(strip: Strip, grey: Pixels, ends: float = 0.25, above: float = 0.0) -> Pixels:
    """The strip's pixels, turned to run from left to right; `ends`, `above`: margins as shares of its height."""
    long, tall = strip.length + 2 * ends * strip.height, strip.height * (1 + 2 * above)
    if strip.angle not in (0.0, 90.0):
        turn = cv2.getRotationMatrix2D((strip.x, strip.y), -strip.angle, 1.0)
        turn[:, 2] += (long / 2 - strip.x, tall / 2 - strip.y)
        size = (max(round(long), 1), max(round(tall), 1))
        return np.asarray(cv2.warpAffine(grey, turn, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE))
    across, down = (tall, long) if strip.angle else (long, tall)
    left, top = max(int(strip.x - across / 2), 0), max(int(strip.y - down / 2), 0)
    part = grey[top : int(np.ceil(strip.y + down / 2)), left : int(np.ceil(strip.x + across / 2))]
    return np.ascontiguousarray(np.rot90(part, -1) if strip.angle else part)


def _read(strips: Sequence[Strip], rgb: Pixels, grey: Pixels, networks: Networks) -> Iterator[Print]:
    crops = {place: _scaled(crop_of(strip, grey, *MARGINS[0]), _squeeze(strip)) for place, strip in enumerate(strips)}
    first = _recognised({place: crop for place, crop in crops.items() if crop.size}, networks)
    numbers = [place for place, (text, sure) in first.items() if short(text) and sure < CERTAIN]
    second = _recognised(
        {place: _scaled(crop_of(strips[place], grey, *MARGINS[1]), SQUEEZES[1]) for place in numbers}, networks
    )
    for place, reading in first.items():
        readings = sorted({reading, second.get(place, reading)}, key=lambda reading: -reading[1])
        texts = [text for text, _ in readings if text]
        if texts and WRITTEN.search(texts[0]):
            others = tuple(dict.fromkeys(text for text in texts[1:] if text != texts[0]))
            strip = strips[place]
            colour = _colour(crop_of(strip, rgb, 0.0, 0.0))
            yield Print(texts[0], strip.box, round(strip.angle), strip.height, colour, readings[0][1], others)


def _squeeze(strip: Strip) -> float:
    return SQUEEZES[0] if strip.length < WORDS * strip.height else PROSE_SQUEEZE


def _colour(crop: Pixels) -> Colour:
    """The ink's colour: the median of what is farthest from the paper."""
    if not crop.size:
        return (0, 0, 0)
    flat = crop.reshape(-1, 3).astype(np.int16)
    far = np.abs(flat - np.median(flat, axis=0)).sum(1)
    ink = np.median(flat[far >= np.percentile(far, 92)], axis=0)
    return (int(ink[0]), int(ink[1]), int(ink[2]))


def short(text: str) -> bool:
    """A number or what may be one: worth a second reading."""
    return len(text) <= 3 or NUMBER.fullmatch(text.strip()) is not None


def _scaled(crop: Pixels, squeeze: float) -> Pixels:
    if not crop.size:
        return crop
    width = max(round(crop.shape[1] * squeeze * HEIGHT / crop.shape[0]), 8)
    way = cv2.INTER_AREA if crop.shape[0] > HEIGHT else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(crop, (width, HEIGHT), interpolation=way))


def _recognised(crops: dict[int, Pixels], networks: Networks) -> dict[int, tuple[str, float]]:
    """Text and mean confidence of every crop; crops of similar width go together."""
    out: dict[int, tuple[str, float]] = {}
    batch: list[int] = []
    for place in sorted(crops, key=lambda place: -crops[place].shape[1]):
        longest = crops[batch[0]].shape[1] if batch else 0
        if batch and (crops[place].shape[1] < 0.7 * longest or (len(batch) + 1) * longest > BATCH):
            out.update(_batch(batch, crops, networks))
            batch = []
        batch.append(place)
    return out | _batch(batch, crops, networks) if batch else out


def _batch(places: Sequence[int], crops: dict[int, Pixels], networks: Networks) -> dict[int, tuple[str, float]]:
    read = networks.recognise([crops[place] for place in places])
    return {
        place: (found.text.strip(MARKS), float(np.mean(found.confidence)) if found.confidence else 0.0)
        for place, found in zip(places, read, strict=True)
    }
