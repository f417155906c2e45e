"""A page as pixels, made ready for reading: upright, straight, evenly lit; and the lines drawn on it.

Chain: grey pixels -> sideways pages turned -> skew measured and undone -> ink told from paper -> rulings.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from data.schemas import BBox

from ._mupdf import pymupdf

Pixels = NDArray[np.uint8]

DPI = 200  # rendering: more does not read better, and costs
LONG_SIDE = 3_400  # pixels: A3 at 200 dpi; larger pages are rendered smaller
SKEW = 3.0  # degrees either way
COARSE, FINE = 0.25, 0.05  # degrees
STRAIGHT = 0.08  # degrees: less is not worth blurring the page for
SKEW_SIDE = 900  # pixels: the copy that skew is measured on
INK, FAINT = 0.62, 0.80  # of the paper's brightness: letters, thin lines
PALE = 40  # grey levels between paper and ink; less is an empty box
EDGE = 0.4  # of the way from paper to ink
CELL = 8  # pixels: the paper's brightness is looked at this coarsely
DARK_AREA = 110  # of 255: a filled area with light letters
SHORTEST = 0.026  # of the page's width: a shorter line is a dash
GAP = 3  # pixels: a break in a line that noise makes
THICK = 0.004  # of the page's width
LONG = 0.12  # of the page's width: no word is longer
SERIFS = (0.15, 0.93)  # share of such a run that is dark: a rule is dark or pale all along
LETTERED = 0.25  # share of the rows beside such a run that is dark: the letters it belongs to
BESIDE = slice(1, 4)  # rows of pixels from a run; the first is its own blur


class Sheet(NamedTuple):
    """A straight page: grey pixels, and its ink (1) without the drawn lines (0)."""

    grey: Pixels
    ink: Pixels
    drawn: Pixels  # 1 on drawn lines
    lines: tuple[BBox, ...]  # pixels
    degrees: float  # by which it was straightened


def render(page: Any) -> Pixels:
    """A PDF page in grey, as displayed."""
    dpi = min(DPI, LONG_SIDE * 72 / max(page.rect.width, page.rect.height, 1))
    picture = page.get_pixmap(dpi=int(dpi), colorspace=pymupdf.csGRAY)
    return np.frombuffer(picture.samples, np.uint8).reshape(picture.height, picture.stride)[:, : picture.width]


def prepare(grey: Pixels) -> Sheet:
    """Straighten a page whose text runs from left to right, and find its ink."""
    degrees = skew(grey)
    straight = rotate(grey, degrees) if abs(degrees) > STRAIGHT else grey
    written = ink_of(straight, INK)
    lines, drawn = find_lines(ink_of(straight, FAINT), written)
    letters = np.asarray(written * (1 - drawn), np.uint8)
    return Sheet(straight, letters, drawn, lines, degrees if straight is not grey else 0.0)


def skew(grey: Pixels) -> float:
    """Degrees, counter-clockwise, that make the text level: where the sums of rows differ most."""
    small = _shrunk(grey)
    ink = ink_of(small, INK).astype(np.float32)
    if ink.mean() < 1e-4:
        return 0.0
    best = 0.0
    for step, reach in ((COARSE, SKEW), (FINE, COARSE)):
        angles = np.arange(best - reach, best + reach + step / 2, step)
        best = float(max(angles, key=lambda angle: _sharpness(ink, float(angle))))
    return best


def _shrunk(grey: Pixels) -> Pixels:
    scale = SKEW_SIDE / max(grey.shape)
    return np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)) if scale < 1 else grey


def _sharpness(ink: NDArray[np.float32], degrees: float) -> float:
    height, width = ink.shape
    slide = np.tan(np.radians(degrees))
    # A shear is a rotation to these angles, and cheaper: each column moves up or down.
    moved = cv2.warpAffine(ink, np.array([[1, 0, 0], [-slide, 1, slide * width / 2]]), (width, height))
    return float(np.square(np.diff(moved.sum(1))).sum())


def sideways(grey: Pixels) -> bool:
    """True where text runs up or down the page: columns of pixels then vary more than rows."""
    ink = ink_of(_shrunk(grey), INK).astype(np.float32)
    rows, columns = (float(np.square(np.diff(ink.sum(axis) / ink.shape[axis])).mean()) for axis in (1, 0))
    return columns > 1.3 * rows


def rotate(grey: Pixels, degrees: float) -> Pixels:
    """The page turned about its centre, paper where nothing was."""
    height, width = grey.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return np.asarray(
        cv2.warpAffine(grey, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    )


def ink_of(grey: Pixels, level: float) -> Pixels:
    """1 where a pixel is that far from its paper: darker than light paper, lighter than a dark area."""
    height, width = grey.shape
    small = cv2.resize(grey, (max(width // CELL, 1), max(height // CELL, 1)), interpolation=cv2.INTER_AREA)
    light = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 5)
    usual = cv2.medianBlur(small, 5)
    dark = usual < DARK_AREA
    paper = cv2.resize(np.where(dark, usual, light), (width, height), interpolation=cv2.INTER_LINEAR).astype(np.int16)
    inverted = cv2.resize(dark.astype(np.uint8), (width, height), interpolation=cv2.INTER_NEAREST)
    written = np.where(inverted, grey > paper + (1 - level) * (255 - paper), grey < level * paper)
    return written.astype(np.uint8)


def ink_in(grey: Pixels) -> Pixels:
    """1 where the line of text in these pixels is inked, however pale or inverted it is printed."""
    low, middle, high = np.percentile(grey, (1, 50, 99)) if grey.size else (0, 0, 0)
    if high - low < PALE:
        return np.zeros_like(grey)
    if middle - low >= high - middle:
        inked = grey < middle - EDGE * (middle - low)
    else:
        inked = grey > middle + EDGE * (high - middle)
    return np.asarray(inked, np.uint8)


def find_lines(ink: Pixels, written: Pixels) -> tuple[tuple[BBox, ...], Pixels]:
    """Level and upright lines as boxes, and their pixels. `written` is the dark part of the ink."""
    shortest = max(int(SHORTEST * ink.shape[1]), 12)
    thick = max(THICK * ink.shape[1], 5)
    boxes: list[BBox] = []
    drawn = np.zeros_like(ink)
    for across in (True, False):
        bridge, long = ((GAP, 1), (shortest, 1)) if across else ((1, GAP), (1, shortest))
        whole = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones(bridge[::-1], np.uint8))
        runs = cv2.morphologyEx(whole, cv2.MORPH_OPEN, np.ones(long[::-1], np.uint8))
        _, labels, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
        for label, (x, y, width, height, _) in enumerate(stats[1:], start=1):
            run = BBox(float(x), float(y), float(x + width), float(y + height))
            if min(width, height) <= thick and not (across and _of_letters(run, written)):
                boxes.append(run)
                part = (slice(y, y + height), slice(x, x + width))
                drawn[part] |= labels[part] == label
    return tuple(boxes), np.asarray(cv2.dilate(drawn, np.ones((3, 3), np.uint8)), np.uint8)


def _of_letters(run: BBox, written: Pixels) -> bool:
    """The run is a word's serifs, grown together on the line they stand on or along the tops of its letters."""
    if run.width > LONG * written.shape[1]:
        return False
    top, bottom = int(run.top), int(run.bottom)
    columns = written[:, int(run.x0) : int(run.x1)]
    if not SERIFS[0] < columns[top:bottom].max(0).mean() < SERIFS[1]:
        return False
    above, below = columns[:top][::-1][BESIDE], columns[bottom:][BESIDE]
    return any(rows.size and float(np.median(rows.mean(1))) > LETTERED for rows in (above, below))
