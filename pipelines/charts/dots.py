"""Dots: scatter points and dots on a category axis, a trace for each colour."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from data.schemas import BBox

from .primitives import Colour, Dot, Place
from .scale import Scale
from .trace import Spot, Trace

REPEATED = 5


def dot_traces(dots: Sequence[Dot], scale: Scale) -> list[Trace]:
    """Dots of one colour are one series; of which form they are matters only beside others of that colour."""
    groups: dict[Colour, list[Dot]] = defaultdict(list)
    for dot in _apart(dots):
        groups[dot.colour].append(dot)
    return [
        Trace("dot", colour, tuple(_spot(d, scale) for d in found), order=found[0].order)
        for colour, found in groups.items()
    ]


def _spot(dot: Dot, scale: Scale) -> Spot:
    (x, y), r = dot.centre, dot.radius
    return Spot("", scale.value(y), BBox(x - r, y - r, x + r, y + r), x, y)


def _apart(dots: Sequence[Dot]) -> list[Dot]:
    """Many dots on one place are one value drawn again and again; a few are values that happen to be equal."""
    counts = Counter((d.centre, d.colour) for d in dots)
    seen: set[tuple[Place, Colour]] = set()
    out = []
    for dot in dots:
        key = (dot.centre, dot.colour)
        if counts[key] <= REPEATED or key not in seen:
            out.append(dot)
        seen.add(key)
    return out
