"""Lines: open paths of a plot as traces, one for each look; parts of one line that a gap divides are joined."""

from __future__ import annotations

from collections.abc import Sequence

from data.schemas import BBox

from .marks import near_colour
from .primitives import Dot, Path, Place
from .scale import Scale
from .trace import Spot, Trace

EDGE = 1.5  # points a line may reach over the side of its plot


def line_traces(paths: Sequence[Path], box: BBox, scale: Scale) -> list[Trace]:
    """A trace for each line; spots in the order of x, without text for x yet."""
    out: list[Trace] = []
    for parts in _joined(_chained(paths)):
        places = [p for part in parts for p in part.places if box.x0 - EDGE <= p[0] <= box.x1 + EDGE]
        if len(places) < 2 or _frame(places, box):
            continue
        spots = tuple(_spot(p, scale) for p in sorted(_distinct(places)))
        first = parts[0]
        if any(t.spots == spots and t.colour == first.colour for t in out):
            continue  # drawn twice
        out.append(Trace("line", first.colour, spots, first.dash, order=first.order))
    return out


def _chained(paths: Sequence[Path]) -> list[Path]:
    """Segments drawn one by one, put together where one begins at the end of the other."""
    out: list[Path] = []
    for path in paths:
        last = out[-1] if out else None
        if last and last.colour == path.colour and last.width == path.width and _meet(last.places[-1], path.places[0]):
            out[-1] = Path(
                (*last.places, *path.places[1:]),
                last.colour,
                last.width,
                last.dashed,
                last.order,
                last.smooth,
                last.dash,
            )
        else:
            out.append(path)
    return out


def _meet(a: Place, b: Place) -> bool:
    return abs(a[0] - b[0]) < 0.05 and abs(a[1] - b[1]) < 0.05


def _joined(paths: Sequence[Path]) -> list[list[Path]]:
    """Paths of one look that share no stretch of x are one line with gaps."""
    out: list[list[Path]] = []
    for path in sorted(paths, key=lambda p: min(x for x, _ in p.places)):
        for parts in out:
            end = max(x for part in parts for x, _ in part.places)
            same = near_colour(parts[0].colour, path.colour, 2) and parts[0].dash == path.dash
            if same and abs(parts[0].width - path.width) < 0.1 and min(x for x, _ in path.places) >= end - 0.01:
                parts.append(path)
                break
        else:
            out.append([path])
    return out


def _distinct(places: Sequence[Place]) -> list[Place]:
    return list(dict.fromkeys((round(x, 3), round(y, 3)) for x, y in places))


def _frame(places: Sequence[Place], box: BBox) -> bool:
    """A path along the plot's own sides."""
    return all(min(abs(x - box.x0), abs(x - box.x1), abs(y - box.top), abs(y - box.bottom)) < 0.6 for x, y in places)


def _spot(place: Place, scale: Scale) -> Spot:
    x, y = place
    return Spot("", scale.value(y), BBox(x - 1.5, y - 1.5, x + 1.5, y + 1.5), x, y)


def without_markers(dots: Sequence[Dot], traces: Sequence[Trace]) -> list[Dot]:
    """Dots that do not merely mark the places of a line."""
    places = {(round(s.at), round(s.tip)) for t in traces for s in t.spots}
    around = {(x + dx, y + dy) for x, y in places for dx in (-1, 0, 1) for dy in (-1, 0, 1)}
    return [d for d in dots if (round(d.centre[0]), round(d.centre[1])) not in around]


def at_places(trace: Trace, places: Sequence[float], scale: Scale) -> Trace:
    """The line's values at the places of a category axis: its vertex there, else the line between its neighbours."""
    spots = trace.spots
    out = []
    for place in places:
        if not spots[0].at - 1 <= place <= spots[-1].at + 1:
            continue
        close = min(spots, key=lambda s: abs(s.at - place))
        if abs(close.at - place) <= 0.6:
            out.append(close)
            continue
        before = max((s for s in spots if s.at <= place), key=lambda s: s.at, default=close)
        after = min((s for s in spots if s.at >= place), key=lambda s: s.at, default=close)
        share = (place - before.at) / (after.at - before.at) if after.at > before.at else 0.0
        out.append(_spot((place, before.tip + share * (after.tip - before.tip)), scale))
    return Trace(trace.shape, trace.colour, tuple(out), trace.dash, trace.name, trace.axis, trace.order)
