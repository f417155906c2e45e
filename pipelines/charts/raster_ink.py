"""Inks of a picture: which colours were drawn with, and how strongly each pixel shows one of them.

Chain: paper (the commonest colour near the margins) -> colours of even areas -> colours of thin strokes -> every pixel
as a mixture of the paper and one ink.

An anti-aliased pixel is such a mixture, so it lies on the straight line between two colours: that gives edges to a
fraction of a pixel. A gradient is told from a set of tints by how many exact colours it holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from .primitives import Colour

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

RING = (0.005, 0.05)  # of the sides: where the paper is looked for
FAR = 18  # levels: less is paper
EVEN = 10  # levels within three by three pixels
ALIKE = 9.0  # CIELAB distance of two inks that are one
EXACT = 0.3  # share of an even ink's pixels that have exactly its colour; a gradient has less
LEAST_EVEN, LEAST_THIN = 12, 24  # pixels of an ink
OFF_LINE = 26.0  # levels: a pixel farther from the line between paper and ink is no mixture of them
STEP = 14.0  # levels by which a faint mixture is less believable than a full ink
SAME_WAY = 0.992  # cosine: mixtures of one ink lie in one direction from the paper
STRONG = 97  # percentile: the ink of strokes is their strongest pixels
COLOURED = 30  # levels between the channels
MOST_INKS = 24


@dataclass(frozen=True, slots=True)
class Inks:
    """`label`: index of each pixel's ink, -1 on paper; `strength`: how much of it covers the paper, 0 to 1."""

    paper: Colour
    colours: tuple[Colour, ...]
    even: tuple[bool, ...]  # the ink fills areas
    label: NDArray[np.int16]
    strength: Floats

    def mask(self, ink: int, least: float = 0.5) -> Mask:
        return np.asarray((self.label == ink) & (self.strength >= least))


def paper_of(rgb: Pixels) -> Colour:
    """The commonest colour in a ring within the margins."""
    height, width = rgb.shape[:2]
    near, far = (max(round(share * min(height, width)), 1) for share in RING)
    ring = np.zeros((height, width), bool)
    ring[near:-near, near:-near] = True
    ring[far:-far, far:-far] = False
    return _exact(_codes(rgb)[ring])


def _codes(rgb: Pixels) -> NDArray[np.int32]:
    wide = rgb.astype(np.int32)
    return np.asarray(wide[..., 0] << 16 | wide[..., 1] << 8 | wide[..., 2])


def _exact(codes: NDArray[np.int32]) -> Colour:
    values, counts = np.unique(codes, return_counts=True)
    code = int(values[counts.argmax()])
    return code >> 16, code >> 8 & 255, code & 255


def lab(colours: NDArray[Any]) -> Floats:
    """CIELAB of sRGB rows."""
    return np.asarray(cv2.cvtColor((colours.reshape(1, -1, 3) / 255).astype(np.float32), cv2.COLOR_RGB2LAB)[0])


def find_inks(rgb: Pixels, text: Mask, rules: Mask, paper: Colour) -> Inks:
    """Inks of a picture, most used first among the even ones. Text and rules choose none; rules have none either."""
    distance = np.abs(rgb.astype(np.int16) - np.array(paper, np.int16)).max(2)
    drawn = (distance > FAR) & ~rules & ~text
    even = even_inks(rgb, drawn)
    thin = thin_inks(rgb, drawn, paper, even)
    colours = (even + thin)[:MOST_INKS]
    label, strength = mixed(rgb, (distance > FAR) & ~rules, paper, colours)
    return Inks(paper, tuple(colours), tuple(place < len(even) for place in range(len(colours))), label, strength)


def even_inks(rgb: Pixels, drawn: Mask) -> list[Colour]:
    """Colours of areas, most used first."""
    kernel = np.ones((3, 3), np.uint8)
    even = (cv2.dilate(rgb, kernel).astype(np.int16) - cv2.erode(rgb, kernel)).max(2) <= EVEN
    codes, counts = np.unique(_codes(rgb)[even & drawn], return_counts=True)
    if not len(codes):
        return []
    order = np.argsort(-counts)[:400]
    codes, counts = codes[order], counts[order]
    colours = np.column_stack((codes >> 16, codes >> 8 & 255, codes & 255))
    places = lab(colours)
    found: list[Colour] = []
    free = np.ones(len(codes), bool)
    for place in range(len(codes)):
        if not free[place] or counts[place] < LEAST_EVEN:
            continue
        near = free & (np.linalg.norm(places - places[place], axis=1) < ALIKE)
        free &= ~near
        if counts[place] >= EXACT * counts[near].sum():
            red, green, blue = (int(level) for level in colours[place])
            found.append((red, green, blue))
    return found


