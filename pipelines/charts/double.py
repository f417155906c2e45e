"""Double axes: which of two value scales a series is drawn on.

Told by the colour of the axis' labels, else by words of the legend ("rhs", "right"), else by form: where bars and
lines stand together, the lines belong to the right-hand scale. What nothing tells stays on the left, less sure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .axes import Ladder
from .marks import greyish, near_colour
from .plots import Plot
from .trace import Trace

RIGHT = re.compile(r"\b(rhs|rha|right|secondary)\b", re.IGNORECASE)
UNSURE = 0.6


def assigned(traces: Sequence[Trace], plot: Plot) -> list[Trace]:
    """The traces with the values of the scale they belong to."""
    if plot.left is None or plot.right is None or plot.left is plot.right:
        return list(traces)
    mixed = len({t.shape == "bar" for t in traces}) > 1
    return [_on_right(t, plot.right) if (side := _side(t, plot, mixed)) else _doubted(t, side is None) for t in traces]


def _side(trace: Trace, plot: Plot, mixed: bool) -> bool | None:
    """True for the right-hand scale, False for the left-hand one, None where nothing tells."""
    assert plot.left and plot.right
    colours = plot.left.colour, plot.right.colour
    if not near_colour(*colours) and not all(map(greyish, colours)):
        for side, colour in enumerate(colours):
            if near_colour(trace.colour, colour, 30) and not greyish(colour):
                return bool(side)
    if RIGHT.search(trace.name):
        return True
    return trace.shape == "line" if mixed else None


def _on_right(trace: Trace, axis: Ladder) -> Trace:
    if trace.shape not in ("line", "dot"):
        return trace
    return replace(trace, axis="y2", spots=tuple(replace(s, y=axis.scale.value(s.tip)) for s in trace.spots))


def _doubted(trace: Trace, doubt: bool) -> Trace:
    if not doubt:
        return trace
    return replace(trace, spots=tuple(replace(s, confidence=min(s.confidence, UNSURE)) for s in trace.spots))
