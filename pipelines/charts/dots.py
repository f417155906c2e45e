"""Dots: scatter points and dots on a category axis, a trace for each colour."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from data.schemas import BBox

from .primitives import Colour, Dot
from .scale import Scale
from .trace import Spot, Trace


def dot_traces(dots: Sequence[Dot], scale: Scale) -> list[Trace]:
    """Dots of one colour are one series; of which form they are matters only beside others of that colour."""
    groups: dict[Colour, list[Dot]] = defaultdict(list)
    for dot in dots:
        groups[dot.colour].append(dot)
    return [
        Trace("dot", colour, tuple(_spot(d, scale) for d in found), order=found[0].order)
        for colour, found in groups.items()
    ]


def _spot(dot: Dot, scale: Scale) -> Spot:
    (x, y), r = dot.centre, dot.radius
    return Spot("", scale.value(y), BBox(x - r, y - r, x + r, y + r), x, y)
