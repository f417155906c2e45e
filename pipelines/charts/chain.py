"""The chain from a Scene to Charts, the same for vectors and pixels.

axes -> plots -> marks -> traces with values -> places across as text -> names -> labels -> kind -> Chart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from data.schemas import Axis, BBox, Chart, Point, Series

from . import bars as barring
from .across import Across, decimals, figure
from .areas import area_traces
from .axes import Ladder, ladders
from .dots import dot_traces
from .double import assigned
from .kinds import kind_of, pie_kind
from .labels import labelled, plot_from_labels
from .legend import Key, find_keys
from .lines import line_traces, without_markers
from .marks import Marks, marks_in
from .naming import named
from .pies import Pie, find_pies, pie_trace
from .placing import placed, rows_of, slot_places
from .plots import Plot, find_plots
from .primitives import Print, Scene
from .scale import Scale
from .stacks import restacked
from .trace import Spot, Trace
from .trust import trusted
from .turn import flip_box, turned


@dataclass(frozen=True, slots=True)
class Reading:
    """A plot that was read, upright."""

    plot: Plot
    sideways: bool
    traces: tuple[Trace, ...]
    across: Across


def read_scene(scene: Scene) -> tuple[Chart, ...]:
    """Every chart of a scene that can be given values; ids are set by the caller."""
    scene = replace(scene, prints=restacked(scene.prints))
    side = turned(scene)
    columns, rows = ladders(scene), ladders(side)
    plots = find_plots(scene, side, columns, rows)
    keys = find_keys(scene, _axis_labels(plots))
    charts = [_pie_chart(pie, scene, keys) for pie in find_pies(scene.sectors)]
    if not plots and not charts and (plot := plot_from_labels(scene)):
        plots = [plot]
    for plot in plots:
        reading = _read(scene, side, plot, keys)
        if reading and any(t.spots for t in reading.traces):
            charts.append(_chart(reading, scene))
    return tuple(charts)


def _axis_labels(plots: Sequence[Plot]) -> set[BBox]:
    """Boxes of the labels of all axes in use."""
    upright = {m.box for p in plots for axis in (p.left, p.right) if axis for m in axis.marks}
    return upright | {flip_box(m.box) for p in plots if p.row for m in p.row.marks}


def _read(scene: Scene, side: Scene, plot: Plot, keys: Sequence[Key]) -> Reading | None:
    orders = frozenset(k.order for k in keys if not _holds(plot.box, k.box) or k.form != "dot")
    marks = marks_in(scene, plot.box, orders)
    if not marks:
        return None
    sideways = _sideways(marks, plot)
    if sideways:
        scene = side
        plot = Plot(flip_box(plot.box), plot.row, None, plot.left)
        marks = marks_in(side, plot.box, orders)
    scale = plot.left or plot.right
    if scale is None:
        return None
    rows = rows_of(scene, plot, scale.scale, sideways)
    traces = _traces(marks, plot, scale.scale, rows)
    traces, across = placed(traces, scene, plot, rows, sideways)
    traces = named(traces, keys, scene.prints, plot)
    traces = assigned(traces, plot)
    traces = labelled(traces, scene.prints, abs(scale.scale.value(scale.low) - scale.scale.value(scale.high)))
    return Reading(plot, sideways, tuple(trusted(traces, across)), across)


def _holds(box: BBox, key: BBox) -> bool:
    return box.holds(key, 0)


def _sideways(marks: Marks, plot: Plot) -> bool:
    """Whether values run along x."""
    if not (plot.left or plot.right):
        return True
    if plot.row is None:
        return False
    if marks.bars:
        lying = barring.lie_down(marks.bars)
        return bool(lying) and plot.row.scale.kind != "time"
    return False


def _traces(marks: Marks, plot: Plot, scale: Scale, rows: Sequence[Sequence[Print]]) -> list[Trace]:
    lines = line_traces(marks.paths, plot.box, scale)
    traces = lines + area_traces(marks.blobs, plot.box, scale)
    if marks.bars:
        foot = barring.foot_of(marks.bars, scale)
        columns = barring.columns_of(marks.bars)
        labels = slot_places(rows, [c.at for c in columns]) if len({b.colour for b in marks.bars}) > 1 else None
        slots = barring.slots_at(columns, labels) if labels else barring.slots_of(columns)
        traces += barring.bar_traces(slots, scale, foot)
    return traces + dot_traces(without_markers(marks.dots, traces), scale)


def _chart(reading: Reading, scene: Scene) -> Chart:
    plot, across = reading.plot, reading.across
    value: Ladder = plot.left or plot.right  # type: ignore[assignment]
    digits = decimals(value.scale)
    series = tuple(
        Series(
            name=t.name, axis=t.axis, points=tuple(_point(s, digits, value.scale, reading.sideways) for s in t.spots)
        )
        for t in reading.traces
        if t.spots
    )
    box = flip_box(plot.box) if reading.sideways else plot.box
    return Chart(
        id="c",
        page=scene.page,
        bbox=box,
        kind=kind_of(reading.traces, reading.sideways),
        x=Axis(scale=across.scale, unit=across.unit),
        y=Axis(scale=value.scale.kind, unit=value.unit),
        y2=_second(plot, reading.traces),
        series=series,
    )


def _second(plot: Plot, traces: Sequence[Trace]) -> Axis | None:
    if plot.right is None or not any(t.axis == "y2" for t in traces):
        return None
    return Axis(scale=plot.right.scale.kind, unit=plot.right.unit)


def _point(spot: Spot, digits: int, scale: Scale, sideways: bool) -> Point:
    box = flip_box(spot.box) if sideways else spot.box
    y = Decimal(figure(spot.y, digits if scale.kind != "log" else None))
    return Point(x=spot.x, y=y, bbox=box, method=spot.method, confidence=spot.confidence)


def _pie_chart(pie: Pie, scene: Scene, keys: Sequence[Key]) -> Chart:
    trace = pie_trace(pie)
    names = [
        t.name
        for t in named(
            [Trace("slice", s.colour, (p,)) for s, p in zip(pie.sectors, trace.spots, strict=True)],
            keys,
            scene.prints,
            Plot(pie.box),
        )
    ]
    points = tuple(
        Point(x=name or str(k + 1), y=Decimal(f"{s.y:.2f}"), bbox=s.box, method="geometry", confidence=0.9)
        for k, (name, s) in enumerate(zip(names, trace.spots, strict=True))
    )
    return Chart(
        id="c",
        page=scene.page,
        bbox=pie.box,
        kind=pie_kind(pie),
        x=Axis(scale="category"),
        y=Axis(unit="%"),
        series=(Series(name="", points=points),),
    )
