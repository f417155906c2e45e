"""Data labels: numbers printed at the marks. They are exact where they agree with geometry, and calibrate where no
axis is drawn.

A label belongs to the bar whose tip it stands at: just beyond it, or within its end. Three labels that grow evenly
with the bars prove a scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from data.schemas import BBox

from .axes import Ladder, Mark
from .bars import columns_of, foot_of, lie_down
from .numbers import Number, read_number
from .plots import Plot
from .primitives import Bar, Print, Scene
from .scale import Scale, Tick, fit
from .trace import Trace
from .turn import flip_box, turned

REACH = 1.3  # type sizes beyond a tip
FEWEST = 3
AGREES = 0.02  # of the value axis: label and geometry speak of one value
SURE = 0.99


def labelled(traces: Sequence[Trace], prints: Sequence[Print], reach: float) -> list[Trace]:
    """Bars whose printed number agrees with their length take the printed number."""
    numbers = [(p, n) for p in prints if (n := read_number(p.text))]
    return [_labelled(t, numbers, reach) if t.shape == "bar" and not t.stacked else t for t in traces]


def _labelled(trace: Trace, numbers: Sequence[tuple[Print, Number]], reach: float) -> Trace:
    spots = []
    for spot in trace.spots:
        found = _at_tip(spot.box, spot.tip, spot.base, numbers)
        agrees = found is not None and abs(found[1].value - spot.y) <= AGREES * reach + found[1].step / 2
        spots.append(replace(spot, y=found[1].value, method="label", confidence=SURE) if found and agrees else spot)
    return replace(trace, spots=tuple(spots))


def _at_tip(box: BBox, tip: float, base: float, numbers: Sequence[tuple[Print, Number]]) -> tuple[Print, Number] | None:
    """The number on the bar's axis that is nearest to its tip, beyond it or within its end."""
    best: tuple[float, tuple[Print, Number]] | None = None
    up = tip <= base
    for p, n in numbers:
        if not box.x0 - 0.4 * p.size <= p.box.x_mid <= box.x1 + 0.4 * p.size:
            continue
        gap = tip - p.box.bottom if up else p.box.top - tip
        inside = p.box.top >= box.top - 1 and p.box.bottom <= box.bottom + 1
        if (-0.5 * p.size <= gap <= REACH * p.size or inside) and (best is None or abs(gap) < best[0]):
            best = (abs(gap), (p, n))
    return best[1] if best else None


def plot_from_labels(scene: Scene) -> Plot | None:
    """A plot without a value axis whose bars carry their numbers; None where these prove no scale."""
    bars = [b for b in scene.bars if _bar_like(b, scene)]
    if len(bars) < FEWEST:
        return None
    lying = bool(lie_down(bars))
    if lying:
        scene, bars = turned(scene), [replace(b, box=flip_box(b.box)) for b in bars]
    foot = foot_of(bars, None)
    numbers = [(p, n) for p in scene.prints if (n := read_number(p.text))]
    ticks, marks = [Tick(foot, 0.0)], []
    for column in columns_of(bars):
        end = max(column.bars, key=lambda b: max(abs(b.box.top - foot), abs(b.box.bottom - foot)))
        tip = min(end.box.top, end.box.bottom, key=lambda v: -abs(v - foot))
        if found := _at_tip(end.box, tip, foot, numbers):
            ticks.append(Tick(tip, found[1].value, found[1].step))
            marks.append(Mark(tip, found[0].text, found[0].box))
    scale = fit(ticks, 1.0) if len(ticks) > FEWEST else None
    if scale is None or scale.kind == "log" or scale.support < max(FEWEST + 1, 0.6 * len(ticks)):
        return None
    return _plot(bars, scale, marks, lying)


def _bar_like(bar: Bar, scene: Scene) -> bool:
    return bar.colour != scene.paper and bar.box.area < 0.3 * scene.box.area and min(bar.box.width, bar.box.height) > 3


def _plot(bars: Sequence[Bar], scale: Scale, marks: Sequence[Mark], lying: bool) -> Plot:
    box = BBox.around(b.box for b in bars)
    axis = Ladder(scale, tuple(marks), min(m.box.x0 for m in marks), max(m.box.x1 for m in marks))
    return Plot(flip_box(box), row=axis) if lying else Plot(box, left=axis)
