"""What a note's columns are in time: days or periods, and which.

"2022" under "for the years ended" is a year, under "as of December 31" a day; where no word says it, what the rows
speak of decides (expenses or receivables), and where that is mixed nothing is read. A year is the fiscal year of the
document's own statements; a day that no statement knows must be printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from data.schemas import DocumentInfo, Fact, Period
from pipelines.facts.notes_grid import NoteGrid, NoteRow, pattern
from pipelines.facts.periods import When, back, day_in, duration, month_end, read_when

DAYS_OF_MONTH = 30.4
YEAR_AT_LEAST = 350  # days
ONE_DAY = timedelta(days=1)
SAME_LENGTH = 12  # days
SAME_DAY = 4
YEARS_OF_FLOWS = 3  # columns; balances are printed for two years
DECISIVE = 2  # labels that speak of flows, and so many times as many as speak of stocks, or the other way round
CLEARLY = 3


@dataclass(frozen=True, slots=True)
class Times:
    """The periods and days of the document's own statements."""

    end: date
    late: int  # calendar year of a year's end less the year's name
    spans: frozenset[Period]
    days: frozenset[date]

    @classmethod
    def of(cls, facts: Iterable[Fact], info: DocumentInfo) -> Times | None:
        if info.period_end is None:
            return None
        own = [
            f.period for f in facts if f.scope == "consolidated" and f.statement in ("income", "balance", "cashflow")
        ]
        spans = frozenset(p for p in own if p.start)
        days = frozenset(p.instant for p in own if p.instant)
        late = info.period_end.year - (info.fiscal_year or info.period_end.year)
        return cls(info.period_end, late, spans, days)

    def day(self, when: When) -> date | None:
        """The last day that a head names."""
        if when.dates:
            return self._known(when.dates[-1])
        if when.relative is not None:
            return self.end if when.relative == 0 else self._known(back(self.end, 12))
        if not when.years:
            return None
        year = when.years[-1]
        if when.days:
            return self._known(day_in(year, *when.days[-1]))
        ends = {d for d in (*self.days, *(p.last for p in self.spans)) if d.year == year + self.late}
        yearly = [d for d in ends if abs((self.end - d).days - 365.25 * (self.end.year - d.year)) < SAME_LENGTH]
        if len(yearly) == 1:
            return yearly[0]
        return back(self.end, 12 * (self.end.year - year - self.late)) if month_end(self.end) and not ends else None

    def year(self, last: date) -> Period | None:
        """The year that ends on that day, where a statement has it."""
        return next((p for p in self.spans if p.last == last and p.days > YEAR_AT_LEAST), None)

    def _known(self, day: date) -> date:
        return next((d for d in (*self.days, self.end) if abs((d - day).days) <= SAME_DAY), day)

    def span(self, when: When, around: When) -> Period | None:
        """The period that a head names; its length from the words around it, a year where they name none."""
        months, weeks = when.months or around.months, when.weeks or around.weeks
        last = self.day(when)
        if last is None or (months and months < 12 and not (when.dates or when.days)):
            return None
        days = 7 * weeks if weeks else (months or 12) * DAYS_OF_MONTH
        for known in self.spans:
            if abs((known.last - last).days) <= SAME_DAY and abs(known.days - days) <= SAME_LENGTH:
                return known
        return duration(last, months, weeks) if month_end(last) or weeks else None


def note_periods(grid: NoteGrid, around: str, title: str, times: Times) -> dict[int, Period]:
    """Columns with their periods; empty where it is not clear, or where two columns would be one period."""
    kind = kind_of(grid, around, title)
    if kind is None:
        return {}
    length = _length_around(around)
    found: dict[int, Period] = {}
    for column, (_, when) in grid.heads.items():
        day = times.day(when)
        period = times.span(when, length) if kind == "duration" else Period(instant=day) if day else None
        if period is None or period.last > times.end + timedelta(days=SAME_DAY):
            return {}
        found[column] = period
    return found if len(set(found.values())) == len(found) else {}


def _length_around(around: str) -> When:
    return read_when(around[-160:]) if pattern("duration").search(around.lower()) else When()


def kind_of(grid: NoteGrid, around: str, title: str) -> str | None:
    """ "instant" or "duration", by the heads, the words around, the days printed, title and labels, in this order."""
    heads = " ".join(text for text, _ in grid.heads.values()).lower()
    for text in (f"{heads} {grid.corner.lower()}", around.lower()):
        instant, spans = bool(pattern("instant").search(text)), bool(pattern("duration").search(text))
        if instant != spans:
            return "instant" if instant else "duration"
        if instant:
            return None
    flows, stocks = _speak("flow", grid.rows, title), _speak("stock", grid.rows, title)
    corner = read_when(grid.corner)
    if corner.days or corner.dates or all(when.dates or when.days for _, when in grid.heads.values()):
        if flows >= DECISIVE and not stocks:
            return "duration" if len(grid.heads) >= YEARS_OF_FLOWS else None
        return "instant" if flows < DECISIVE or flows < stocks else None
    if len(grid.heads) >= YEARS_OF_FLOWS:
        return "duration" if flows >= stocks else None
    if flows >= max(DECISIVE, CLEARLY * stocks):
        return "duration"
    return "instant" if stocks >= max(DECISIVE, CLEARLY * flows) else None


def _speak(name: str, rows: Sequence[NoteRow], title: str) -> int:
    """Rows whose label has a word of that kind, and none of the other; the title counts twice."""
    other = "stock" if name == "flow" else "flow"
    labels = [title.lower(), title.lower(), *(f"{row.heading} {row.label}".lower() for row in rows)]
    return sum(bool(pattern(name).search(x)) and not pattern(other).search(x) for x in labels)


def row_periods(grid: NoteGrid, periods: dict[int, Period], times: Times) -> list[dict[int, Period]]:
    """For every row the period of each column: the column's own, but for roll-forwards and for assets beside sales.

    Between an opening and a closing balance rows are movements of the year, whatever the heads say; a row of assets in
    a column of a year is of its last day. What cannot be told is left out.
    """
    found: list[dict[int, Period]] = []
    rolling = dated = False
    for row in grid.rows:
        dated = bool(pattern("day_group").search(row.heading.lower())) if row.heading else dated
        daily = dated or any(
            pattern("of_a_day").search(text.lower()) for text in (row.label, f"{row.heading} {row.label}")
        )
        opens, closes = (bool(pattern(name).search(row.label.lower())) for name in ("opening", "closing"))
        rolling = opens or (rolling and not closes)
        found.append({})
        for column, period in periods.items():
            span = period if period.start else times.year(period.last) if opens or rolling else None
            if opens:
                own = Period(instant=span.start - ONE_DAY) if span and span.start else None
            elif closes or (period.start and not rolling and daily):
                own = Period(instant=period.last)
            else:
                own = span if rolling else period
            if own:
                found[-1][column] = own
    return found
