"""Axes: columns and rows of labels whose numbers or dates run evenly with their places.

Chain: prints -> those that are numbers or dates -> aligned groups -> robust scale -> places taken from tick marks and
grid lines where they agree with the labels. A column is an axis upward (`Ladder`); a row is found the same way in the
turned scene.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from data.schemas import BBox

from .dates import Grain, read_date, read_dates
from .numbers import Number, read_leading_number
from .primitives import Colour, Print, Rule, Scene
from .scale import Scale, Tick, fit

FEWEST = 3  # labels of an axis
NEAR = 0.16  # of the type size: how far a label may be off its place
ALIGNED = 0.3  # of the type size: how far the edges of a column may differ
SNAP = 0.45  # of the type size: from a label's middle to its tick or grid line
ALL = 0.7  # share of the numbers between the ends of an axis that must lie on it
YEAR = 365.2425

Side = Literal["start", "end"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A label of an axis: its place along the axis, text, box."""

    place: float
    text: str
    box: BBox
    colour: Colour = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Ladder:
    """A calibrated axis, its places running along y. `near` and `far` are the edges of its labels across."""

    scale: Scale
    marks: tuple[Mark, ...]
    near: float  # left edge of the labels
    far: float  # right edge
    unit: str | None = None
    grain: Grain | None = None  # of dates; None for numbers
    factor: float = 1.0
    rest: str = ""
    size: float = 9.0

    @property
    def low(self) -> float:
        return min(m.place for m in self.marks)

    @property
    def high(self) -> float:
        return max(m.place for m in self.marks)

    @property
    def colour(self) -> Colour:
        return self.marks[0].colour


def ladders(scene: Scene) -> list[Ladder]:
    """Every calibrated column of labels, best supported first; a label serves one axis only."""
    found: list[Ladder] = []
    for group in columns(scene.prints):
        found += _ladders_of(group, scene)
    found.sort(key=lambda a: (-a.scale.support, a.scale.spread))
    taken: set[BBox] = set()
    out = []
    for axis in found:
        boxes = {m.box for m in axis.marks}
        if len(boxes & taken) <= 0.3 * len(boxes):
            out.append(axis)
            taken |= boxes
    return out


def columns(prints: Iterable[Print]) -> list[list[Print]]:
    """Groups of prints that share a right edge, a left edge or a middle, of one size and direction, from the top."""
    groups: list[list[Print]] = []
    able = [p for p in prints if _value_like(p.text)]
    for edge in (_right, _left, _middle):
        ordered = sorted(able, key=lambda p: (p.angle, edge(p)))
        run: list[Print] = []
        for p in ordered:
            if run and (p.angle != run[0].angle or edge(p) - edge(run[-1]) > ALIGNED * p.size or not _alike(p, run[0])):
                groups.append(run)
                run = []
            run.append(p)
        groups.append(run)
    distinct = {tuple(sorted(map(id, g))): sorted(g, key=place_of) for g in groups if len(g) >= FEWEST - 1}
    return list(distinct.values())


def _value_like(text: str) -> bool:
    return read_leading_number(text) is not None or any(read_dates((text, "2020"))[:1]) or read_date(text) is not None


def _alike(a: Print, b: Print) -> bool:
    return abs(a.size - b.size) <= 0.15 * b.size


def _right(p: Print) -> float:
    return p.box.x1


def _left(p: Print) -> float:
    return p.box.x0


def _middle(p: Print) -> float:
    return p.box.x_mid


def place_of(p: Print) -> float:
    """Where the label points at along y: its middle, or the end of slanted text that is nearer to the axis."""
    if p.angle % 90 == 0:
        return p.box.y_mid
    # turned scenes bring slanted row labels here: text that reads towards the axis ends at it
    lean = p.size / 2 * abs(math.sin(math.radians(90 - p.angle % 180)))
    return p.box.bottom - lean if p.angle % 180 < 90 else p.box.top + lean


def _ladders_of(group: Sequence[Print], scene: Scene) -> list[Ladder]:
    """Axes within one group: a first one, then whatever the rest supports (panels above each other)."""
    out: list[Ladder] = []
    rest = list(group)
    for _ in range(12):
        axis = _ladder(rest, scene)
        if axis is None or (out and axis.scale.support < FEWEST):
            return out
        out.append(axis)
        used = {m.box for m in axis.marks}
        rest = [p for p in rest if p.box not in used]
    return out


def _ladder(group: Sequence[Print], scene: Scene) -> Ladder | None:
    """Numbers or dates, whichever more labels support; dates where both do and the numbers look like years."""
    return _dated(group, scene) or _numbered(group, scene)


