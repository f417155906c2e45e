"""The kind of a chart, from the forms of its traces."""

from __future__ import annotations

from collections.abc import Sequence

from data.schemas import ChartKind

from .pies import Pie
from .trace import Trace


def kind_of(traces: Sequence[Trace], sideways: bool) -> ChartKind:
    """One form is that kind; bars with lines, or other mixtures, are `combo`."""
    shapes = {t.shape for t in traces if t.spots}
    if shapes == {"bar"}:
        return _bars([t for t in traces if t.shape == "bar"], sideways)
    if shapes == {"dot"}:
        return "scatter"
    if shapes <= {"line"} or (shapes == {"line", "dot"} and _mostly_lines(traces)):
        return "line"
    if shapes == {"area"} or (shapes == {"area", "line"}):
        return "stacked_area" if any(t.stacked for t in traces) else "area"
    if shapes == {"line", "dot"}:
        return "scatter"
    return "combo"


def _mostly_lines(traces: Sequence[Trace]) -> bool:
    dots = sum(len(t.spots) for t in traces if t.shape == "dot")
    return dots <= sum(len(t.spots) for t in traces if t.shape == "line")


def _bars(traces: Sequence[Trace], sideways: bool) -> ChartKind:
    if any(t.stacked for t in traces):
        return "stacked_horizontal_bar" if sideways else "stacked_bar"
    places = [s.x for t in traces for s in t.spots]
    if len(traces) > 1 and len(set(places)) < len(places):
        return "grouped_horizontal_bar" if sideways else "grouped_bar"
    return "horizontal_bar" if sideways else "bar"


def pie_kind(pie: Pie) -> ChartKind:
    return "donut" if pie.ring else "pie"
