"""Trace: a series as it was drawn, before it has a name; Spot: one of its values with the mark that shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from data.schemas import BBox

from .primitives import Colour

Shape = Literal["bar", "line", "area", "dot", "slice"]


@dataclass(frozen=True, slots=True)
class Spot:
    """A value read from a mark. `at` is its place on the category axis, `tip` the end that shows the value."""

    x: str
    y: float
    box: BBox
    at: float
    tip: float
    method: Literal["label", "geometry", "model"] = "geometry"
    confidence: float = 0.9
    other: float | None = None
    base: float = 0.0  # where the mark begins, for pieces of a stack


@dataclass(frozen=True, slots=True)
class Trace:
    """Marks of one look."""

    shape: Shape
    colour: Colour
    spots: tuple[Spot, ...]
    dash: str = ""
    name: str = ""
    axis: Literal["y", "y2"] = "y"
    order: int = 0
    stacked: bool = False
    note: str = ""