def _numbered(group: Sequence[Print], scene: Scene) -> Ladder | None:
    read = [(p, n) for p in group if (n := read_leading_number(p.text)) and n.rest.lower() not in ("am", "pm")]
    if len(read) < 2:
        return None
    near = NEAR * read[0][0].size + scene.grain
    ticks = [Tick(place_of(p), n.value, n.step) for p, n in read]
    scale = fit(ticks, near)
    if scale is None or (scale.support < FEWEST and not _round_pair(ticks)):
        return None
    kept = [(p, n) for (p, n), t in zip(read, ticks, strict=True) if _supports(scale, t, near)]
    within = sum(scale.first - near <= t.place <= scale.last + near for t in ticks)
    if len(kept) < 2 or len(kept) < ALL * within:  # a column of a table: three of its numbers happen to be even
        return None
    scale = _snapped(scale, [(p, n.value) for p, n in kept], scene, near)
    return _made(scale, [p for p, _ in kept], [n for _, n in kept])


def _round_pair(ticks: Sequence[Tick]) -> bool:
    """Two labels alone are believed when one of them is zero or their step is round."""
    if len(ticks) != 2:
        return False
    a, b = sorted(t.value for t in ticks)
    return (a == 0 or b == 0) and a != b


def _supports(scale: Scale, tick: Tick, near: float) -> bool:
    if scale.kind == "log" and tick.value <= 0:
        return False
    return abs(scale.place(tick.value) - tick.place) <= near * 1.5 + abs(tick.step / 2 / scale.slope) * (
        scale.kind != "log"
    ) * (scale.spread > near / 2)


def _dated(group: Sequence[Print], scene: Scene) -> Ladder | None:
    for order in (1, -1):  # time may run upward: read labels both ways
        ordered = list(group)[::order]
        days = read_dates([p.text for p in ordered])
        read = [(p, d) for p, d in zip(ordered, days, strict=True) if d]
        if len(read) < FEWEST or len(read) < 0.6 * len(group):
            continue
        near = NEAR * read[0][0].size + scene.grain
        grains = {d.grain for _, d in read}
        grain: Grain = next(g for g in ("hour", "day", "month", "quarter", "year") if g in grains)
        value = [years(d.days) if grains == {"year"} else d.days for _, d in read]
        # months differ in length: an axis of categories sets them evenly, which days would miss by 2 in 30
        ticks = [Tick(place_of(p), v) for (p, _), v in zip(read, value, strict=True)]
        scale = fit(ticks, near + (0.02 * _pitch(ticks) if grain != "year" else 0.0))
        if scale is None or scale.kind == "log" or scale.support < FEWEST or scale.support < 0.5 * len(read):
            continue
        kept = [
            (p, t) for (p, _), t in zip(read, ticks, strict=True) if _supports(scale, t, near + 0.06 * _pitch(ticks))
        ]
        scale = _snapped(scale, [(p, t.value) for p, t in kept], scene, near + 0.02 * _pitch(ticks))
        return replace(_made(scale.timed(), [p for p, _ in kept], []), grain=grain)
    return None


def years(days: float) -> float:
    """Days since 1970 as a year with its fraction."""
    return 1970 + round(days / YEAR * 12) / 12


def _pitch(ticks: Sequence[Tick]) -> float:
    places = sorted(t.place for t in ticks)
    gaps = sorted(b - a for a, b in itertools.pairwise(places))
    return gaps[len(gaps) // 2] if gaps else 0.0


def _made(scale: Scale, prints: Sequence[Print], numbers: Sequence[Number]) -> Ladder:
    marks = tuple(Mark(scale_place, p.text, p.box, p.colour) for p, scale_place in ((p, place_of(p)) for p in prints))
    units = [n.unit for n in numbers if n.unit]
    rest = next((n.rest for n in numbers if n.rest), "")
    factor = max((n.factor for n in numbers), default=1.0)
    near, far = min(p.box.x0 for p in prints), max(p.box.x1 for p in prints)
    return Ladder(scale, marks, near, far, units[0] if units else None, None, factor, rest, prints[0].size)


def _snapped(scale: Scale, kept: Sequence[tuple[Print, float]], scene: Scene, near: float) -> Scale:
    """The scale through the tick marks and grid lines beside its labels, where most labels have one."""
    far, close = max(p.box.x1 for p, _ in kept), min(p.box.x0 for p, _ in kept)
    size = kept[0][0].size
    lines = [
        r
        for r in scene.rules
        if r.level
        and (abs(r.start[0] - far) < 3 * size or abs(r.end[0] - close) < 3 * size or r.start[0] < close < r.end[0])
    ]
    ticks = []
    for p, value in kept:
        if line := _closest(lines, place_of(p), SNAP * size):
            ticks.append(Tick(line.at, value))
    if len(ticks) < max(2, 0.6 * len(kept)):
        return scale
    better = fit(ticks, near)
    return (
        replace(better, kind=scale.kind, support=scale.support)
        if better and (better.kind == "log") == (scale.kind == "log") and better.support >= 0.6 * len(kept)
        else scale
    )


def _closest(lines: Sequence[Rule], place: float, most: float) -> Rule | None:
    best = min(lines, key=lambda r: abs(r.at - place), default=None)
    return best if best and abs(best.at - place) <= most else None
