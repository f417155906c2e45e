"""Names of series: from the legend by look, else from text in the series' colour, else from text at the line's end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from data.schemas import BBox

from .legend import Key, as_one, coloured_text
from .marks import near_colour
from .plots import Plot
from .primitives import Print
from .trace import Trace

AT_END = 2.5  # type sizes from the end of a line to its name


def named(traces: Sequence[Trace], keys: Sequence[Key], prints: Sequence[Print], plot: Plot) -> list[Trace]:
    """Traces with their names; each key and each text names one."""
    box = plot.box
    taken: set[BBox] = {k.text_box for k in keys} | _axis_texts(plot, prints)
    used: set[int] = set()
    out = []
    for trace in traces:
        key = _key_of(trace, keys, used)
        if key is not None:
            used.add(key)
        out.append(replace(trace, name=keys[key].name) if key is not None else trace)
    if len(out) > 1 or not keys:
        out = [t if t.name else _by_colour(t, prints, taken, box) for t in out]
        out = [t if t.name or len(out) == 1 else _by_end(t, prints, taken, box) for t in out]
    return out


def _axis_texts(plot: Plot, prints: Sequence[Print]) -> set[BBox]:
    """Labels of the axes, and what stands right below the plot: categories."""
    labels = {m.box for axis in (plot.left, plot.right, plot.row) if axis for m in axis.marks}
    box = plot.box
    return labels | {
        p.box for p in prints if -2 <= p.box.top - box.bottom <= 1.5 * p.size and box.x0 <= p.box.x_mid <= box.x1
    }


def _key_of(trace: Trace, keys: Sequence[Key], used: set[int]) -> int | None:
    """The key of the same colour, of the same form and dash where several have that colour."""
    able = [k for k in range(len(keys)) if k not in used and near_colour(keys[k].colour, trace.colour)]
    form = {"area": "bar", "slice": "bar"}.get(trace.shape, trace.shape)
    return min(
        able,
        key=lambda k: (keys[k].form != form, bool(keys[k].dash) != bool(trace.dash), _off(keys[k], trace)),
        default=None,
    )


def _off(key: Key, trace: Trace) -> int:
    return sum(abs(a - b) for a, b in zip(key.colour, trace.colour, strict=True))


def _by_colour(trace: Trace, prints: Sequence[Print], taken: set[BBox], box: BBox) -> Trace:
    able = coloured_text(trace.colour, prints, taken)
    able = [p for p in able if p.box.bottom >= box.top - 30 and p.box.top <= box.bottom + 30]
    if not able:
        return trace
    if not trace.spots:
        return trace
    ends = trace.spots[-1]
    first = min(able, key=lambda p: abs(p.box.x0 - ends.at) + abs(p.box.y_mid - ends.tip))
    lines = [first]
    for p in sorted(able, key=lambda p: p.box.top):
        if p is not first and any(_goes_with(p, q) for q in lines):
            lines.append(p)
    taken |= {p.box for p in lines}
    return replace(trace, name=as_one(lines))


def _goes_with(p: Print, q: Print) -> bool:
    """The next line of the same text."""
    gap = max(p.box.top - q.box.bottom, q.box.top - p.box.bottom)
    return gap <= 0.7 * p.size and p.angle == q.angle and min(p.box.x1, q.box.x1) - max(p.box.x0, q.box.x0) > 0


def _by_end(trace: Trace, prints: Sequence[Print], taken: set[BBox], box: BBox) -> Trace:
    if trace.shape not in ("line", "area") or not trace.spots:
        return trace
    end = trace.spots[-1]
    able = [
        p
        for p in prints
        if p.box not in taken
        and -2 <= p.box.x0 - end.at <= AT_END * p.size
        and abs(p.box.y_mid - end.tip) <= 1.2 * p.size
        and sum(c.isalpha() for c in p.text) > 1
    ]
    if not able:
        return trace
    best = min(able, key=lambda p: abs(p.box.y_mid - end.tip))
    taken.add(best.box)
    return replace(trace, name=best.text)
