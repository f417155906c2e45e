"""Chart: the numbers behind a drawing, as series of points, each with the mark's box, how it was read and how sure.

A horizontal bar keeps its category in `x` and its value in `y`, like every other point. Values are in the unit of the
printed axis with its suffix carried out ("500M" is 500000000); a per cent axis counts in per cent.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .base import Exact, Record
from .geometry import BBox

ChartKind = Literal[
    "bar",
    "grouped_bar",
    "stacked_bar",
    "horizontal_bar",
    "grouped_horizontal_bar",
    "stacked_horizontal_bar",
    "line",
    "area",
    "stacked_area",
    "pie",
    "donut",
    "scatter",
    "dot",
    "combo",
]
Scaling = Literal["category", "linear", "log", "time"]


class Axis(Record):
    """An axis as printed; `low` and `high` are the values at the ends of the plot where the scale is proved."""

    title: str | None = None
    unit: str | None = None  # "%", "USD", "USD millions"
    scale: Scaling = "linear"
    low: Exact | None = None
    high: Exact | None = None


class Point(Record):
    """One value. `other` is the second reading where a printed label and the mark's geometry disagree."""

    x: str
    y: Exact
    bbox: BBox
    method: Literal["label", "geometry", "model"]
    confidence: float = Field(ge=0, le=1)
    other: Exact | None = None


class Series(Record):
    """Points of one legend entry, in the order of the axis; `axis` names the right-hand scale where it is used."""

    name: str
    points: tuple[Point, ...]
    axis: Literal["y", "y2"] = "y"


class Chart(Record):
    """One plot with its axes. `notes` say what a person should know: a cut axis, a perspective not measured."""

    id: str
    page: int
    bbox: BBox
    kind: ChartKind
    title: str | None = None
    x: Axis
    y: Axis
    y2: Axis | None = None
    series: tuple[Series, ...]
    confidence: float = Field(ge=0, le=1, default=1.0)
    notes: tuple[str, ...] = ()
