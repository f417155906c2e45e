"""Ink boxes of texts made comparable: the box of capitals on their line, and the size of the type.

OCR boxes end where the ink does, so "(5)", "1,000" and "10" of one column differ in height and middle. Chain: how far
letters reach above and below their line -> type size -> box from the line to the height of capitals -> sizes that are
nearly one made one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from data.schemas import BBox

from .primitives import Print
from .raster_ink import COLOURED, Inks

TALL = re.compile(r"[A-Z0-9bdfhklt($£€%/\[\]]")
DEPTHS = ((re.compile(r"[gjpqy()Q/\[\]]"), 0.21), (re.compile(r"[,;$]"), 0.12))  # below the line, of the type's size
LOW_LETTERS, CAPITALS = 0.52, 0.72  # above the line
YEARS = re.compile(r"((?:19|20)\d\d)[ -]?((?:19|20)\d\d)")
NUMBER = re.compile(r"[-–−]?[£$€]?\d[\d,.]*%?")
GROUPED = re.compile(r"\d{1,3}( \d{3})+")  # thousands set apart by spaces
MARK_LETTERS, FULL = 3, 0.68  # a mark was read as so few characters, and fills so much of its box
ALIKE = 0.2  # sizes that differ less are one


def comparable(prints: Sequence[Print]) -> tuple[Print, ...]:
    """Prints with boxes of capitals and type sizes."""
    boxed = [_boxed(part) for text in prints for part in _apart(text)]
    sizes = np.array([text.size for text in boxed])
    return tuple(
        replace(text, size=float(np.median(sizes[np.abs(sizes - text.size) <= ALIKE * text.size]))) for text in boxed
    )


def _apart(text: Print) -> tuple[Print, ...]:
    """Labels that touch are two: years without a space between, or several numbers in one text."""
    if text.angle:
        return (text,)
    match = YEARS.fullmatch(text.text)
    parts = match.groups() if match else tuple(text.text.split())
    if len(parts) < 2 or not all(NUMBER.fullmatch(part) for part in parts) or GROUPED.fullmatch(text.text):
        return (text,)
    space = len(text.text) > sum(map(len, parts))
    box, letters, at = text.box, sum(map(len, parts)) + space * (len(parts) - 1), 0
    out = []
    for part in parts:
        left, right = (box.x0 + box.width * end / letters for end in (at, at + len(part)))
        out.append(replace(text, text=part, box=BBox(left, box.top, right, box.bottom), others=()))
        at += len(part) + space
    return tuple(out)


def _boxed(text: Print) -> Print:
    above = CAPITALS if TALL.search(text.text) else LOW_LETTERS
    below = next((depth for letters, depth in DEPTHS if letters.search(text.text)), 0.0)
    size = text.size / (above + below)
    low, high = below * size, (CAPITALS - above) * size
    box = text.box
    if text.angle == 0:
        box = BBox(box.x0, box.top - high, box.x1, max(box.bottom - low, box.top + 1))
    elif text.angle == 90:
        box = BBox(box.x0 - high, box.top, max(box.x1 - low, box.x0 + 1), box.bottom)
    return replace(text, box=box, size=size)


def without_marks(prints: Sequence[Print], inks: Inks) -> list[Print]:
    """Without the characters that are marks: compact spots of an ink, as no letter is."""
    return [text for text in prints if len(text.text) > MARK_LETTERS or not _is_mark(text, inks)]


def _is_mark(text: Print, inks: Inks) -> bool:
    x0, top, x1, bottom = text.box
    rows, columns = slice(max(int(top) - 2, 0), int(bottom) + 3), slice(max(int(x0) - 2, 0), int(x1) + 3)
    labels = inks.label[rows, columns][inks.strength[rows, columns] > 0.6]
    labels = labels[labels >= 0]
    if not labels.size:
        return False
    ink = int(np.bincount(labels).argmax())
    if np.ptp(inks.colours[ink]) < COLOURED:
        return False
    spot = inks.mask(ink)[rows, columns]
    ys, xs = np.flatnonzero(spot.any(1)), np.flatnonzero(spot.any(0))
    high, wide = int(ys[-1] - ys[0] + 1), int(xs[-1] - xs[0] + 1)
    filled = float(spot.sum()) / (high * wide)
    return filled > FULL and max(high, wide) < 1.5 * min(high, wide) and min(high, wide) >= 3
