"""Straight level and upright lines of a picture: axes, grids, ticks; and the plot they span.

Chain: pixels that differ from their neighbours across -> long thin runs (dashes bridged) -> Rules; then short stubs
that stand off an axis -> ticks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from data.schemas import BBox

from .primitives import Colour, Print, Rule

Pixels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

FAINT = 8  # levels: a grid line differs at least so much from the paper beside it
LONG = 0.12  # of the picture's side: no shorter line is a rule
THICK = 5  # pixels
BRIDGE = 11  # pixels between dashes
DASHED = 0.85  # share of a run that is inked; less is dashed
GREY = 45  # levels between the channels: more is a colour
COLOURED_LONG = 0.5  # of the side: a coloured line must be so long to be a rule
TINT = 70  # levels: a tick may be so much paler than its axis
STUB = (3, 12)  # pixels: length of a tick


@dataclass(frozen=True, slots=True)
class Ruled:
    """The rules and the pixels they cover."""

    rules: tuple[Rule, ...]
    mask: Mask


def find_rules(rgb: Pixels, paper: Colour, text: Mask) -> Ruled:
    """Level and upright rules, then ticks on the longest of them."""
    level, level_mask = _runs(rgb, paper, text)
    upright, upright_mask = _runs(np.ascontiguousarray(rgb.transpose(1, 0, 2)), paper, text.T)
    upright = [Rule(r.start[::-1], r.end[::-1], r.colour, r.width, r.dashed) for r in upright]
    mask = level_mask | upright_mask.T
    ticks = [tick for rule in (*_outer(level), *_outer(upright)) for tick in _ticks(rgb, rule)]
    for tick in ticks:
        _paint(mask, tick)
    return Ruled((*level, *upright, *ticks), mask)


def _runs(rgb: Pixels, paper: Colour, text: Mask) -> tuple[list[Rule], Mask]:
    """Level rules of the picture. Both sides of a thin line are alike, and the line differs from them."""
    height, width = rgb.shape[:2]
    thin = _thin(rgb)
    apart = np.where(text, 0, thin).astype(np.uint8)  # dashes are bridged, letters are not
    bridged = thin | np.asarray(cv2.morphologyEx(apart, cv2.MORPH_CLOSE, np.ones((1, BRIDGE), np.uint8)), np.uint8)
    long = max(int(LONG * width), 24) | 1  # an even kernel would shift what it opens
    runs = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, np.ones((1, long), np.uint8))
    found = cv2.connectedComponentsWithStats(runs, connectivity=4)
    labels, stats = found[1], found[2]
    rules: list[Rule] = []
    mask = np.zeros((height, width), bool)
    for label, (x, y, w, h, _) in enumerate(stats[1:].tolist(), start=1):
        if h > THICK:
            continue
        window = slice(y, y + h), slice(x, x + w)
        inside = (labels[window] == label) & (thin[window] > 0)
        colour = _median(rgb[window][inside])
        coloured = max(colour) - min(colour) > GREY and w < COLOURED_LONG * width
        if coloured or max(abs(a - b) for a, b in zip(colour, paper, strict=True)) < FAINT:
            continue
        share = float(inside.any(0).mean())
        middle = y + h / 2
        rules.append(Rule((float(x), middle), (float(x + w), middle), colour, float(h), share < DASHED))
        mask[window] |= inside & _of_rule(rgb[window], colour)
        band = slice(y, y + h)  # short pieces of the same line, between bars
        alike = np.abs(rgb[band].astype(np.int16) - np.array(colour)).max(2) < TINT // 2
        mask[band] |= (thin[band] > 0) & alike
    return rules, mask


def _of_rule(pixels: Pixels, colour: Colour) -> Mask:
    """The rule's ink or paler mixtures of it, not a mark that crosses it in a colour or darker."""
    chroma = pixels.max(2).astype(np.int16) - pixels.min(2)
    darker = pixels.astype(np.int16).max(2) < max(colour) - TINT
    return np.asarray((chroma < max(colour) - min(colour) + GREY) & ~darker)


def _thin(rgb: Pixels) -> Pixels:
    """1 where a pixel belongs to a thin level line: unlike what lies a little above and below, which are alike."""
    wide = rgb.astype(np.int16)
    reach = (THICK + 1) // 2 + 1
    padded = np.pad(wide, ((reach, reach), (0, 0), (0, 0)), mode="edge")
    above, below = padded[: -2 * reach], padded[2 * reach :]
    unlike = np.minimum(np.abs(wide - above).max(2), np.abs(wide - below).max(2)) >= FAINT
    return np.asarray(unlike, np.uint8)


def _median(pixels: NDArray[Any]) -> Colour:
    if not len(pixels):
        return (0, 0, 0)
    red, green, blue = np.median(pixels, axis=0)
    return int(red), int(green), int(blue)


