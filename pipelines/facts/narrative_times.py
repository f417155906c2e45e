"""Periods that a sentence names, resolved by the periods of the document's own statements. Never guessed.

    "in 2022", "fiscal 2022", "FY22"             the statements' year of that name
    "the three months ended June 30, 2023"       that length, that day
    "the second quarter of 2023"                 the quarter the document reports, or counted from a year's last day
    "as of December 31, 2022 and 2021"           two instants: a year after a full date takes its day
    "the prior year", "a year ago"               the year before whatever the sentence speaks of
    "this year", "the quarter"                   the document's own period

A point of time that is no period of the company ("in June 2022", "notes due 2025") blocks what stands beside it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Literal

from data.schemas import DocumentInfo, Fact, Period
from pipelines.facts.periods import back, day_in, duration, month_end

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?"
    r"|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_YEAR = r"(?<![\d$€£,.])(?:20|19)\d\d(?![\d%]|[,.]\d)"
_TIME = re.compile(
    rf"(?:(?:(?P<count>three|six|nine|twelve|thirteen|fourteen|twenty-six|thirty-nine|fifty-two|fifty-three|\d\d?)[- ]"
    rf"(?P<unit>months?|weeks?)|(?P<years>(?:(?:fiscal|financial)\s+)?years?)|(?P<quarters>(?:fiscal\s+)?quarters?)"
    rf"|(?P<half>half[- ]years?))\s+(?:periods?\s+)?ended\s+(?:on\s+)?)?"
    rf"(?:(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})(?!\d)(?:\s?,?\s+(?P<year>{_YEAR}))?"
    rf"|(?P<day2>\d{{1,2}})\s+(?P<month2>{_MONTH})\b(?:\s+(?P<year2>{_YEAR}))?)"
    rf"|(?P<order>first|second|third|fourth|1st|2nd|3rd|4th)[- ](?:fiscal\s+)?(?P<part>quarter|half"
    rf"|three months|six months|nine months)"
    rf"(?:\s+(?:of\s+)?(?:the\s+)?(?:fiscal\s+|financial\s+)?(?:year\s+)?(?P<of>{_YEAR}))?"
    rf"|\bQ(?P<q>[1-4])(?:\s+(?P<qof>{_YEAR}))?"
    rf"|(?P<point>{_MONTH}\s+(?:of\s+)?{_YEAR})"
    rf"|(?:(?P<fiscal>fiscal|financial|full|calendar)[- ])?(?:years?\s+)?(?:FY\s?)?(?P<plain>{_YEAR})"
    rf"(?P<split>/\d\d\b)?(?:\s+(?:financial|fiscal)\s+year)?"
    rf"|\bFY\s?(?P<short>\d\d)\b|\bfiscal\s+['’](?P<short2>\d\d)\b"
    rf"|(?P<earlier>(?:the\s+)?(?:prior|previous|last|preceding)[- ](?:fiscal\s+|financial\s+)?year(?:['’]s)?"
    rf"(?:[- ](?:(?:corresponding|comparable)\s+)?(?:period|quarter))?|(?:the\s+)?(?:same|corresponding|comparable"
    rf"|year-ago|prior[- ]year|previous corresponding|prior corresponding)[- ]+(?:\w+\s+)?(?:period|quarter)s?"
    rf"(?:\s+(?:of|in)\s+(?:the\s+)?(?:last|prior|previous|preceding)\s+year|\s+last\s+year)?|a\s+year\s+(?:ago|earlier)"
    rf"|the\s+year\s+before)"
    rf"|(?P<now>\b(?:the|this|current)\s+(?:current\s+|financial\s+|fiscal\s+)?(?P<what>year|quarter)\b)(?!-|\s+end)",
    re.IGNORECASE,
)
_ORDER = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_COUNTS = {
    "three": 3,
    "six": 6,
    "nine": 9,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "twenty-six": 26,
    "thirty-nine": 39,
    "fifty-two": 52,
    "fifty-three": 53,
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_BLOCKED = re.compile(
    r"(?:\b(?:due|due in|since|through|until|by|before|after|maturing|maturing in|beginning|prior to|to|Act of|between)"
    r"(?:\s+the)?(?:\s+end\s+of)?\s+|[-–—/]\s?)$",
    re.IGNORECASE,
)
_JOINED = re.compile(r"\s*(?:,|and|, and|&|or)\s*(?:the\s+)?", re.IGNORECASE)
_COMPARED = re.compile(
    r"\b(?:from|compared\s+(?:to|with)|versus|vs\.?|against|over|than|relative\s+to)\s+"
    r"(?:(?:that|those|the)\s+(?:of|in|for)\s+)?(?:the\s+)?(?:(?:year|period|in|for|during)\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_END_OF = re.compile(r"(?:\bend\s+of|\bend|year-end|beginning\s+of)\s+(?:the\s+)?$", re.IGNORECASE)
YEAR = 340  # days from which a period is a year
CLOSE = 10  # days


@dataclass(frozen=True, slots=True)
class Phrase:
    """A named time. `period` is None for what is no period of the company, and for "the prior year"."""

    start: int
    end: int
    period: Period | None
    what: Literal["named", "earlier", "other"] = "named"
    compared: bool = False  # after "from", "compared to", "over"
    day: tuple[int, int] | None = None  # month, day: what a year in the same list takes
    months: int = 0  # length it shares with that year, 0 for an instant
    weeks: int = 0


class Times:
    """The document's periods by the names that its sentences use."""

    def __init__(self, info: DocumentInfo, facts: Iterable[Fact]) -> None:
        counts: Counter[Period] = Counter(f.period for f in facts if f.statement in ("income", "balance", "cashflow"))
        self.known = [period for period, _ in counts.most_common()]
        self.end, self.fiscal = info.period_end, info.fiscal_year
        spans = [p for p in self.known if p.days and self.end and abs((p.last - self.end).days) <= 3]
        self.annual = any(p.days >= YEAR for p in spans)
        self.year_to_date = max((p for p in spans if p.days < YEAR), key=lambda p: p.days, default=None)
        self.find = lru_cache(maxsize=512)(self._find)

    def year(self, number: int) -> Period | None:
        """The company's year of that name; None in an interim report, where a year's name may mean a part of it."""
        if not self.annual or self.end is None or self.fiscal is None:
            return None
        back_by = self.fiscal - number
        for period in self.known:
            if period.days >= YEAR and round((self.end - period.last).days / 365.25) == back_by:
                return period
        return duration(back(self.end, 12 * back_by), 12) if month_end(self.end) and 0 <= back_by <= 10 else None

    def reported(self) -> Period | None:
        """The period that the document is about: its year, or the months up to its end."""
        return self.year(self.fiscal) if self.annual and self.fiscal else self.year_to_date

    def on(self, year: int, month: int, day: int) -> Period | None:
        """That day, where the calendar has it."""
        return self.day(day_in(year, month, day)) if 1 <= month <= 12 and 1 <= day <= 31 else None

    def day(self, day: date) -> Period:
        return self._same(Period(instant=day))

    def until(self, end: date, months: int, weeks: int = 0) -> Period:
        """The period of that length that ends on that day, as the statements print it."""
        return self._same(duration(end, months, weeks))

    def quarter(self, order: int, year: int | None, months: int = 3) -> Period | None:
        """The `order`-th quarter of a year, or the months up to its end."""
        year = year or self.fiscal
        if year is None or self.end is None or self.fiscal is None:
            return None
        part = self.year_to_date
        if part and not self.annual:
            if round(part.days / 91.3) != order or not 0 <= self.fiscal - year <= 1:
                return None
            return self._same(duration(back(self.end, 12 * (self.fiscal - year)), months), slack=CLOSE)
        whole = self.year(year)
        if whole is None or not month_end(whole.last):
            return None
        return self._same(duration(back(whole.last, 12 - 3 * order), months))

    def before(self, period: Period | None) -> Period | None:
        """The same period a year earlier, where the document has one."""
        if period is None:
            return None
        for known in self.known:
            apart = (period.last - known.last).days
            if 350 <= apart <= 380 and abs(known.days - period.days) <= CLOSE:
                return known
        return None

    def _same(self, wanted: Period, slack: int = 3) -> Period:
        for known in self.known:
            same_kind = bool(known.days) == bool(wanted.days) and abs(known.days - wanted.days) <= CLOSE
            if same_kind and abs((known.last - wanted.last).days) <= slack:
                return known
        return wanted

    def _find(self, text: str) -> tuple[Phrase, ...]:
        """The times a text names, from left to right."""
        found: list[Phrase] = []
        for match in _TIME.finditer(text):
            phrase = self._phrase(text, match, found[-1] if found else None)
            if phrase is not None:
                found.append(phrase)
        return tuple(found)

    def _phrase(self, text: str, match: re.Match[str], left: Phrase | None) -> Phrase | None:
        start, end = match.span()
        joined = left is not None and _JOINED.fullmatch(text, left.end, start) is not None
        before = text[max(0, start - 40) : start]
        compared = left.compared if joined and left else bool(_COMPARED.search(before))
        if _BLOCKED.search(before) and not compared:
            return Phrase(start, end, None, "other")
        if match["earlier"]:
            return Phrase(start, end, None, "earlier", True)
        if match["point"]:
            return Phrase(start, end, None, "other", compared)
        phrase = self._dated(match) or self._named(match, left if joined else None, bool(_END_OF.search(before)))
        return replace(phrase, start=start, end=end, compared=compared)

    def _dated(self, match: re.Match[str]) -> Phrase | None:
        """A day, or the period that ends on it; a day without its year is the document's own, or waits for a list."""
        name = match["month"] or match["month2"]
        if not name:
            return None
        day = (_MONTHS.index(name[:3].lower()) + 1, int(match["day"] or match["day2"]))
        months, weeks = _length(match)
        year = match["year"] or match["year2"]
        if not 1 <= day[1] <= 31:
            return Phrase(0, 0, None, "other")
        if not year:
            own = self.end is not None and (self.end.month, self.end.day) == day
            period = self._at(self.end, months, weeks) if own and self.end else None
        else:
            period = self._at(day_in(int(year), *day), months, weeks)
        return Phrase(0, 0, period, "named" if period else "other", False, day, months, weeks)

    def _at(self, end: date, months: int, weeks: int) -> Period:
        return self.until(end, months, weeks) if months or weeks else self.day(end)

    def _named(self, match: re.Match[str], left: Phrase | None, closing: bool) -> Phrase:
        if match["order"] or match["q"]:
            period = self._part(match)
        elif match["now"]:
            period = self._now(match["what"].lower())
        else:
            number = int(match["plain"] or "20" + (match["short"] or match["short2"]))
            if left and left.day and not match["fiscal"]:
                period = self._at(day_in(number, *left.day), left.months, left.weeks)
                return Phrase(0, 0, period, "named", False, left.day, left.months, left.weeks)
            period = self.year(number + (1 if match["split"] else 0))
        if period and closing:
            period = self.day(period.last)
        return Phrase(0, 0, period, "named" if period else "other")

    def _part(self, match: re.Match[str]) -> Period | None:
        order = int(match["q"]) if match["q"] else _ORDER[match["order"].lower()]
        year = match["of"] or match["qof"]
        part = (match["part"] or "quarter").lower()
        if part == "quarter":
            return self.quarter(order, int(year) if year else None)
        months = {"half": 6, "three months": 3, "six months": 6, "nine months": 9}[part]
        last = 2 * order if part == "half" else months // 3
        if order > 1 and part != "half":
            return None
        return self.quarter(last, int(year) if year else None, months)

    def _now(self, what: str) -> Period | None:
        if self.end is None:
            return None
        if what == "year":
            return self.year(self.fiscal) if self.fiscal else None
        return self.until(self.end, 3) if not self.annual else None


def _length(match: re.Match[str]) -> tuple[int, int]:
    """Months and weeks of "the six months ended"; (0, 0) where only a day is named."""
    if match["count"]:
        count = int(match["count"]) if match["count"].isdigit() else _COUNTS[match["count"].lower()]
        return (0, count) if match["unit"].lower().startswith("week") else (count, 0)
    return (12 if match["years"] else 3 if match["quarters"] else 6 if match["half"] else 0), 0
