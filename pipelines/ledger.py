"""Ledger: the consolidated facts of the primary statements, looked up by concept and period.

Legend: a Moment is the period that a ratio speaks of, a duration and the instant it ends at; for `back` = 1 the same a
year earlier. Periods are never annualised: a quarter is compared with the same quarter of the year before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from data.schemas import Fact, Period

PLACES = ("income", "balance", "cashflow")
FULL_YEAR = 350  # days; 52 weeks are 364
SAME_END = 4  # days by which ends of the same period may differ
SAME_LENGTH = 8
YEAR_SLACK = 12  # a 53-week year


@dataclass(frozen=True, slots=True)
class Moment:
    """A duration that is reported on. Instants are looked up at its ends."""

    start: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    @property
    def is_year(self) -> bool:
        return self.days >= FULL_YEAR

    @property
    def period(self) -> Period:
        return Period(start=self.start, end=self.end)


class Ledger:
    """Facts by concept. Where two state the same concept and period, the surer one is used."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        kept = [f for f in facts if f.scope == "consolidated" and f.statement in PLACES and f.method != "derived"]
        self._by_concept: dict[str, list[Fact]] = {}
        for fact in sorted(kept, key=lambda f: -f.confidence):
            self._by_concept.setdefault(fact.concept, []).append(fact)

    def has(self, concept: str) -> bool:
        return concept in self._by_concept

    def moments(self) -> tuple[Moment, ...]:
        """Periods of the income statement (else of cash flows), the latest first, the longest of them first."""
        spans = {
            (f.period.start, f.period.end)
            for place in ("income", "cashflow")
            for facts in self._by_concept.values()
            for f in facts
            if f.statement == place and f.period.start and f.period.end
        }
        found = [Moment(start, end) for start, end in spans if start and end]
        years = [m for m in found if m.is_year]
        return tuple(sorted(years or found, key=lambda m: (m.end, m.days), reverse=True))

    def before(self, moment: Moment) -> Moment | None:
        """The comparable period that ended a year before."""
        for other in self.moments():
            apart = (moment.end - other.end).days
            if abs(apart - 365) <= YEAR_SLACK and abs(other.days - moment.days) <= SAME_LENGTH:
                return other
        return None

    def flow(self, concept: str, moment: Moment) -> Fact | None:
        """Of the duration itself."""
        return next((f for f in self._by_concept.get(concept, ()) if _spans(f.period, moment)), None)

    def stock(self, concept: str, day: date) -> Fact | None:
        """At an instant."""
        return next((f for f in self._by_concept.get(concept, ()) if _is_at(f.period, day)), None)

    def find(self, concept: str, moment: Moment) -> Fact | None:
        """Of the duration, or at its end."""
        return self.flow(concept, moment) or self.stock(concept, moment.end)

    def opening(self, concept: str, moment: Moment) -> Fact | None:
        """At the end of the day before the duration began."""
        return self.stock(concept, moment.start - timedelta(days=1))


def _spans(period: Period, moment: Moment) -> bool:
    if period.start is None or period.end is None:
        return False
    same_end = abs((period.end - moment.end).days) <= SAME_END
    return same_end and abs(period.days - moment.days) <= SAME_LENGTH


def _is_at(period: Period, day: date) -> bool:
    return period.instant is not None and abs((period.instant - day).days) <= SAME_END
