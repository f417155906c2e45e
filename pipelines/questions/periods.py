"""Periods: which days a question means by "FY2018", in the calendar of this company.

A fiscal year is named by the company: one that ends on 28 January 2023 may be fiscal 2022 or 2023. The document tells
for its own year (info.fiscal_year); others follow. Where only another naming fits, it is taken as less sure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from data.schemas import DocumentInfo, Span
from pipelines.ledger import Ledger, Moment

OVERRUN = 10  # days by which a 52/53-week year may end in the next calendar year
QUARTER, HALF = (80, 100), (170, 190)  # days
LESS_SURE = 0.85  # factor on the confidence where the year's naming was not the document's own


class YearMoment(Moment):
    """A fiscal year; by convention it has 365 days in ratios, whatever its weeks."""

    __slots__ = ()

    @property
    def days(self) -> int:
        return 365


@dataclass(frozen=True, slots=True)
class When:
    """A period of the document. `sure` below 1 where the question may mean another one."""

    moment: Moment
    name: str
    sure: float = 1.0


def resolve(span: Span | None, ledger: Ledger, info: DocumentInfo) -> When | None:
    """The period that the span means; None where the document has none like it."""
    moments = ledger.moments()
    if span is None:
        latest = _latest(moments, info)
        return When(_year(latest), name_of(latest, info)) if latest else None
    if span.day:
        return _at(span.day, moments)
    if span.quarter or span.half:
        return _part(span, all_moments(ledger), info)
    for shift, sure in ((_shift(info), 1.0), (0, LESS_SURE), (-1, LESS_SURE), (1, LESS_SURE)):
        if (shift == -1 and not _straddles(info)) or (shift == 1 and not _straddles(info)):
            continue
        for moment in moments:
            if moment.is_year and fiscal_year(moment.end, shift) == span.year:
                return When(_year(moment), f"FY{span.year}", sure)
    return _beyond(span, moments, info)


def fiscal_year(end: date, shift: int) -> int:
    return (end - timedelta(days=OVERRUN)).year + shift


def name_of(moment: Moment, info: DocumentInfo) -> str:
    """What to call the period."""
    if moment.is_year:
        return f"FY{fiscal_year(moment.end, _shift(info))}"
    return f"{moment.start.isoformat()} – {moment.end.isoformat()}"


def all_moments(ledger: Ledger) -> tuple[Moment, ...]:
    """Every duration that a flow is stated for, years or not."""
    spans = {
        (fact.period.start, fact.period.end)
        for facts in ledger._by_concept.values()
        for fact in facts
        if fact.period.start and fact.period.end
    }
    return tuple(
        sorted(
            (Moment(start, end) for start, end in spans if start and end), key=lambda m: (m.end, m.days), reverse=True
        )
    )


def _shift(info: DocumentInfo) -> int:
    """What is added to the calendar year of a year's end to name it."""
    if info.fiscal_year is None or info.period_end is None:
        return 0
    shift = info.fiscal_year - (info.period_end - timedelta(days=OVERRUN)).year
    return shift if abs(shift) <= 1 else 0


def _straddles(info: DocumentInfo) -> bool:
    """True where the fiscal year does not end with the calendar year, so that its name is open."""
    return info.period_end is not None and (info.period_end - timedelta(days=OVERRUN)).month < 12


def _latest(moments: Sequence[Moment], info: DocumentInfo) -> Moment | None:
    own = [m for m in moments if info.period_end and abs((m.end - info.period_end).days) <= OVERRUN]
    return next(iter(own or moments), None)


def _year(moment: Moment) -> Moment:
    return YearMoment(moment.start, moment.end) if moment.is_year else moment


def _at(day: date, moments: Sequence[Moment]) -> When:
    """A duration that ends on the day, else the day alone."""
    for moment in moments:
        if abs((moment.end - day).days) <= 4:
            return When(_year(moment), day.isoformat())
    return When(Moment(day, day), day.isoformat())


def _part(span: Span, moments: Sequence[Moment], info: DocumentInfo) -> When | None:
    low, high = QUARTER if span.quarter else HALF
    fitting = [m for m in moments if low <= m.days <= high]
    number = span.quarter or (span.half or 0) * 2
    for shift, sure in ((_shift(info), 1.0), (1, LESS_SURE), (-1, LESS_SURE)):
        for moment in fitting:
            same = fiscal_year(moment.end, shift) == span.year and _quarter(moment.end, info) == number
            if same:
                return When(moment, str(span), sure)
    own = [m for m in fitting if info.period_end and abs((m.end - info.period_end).days) <= OVERRUN]
    if own and span.year and abs(fiscal_year(own[0].end, 0) - span.year) <= 1 and info.form != "10-K":
        return When(own[0], str(span), LESS_SURE)
    return None


def _quarter(end: date, info: DocumentInfo) -> int:
    """The quarter of the fiscal year that ends on the day; of the calendar year where the year's end is not known."""
    last = (info.period_end - timedelta(days=OVERRUN)).month if info.period_end and info.form == "10-K" else 12
    month = (end - timedelta(days=OVERRUN)).month
    return ((month - last - 1) % 12) // 3 + 1


def _beyond(span: Span, moments: Sequence[Moment], info: DocumentInfo) -> When | None:
    """A year that no flow is stated for: its last day may still stand in a balance sheet."""
    year = next((m for m in moments if m.is_year), None)
    if year is None or span.year is None:
        return None
    back = fiscal_year(year.end, _shift(info)) - span.year
    try:
        start, end = year.start.replace(year=year.start.year - back), year.end.replace(year=year.end.year - back)
    except ValueError:  # 29 February
        start, end = year.start - timedelta(days=365 * back), year.end - timedelta(days=365 * back)
    return When(YearMoment(start, end), f"FY{span.year}")
