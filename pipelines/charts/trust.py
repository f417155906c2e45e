"""Trust: how sure a value is, from what its series and its place were told by.

Caps, set by hand and not yet fitted: values of calibrated axes are nearly always right; what goes wrong is the name of
a series, the scale it belongs to, or the text of its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .across import Across
from .trace import Trace

NAMELESS = 0.45  # one of several series, and no name found


def trusted(traces: Sequence[Trace], across: Across) -> list[Trace]:
    """The traces with the confidence of their points."""
    several = sum(bool(t.spots) for t in traces) > 1
    return [_capped(t, across.sure if t.name or not several else min(across.sure, NAMELESS)) for t in traces]


def _capped(trace: Trace, most: float) -> Trace:
    if most >= 1.0:
        return trace
    return replace(trace, spots=tuple(replace(s, confidence=min(s.confidence, most)) for s in trace.spots))
