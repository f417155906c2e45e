"""Where text stands on a straight page: pieces of lines, none of which reaches over a column gap.

Chain: probability of text -> boxes of lines -> cut at wide gaps of the ink -> pieces the detector missed added
(a lone dash or digit in a column of numbers) -> sorted into rows.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from data.schemas import BBox

from ._scan import Sheet, ink_in

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]

TEXT = 0.3  # probability: a pixel of text
SURE = 0.5  # mean probability: a box of text
UNCLIP = 0.5  # of its height: the detector learns shrunken boxes
ENDS = 0.2  # of its height, at either end: a bracket or a one is easily cut off
SMALLEST = 3  # pixels of the map
COLUMN_GAP = 1.1  # of the text's height: wider is another column
MISSED = (0.25, 1.6)  # of the usual height: ink that may be a character
DASH_WIDTH, DASH_HEIGHT = (0.3, 2.0), 0.25  # of the usual height
SAME_ROW = 0.5  # of the smaller height


class Segment(NamedTuple):
    """A piece of a line in pixels. `dash` is what its shape alone says."""

    box: BBox
    dash: bool = False


def find_segments(probability: Floats, sheet: Sheet) -> list[Segment]:
    """Pieces of lines, from top to bottom and left to right. The sheet's ink becomes exact inside of them."""
    ink = sheet.ink
    lines = boxes_of_text(probability, ink.shape)
    for line in lines:
        window(line, ink)[:] = ink_in(window(line, sheet.grey)) & ~window(line, sheet.drawn) & 1
    pieces = [Segment(piece) for line in lines for piece in cut_at_gaps(line, ink)]
    if pieces:
        pieces += missed(pieces, ink)
    return sorted(pieces, key=lambda piece: (piece.box.y_mid, piece.box.x0))


def boxes_of_text(probability: Floats, shape: tuple[int, ...]) -> list[BBox]:
    """The detector's map as boxes in pixels of the page."""
    height, width = probability.shape
    down, across = shape[0] / height, shape[1] / width
    _, labels, stats, _ = cv2.connectedComponentsWithStats((probability > TEXT).astype(np.uint8), connectivity=8)
    total = np.bincount(labels.ravel(), probability.ravel(), len(stats))
    boxes = []
    for label, (x, y, w, h, area) in enumerate(stats[1:].tolist(), start=1):
        if min(w, h) < SMALLEST or total[label] < SURE * area:
            continue
        grow = UNCLIP * w * h / (w + h)
        ends = grow + ENDS * h
        x0, top = max(x - ends, 0) * across, max(y - grow, 0) * down
        boxes.append(BBox(x0, top, min(x + w + ends, width) * across, min(y + h + grow, height) * down))
    return boxes


def cut_at_gaps(line: BBox, ink: Pixels) -> list[BBox]:
    """The line's pieces between gaps as wide as a column's; each fitted to its ink from left to right."""
    part = window(line, ink)
    runs = ink_runs(part)
    if not runs:
        return []
    height = text_height(part)
    pieces = [list(runs[0])]
    for start, end in runs[1:]:
        if start - pieces[-1][1] > COLUMN_GAP * height:
            pieces.append([start, end])
        else:
            pieces[-1][1] = end
    left = int(line.x0)
    return [BBox(left + start, line.top, left + end, line.bottom) for start, end in pieces]


def window(box: BBox, pixels: NDArray[Any]) -> NDArray[Any]:
    """The pixels inside the box."""
    return pixels[max(int(box.top), 0) : int(np.ceil(box.bottom)), max(int(box.x0), 0) : int(np.ceil(box.x1))]


def ink_runs(part: Pixels) -> list[tuple[int, int]]:
    """Stretches of columns that hold ink, ends exclusive."""
    inked = part.any(0)
    edges = np.flatnonzero(np.diff(inked.astype(np.int8), prepend=0, append=0)).tolist()
    return list(zip(edges[::2], edges[1::2], strict=True))


def text_height(part: Pixels) -> int:
    """Rows that hold ink."""
    rows = np.flatnonzero(part.sum(1) > 1)
    return int(rows[-1] - rows[0] + 1) if len(rows) else part.shape[0]


def missed(found: list[Segment], ink: Pixels) -> list[Segment]:
    """Ink of a character's size in the rows of found text, but in none of its boxes."""
    usual = float(np.median([text_height(window(piece.box, ink)) for piece in found]))
    rest = ink.copy()
    for piece in found:
        window(piece.box, rest)[:] = 0
    joined = cv2.morphologyEx(rest, cv2.MORPH_CLOSE, np.ones((3, max(int(usual / 3), 1)), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    rows = np.zeros(ink.shape[0], bool)
    for piece in found:
        rows[int(piece.box.top) : int(piece.box.bottom)] = True
    blobs = (BBox(x, y, x + w, y + h) for x, y, w, h, _ in stats[1:].tolist())
    return [piece for blob in blobs if rows[int(blob.y_mid)] for piece in _as_characters(blob, usual)]


def _as_characters(blob: BBox, usual: float) -> list[Segment]:
    around = BBox(blob.x0, max(blob.y_mid - usual, 0), blob.x1, blob.y_mid + usual)
    if DASH_WIDTH[0] * usual <= blob.width <= DASH_WIDTH[1] * usual and blob.height <= DASH_HEIGHT * usual:
        return [Segment(around, dash=True)]
    if MISSED[0] * usual <= blob.width and 2 * MISSED[0] * usual <= blob.height <= MISSED[1] * usual:
        pad = usual / 4
        return [Segment(BBox(blob.x0, max(blob.top - pad, 0), blob.x1, blob.bottom + pad))]
    return []
