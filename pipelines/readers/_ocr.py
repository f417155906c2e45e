"""OCR of a page: pixels to words whose boxes lie on the printed characters.

Chain: straightened sheet -> segments (pieces of lines) -> characters of each segment -> words cut at spaces and at
gaps of the ink -> certain slips in numbers mended -> boxes in the page's units.

Spaces are the network's weak point: it drops some between Latin words and invents some inside numbers. The gaps in
the ink decide: a wide one always parts words, a narrow one never parts digits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from data.schemas import BBox, Page, Ruling, Word

from ._commas import commas_restored
from ._models import HEIGHT, Characters, recognise, text_map
from ._scan import Sheet, prepare, sideways
from ._segments import Segment, find_segments, text_height, window
from ._signs import signs_restored
from ._spacing import Written, words_of
from ._spread import fold_of

Pixels = NDArray[np.uint8]

DETECT_SIDE = 1_280  # pixels: the detector's copy of the page
SQUEEZE, PROSE_SQUEEZE, NUMBER_SQUEEZE = 0.85, 0.7, 1.1  # of a crop's natural width: saves time; "000" needs room
NUMBER_WIDTH, PROSE_WIDTH = 7.0, 30.0  # times its height: no number is wider, few labels are
MARGIN = 0.25  # of a segment's height, white around its ends
BATCH = 3_000  # pixels of width a batch
ALIKE = 0.75  # of the longest crop of a batch: less would be padding
SURE = 0.85  # mean confidence: the page stands upright
TRIED = 2  # words; with fewer a page's direction cannot be told


@dataclass(frozen=True, slots=True)
class Reading:
    """A page read in one direction."""

    sheet: Sheet
    words: tuple[Word, ...]  # boxes in pixels
    turn: int

    @property
    def confidence(self) -> float:
        letters = sum(len(word.text) for word in self.words)
        return sum(word.confidence * len(word.text) for word in self.words) / letters if letters else 0.0


def read_pixels(grey: Pixels, number: int, size: tuple[float, float]) -> Page:
    """Read a page's grey pixels; `size` is the displayed page's width and height in the units of its boxes."""
    reading = _upright(grey)
    height, width = reading.sheet.grey.shape
    page_width, page_height = size if reading.turn in (0, 180) else size[::-1]
    across, down = page_width / width, page_height / height
    words = tuple(replace(w, bbox=_scaled(w.bbox, across, down), size=w.size * down) for w in reading.words)
    rulings = (_scaled(line, across, down) for line in reading.sheet.lines)
    return Page(
        number,
        page_width,
        page_height,
        words,
        tuple(Ruling(box, max(min(box.width, box.height), 0.1)) for box in rulings),
        pictures=(BBox(0, 0, page_width, page_height),),
        source="ocr",
        turn=reading.turn,
        fold=fold_of(words, page_width, page_height),
    )


def _scaled(box: BBox, across: float, down: float) -> BBox:
    return BBox(box.x0 * across, box.top * down, box.x1 * across, box.bottom * down)


def _upright(grey: Pixels) -> Reading:
    """The page read the right way up. The other direction is tried only where the first reads badly."""
    first, other = (90, 270) if sideways(grey) else (0, 180)
    reading = _read(grey, first)
    if reading.confidence >= SURE or len(reading.words) < TRIED:
        return reading
    return max(reading, _read(grey, other), key=lambda tried: tried.confidence)


def _read(grey: Pixels, turn: int) -> Reading:
    sheet = prepare(np.ascontiguousarray(np.rot90(grey, -turn // 90)))
    segments = find_segments(text_map(sheet.grey, DETECT_SIDE), sheet)
    heights = [text_height(window(segment.box, sheet.ink)) for segment in segments]
    usual = float(np.median(heights)) if heights else 1.0
    words = [
        word
        for line, written in enumerate(_written(segments, sheet))
        for word in words_of(written, sheet.ink, usual, line)
    ]
    return Reading(sheet, signs_restored(commas_restored(words)), turn)


def _written(segments: Sequence[Segment], sheet: Sheet) -> Iterator[Written]:
    """The characters of every segment, in the order of the segments."""
    read: dict[int, Written] = {}
    crops = {place: _crop(segment, sheet.grey) for place, segment in enumerate(segments) if not segment.dash}
    for batch in _batches(crops):
        for place, characters in zip(batch, recognise([crops[place] for place in batch]), strict=True):
            read[place] = _placed(characters, segments[place])
    for place, segment in enumerate(segments):
        yield read.get(place) or Written(segment.box, "—", (SURE,), (segment.box.x_mid,))


def _crop(segment: Segment, grey: Pixels) -> Pixels:
    box = segment.box
    margin = MARGIN * box.height
    part = window(BBox(max(box.x0 - margin, 0), box.top, box.x1 + margin, box.bottom), grey)
    width = max(round(part.shape[1] * _squeeze(box) * HEIGHT / max(part.shape[0], 1)), 8)
    return np.asarray(
        cv2.resize(part, (width, HEIGHT), interpolation=cv2.INTER_AREA if part.shape[0] > HEIGHT else cv2.INTER_CUBIC)
    )


def _squeeze(box: BBox) -> float:
    if box.width <= NUMBER_WIDTH * box.height:
        return NUMBER_SQUEEZE
    return SQUEEZE if box.width <= PROSE_WIDTH * box.height else PROSE_SQUEEZE


def _placed(characters: Characters, segment: Segment) -> Written:
    """Characters with their places in pixels of the page."""
    box = segment.box
    left = int(max(box.x0 - MARGIN * box.height, 0))
    rows = window(box, np.empty((int(box.bottom) + 2, 1), np.uint8)).shape[0]
    scale = rows / (_squeeze(box) * HEIGHT)
    return Written(box, characters.text, characters.confidence, tuple(left + x * scale for x in characters.at))


def _batches(crops: dict[int, Pixels]) -> Iterator[list[int]]:
    """Crops of similar width together, so that little of a batch is padding."""
    batch: list[int] = []
    longest = 0
    for place in sorted(crops, key=lambda place: -crops[place].shape[1]):
        width = crops[place].shape[1]
        if batch and (width < ALIKE * longest or (len(batch) + 1) * longest > BATCH):
            yield batch
            batch = []
        longest = longest if batch else width
        batch.append(place)
    if batch:
        yield batch
