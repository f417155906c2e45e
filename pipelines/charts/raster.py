"""A chart's picture as a Scene: everything that was found in its pixels, not yet interpreted.

Chain: text -> rules and plot -> inks -> slices of a pie, or areas, marks and lines, ink by ink -> legend keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import count

import numpy as np
from numpy.typing import NDArray

from data.schemas import BBox

from .primitives import Bar, Blob, Colour, Dot, Path, Print, Rule, Scene, Sector
from .raster_bars import find_areas
from .raster_dots import find_marks, on_stroke
from .raster_ink import Inks, find_inks, paper_of, text_ink
from .raster_keys import find_keys
from .raster_knots import knotted
from .raster_lines import Trace, follow
from .raster_outlines import sparse
from .raster_print import comparable, without_marks
from .raster_rules import apart_from, find_rules, plot_of
from .raster_sectors import find_sectors
from .raster_size import scaled, scaled_print, smaller
from .raster_text import Networks, read_prints

Pixels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

GRAIN = 0.5  # pixels
PAD = 1  # pixels around a text
GRID = 40  # levels: an ink so near to a rule's colour may be its rest


@dataclass(slots=True)
class Found:
    """What is being gathered."""

    rules: tuple[Rule, ...]
    bars: list[Bar] = field(default_factory=list)
    blobs: list[Blob] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    sectors: list[Sector] = field(default_factory=list)


def read_scene(rgb: Pixels, networks: Networks, page: int = 1) -> Scene:
    """The primitives of a picture; boxes in its pixels."""
    return scene_of(rgb, read_prints(rgb, networks), page)


def scene_of(rgb: Pixels, prints: Sequence[Print], page: int = 1) -> Scene:
    """The same where the text is known; large pictures are measured on a smaller copy."""
    small, factor = smaller(rgb)
    scene = _measured(small, [scaled_print(text, factor) for text in prints], page)
    return scaled(scene, 1 / factor)


def _measured(rgb: Pixels, prints: Sequence[Print], page: int) -> Scene:
    height, width = rgb.shape[:2]
    paper = paper_of(rgb)
    text = text_mask(prints, (height, width))
    ruled = apart_from(find_rules(rgb, paper, text), prints)
    plot = plot_of(ruled.rules, (height, width))
    inks = find_inks(rgb, text, ruled.mask, paper)
    prints = without_marks(prints, inks)
    text = text_mask(prints, (height, width))
    prints = [replace(print_, colour=text_ink(print_.colour, inks)) for print_ in comparable(prints)]
    found = Found(ruled.rules, sectors=find_sectors(inks, prints))
    keys, kept = find_keys(inks, prints, text)
    if not found.sectors:
        _areas_and_lines(found, rgb, inks, (text, ruled.mask, kept), plot)
    found.bars += keys.bars
    found.paths += keys.paths
    found.dots += keys.dots
    box = BBox(0.0, 0.0, float(width), float(height))
    number = count(1)  # later stages tell marks apart by their order
    return Scene(
        page, box, "raster", tuple(prints),
        tuple(replace(rule, order=next(number)) for rule in ruled.rules),
        tuple(replace(bar, order=next(number)) for bar in found.bars),
        tuple(replace(path, order=next(number)) for path in found.paths),
        tuple(replace(blob, order=next(number)) for blob in found.blobs),
        tuple(replace(sector, order=next(number)) for sector in found.sectors),
        tuple(replace(dot, order=next(number)) for dot in found.dots),
        GRAIN, paper,
    )  # fmt: skip


def text_mask(prints: Sequence[Print], size: tuple[int, int]) -> Mask:
    """Pixels of the texts' boxes; slanted ones are left, their boxes hold too much else."""
    mask = np.zeros(size, bool)
    for text in prints:
        if text.angle in (0, 90, 270):
            x0, top, x1, bottom = text.box
            mask[max(int(top) - PAD, 0) : int(bottom) + 1 + PAD, max(int(x0) - PAD, 0) : int(x1) + 1 + PAD] = True
    return mask


def _areas_and_lines(found: Found, rgb: Pixels, inks: Inks, masks: tuple[Mask, Mask, Mask], plot: BBox) -> None:
    text, rules, keys = masks
    inside = _inside(plot, text.shape) & ~text & ~keys
    spotted = [find_marks(inks.mask(ink) & inside)[0] for ink in range(len(inks.colours))]
    found.dots += [
        Dot((mark.x, mark.y), mark.radius, colour)
        for marks, colour in zip(spotted, inks.colours, strict=True)
        for mark in marks
    ]
    areas = [even and not marks for even, marks in zip(inks.even, spotted, strict=True)]
    bars, blobs, covered = find_areas(rgb, replace(inks, even=tuple(areas)), text | rules, keys)
    found.bars += bars
    found.blobs += sparse(blobs)
    traces: list[tuple[Trace, Colour]] = []
    grids = {rule.colour for rule in found.rules}
    for ink, colour in enumerate(inks.colours):
        mask = inks.mask(ink) & ~covered & inside
        if spotted[ink] or not mask.any():
            continue
        lines = follow(mask, inks.strength * (inks.label == ink), plot.width)
        if any(_near(colour, grid) for grid in grids):
            lines = [line for line in lines if not _grid_rest(line, plot)]
        traces += [(line, colour) for line in lines]
        if lines:
            stroke = max(line.width for line in lines)
            found.dots += [Dot((mark.x, mark.y), mark.radius, colour) for mark in on_stroke(mask, stroke)]
    places = knotted([trace.places for trace, _ in traces], [dot.centre for dot in found.dots])
    found.paths += [
        Path(knots, colour, trace.width, trace.dashed) for knots, (trace, colour) in zip(places, traces, strict=True)
    ]


def _near(a: Colour, b: Colour) -> bool:
    return max(abs(x - y) for x, y in zip(a, b, strict=True)) < GRID


def _grid_rest(line: Trace, plot: BBox) -> bool:
    """What is left of a dashed grid or an axis: short, broken or level."""
    xs, ys = zip(*line.places, strict=True)
    return line.dashed or max(xs) - min(xs) < 0.3 * plot.width or max(ys) - min(ys) < 3


def _inside(plot: BBox, size: tuple[int, ...]) -> Mask:
    """Pixels of the plot and a stroke around it."""
    mask = np.zeros(size[:2], bool)
    margin = 4
    mask[
        max(int(plot.top) - margin, 0) : int(plot.bottom) + margin,
        max(int(plot.x0) - margin, 0) : int(plot.x1) + margin,
    ] = True
    return mask
