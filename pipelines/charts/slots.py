"""Slots: the places of a category axis and what is printed at each.

Marks or ticks say where the slots are; labels are the prints in the band along the axis whose pointing place lies in a
slot. Lines of one label are joined by its slot, so that dense lists are never run together. A slot without a label
takes the one that its neighbours' sequence implies (every second year printed), else its number.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from data.schemas import BBox

from .axes import place_of
from .dates import read_dates, written
from .numbers import read_number
from .primitives import Print
from .scale import Tick, fit

BAND = 7.0  # type sizes: how far from the axis labels may begin
LINE = 0.75  # type sizes: between two lines of a label


@dataclass(frozen=True, slots=True)
class Slot:
    """A place along the axis and the category printed there."""

    place: float
    text: str


def label_rows(prints: Sequence[Print], box: BBox, feet: Sequence[float], head_first: bool) -> list[list[Print]]:
    """Rows of prints along x that may label the plot: right below it first, then at other feet, then above it.

    In a turned scene what is above stands left of the plot, where categories of horizontal bars are: `head_first`.

    A row begins with the print nearest to the edge and holds what begins level with it; lines that follow are added
    by `texts_at`.
    """
    across = [p for p in prints if box.x0 - 0.12 * box.width <= p.box.x_mid <= box.x1 + 0.12 * box.width]
    rows = []
    for edge in feet:
        below = sorted(
            (p for p in across if -0.5 * p.size <= p.box.top - edge <= BAND * p.size), key=lambda p: p.box.top
        )
        rows += _level(below, first=True)
    above = sorted(
        (p for p in across if -0.5 * p.size <= box.top - p.box.bottom <= 4 * p.size), key=lambda p: -p.box.bottom
    )
    heads = _level(above, first=False)
    return heads + rows if head_first else rows + heads


def _level(ordered: Sequence[Print], first: bool) -> list[list[Print]]:
    """Rows from the edge away: each print in the order given opens one with all that are level with it."""
    rows: list[list[Print]] = []
    rest = list(ordered)
    while rest and len(rows) < 4:
        head = rest[0]
        alike = [p for p in rest if p.angle == head.angle and abs(p.size - head.size) <= 0.15 * head.size]
        edges = (_top, _bottom, _mid) if first else (_bottom, _top, _mid)
        row = max(([p for p in alike if abs(edge(p) - edge(head)) <= 0.6 * head.size] for edge in edges), key=len)
        rows.append(row)
        taken = {id(p) for p in row}
        rest = [p for p in rest if id(p) not in taken]
    return rows


def _top(p: Print) -> float:
    return p.box.top


def _bottom(p: Print) -> float:
    return p.box.bottom


def _mid(p: Print) -> float:
    return p.box.y_mid


def anchor(p: Print) -> float:
    """Where a label of a row points: its middle, or the end of slanted text that is nearer to the axis."""
    if p.angle % 90 == 0:
        return p.box.x_mid
    lean = 0.36 * p.size
    return p.box.x1 - lean if p.angle < 90 else p.box.x0 + lean


def fitting_row(rows: Sequence[Sequence[Print]], places: Sequence[float]) -> list[Print] | None:
    """The row that labels most places, one each."""
    pitch = pitch_of(places)
    best: tuple[float, list[Print]] | None = None
    for rank, row in enumerate(rows):
        hit = {k for p in row if (k := nearest(places, anchor(p), 0.5 * pitch)) is not None}
        off = [min(abs(anchor(p) - q) for q in places) for p in row]
        score = len(hit) - 0.5 * sum(o > 0.5 * pitch for o in off) - 0.3 * rank - sum(off) / max(len(off), 1) / pitch
        if hit and (best is None or score > best[0]):
            best = (score, list(row))
    return best[1] if best and best[0] > min(1.0, 0.3 * len(places)) else None


def pitch_of(places: Sequence[float]) -> float:
    """The usual distance between neighbours."""
    ordered = sorted(places)
    gaps = sorted(b - a for a, b in itertools.pairwise(ordered) if b - a > 0.5)
    return gaps[len(gaps) // 2] if gaps else 40.0


def nearest(places: Sequence[float], place: float, most: float) -> int | None:
    best = min(range(len(places)), key=lambda k: abs(places[k] - place), default=None)
    return best if best is not None and abs(places[best] - place) <= most else None


def texts_at(places: Sequence[float], row: Sequence[Print], prints: Sequence[Print], sideways: bool) -> list[str]:
    """The label of every place, its further lines included; "" where there is none."""
    pitch = pitch_of(places)
    parts: list[list[Print]] = [[] for _ in places]
    for p in row:
        k = nearest(places, anchor(p), 0.5 * pitch)
        if k is not None:
            parts[k].append(p)
    if not sideways:
        _add_lines(parts, places, row, prints, pitch)
    order = (lambda p: (p.box.x0, p.box.top)) if sideways else (lambda p: (p.box.top, p.box.x0))
    return [" ".join(p.text for p in sorted(part, key=order)) for part in parts]


def _add_lines(
    parts: list[list[Print]], places: Sequence[float], row: Sequence[Print], prints: Sequence[Print], pitch: float
) -> None:
    """Lines that stand right below a label, in its style and centred on it or begun with it."""
    taken = {p.box for p in row}
    for p in sorted(prints, key=lambda p: p.box.top):
        k = nearest(places, anchor(p), 0.5 * pitch)
        if p.box in taken or k is None or not parts[k]:
            continue
        last = parts[k][-1]
        close = -0.3 * p.size <= p.box.top - last.box.bottom <= LINE * p.size
        alike = p.angle == last.angle and abs(p.size - last.size) < 0.1 * p.size and p.colour == last.colour
        lined = (
            min(abs(p.box.x_mid - last.box.x_mid), abs(p.box.x0 - last.box.x0), abs(p.box.x1 - last.box.x1))
            < 0.35 * p.size
        )
        if close and alike and lined:
            parts[k].append(p)
            taken.add(p.box)


def filled(places: Sequence[float], texts: Sequence[str]) -> list[str]:
    """Texts with the gaps filled by the sequence that the given ones follow."""
    if all(texts) or not any(texts):
        return [t or str(k + 1) for k, t in enumerate(texts)]
    return _dates_between(texts) or _numbers_between(texts) or [t or str(k + 1) for k, t in enumerate(texts)]


def _numbers_between(texts: Sequence[str]) -> list[str] | None:
    ticks = [Tick(float(k), n.value) for k, t in enumerate(texts) if (n := read_number(t))]
    scale = fit(ticks, 0.01) if len(ticks) >= 2 else None
    if scale is None or scale.kind == "log" or scale.support < len(ticks):
        return None
    return [t or f"{scale.value(k):.10g}" for k, t in enumerate(texts)]


def _dates_between(texts: Sequence[str]) -> list[str] | None:
    days = read_dates([t or "?" for t in texts])
    ticks = [Tick(float(k), d.days) for k, d in enumerate(days) if d]
    if len(ticks) < 2 or len(ticks) < sum(map(bool, texts)):
        return None
    scale = fit(ticks, 0.12)
    if scale is None or scale.kind == "log" or scale.support < max(2, 0.8 * len(ticks)):
        return None
    grain = "day" if scale.slope < 25 else "month" if scale.slope < 80 else "quarter" if scale.slope < 300 else "year"
    model = next(t for t in texts if t)
    return [t or like(model, scale.value(k) + (15 if grain != "day" else 0), grain) for k, t in enumerate(texts)]


def like(model: str, days: float, grain: str) -> str:
    """A date in the manner of a printed one where that manner is simple, else in ISO's."""
    if grain == "month":
        days -= 15
        if (slashed := re.fullmatch(r"(0?)1?\d/(0?)1/(\d{4})", model)) and not re.match(r"0?1/0?[2-9]", model):
            year, month = written(round((days + 5) / 30.436875) * 30.436875 + 3, "month").split("-")
            return f"{month if slashed[1] else int(month)}/{slashed[2]}1/{year}"
        return written(round((days + 5) / 30.436875) * 30.436875 + 3, "month")
    text = written(days - 15 if grain == "year" else days, grain)  # type: ignore[arg-type]
    if grain == "quarter" and re.fullmatch(r"\d{4}\s?[qQ]\d", model):
        return text.replace("-Q", model[4:-1])
    return text


def spaced(places: Sequence[float]) -> list[float]:
    """Distinct places in order."""
    out: list[float] = []
    for place in sorted(places):
        if not out or place - out[-1] > 0.5:
            out.append(place)
    return out


__all__ = [
    "Slot",
    "anchor",
    "filled",
    "fitting_row",
    "label_rows",
    "nearest",
    "pitch_of",
    "place_of",
    "spaced",
    "texts_at",
]