def thin_inks(rgb: Pixels, drawn: Mask, paper: Colour, known: list[Colour]) -> list[Colour]:
    """Colours of strokes: among pixels that no known ink explains, the strongest of each direction from the paper."""
    pixels = rgb[drawn].astype(np.float32)
    away = pixels - np.array(paper, np.float32)
    rest = np.ones(len(pixels), bool)
    for colour in known:
        rest &= ~_explained(away, np.array(colour, np.float32) - np.array(paper, np.float32))
    found: list[Colour] = []
    while rest.sum() >= LEAST_THIN and len(found) + len(known) < MOST_INKS:
        left = away[rest]
        length = np.linalg.norm(left, axis=1)
        bins = (left / 24).round().astype(np.int32) @ np.array([1, 64, 4096])
        values, where, counts = np.unique(bins, return_inverse=True, return_counts=True)
        seed = np.median(left[where == int((counts * _weights(left, where, len(values))).argmax())], axis=0)
        family = (left @ seed) / (length * np.linalg.norm(seed) + 1e-6) > SAME_WAY
        if family.sum() < LEAST_THIN:
            break
        full = np.percentile(length[family], STRONG)
        ink = np.median(left[family & (length >= 0.92 * full)], axis=0)
        red, green, blue = (int(level) for level in np.clip(ink + np.array(paper), 0, 255))
        before = int(rest.sum())
        rest[np.flatnonzero(rest)[family | _explained(left, ink)]] = False
        found.append((red, green, blue))
        if int(rest.sum()) == before:
            break
    return found


def _weights(away: Floats, where: NDArray[Any], bins: int) -> Floats:
    """Strong colours make better seeds than mixtures."""
    total = np.bincount(where, np.linalg.norm(away, axis=1), bins)
    return np.asarray(total / np.maximum(np.bincount(where, minlength=bins), 1) / 100, np.float32)


def _explained(away: Floats, ink: Floats) -> Mask:
    """The pixels are mixtures of the paper and this ink."""
    share = np.clip(away @ ink / float(ink @ ink + 1e-6), 0, 1.08)
    return np.asarray(np.linalg.norm(away - share[:, None] * ink, axis=1) < OFF_LINE)


def mixed(rgb: Pixels, drawn: Mask, paper: Colour, colours: list[Colour]) -> tuple[NDArray[np.int16], Floats]:
    """Each drawn pixel's ink and its share of the mixture."""
    label = np.full(rgb.shape[:2], -1, np.int16)
    strength = np.zeros(rgb.shape[:2], np.float32)
    if not colours or not drawn.any():
        return label, strength
    away = rgb[drawn].astype(np.float32) - np.array(paper, np.float32)
    costs, shares = [], []
    for colour in colours:
        ink = np.array(colour, np.float32) - np.array(paper, np.float32)
        share = np.clip(away @ ink / float(ink @ ink + 1e-6), 0, 1)
        shares.append(share)
        costs.append(np.linalg.norm(away - share[:, None] * ink, axis=1) + STEP * (1 - share))
    cost = np.array(costs)
    best = cost.argmin(0)
    fits = cost[best, np.arange(len(best))] < 2 * OFF_LINE
    label[drawn] = np.where(fits, best, -1)
    strength[drawn] = np.where(fits, np.array(shares)[best, np.arange(len(best))], 0)
    return label, strength


def text_ink(colour: Colour, inks: Inks) -> Colour:
    """The ink that small letters were printed in: they show mixtures only. Grey text keeps its colour."""
    paper = np.array(inks.paper, np.float32)
    away = np.array(colour, np.float32) - paper
    if np.ptp(away) < COLOURED or not inks.colours:
        return colour
    best, nearest = colour, OFF_LINE
    for ink in inks.colours:
        full = np.array(ink, np.float32) - paper
        share = float(away @ full) / float(full @ full + 1e-6)
        off = float(np.linalg.norm(away - share * full))
        if 0.45 < share < 1.1 and off + STEP * abs(1 - share) < nearest:
            best, nearest = ink, off + STEP * abs(1 - share)
    return best
