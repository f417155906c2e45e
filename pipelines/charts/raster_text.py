"""Text in a chart's picture: boxes that may stand upright or slanted, each read one or more times.

Chain: enlarged copy -> strips -> crops read in batches -> unsure numbers read a second time from another crop.
Small tick text is what raster charts fail by: it is read large, and both readings stay, for the axis to choose.

The networks are handed in: charts know no reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from .primitives import Print
from .raster_strips import Strip, colour_of, crop_of, find_strips, levelled, missed

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]

HEIGHT = 48  # pixels of a crop
DETECT_SIDE, LEAST_SIDE, MOST = 1_280, 1_000, 2.0  # pixels of the detector's copy; small pictures are enlarged so much
NUMBER = re.compile(r"[-–−+(]?[£$€¥]?[-–−]?[\dOoIl.,\s]*\d[\dOoIl.,\s]*(?:%|[kKmMbBtT]n?|bn|tn)?[)]?%?")
TRAILING = re.compile(r"(?<=\d)\s*[-–—+一]+$")  # a tick read as a dash
WRITTEN = re.compile(r"\w|%")
WORDS, PROSE_SQUEEZE = 8.0, 0.75  # times its height: longer texts are words, which stand less room
CERTAIN = 0.985  # mean confidence: not read again
MARKS = " ●•■◆▲○□_~|"  # legend keys and rules read as characters
BATCH = 3_000  # pixels of width
MARGINS = ((0.25, 0.2), (0.4, 0.3))  # around a crop, along and across, as shares of its height
SQUEEZES = (1.0, 1.25)  # of a crop's natural width: first and second reading


class Networks(Protocol):
    """The two networks of OCR."""

    def text_map(self, grey: Pixels, long_side: int) -> Floats: ...
    def recognise(self, crops: Sequence[Pixels]) -> Sequence[Any]: ...


def read_prints(rgb: Pixels, networks: Networks) -> tuple[Print, ...]:
    """Every text of the picture, boxes in its pixels."""
    grey = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), np.uint8)
    side = max(grey.shape)
    scale = min(max(LEAST_SIDE / side, 1.0), MOST) if side < LEAST_SIDE else 1.0
    large = np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)) if scale > 1 else grey
    strips = levelled(find_strips(networks.text_map(np.asarray(large, np.uint8), DETECT_SIDE), rgb))
    strips += missed(strips, grey, rgb)
    return tuple(_read(strips, rgb, grey, networks))


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
            strip = strips[place]
            others = tuple(dict.fromkeys(text for text in texts[1:] if text != texts[0]))
            colour = colour_of(crop_of(strip, rgb, 0.0, 0.0))
            yield Print(texts[0], strip.box, round(strip.angle), strip.height, colour, readings[0][1], others)


def _squeeze(strip: Strip) -> float:
    return SQUEEZES[0] if strip.length < WORDS * strip.height else PROSE_SQUEEZE


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
        place: (
            TRAILING.sub("", found.text.strip(MARKS)),
            float(np.mean(found.confidence)) if found.confidence else 0.0,
        )
        for place, found in zip(places, read, strict=True)
    }