def apart_from(ruled: Ruled, prints: Sequence[Print]) -> Ruled:
    """Without the rules that are strokes of letters."""
    kept = tuple(rule for rule in ruled.rules if not any(_within(rule, text.box) for text in prints))
    return Ruled(kept, ruled.mask)


def _within(rule: Rule, box: BBox) -> bool:
    x, y = (rule.start[0] + rule.end[0]) / 2, (rule.start[1] + rule.end[1]) / 2
    longest = box.width if rule.level else box.height
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom and rule.length <= 1.1 * longest


def _outer(rules: list[Rule]) -> list[Rule]:
    """The first and last of the long rules: ticks stand on these."""
    whole = [rule for rule in rules if not rule.dashed]
    longest = max((rule.length for rule in whole), default=0.0)
    long = sorted((rule for rule in whole if rule.length > 0.8 * longest), key=lambda rule: rule.at)
    return list(dict.fromkeys([*long[:2], *long[-2:]]))


def _ticks(rgb: Pixels, rule: Rule) -> list[Rule]:
    """Stubs on either side of a rule, where at least three stand alike."""
    turned = rgb if rule.level else np.ascontiguousarray(rgb.transpose(1, 0, 2))
    start, end = (rule.start[0], rule.end[0]) if rule.level else (rule.start[1], rule.end[1])
    edge = rule.width / 2
    best: list[Rule] = []
    for side in (-1, 1):
        stubs = _stubs(turned, round(start), round(end), (rule.at, edge, side), rule.colour)
        if len(stubs) >= max(3, len(best) + 1):
            near, far = rule.at + side * edge, rule.at + side * (edge + STUB[0])
            best = [_stub(at, near, far, rule) for at in stubs]
    return best


def _stub(at: float, near: float, far: float, rule: Rule) -> Rule:
    low, high = min(near, far), max(near, far)
    if rule.level:
        return Rule((at, low), (at, high), rule.colour, 1.0)
    return Rule((low, at), (high, at), rule.colour, 1.0)


def _stubs(rgb: Pixels, start: int, end: int, beside: tuple[float, float, int], colour: Colour) -> list[float]:
    """Middles of columns beside the rule that are inked in its colour while their neighbours are not."""
    middle, half, side = beside
    edge = middle + side * half
    rows = [int(np.floor(edge + side * (k + 0.5))) for k in range(STUB[0] - 1)]
    beyond = int(np.floor(edge + side * (STUB[1] + 0.5)))
    if min(*rows, beyond) < 0 or max(*rows, beyond) >= rgb.shape[0]:
        return []
    left, right = max(start - 2, 0), min(end + 3, rgb.shape[1])
    strip = rgb[rows, left:right].astype(np.int16)
    paper = np.median(strip.reshape(-1, 3), axis=0)
    faint = np.abs(strip - paper).max(2) >= 2 * FAINT
    inked = faint.all(0) & (np.abs(strip - np.array(colour)).max(2) < TINT).all(0)
    inked &= np.abs(rgb[beyond, left:right].astype(np.int16) - paper).max(1) < 2 * FAINT
    edges = np.flatnonzero(np.diff(inked.astype(np.int8), prepend=0, append=0)).tolist()
    runs = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a <= THICK - 1]
    return [left + (a + b) / 2 for a, b in runs]


def _paint(mask: Mask, rule: Rule) -> None:
    (x0, y0), (x1, y1) = rule.start, rule.end
    grow = 0 if rule.level else 1
    mask[int(y0) : int(np.ceil(y1)) + 1, max(int(x0) - grow, 0) : int(np.ceil(x1)) + 1] = True


def plot_of(rules: tuple[Rule, ...], size: tuple[int, int]) -> BBox:
    """What the long rules span; the whole picture where there are none."""
    height, width = size
    level = [rule for rule in rules if rule.level and rule.length > 0.3 * width and _inner(rule, height)]
    upright = [rule for rule in rules if not rule.level and rule.length > 0.3 * height and _inner(rule, width)]
    if not level and not upright:
        return BBox(0, 0, width, height)
    xs = [x for rule in level for x in (rule.start[0], rule.end[0])] + [rule.at for rule in upright]
    ys = [y for rule in upright for y in (rule.start[1], rule.end[1])] + [rule.at for rule in level]
    tall = max(ys) - min(ys) > 0.2 * height
    broad = max(xs) - min(xs) > 0.2 * width
    return BBox(
        min(xs) if broad else 0, min(ys) if tall else 0, max(xs) if broad else width, max(ys) if tall else height
    )


def _inner(rule: Rule, side: int) -> bool:
    """The rule is no frame around the whole picture."""
    return 0.02 * side < rule.at < 0.98 * side
