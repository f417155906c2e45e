"""Across: what the places along the category axis mean, as text: a calibrated row, categories, or numbers of places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from data.schemas import Scaling

from .axes import Ladder
from .dates import EPOCH, written
from .scale import Scale

Writer = Callable[[float], str]
WHOLE = 0.13  # of a year or month: marks no further off stand on it
MONTH = 30.436875


@dataclass(frozen=True, slots=True)
class Across:
    """How a place becomes text, and of which kind the axis is."""

    write: Writer
    scale: Scaling
    title: str | None = None
    unit: str | None = None
    sure: float = 1.0  # that the texts are the right ones


def calibrated(row: Ladder, places: Sequence[float]) -> Across:
    """From a row with a scale; dates as fine as the marks' places need."""
    if row.scale.kind == "time":
        return Across(_dates(row, places), "time")
    digits = decimals(row.scale)

    def write(place: float) -> str:
        return figure(row.scale.value(place), digits if row.scale.kind != "log" else None)

    return Across(write, row.scale.kind, unit=row.unit)


def _dates(row: Ladder, places: Sequence[float]) -> Writer:
    scale = row.scale
    if row.grain != "year":
        months = [_month(scale.value(p)) for p in places]
        if row.grain != "hour" and months and _share_whole(months) >= 0.9:
            return lambda place: _month_text(round(_month(scale.value(place))))
        fine = "hour" if row.grain == "hour" and _share_whole([scale.value(p) for p in places]) < 0.9 else "day"
        return lambda place: written(scale.value(place), fine)  # type: ignore[arg-type]
    values = [scale.value(p) for p in places]
    if _share_whole(values) >= 0.9:
        return lambda place: str(round(scale.value(place)))
    if _share_whole([v * 12 for v in values], 0.3) >= 0.9:
        return lambda place: _month_text(round(scale.value(place) * 12))
    return lambda place: f"{scale.value(place):.3f}"


def _month(days: float) -> float:
    """Months since the year 0, with the fraction of the month."""
    first = date.fromordinal(max(1, int(days) + EPOCH.toordinal()))
    return first.year * 12 + first.month - 1 + (first.day - 1 + days % 1) / 30.5


def _month_text(months: int) -> str:
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


def _share_whole(values: Sequence[float], slack: float = WHOLE) -> float:
    return sum(abs(v - round(v)) <= slack for v in values) / max(len(values), 1)


def decimals(scale: Scale, sharp: float = 0.05) -> int:
    """Decimals that a twentieth of a point (or pixel) is worth."""
    import math

    return max(-12, min(12, -math.floor(math.log10(abs(scale.slope) * sharp)))) if scale.kind != "log" else 6


def figure(value: float, digits: int | None) -> str:
    """A number as plain text, rounded to the decimals it deserves; four significant ones where None."""
    rounded = round(value, digits) if digits is not None else float(f"{value:.4g}")
    text = f"{rounded:.{max(digits if digits is not None else 12, 0)}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text
