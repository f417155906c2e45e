"""Placing: every trace's places along the category axis as text.

A row with a scale speaks for lines, dots and histograms; printed categories speak where each stands under its own mark.
Lines that a producer drew as a smooth curve, or flattened into many short pieces, are read at the categories only.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import replace

from .across import Across, calibrated
from .axes import Ladder
from .lines import at_places
from .plots import Plot
from .primitives import Print, Scene
from .scale import Scale
from .slots import anchor, filled, fitting_row, label_rows, pitch_of, spaced, texts_at
from .trace import Trace

OWN = 0.16  # of the pitch: a label stands under its own mark
CURVE = 14.0  # pieces a category from which a line is a drawn curve
UNLABELLED = 0.3  # places that no label names
GENTLE = 12.0  # degrees: the usual turn between two pieces of a curve


def placed(
    traces: Sequence[Trace], scene: Scene, plot: Plot, rows: Sequence[Sequence[Print]], sideways: bool
) -> tuple[list[Trace], Across]:
    """The traces with text for each place, and what kind of axis that is."""
    scale = (plot.left or plot.right).scale  # type: ignore[union-attr]
    solid = [t for t in traces if t.shape in ("bar", "dot")]
    bars = [t for t in traces if t.shape == "bar"]
    places = spaced([s.at for t in (bars or solid or traces) for s in t.spots])
    row = plot.row
    if (not bars and row is None) or not solid:
        places = _categories(rows, row, traces, places)
    chosen = fitting_row(rows, places)
    if row is not None and not _better(chosen, row, places, bool(bars)):
        traces = [_at_ticks(t, row, scale) for t in traces]
        across = calibrated(row, [s.at for t in traces for s in t.spots])
        return _written(traces, across), across
    texts = (
        filled(places, texts_at(places, chosen, scene.prints, sideways))
        if chosen
        else [str(k + 1) for k in range(len(places))]
    )
    table = dict(zip(places, texts, strict=True))
    across = Across(
        lambda place: table[min(table, key=lambda p: abs(p - place))], "category", sure=1.0 if chosen else UNLABELLED
    )
    return _written([t if t.shape in ("bar", "dot") else at_places(t, places, scale) for t in traces], across), across


def rows_of(scene: Scene, plot: Plot, scale: Scale, sideways: bool) -> list[list[Print]]:
    """Rows of labels at the plot's foot, at its zero line, above it; without the labels of its value axes."""
    values = {m.box for axis in (plot.left, plot.right) if axis for m in axis.marks}
    prints = [p for p in scene.prints if p.box not in values]
    zero = scale.place(0.0) if scale.kind != "log" else plot.box.bottom
    feet = [plot.box.bottom] + ([zero] if plot.box.top < zero < plot.box.bottom - 3 else [])
    return label_rows(prints, plot.box, feet, sideways)


def slot_places(rows: Sequence[Sequence[Print]], columns: Sequence[float]) -> list[float] | None:
    """Places of labels that each stand for a group of columns: even, fewer than the columns, none too far from one."""
    for row in rows:
        places = spaced([anchor(p) for p in row])
        if len(places) < 2 or not _even(places) or len(places) > 0.8 * len(columns):
            continue
        pitch = pitch_of(places)
        if all(min(abs(c - p) for p in places) <= 0.5 * pitch for c in columns):
            used = [any(abs(c - p) <= 0.5 * pitch for c in columns) for p in places]
            if sum(used) >= 0.7 * len(used):
                return places
    return None


def _better(chosen: Sequence[Print] | None, row: Ladder, places: Sequence[float], bars: bool) -> bool:
    """Whether printed categories say more than the calibrated row: one under each bar, and no dates."""
    if chosen is None or row.scale.kind == "time" or not bars:
        return False
    pitch = pitch_of(places)
    own = [min(abs(anchor(p) - q) for q in places) <= OWN * pitch for p in chosen]
    return sum(own) >= 0.8 * len(own) and len(own) >= 0.6 * len(places)


def _categories(
    rows: Sequence[Sequence[Print]], row: Ladder | None, traces: Sequence[Trace], places: list[float]
) -> list[float]:
    """Places of categories under lines: the vertices where they are few, else the evenly spaced labels."""
    if row is not None:
        return places
    for labels in rows:
        anchors = spaced([anchor(p) for p in labels])
        if (
            len(anchors) > 2
            and len(places) > 1.5 * len(anchors)
            and _even(anchors)
            and any(_curved(t, anchors) for t in traces)
        ):
            return anchors
    return places


def _even(places: Sequence[float]) -> bool:
    pitch = pitch_of(places)
    return all(abs(b - a - pitch) <= 0.2 * pitch for a, b in itertools.pairwise(places))


def _at_ticks(trace: Trace, row: Ladder, scale: Scale) -> Trace:
    """A flattened curve over dated or numbered categories, read at their places."""
    places = spaced([m.place for m in row.marks])
    if trace.shape != "line" or not _even(places) or not _curved(trace, places):
        return trace
    step = pitch_of(places)
    first = places[0] - step * math.floor((places[0] - trace.spots[0].at + 1) / step)
    count = int((trace.spots[-1].at - first + 1) / step) + 1
    return at_places(trace, [first + k * step for k in range(count)], scale)


def _curved(trace: Trace, places: Sequence[float]) -> bool:
    """Many short pieces that turn gently: a smooth curve drawn through the categories."""
    spots = trace.spots
    per = len(spots) / max((spots[-1].at - spots[0].at) / pitch_of(places), 1.0) if len(spots) > 8 else 0.0
    if per < CURVE:
        return False
    ways = [math.atan2(b.tip - a.tip, b.at - a.at) for a, b in itertools.pairwise(spots)]
    turns = sorted(abs(math.degrees(b - a)) for a, b in itertools.pairwise(ways))
    return turns[int(0.8 * len(turns))] <= GENTLE


def _written(traces: Sequence[Trace], across: Across) -> list[Trace]:
    return [replace(t, spots=tuple(replace(s, x=across.write(s.at)) for s in t.spots)) for t in traces]
