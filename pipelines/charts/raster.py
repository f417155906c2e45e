"""A chart's picture as a Scene: everything that was found in its pixels, not yet interpreted.

Chain: text -> rules and plot -> inks -> slices of a pie, or areas, marks and lines, ink by ink -> legend keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from data.schemas import BBox

from .primitives import Bar, Blob, Colour, Dot, Path, Print, Scene, Sector
from .raster_bars import find_areas
from .raster_dots import compact_pieces, on_stroke, taken_apart, usual_size
from .raster_ink import Inks, find_inks, paper_of
from .raster_keys import find_keys
from .raster_knots import knotted
from .raster_lines import Trace, follow
from .raster_rules import apart_from, find_rules, plot_of
from .raster_sectors import find_sectors
from .raster_text import Networks, read_prints

Pixels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

GRAIN = 0.5  # pixels
CLOUD = 0.55  # share of an ink's pixels in marks: more is a scatter
PAD = 1  # pixels around a text
LINE = 8.0  # pixels: a wider stroke is an area


@dataclass(slots=True)
class Found:
    """What is being gathered."""

    bars: list[Bar] = field(default_factory=list)
    blobs: list[Blob] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    sectors: list[Sector] = field(default_factory=list)


def read_scene(rgb: Pixels, networks: Networks, page: int = 1) -> Scene:
    """The primitives of a picture; boxes in its pixels."""
    return scene_of(rgb, read_prints(rgb, networks), page)


def scene_of(rgb: Pixels, prints: Sequence[Print], page: int = 1) -> Scene:
    """The same where the text is known."""
    height, width = rgb.shape[:2]
    paper = paper_of(rgb)
    ruled = find_rules(rgb, paper)
    ruled = apart_from(ruled, prints)
    plot = plot_of(ruled.rules, (height, width))
    text = text_mask(prints, (height, width))
    inks = find_inks(rgb, text, ruled.mask, paper)
    found = Found(sectors=find_sectors(inks))
    keys, kept = find_keys(inks, prints, plot)
    if not found.sectors:
        _areas_and_lines(found, rgb, inks, (text, ruled.mask, kept), plot)
    found.bars += keys.bars
    found.paths += keys.paths
    found.dots += keys.dots
    box = BBox(0.0, 0.0, float(width), float(height))
    return Scene(
        page, box, "raster", tuple(prints), ruled.rules, tuple(found.bars), tuple(found.paths), tuple(found.blobs),
        tuple(found.sectors), tuple(found.dots), GRAIN, paper,
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
    bars, blobs, covered = find_areas(rgb, inks, text | rules, keys)
    inside = _inside(plot, text.shape) & ~text & ~keys
    found.bars += bars
    found.blobs += blobs
    traces: list[tuple[Trace, Colour]] = []
    for ink, colour in enumerate(inks.colours):
        mask = inks.mask(ink) & ~covered & inside
        if not mask.any():
            continue
        marks, rest = compact_pieces(mask)
        usual = usual_size(marks)
        inked = float(mask.sum())
        if usual and (inked - float((rest & mask).sum())) > CLOUD * inked:
            marks += taken_apart(rest, usual)
            found.dots += [Dot((mark.x, mark.y), mark.radius, colour) for mark in marks]
            continue
        lines = follow(mask, inks.strength * (inks.label == ink), plot.width)
        traces += [(line, colour) for line in lines]
        if lines:
            stroke = max(line.width for line in lines)
            found.dots += [Dot((mark.x, mark.y), mark.radius, colour) for mark in on_stroke(mask, stroke)]
    places = knotted([trace.places for trace, _ in traces], [dot.centre for dot in found.dots])
    found.paths += [
        Path(knots, colour, trace.width, trace.dashed)
        for knots, (trace, colour) in zip(places, traces, strict=True)
    ]


def _inside(plot: BBox, size: tuple[int, ...]) -> Mask:
    """Pixels of the plot and a stroke around it."""
    mask = np.zeros(size[:2], bool)
    margin = 4
    mask[
        max(int(plot.top) - margin, 0) : int(plot.bottom) + margin, max(int(plot.x0) - margin, 0) : int(plot.x1) + margin
    ] = True
    return mask
