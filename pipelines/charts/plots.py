"""Plots: the rectangles in which marks are drawn, with the axes that calibrate them.

A calibrated column of labels owns the level lines at its values (grid, axis, ticks); their ends are the plot's sides.
A row of labels does the same with upright lines. Boxes that coincide are one plot; one column may serve a row of small
multiples, and one plot may have a column on either side.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from data.schemas import BBox

from .axes import Ladder
from .primitives import Rule, Scene
from .turn import flip_box

LONG = 25.0  # points: shorter lines are ticks
CLOSE = 2.5  # points: ends of lines that end together
SAME = 0.55  # overlap of two boxes that are one plot


@dataclass(frozen=True, slots=True)
class Plot:
    """Where marks are, and what calibrates them: columns left and right, rows above and below."""

    box: BBox
    left: Ladder | None = None
    right: Ladder | None = None
    row: Ladder | None = None  # places along x


def find_plots(scene: Scene, side: Scene, columns: Sequence[Ladder], rows: Sequence[Ladder]) -> list[Plot]:
    """All plots of a scene; `side` is the scene turned, in which rows are columns."""
    boxes: list[BBox] = []
    for axis in columns:
        boxes += _boxes(axis, scene, rows)
    for axis in rows:
        boxes += [flip_box(box) for box in _boxes(axis, side, columns)]
    merged = _merged(boxes)
    plots = [_furnished(box, columns, rows) for box in merged]
    return [p for p in plots if p.left or p.right or p.row]


def _boxes(axis: Ladder, scene: Scene, crossing: Sequence[Ladder]) -> list[BBox]:
    """Boxes beside a column of labels: between the ends of the level lines at its values, as high as they reach."""
    out = []
    for x0, x1 in _extents(axis, scene.rules):
        top, bottom = _heights(axis, scene.rules, x0, x1)
        if x1 - x0 > 20 and bottom - top > 20:
            out.append(BBox(x0, top, x1, bottom))
    return out or _from_crossing(axis, crossing, scene)


def _extents(axis: Ladder, rules: Sequence[Rule]) -> list[tuple[float, float]]:
    """Pairs of ends that lines at the axis' values share, and the line of the axis' foot."""
    tolerance = max(1.2, 0.15 * axis.size)
    span = (axis.low - tolerance, axis.high + tolerance)
    places = [m.place for m in axis.marks]
    clusters: dict[tuple[int, int], list[Rule]] = defaultdict(list)
    for r in rules:
        if not r.level or r.length < LONG or not span[0] <= r.at <= span[1]:
            continue
        if min(abs(r.at - p) for p in places) <= 0.4 * axis.size:
            clusters[round(r.start[0] / CLOSE), round(r.end[0] / CLOSE)].append(r)
    if not clusters:
        return []
    most = max(len({round(r.at) for r in c}) for c in clusters.values())
    pairs = []
    for cluster in clusters.values():
        if len({round(r.at) for r in cluster}) >= max(0.5 * most, 1):
            pairs.append((min(r.start[0] for r in cluster), max(r.end[0] for r in cluster)))
    return _distinct(pairs)


def _distinct(pairs: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Without those that lie within another."""
    out: list[tuple[float, float]] = []
    for pair in sorted(pairs, key=lambda p: p[0] - p[1]):
        if not any(a - 3 <= pair[0] and pair[1] <= b + 3 for a, b in out):
            out.append(pair)
    return out


def _heights(axis: Ladder, rules: Sequence[Rule], x0: float, x1: float) -> tuple[float, float]:
    """The labels' range, widened to the upright lines at the sides that cover it."""
    top, bottom = axis.low, axis.high
    for r in rules:
        if r.level or r.length < LONG or not x0 - 3 <= r.at <= x1 + 3:
            continue
        covers = r.start[1] <= axis.low + 3 and r.end[1] >= axis.high - 3
        if covers and r.length < 2.5 * (axis.high - axis.low):
            top, bottom = min(top, r.start[1]), max(bottom, r.end[1])
    return top, bottom


def _from_crossing(axis: Ladder, crossing: Sequence[Ladder], scene: Scene) -> list[BBox]:
    """No lines: as wide as the row of labels below reaches, or as the marks beside the labels do."""
    for row in crossing:
        if row.high > axis.far and abs(row.near - axis.high) < 4 * axis.size and row.low > axis.near - 3 * axis.size:
            return [BBox(min(row.low, axis.far), axis.low, row.high, axis.high)]
    xs, ys = [], [axis.low, axis.high]
    slack = 3 + (axis.high - axis.low) / max(len(axis.marks) - 1, 1)  # the outermost labels may stand aside
    boxes = [b.box for b in scene.bars] + [_around(p.places) for p in scene.paths]
    for box in boxes:
        if (
            box.top >= axis.low - slack
            and box.bottom <= axis.high + slack
            and box.height < 1.02 * (axis.high - axis.low)
        ):
            xs += [box.x0, box.x1]
            ys += [box.top, box.bottom]
    xs += [d.centre[0] for d in scene.dots if axis.low - 3 <= d.centre[1] <= axis.high + 3]
    right, left = [x for x in xs if x >= axis.far - 2], [x for x in xs if x <= axis.near + 2]
    beside = max(right, left, key=len)
    return [BBox(min(beside), min(ys), max(beside), max(ys))] if beside and max(beside) - min(beside) > 20 else []


def _around(places: Sequence[tuple[float, float]]) -> BBox:
    xs, ys = zip(*places, strict=True)
    return BBox(min(xs), min(ys), max(xs), max(ys))


def _merged(boxes: Sequence[BBox]) -> list[BBox]:
    out: list[BBox] = []
    for box in sorted(boxes, key=lambda b: -b.area):
        for k, other in enumerate(out):
            if box.overlap(other) >= SAME * min(box.area, other.area):
                out[k] = _joined(other, box)
                break
        else:
            out.append(box)
    return out


def _joined(a: BBox, b: BBox) -> BBox:
    return BBox.around((a, b)) if b.overlap(a) >= SAME * max(a.area, b.area) else a


def _furnished(box: BBox, columns: Sequence[Ladder], rows: Sequence[Ladder]) -> Plot:
    plot = Plot(box)
    beside = [a for a in columns if _along(a, box.top, box.bottom)]
    left = [a for a in beside if a.near < box.x0 + 0.35 * box.width]
    right = [a for a in beside if a.far > box.x1 - 0.12 * box.width and a not in left]
    below = [a for a in rows if _along(a, box.x0, box.x1)]
    if left:
        plot = replace(plot, left=min(left, key=lambda a: (abs(a.far - box.x0) // 40, -a.scale.support)))
    if right:
        plot = replace(plot, right=min(right, key=lambda a: abs(a.near - box.x1)))
    if not left and not right and beside:  # labels along a zero line in the middle
        plot = replace(plot, left=max(beside, key=lambda a: a.scale.support))
    if below:
        plot = replace(plot, row=min(below, key=lambda a: _away(a, box)))
    return plot


def _away(row: Ladder, box: BBox) -> float:
    """Distance of a row from the plot's foot, less from its head."""
    return min(abs(row.near - box.bottom), abs(row.far - box.top) + 20)


def _along(axis: Ladder, start: float, end: float) -> bool:
    """The axis' labels run along this range, and fill a good part of it."""
    inside = [m for m in axis.marks if start - axis.size <= m.place <= end + axis.size]
    return len(inside) >= 0.8 * len(axis.marks) and axis.high - axis.low >= 0.3 * (end - start)
