"""Legend keys in pixels: a small patch, a short stroke or a mark of an even ink, beside a text and on its line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from data.schemas import BBox

from .primitives import Bar, Colour, Dot, Path, Print
from .raster_ink import Inks

Mask = NDArray[np.bool_]

NEAR = 1.6  # of the text's height: gap between key and text
LEVEL = 0.45  # of it: how far their middles may be apart
TALL = 1.7  # of it: height of a key
LONG = 6.0  # of it: length of a key
LEAST = 3  # pixels
SAME = 30  # levels
LETTER = 1.3  # of the text's height
THIN = 5  # pixels: a stroke; higher is a patch
BRIDGE = 7  # pixels: between the dashes of a key


@dataclass(slots=True)
class Keys:
    """Keys by shape."""

    bars: list[Bar] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)


def find_keys(inks: Inks, prints: Sequence[Print], text: Mask) -> tuple[Keys, Mask]:
    """Keys of every ink, and their pixels; `text`: pixels of letters."""
    keys = Keys()
    taken = np.zeros(inks.label.shape, bool)
    texts = [text for text in prints if text.angle == 0]
    if not texts:
        return keys, taken
    for ink, colour in enumerate(inks.colours):
        mask = (inks.mask(ink) & ~text).astype(np.uint8)
        joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((1, BRIDGE), np.uint8))
        found = cv2.connectedComponentsWithStats(joined, connectivity=8)
        for label, (x, y, w, h, _) in enumerate(found[2][1:].tolist(), start=1):
            box = BBox(float(x), float(y), float(x + w), float(y + h))
            if max(w, h) < LEAST or not any(_beside(box, text) and not _letter(box, text, colour) for text in texts):
                continue
            window = slice(y, y + h), slice(x, x + w)
            inked = (found[1][window] == label) & (mask[window] > 0)
            _add(keys, box, inked, colour)
            taken[window] |= inked
    return keys, taken


def _beside(box: BBox, text: Print) -> bool:
    """The box is small, at the text's height, and just before or after it."""
    size = max(text.size, 6.0)
    if box.height > TALL * size or box.width > LONG * size or abs(box.y_mid - text.box.y_mid) > LEVEL * size:
        return False
    gap = text.box.x0 - box.x1
    return -2 <= gap <= NEAR * size


def _letter(box: BBox, text: Print, colour: Colour) -> bool:
    """A piece of the text itself, where it is printed in the ink's colour."""
    same = max(abs(a - b) for a, b in zip(colour, text.colour, strict=True)) < SAME
    return same and box.width < LETTER * text.size


def _add(keys: Keys, box: BBox, inked: Mask, colour: Colour) -> None:
    filled = float(inked.mean())
    if box.height <= THIN and box.width >= 1.8 * box.height:
        middle = box.y_mid
        dashed = float(inked.any(0).mean()) < 0.9
        keys.paths.append(Path(((box.x0, middle), (box.x1, middle)), colour, box.height, dashed))
    elif filled > 0.9 or (filled > 0.8 and box.width > 1.5 * box.height):
        keys.bars.append(Bar(box, colour))
    elif box.width < 1.5 * box.height:
        keys.dots.append(Dot((box.x_mid, box.y_mid), max(box.width, box.height) / 2, colour))
    else:  # a stroke with a marker on it
        keys.paths.append(Path(((box.x0, box.y_mid), (box.x1, box.y_mid)), colour, 2.0))
