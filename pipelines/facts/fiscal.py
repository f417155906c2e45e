"""The period of a column, from its own head, what the statement says under its title, and the document's calendar.

A head rarely says everything: "2022" under "for the year ended 30 June 2022", "December 31," over "2022 2021",
期末余额 under 2020年12月31日. Years of 52 or 53 weeks end on another day each year, so a day that is inferred
is moved to the nearest day that the document itself prints.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from data.schemas import Period
from pipelines.facts.periods import When, back, day_in, duration, month_end

NEAR = 8  # days: two year ends so near are the same one, in a calendar of weeks


@dataclass(frozen=True, slots=True)
class Calendar:
    """The document's own days: its year end, and every date seen on its cover and in its heads, with how often."""

    end: date | None = None  # of the period reported
    year_end: tuple[int, int] | None = None  # month, day
    months: int = 12  # usual length of what it reports
    seen: Counter[date] = field(default_factory=Counter)

    def snap(self, day: date) -> date:
        """The printed date nearest to an inferred one; itself where none is near."""
        if self.seen[day]:
            return day
        near = [d for d in self.seen if abs((d - day).days) <= NEAR]
        if near:
            return max(near, key=lambda d: (self.seen[d], -abs((d - day).days)))
        return day if self.end is None or month_end(self.end) else self._same_weekday(day)

    def _same_weekday(self, day: date) -> date:
        """Years of 52 or 53 weeks end on one day of the week: many a retailer's on a Saturday."""
        assert self.end is not None
        shift = (self.end.weekday() - day.weekday() + 3) % 7 - 3
        return day + timedelta(days=shift)


def column_periods(heads: Sequence[When], around: When, instant: bool, calendar: Calendar) -> tuple[Period | None, ...]:
    """The periods of a statement's columns, left to right."""
    heads = _lengths_carried(heads)
    ends = _paired(heads, around) or [_end(head, around, index, heads, calendar) for index, head in enumerate(heads)]
    if any(e is None for e in ends):
        ends = _by_order(ends, heads, around, calendar)
    if instant:
        return tuple(Period(instant=end) if end else None for end in ends)
    spans = [_span(end, head, around, calendar) for end, head in zip(ends, heads, strict=True)]
    return tuple(_contiguous(span, spans, heads[i], around) for i, span in enumerate(spans))


def _paired(heads: Sequence[When], around: When) -> list[date | None]:
    """ "2022  2021" under "At January 1, 2023 and January 2, 2022": the dates, in their order."""
    if len(around.dates) != len(heads) or len(heads) < 2 or any(h.dates or h.days or not h.years for h in heads):
        return []
    if len(set(around.dates)) < len(heads):  # one date told in two languages is not the dates of two columns
        return []
    late = [day.year - head.years[-1] for day, head in zip(around.dates, heads, strict=True)]
    return list(around.dates) if all(0 <= years <= 1 for years in late) else []


def _lengths_carried(heads: Sequence[When]) -> list[When]:
    """A column without a length beside columns that have one takes that of its left neighbour."""
    carried: list[When] = []
    for head in heads:
        left = carried[-1] if carried else None
        if left and not (head.months or head.weeks) and (left.months or left.weeks):
            head = replace(head, months=left.months, weeks=left.weeks)
        carried.append(head)
    return carried


def _end(head: When, around: When, index: int, heads: Sequence[When], calendar: Calendar) -> date | None:
    """The last day of a column by what its head says."""
    if head.dates:
        return max(head.dates[-1], head.dates[0])
    years = head.years or (around.years if len(set(around.years)) == 1 and head.days else ())
    if years:
        year = years[-1]
        if head.days:
            return day_in(year, *head.days[-1])
        if head.until and not any(day.year == year for day in around.dates):
            return day_in(year, head.until, 31)
        return _in_year(year, around, heads, calendar)
    if head.days and around.dates:
        return day_in(around.dates[0].year, *head.days[-1])
    if head.relative is not None:
        return _relative(head, around, calendar)
    return None


def _in_year(year: int, around: When, heads: Sequence[When], calendar: Calendar) -> date | None:
    """Only a year is printed: which day of which calendar year ends it?"""
    named = [d for d in around.dates if d.year == year]
    if named:
        return named[-1]
    newest = max((h.years[-1] for h in heads if h.years), default=year)
    if around.dates and 0 <= max(around.dates).year - newest <= 1:
        last = max(around.dates)
        return calendar.snap(day_in(last.year - (newest - year), last.month, last.day))
    if around.days:
        return day_in(year, *around.days[-1])
    if calendar.end and calendar.year_end:
        month, day = calendar.year_end if calendar.months == 12 else (calendar.end.month, calendar.end.day)
        late = 1 if calendar.end.year - newest == 1 else 0  # fiscal 2023 that ends in February 2024
        return calendar.snap(day_in(year + late, month, day))
    return date(year, 12, 31) if calendar.year_end is None else day_in(year, *calendar.year_end)


def _relative(head: When, around: When, calendar: Calendar) -> date | None:
    """期末 is the statement's day; 期初 is the day before its year began; 上期 the same length a year before."""
    base = max(around.dates) if around.dates else None
    if base is None and around.years and (around.until or around.months):
        base = day_in(around.years[0], around.until or around.months or 12, 31)
    if base is None and around.years:
        base = date(around.years[0], 12, 31)
    base = base or calendar.end
    if base is None or head.relative == 0:
        return base
    return date(base.year - 1, 12, 31) if head.instant and base.month != 12 else back(base, 12)


def _by_order(ends: list[date | None], heads: Sequence[When], around: When, calendar: Calendar) -> list[date | None]:
    """Heads without dates under a title that names as many dates as there are columns."""
    distinct = tuple(dict.fromkeys(around.dates))
    if len(distinct) == len(ends):
        return list(distinct)
    if len(around.years) == len(ends) and around.days:
        return [day_in(year, *around.days[-1]) for year in around.years]
    if len(around.years) == len(ends) and calendar.year_end:
        return [_in_year(year, around, heads, calendar) for year in around.years]
    if len(distinct) == 1 and len(around.years) + 1 == len(ends):
        first = distinct[0]
        return [first, *(calendar.snap(day_in(y, first.month, first.day)) for y in around.years)]
    if len(ends) == 1 and not ends[0]:
        return [max(around.dates) if around.dates else calendar.end]
    return ends


def _span(end: date | None, head: When, around: When, calendar: Calendar) -> Period | None:
    if end is None:
        return None
    if len(head.dates) == 2 and 20 < (head.dates[1] - head.dates[0]).days < 400:
        return Period(start=head.dates[0], end=head.dates[1])
    weeks = head.weeks or (around.weeks if head.months is None else None)
    if weeks and weeks < 50:
        return duration(end, None, weeks)
    months = head.months or (12 if weeks else None) or around.months or calendar.months
    return duration(end, months)


def _contiguous(span: Period | None, spans: Sequence[Period | None], head: When, around: When) -> Period | None:
    """A year begins the day after the one before it ended, where that one is printed too."""
    if span is None or span.start is None or span.end is None or span.days < 350:
        return span
    for other in spans:
        if other and other.end and abs((span.start - other.end).days - 1) <= NEAR and other.end < span.end:
            return Period(start=other.end + timedelta(days=1), end=span.end)
    weeks = head.weeks or around.weeks
    return duration(span.end, None, weeks) if weeks and weeks >= 50 else span
