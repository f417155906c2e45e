"""Areas: filled outlines as values between their upper and their lower boundary.

An area that stands on a level line is measured from it; one that lies on another area is a piece of a stack, measured
from its lower boundary. A band between two boundaries that lies on nothing shows a range, not a value, and is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from data.schemas import BBox

from .primitives import Blob
from .scale import Scale
from .trace import Spot, Trace

LEVEL = 1.0  # points: a straight foot
MEETS = 1.5  # points: the lower boundary lies on another's upper one


@dataclass(frozen=True, slots=True)
class Shade:
    """An area's boundaries at the places of its vertices: x -> (upper, lower)."""

    blob: Blob
    bounds: tuple[tuple[float, float, float], ...]

    @property
    def standing(self) -> bool:
        lows = [low for _, _, low in self.bounds]
        highs = [high for _, high, _ in self.bounds]
        return max(lows) - min(lows) <= LEVEL or max(highs) - min(highs) <= LEVEL


def area_traces(blobs: Sequence[Blob], box: BBox, scale: Scale) -> list[Trace]:
    """Traces of the areas that show values."""
    shades = [s for b in blobs if (s := _shade(b, box))]
    out = []
    for shade in shades:
        lies = any(o is not shade and _lies_on(shade, o) for o in shades)
        if shade.standing or lies:
            spots = tuple(_spot(x, high, low, scale, shade.standing and not lies) for x, high, low in shade.bounds)
            out.append(Trace("area", shade.blob.colour, spots, order=shade.blob.order, stacked=lies))
    return out


def _shade(blob: Blob, box: BBox) -> Shade | None:
    xs = sorted({round(x, 2) for x, _ in blob.outline if box.x0 - 2 <= x <= box.x1 + 2})
    if len(xs) < 2 or xs[-1] - xs[0] < 0.15 * box.width:
        return None
    crossings = _crossings(blob)
    bounds = []
    for x in xs:
        ys = crossings(x)
        if ys:
            bounds.append((x, min(ys), max(ys)))
    return Shade(blob, tuple(bounds)) if len(bounds) >= 2 else None


def _crossings(blob: Blob):  # type: ignore[no-untyped-def]
    """The heights at which the outline passes a place."""
    sides = list(zip(blob.outline, blob.outline[1:] + blob.outline[:1], strict=True))
    buckets: dict[int, list[tuple[tuple[float, float], tuple[float, float]]]] = defaultdict(list)
    for a, b in sides:
        for k in range(int(min(a[0], b[0]) // 8), int(max(a[0], b[0]) // 8) + 1):
            buckets[k].append((a, b))

    def at(x: float) -> list[float]:
        ys = []
        for (ax, ay), (bx, by) in buckets[int(x // 8)]:
            if min(ax, bx) - 0.01 <= x <= max(ax, bx) + 0.01:
                ys += [ay, by] if abs(bx - ax) < 0.02 else [ay + (by - ay) * (x - ax) / (bx - ax)]
        return ys

    return at


def _lies_on(shade: Shade, other: Shade) -> bool:
    """Most of its lower boundary runs along the other's upper one."""
    upper = {round(x, 1): high for x, high, _ in other.bounds}
    met = [abs(low - upper[round(x, 1)]) <= MEETS for x, _, low in shade.bounds if round(x, 1) in upper]
    return len(met) >= 2 and sum(met) >= 0.7 * len(met)


def _spot(x: float, high: float, low: float, scale: Scale, standing: bool) -> Spot:
    zero = scale.place(0.0) if scale.kind != "log" else low
    tip = high if abs(high - zero) >= abs(low - zero) or not standing else low
    value = scale.value(tip) if standing else scale.value(high) - scale.value(low)
    return Spot("", value, BBox(x - 1.5, min(high, low), x + 1.5, max(high, low)), x, tip, base=low)
