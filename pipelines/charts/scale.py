"""Scale: where on an axis a value lies, fitted robustly to tick labels that may be misread or out of place.

RANSAC over pairs of labels (Fischler & Bolles 1981): each pair proposes a line through (place, value) in linear or
logarithmic terms; the proposal that most labels support wins, then least squares over its supporters. A scale needs
three labels that agree, or two whose step is a round number.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

ScaleKind = Literal["linear", "log", "time"]
MOST_PAIRS = 300
ROUNDED = 0.7  # share of labels on the line below which rounding is allowed for


@dataclass(frozen=True, slots=True)
class Tick:
    """A label's place on the axis and the value it prints."""

    place: float
    value: float
    step: float = 0.0  # what its last digit is worth


@dataclass(frozen=True, slots=True)
class Scale:
    """value = origin + slope * place (of the logarithm for log). `spread` is the mean distance of labels from it."""

    kind: ScaleKind
    origin: float
    slope: float
    support: int
    spread: float
    first: float  # places of the outermost supporting labels
    last: float

    def value(self, place: float) -> float:
        raw = self.origin + self.slope * place
        return 10.0 ** min(raw, 300.0) if self.kind == "log" else raw

    def place(self, value: float) -> float:
        raw = math.log10(value) if self.kind == "log" and value > 0 else value
        return (raw - self.origin) / self.slope

    def timed(self) -> Scale:
        return replace(self, kind="time")


def fit(ticks: Sequence[Tick], near: float) -> Scale | None:
    """The scale that most ticks support within `near`; None where no three agree and no two can be trusted."""
    if len({round(t.place, 2) for t in ticks}) < 2:
        return None
    linear = _ransac(ticks, near, "linear")
    if linear is None or linear.support < ROUNDED * len(ticks):  # 0.1 0.1 0.0: labels rounded for print
        linear = _better(linear, _ransac(ticks, near, "linear", rounded=True))
    positive = [t for t in ticks if t.value > 0]
    log = _ransac(positive, near, "log") if len(positive) >= 3 and _geometric(positive) else None
    if log and (linear is None or log.support > linear.support):
        return log if log.support >= 3 else None
    return linear


def _better(one: Scale | None, other: Scale | None) -> Scale | None:
    if one is None or other is None:
        return one or other
    return other if other.support > one.support else one


def _geometric(ticks: Sequence[Tick]) -> bool:
    """Values spread over more than a factor that a linear axis would have."""
    values = sorted({t.value for t in ticks})
    return len(values) >= 3 and values[-1] / values[0] >= 4


def _ransac(ticks: Sequence[Tick], near: float, kind: ScaleKind, rounded: bool = False) -> Scale | None:
    worth = 0.5 if rounded else 0.0  # of the last printed digit
    points = [(t.place, math.log10(t.value) if kind == "log" else t.value, worth * t.step) for t in ticks]
    best: list[tuple[float, float, float]] = []
    best_spread = math.inf
    for a, b in list(combinations(points, 2))[:MOST_PAIRS]:
        if a[0] == b[0] or a[1] == b[1]:
            continue
        slope = (b[1] - a[1]) / (b[0] - a[0])
        origin = a[1] - slope * a[0]
        found = [p for p in points if _off(p, origin, slope) <= near]
        spread = sum(_off(p, origin, slope) for p in found)
        if (len(found), -spread) > (len(best), -best_spread):
            best, best_spread = found, spread
    return _least_squares(best, kind, len(points))


def _off(point: tuple[float, float, float], origin: float, slope: float) -> float:
    """Distance of a label from the line along the axis, beyond what rounding explains."""
    return max(0.0, abs(origin + slope * point[0] - point[1]) - point[2] * 0.999) / abs(slope)


def _least_squares(points: Sequence[tuple[float, float, float]], kind: ScaleKind, total: int) -> Scale | None:
    n = len(points)
    if n < 2 or (n == 2 and total > 3):
        return None
    mean_x, mean_y = sum(p[0] for p in points) / n, sum(p[1] for p in points) / n
    spread_x = sum((p[0] - mean_x) ** 2 for p in points)
    if not spread_x:
        return None
    slope = sum((p[0] - mean_x) * (p[1] - mean_y) for p in points) / spread_x
    if not slope:
        return None
    origin = mean_y - slope * mean_x
    spread = sum(abs(origin + slope * p[0] - p[1]) / abs(slope) for p in points) / n
    places = [p[0] for p in points]
    return Scale(kind, origin, slope, n, spread, min(places), max(places))
