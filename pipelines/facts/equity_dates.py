"""When the balances of a statement of changes in equity were, and which periods lie between them.

A label says the day, or only "beginning" and "end"; then the day is that on which the balance sheet shows the same
equity. "At 1 July 2021" is the close of the day before, unless the company's own balance sheet is of that very day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from data.schemas import Fact, Period
from pipelines.facts.equity_grid import pattern
from pipelines.facts.periods import back, month_end, read_when

PARENT = "StockholdersEquity"
WHOLE = "StockholdersEquityIncludingPortionAttributableToNoncontrollingInterest"
SAME_DAY = 3  # days between two ways to print one date
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Known:
    """What the primary statements state: equity by day, and the periods they cover."""

    equity: dict[date, dict[str, Decimal]]
    lines: dict[tuple[str, date], Decimal]  # other lines of the balance sheet
    periods: frozenset[Period]

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> Known:
        equity: dict[date, dict[str, Decimal]] = {}
        lines: dict[tuple[str, date], Decimal] = {}
        periods = set()
        for fact in facts:
            if fact.scope != "consolidated" or fact.statement not in ("income", "balance", "cashflow"):
                continue
            if fact.period.instant is None:
                periods.add(fact.period)
            elif fact.concept in (PARENT, WHOLE):
                equity.setdefault(fact.period.instant, {})[fact.concept] = fact.value
            lines[fact.concept, fact.period.last] = fact.value
        return cls(equity, lines, frozenset(periods))

    def day(self, day: date) -> date:
        """The day as the balance sheet has it."""
        return next((d for d in self.equity if abs((d - day).days) <= SAME_DAY), day)

    def between(self, opening: date, closing: date) -> Period:
        """The period from one balance to the next, as the other statements have it."""
        first = opening + ONE_DAY
        for period in self.periods:
            if period.start and abs((period.start - first).days) <= SAME_DAY >= abs((period.last - closing).days):
                return period
        return Period(start=first, end=closing)

    def concepts(self, totals: Sequence[tuple[date, Decimal]]) -> tuple[str, ...]:
        """Equity's elements that these totals agree with on some day, and contradict on none."""
        found = []
        for concept in (WHOLE, PARENT):
            shown = [total == self.equity[d][concept] for d, total in totals if concept in self.equity.get(d, {})]
            if shown and all(shown):
                found.append(concept)
        return tuple(found)


def balance_days(labels: Sequence[str], totals: Sequence[Decimal], known: Known) -> list[date | None]:
    """The day of each balance, None where nothing says it. Runs parallel to the rows of balances."""
    printed = [next(iter(read_when(label).dates), None) for label in labels]
    if not any(printed):
        return _days_by_value(labels, totals, known)
    by_month = all(d.day == 1 or month_end(d) for d in printed if d)
    return [_close_of(d, by_month, known) if d else None for d in printed]


def _close_of(day: date, by_month: bool, known: Known) -> date:
    """The evening of the day; for the first of a month the evening before, where periods end with months."""
    opens = by_month and day.day == 1 and day not in known.equity
    return known.day(day - ONE_DAY if opens else day)


def _days_by_value(labels: Sequence[str], totals: Sequence[Decimal], known: Known) -> list[date | None]:
    """Beginning and end without a date: where the balance sheet shows the same; a year before a closing one."""
    days: list[date | None] = []
    for label, total in zip(labels, totals, strict=True):
        same = [d for d, stated in known.equity.items() if total in stated.values()]
        told = pattern("opening").search(label.lower()) or pattern("closing").search(label.lower())
        days.append(same[0] if len(same) == 1 and told else None)
    for place, label in enumerate(labels):
        if days[place] is None and pattern("opening").search(label.lower()):
            after = next(
                (d for d, later in zip(days[place:], labels[place:], strict=True) if d and _closes(later)), None
            )
            days[place] = back(after, 12) if after else None
    return days


def _closes(label: str) -> bool:
    return not pattern("opening").search(label.lower())
