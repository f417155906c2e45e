"""The vector reader: a PDF page's paths and text as Scenes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from data.schemas import BBox

from .primitives import Rule, Scene
from .vector_shapes import Shapes, read_shapes
from .vector_text import read_prints

CRISP = 0.9  # share of lines at half a point
HALF = 0.5


def read_page(page: Any, number: int) -> Scene:
    """All of a page as one scene."""
    return scene_of(read_shapes(page), page, number)


def scene_of(shapes: Shapes, page: Any, number: int) -> Scene:
    """The page's shapes with its text."""
    return Scene(
        number,
        BBox(*page.rect),
        "vector",
        read_prints(page),
        crisp_undone(shapes.rules),
        tuple(shapes.bars),
        tuple(shapes.paths),
        tuple(shapes.blobs),
        tuple(shapes.sectors),
        tuple(shapes.dots),
    )


def crisp_undone(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """Web renderers set hairlines half a pixel off so that they look sharp; the marks they belong to are not moved."""
    if not rules or sum(abs(r.at % 1 - 0.5) < 0.01 for r in rules) < CRISP * len(rules):
        return tuple(rules)
    return tuple(replace(r, start=_moved(r.start), end=_moved(r.end)) for r in rules)


def _moved(place: tuple[float, float]) -> tuple[float, float]:
    return place[0] - HALF, place[1] - HALF
