"""Round shapes: dots, and sectors of pies and rings, told from their outlines.

A sector's arcs lie on circles around one centre and its straight sides point at it. Flattened arcs (many short lines)
and true curves are both fitted through their vertices (Kåsa's least squares circle).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from .primitives import Colour, Dot, Place, Sector

Curve = tuple[Place, Place, Place]  # start, middle, end

DOT = 9.0  # points: the largest radius of a dot
ROUND = 0.015  # of the radius: how far vertices may be off their circle
SMALLEST = 12.0  # points: the smallest radius of a pie


def as_dot(places: Sequence[Place], curved: bool, colour: Colour, order: int) -> Dot | None:
    """A small closed shape about as wide as high."""
    xs, ys = [x for x, _ in places], [y for _, y in places]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    if max(width, height) > 2 * DOT or min(width, height) < 0.55 * max(width, height) or width <= 0.3:
        return None
    corners = len({(round(x, 1), round(y, 1)) for x, y in places})
    form = "circle" if curved or corners > 8 else f"{corners} corners"
    return Dot(((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2), max(width, height) / 2, colour, order, form)


def as_sector(places: Sequence[Place], curves: Sequence[Curve], colour: Colour, order: int) -> Sector | None:
    """A slice; also a whole disc or ring drawn as one."""
    arc = _arc(places, curves)
    circle = _circle(arc) if len(arc) >= 3 else None
    if circle is None:
        return None
    (cx, cy), radius = circle
    if radius < SMALLEST or not _fits(places, circle):
        return None
    away = [math.hypot(x - cx, y - cy) for x, y in places]
    inner = [r for r in away if r < 0.97 * radius]
    hole = sorted(inner)[len(inner) // 2] if inner else 0.0
    start, end = _range(arc, (cx, cy))
    if end - start < 0.05:
        return None
    return Sector((cx, cy), radius, 0.0 if hole < 0.04 * radius else hole, start, end, colour, order)


def _arc(places: Sequence[Place], curves: Sequence[Curve]) -> list[Place]:
    """Places on the outer arc: of the curves where there are any, else those at the ends of short sides."""
    triples = list(curves)
    candidates = [p for curve in curves for p in curve]
    if not curves:
        sides = [math.dist(a, b) for a, b in itertools.pairwise(places)]
        if len(sides) < 4:
            return []
        short = sorted(sides)[len(sides) // 2] * 2.5
        candidates = [
            p for k, p in enumerate(places) if (k and sides[k - 1] <= short) or (k < len(sides) and sides[k] <= short)
        ]
        step = max(1, len(candidates) // 12)
        triples = list(zip(candidates, candidates[step:], candidates[2 * step :], strict=False))[::step]
    circle = _outermost(triples, candidates)
    if circle is None:
        return []
    (cx, cy), radius = circle
    return [p for p in candidates if abs(math.hypot(p[0] - cx, p[1] - cy) - radius) <= ROUND * radius]


def _outermost(triples: Sequence[Curve], places: Sequence[Place]) -> tuple[Place, float] | None:
    """The circle through three places in a row that most others lie on; the larger of two."""
    best: tuple[int, float, tuple[Place, float]] | None = None
    for triple in triples:
        circle = _circle(triple)
        if circle is None or circle[1] > 2000:
            continue
        (cx, cy), radius = circle
        near = sum(abs(math.hypot(x - cx, y - cy) - radius) <= ROUND * radius for x, y in places)
        if (
            best is None
            or (near >= 0.4 * best[0] and radius > 1.02 * best[1])
            or (near > best[0] and radius > 0.98 * best[1])
        ):
            best = (near, radius, circle)
    return best[2] if best and best[0] >= 3 else None


def _circle(places: Sequence[Place]) -> tuple[Place, float] | None:
    """Least squares circle; None for places on a line."""
    n = len(places)
    mx, my = sum(x for x, _ in places) / n, sum(y for _, y in places) / n
    suu = svv = suv = su = sv = 0.0
    for x, y in places:
        u, v = x - mx, y - my
        suu, svv, suv = suu + u * u, svv + v * v, suv + u * v
        su, sv = su + u * (u * u + v * v), sv + v * (u * u + v * v)
    det = suu * svv - suv * suv
    if abs(det) < 1e-6 * max(suu + svv, 1e-9) ** 2:
        return None
    u, v = (su * svv - sv * suv) / (2 * det), (sv * suu - su * suv) / (2 * det)
    return (mx + u, my + v), math.sqrt(u * u + v * v + (suu + svv) / n)


def _fits(places: Sequence[Place], circle: tuple[Place, float]) -> bool:
    """Every vertex lies on the outer circle, on one inner circle, or at the centre."""
    (cx, cy), radius = circle
    away = [math.hypot(x - cx, y - cy) / radius for x, y in places]
    inner = [r for r in away if abs(r - 1) > 2 * ROUND]
    if not inner:
        return True
    middle = sorted(inner)[len(inner) // 2]
    return all(abs(r - middle) <= 0.03 for r in inner) and middle < 1 and len(away) - len(inner) >= 2


def _range(arc: Sequence[Place], centre: Place) -> tuple[float, float]:
    """First and last angle of the arc, clockwise from twelve o'clock: the circle without its largest gap."""
    angles = sorted(math.degrees(math.atan2(x - centre[0], centre[1] - y)) % 360 for x, y in arc)
    gaps = [(b - a, k) for k, (a, b) in enumerate(zip(angles, [*angles[1:], angles[0] + 360], strict=True))]
    gap, k = max(gaps)
    if gap < 360 / max(len(angles), 1) * 2.2 and len(angles) > 8:
        return angles[0], angles[0] + 360
    start = angles[(k + 1) % len(angles)]
    return start, start + 360 - gap
