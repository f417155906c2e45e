"""Pies and rings: sectors around one centre as shares of the whole, in per cent."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from data.schemas import BBox

from .primitives import Place, Sector
from .trace import Spot, Trace

WHOLE = 350.0  # degrees that sectors must fill to be a pie


@dataclass(frozen=True, slots=True)
class Pie:
    """Sectors of one disc or ring."""

    centre: Place
    radius: float
    sectors: tuple[Sector, ...]

    @property
    def ring(self) -> bool:
        return any(s.hole > 0 for s in self.sectors)

    @property
    def box(self) -> BBox:
        (x, y), r = self.centre, self.radius
        return BBox(x - r, y - r, x + r, y + r)


def find_pies(sectors: Sequence[Sector]) -> list[Pie]:
    """Groups of sectors around one centre that fill it."""
    groups: list[list[Sector]] = []
    for sector in sectors:
        for group in groups:
            if math.dist(group[0].centre, sector.centre) <= 0.15 * sector.radius:
                group.append(sector)
                break
        else:
            groups.append([sector])
    return [
        Pie(g[0].centre, max(s.radius for s in g), tuple(sorted(g, key=lambda s: s.start)))
        for g in groups
        if len(g) > 1 and sum(s.end - s.start for s in g) >= WHOLE
    ]


def pie_trace(pie: Pie) -> Trace:
    """One trace; each spot's `at` and `tip` are the middle of its slice."""
    whole = sum(s.end - s.start for s in pie.sectors)
    spots = []
    for s in pie.sectors:
        x, y = middle(s)
        spots.append(Spot("", 100 * (s.end - s.start) / whole, BBox(x - 3, y - 3, x + 3, y + 3), x, y))
    return Trace("slice", pie.sectors[0].colour, tuple(spots))


def middle(sector: Sector, share: float = 0.5) -> Place:
    """The place half-way round the slice, `share` of the way from its inner to its outer edge."""
    angle = math.radians((sector.start + sector.end) / 2)
    away = sector.hole + (sector.radius - sector.hole) * share
    return sector.centre[0] + away * math.sin(angle), sector.centre[1] - away * math.cos(angle)
