"""Bars: rectangles of a plot as values, each measured from the line that the bars stand on.

Chain: bars -> the common foot -> columns (bars that share their width) -> slots (columns side by side) -> pieces of
stacks told from bars in front of each other -> a trace for each colour. Everything here stands upright; horizontal
bars come through the turned scene.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from data.schemas import BBox

from .primitives import Bar, Colour
from .scale import Scale
from .trace import Spot, Trace

TOUCH = 1.3  # points: pieces of a stack meet, white edges allowed
WIDER = 1.3  # a gap that is so much wider than the narrowest parts two slots


@dataclass(frozen=True, slots=True)
class Column:
    """Bars at one place across."""

    at: float
    width: float
    bars: tuple[Bar, ...]


def lie_down(bars: Sequence[Bar]) -> bool | None:
    """True for horizontal bars: their heights are alike and their widths are not. None where neither can be told."""
    if len(bars) < 2:
        return None
    heights, widths = _alike([b.box.height for b in bars]), _alike([b.box.width for b in bars])
    if abs(heights - widths) < 0.1:
        feet = max(_alike([b.box.bottom for b in bars]), _alike([b.box.top for b in bars]))
        sides = max(_alike([b.box.x0 for b in bars]), _alike([b.box.x1 for b in bars]))
        return None if abs(feet - sides) < 0.1 else sides > feet
    return heights > widths


def _alike(lengths: Sequence[float]) -> float:
    """Share of the commonest length."""
    return max(Counter(round(v * 2) for v in lengths).values()) / len(lengths)


def columns_of(bars: Sequence[Bar]) -> list[Column]:
    """Bars with the same middle, from the left."""
    out: list[list[Bar]] = []
    for bar in sorted(bars, key=lambda b: b.box.x_mid):
        last = out[-1][0].box if out else None
        if last and abs(bar.box.x_mid - last.x_mid) <= 0.2 * min(bar.box.width, last.width) + 0.2:
            out[-1].append(bar)
        else:
            out.append([bar])
    return [Column(_middle(c), max(b.box.width for b in c), tuple(c)) for c in out]


def _middle(bars: Sequence[Bar]) -> float:
    return sum(b.box.x_mid for b in bars) / len(bars)


def slots_at(columns: Sequence[Column], places: Sequence[float]) -> list[list[Column]]:
    """Columns by the label that they are nearest to."""
    groups: dict[float, list[Column]] = defaultdict(list)
    for column in columns:
        groups[min(places, key=lambda p: abs(p - column.at))].append(column)
    return [groups[place] for place in sorted(groups)]


def slots_of(columns: Sequence[Column]) -> list[list[Column]]:
    """Columns that stand side by side for one category: no colour twice, no wide gap between."""
    gaps = [b.at - a.at for a, b in itertools.pairwise(columns)]
    colours = [{b.colour for b in c.bars} for c in columns]
    if not gaps or len(set.union(*colours)) < 2 or all(len(c) > 1 for c in colours):
        return [[c] for c in columns]
    narrow = min(gaps)
    out: list[list[Column]] = [[columns[0]]]
    seen = set(colours[0])
    for column, gap, own in zip(columns[1:], gaps, colours[1:], strict=True):
        if gap > WIDER * narrow or seen & own:
            out.append([column])
            seen = set(own)
        else:
            out[-1].append(column)
            seen |= own
    even = max(gaps) < 1.15 * narrow
    return [[c] for c in columns] if len(out) == 1 or (even and len(out) > 0.7 * len(columns)) else out


def foot_of(bars: Sequence[Bar], scale: Scale | None) -> float:
    """The line that most bars touch; where zero is drawn and touched by some, zero."""
    ends = [round(v * 2) / 2 for b in bars for v in (b.box.top, b.box.bottom)]
    common = Counter(ends).most_common(1)[0][0]
    if scale and scale.kind != "log":
        zero = scale.place(0.0)
        touching = sum(abs(v - zero) <= 1.5 for v in ends)
        if touching >= 0.25 * len(bars):
            return zero
    exact = [v for b in bars for v in (b.box.top, b.box.bottom) if abs(v - common) <= 0.5]
    return sum(exact) / len(exact)


def bar_traces(slots: Sequence[Sequence[Column]], scale: Scale, foot: float) -> list[Trace]:
    """A trace for each colour, spots without category text yet: `x` is the number of the slot."""
    spots: dict[Colour, list[Spot]] = defaultdict(list)
    stacked = False
    orders: dict[Colour, int] = {}
    for number, slot in enumerate(slots):
        for column in slot:
            pieces = _pieces(column, foot)
            stacked |= sum(piece.base is not None for piece in pieces) > 0
            for piece in pieces:
                spots[piece.bar.colour].append(_spot(piece, number, slot, scale, foot))
                orders.setdefault(piece.bar.colour, piece.bar.order)
    return [
        Trace("bar", colour, tuple(_summed(found)), order=orders[colour], stacked=stacked)
        for colour, found in spots.items()
    ]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A bar and where it begins: None where it begins at the foot."""

    bar: Bar
    base: float | None
    tip: float


def _pieces(column: Column, foot: float) -> list[_Piece]:
    """Upward and downward pieces; one that begins where another ends is stacked on it."""
    out = []
    for bar in column.bars:
        top, bottom = bar.box.top, bar.box.bottom
        base, tip = (bottom, top) if abs(bottom - foot) <= abs(top - foot) else (top, bottom)
        stands = abs(base - foot) <= TOUCH
        meets = any(o is not bar and min(abs(o.box.top - base), abs(o.box.bottom - base)) <= TOUCH for o in column.bars)
        out.append(_Piece(bar, None if stands or not meets else base, tip))
    return out


def _spot(piece: _Piece, number: int, slot: Sequence[Column], scale: Scale, foot: float) -> Spot:
    at = (slot[0].at + slot[-1].at) / 2
    value, start = scale.value(piece.tip), scale.value(foot)
    reach = abs(scale.value(scale.first) - scale.value(scale.last)) or 1.0
    if piece.base is not None:
        value -= scale.value(piece.base)
    elif abs(start) < 0.02 * reach and scale.kind != "log":
        value -= start  # labels and lines may be off together
    box: BBox = piece.bar.box
    return Spot(str(number), value, box, at, piece.tip, base=foot if piece.base is None else piece.base)


def _summed(spots: Sequence[Spot]) -> list[Spot]:
    return sorted(spots, key=lambda s: s.at)
