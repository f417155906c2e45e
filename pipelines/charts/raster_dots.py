"""Small marks of a picture: scatter points and the markers of lines, apart or overlapping.

Chain: an ink's pixels, rings filled -> compact pieces of one size -> pieces that are several marks, taken apart by how
well a mark of that size fits -> Dots.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Floats = NDArray[np.float32]

SIZES = (3, 34)  # pixels: width of a mark
COMPACT = 0.5  # share of its box that a mark fills
ROUND = 1.5  # width by height, or the reverse
FEWEST = 3  # marks that set a size
ALIKE = 0.3  # how far sizes may differ
FIT = 0.82  # share of a mark's disc that must be inked where marks overlap
GAIN = 0.2  # share of it that no other mark may have covered
SHY = 0.3  # how much a disc at the rim of a clump is preferred to one in its middle
MOST = 150  # marks that touch
CLOUD = 0.55  # share of an ink's pixels in marks: less is no scatter
UNIFORM = 0.7  # share of the marks that must have the usual size
PAIR = 1.2  # times the usual radius: two marks that touch


class Mark(NamedTuple):
    """Centre and radius in pixels."""

    x: float
    y: float
    radius: float


def find_marks(mask: Mask) -> tuple[list[Mark], float]:
    """Marks of one size, those that touch taken apart, and their radius; none where other shapes prevail."""
    marks, rest = compact_pieces(mask)
    usual = usual_size(marks)
    inked = float(mask.sum())
    if not usual or inked - float((rest & mask).sum()) < CLOUD * inked:
        return [], 0.0
    radii = np.array([mark.radius for mark in marks])
    if (np.abs(radii - usual) < ALIKE * usual).mean() < UNIFORM:
        return [], 0.0
    pairs = [mark for mark in marks if mark.radius > PAIR * usual]
    for pair in pairs:
        reach = int(np.ceil(1.5 * pair.radius))
        rows = slice(max(int(pair.y) - reach, 0), int(pair.y) + reach + 1)
        columns = slice(max(int(pair.x) - reach, 0), int(pair.x) + reach + 1)
        rest[rows, columns] |= holes_filled(mask[rows, columns])
    alone = [mark for mark in marks if mark.radius <= PAIR * usual]
    return alone + taken_apart(rest, usual, alone), usual


def compact_pieces(mask: Mask) -> tuple[list[Mark], Mask]:
    """Marks that stand alone, and the pixels that belong to none."""
    whole = holes_filled(mask)
    found = cv2.connectedComponentsWithStats(whole.astype(np.uint8), connectivity=8)
    rest = whole.copy()
    marks: list[Mark] = []
    for label, (x, y, w, h, area) in enumerate(found[2][1:].tolist(), start=1):
        if not (SIZES[0] <= max(w, h) <= SIZES[1] and min(w, h) >= 2):
            continue
        if max(w, h) > ROUND * min(w, h) + 1 or area < COMPACT * w * h:
            continue
        cx, cy = found[3][label]
        marks.append(Mark(float(cx) + 0.5, float(cy) + 0.5, float(np.sqrt(area / np.pi))))
        window = slice(y, y + h), slice(x, x + w)
        rest[window] &= found[1][window] != label
    return marks, rest


def holes_filled(mask: Mask) -> Mask:
    """The mask with small holes filled: rings become discs."""
    found = cv2.connectedComponentsWithStats((~mask).astype(np.uint8), connectivity=4)
    stats = found[2]
    small = (stats[:, cv2.CC_STAT_WIDTH] <= SIZES[1]) & (stats[:, cv2.CC_STAT_HEIGHT] <= SIZES[1])
    small[0] = False
    rim = np.concatenate((found[1][0], found[1][-1], found[1][:, 0], found[1][:, -1]))
    small[rim] = False
    return np.asarray(mask | small[found[1]])


def usual_size(marks: list[Mark]) -> float:
    """The commonest radius; 0 where too few agree."""
    if len(marks) < FEWEST:
        return 0.0
    radii = np.array([mark.radius for mark in marks])
    usual = float(np.median(radii))
    return usual if (np.abs(radii - usual) < ALIKE * usual).sum() >= FEWEST else 0.0


def taken_apart(rest: Mask, radius: float, known: list[Mark]) -> list[Mark]:
    """Overlapping marks: discs of the usual size that cover the rest, from its corners inward."""
    size = max(int(np.ceil(radius)), 1)
    disc = np.hypot(*np.mgrid[-size : size + 1, -size : size + 1]) <= radius
    kernel = disc.astype(np.float32) / float(disc.sum())
    fit = cv2.filter2D(rest.astype(np.float32), -1, kernel, borderType=cv2.BORDER_CONSTANT)
    wide = cv2.blur(rest.astype(np.float32), (4 * size + 1, 4 * size + 1))
    free = rest.astype(np.float32)
    marks = list(known)
    for _ in range(MOST):
        gain = np.where(fit >= FIT, cv2.filter2D(free, -1, kernel, borderType=cv2.BORDER_CONSTANT) - SHY * wide, -1)
        y, x = (int(at) for at in np.unravel_index(int(gain.argmax()), gain.shape))
        if gain[y, x] < GAIN:
            break
        marks.append(Mark(x + 0.5, y + 0.5, radius))
        cv2.circle(free, (x, y), size, 0.0, -1)
    return marks[len(known) :]


def on_stroke(mask: Mask, stroke: float) -> list[Mark]:
    """Markers of a line: what remains when strokes are opened away."""
    size = int(np.ceil(stroke)) + 2
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    opened = cv2.morphologyEx(holes_filled(mask).astype(np.uint8), cv2.MORPH_OPEN, disc)
    marks, _ = compact_pieces(np.asarray(opened > 0))
    usual = usual_size(marks)
    return [mark for mark in marks if abs(mark.radius - usual) < ALIKE * usual] if usual else []
