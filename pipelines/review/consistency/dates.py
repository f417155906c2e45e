"""Dates out of order: a period that ends before it begins, in English or Chinese."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date

from pipelines.review.passages import Passage
from pipelines.review.script import Script

from .fault import Fault

MONTHS = [month.lower() for month in calendar.month_name[1:]]
MONTH = "|".join(MONTHS)
ENGLISH_DATE = (
    rf"(?:(?:{MONTH})\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{MONTH}),?\s+\d{{4}})"
)
ENGLISH = re.compile(
    rf"\b(?:from|between|commenc\w+\s+on|begin\w*\s+on|starting\s+on|effective)\s+(?:and\s+including\s+)?({ENGLISH_DATE})"
    rf"[^.;]{{0,80}}?\b(?:to|until|through|and|ending\s+on|ends?\s+on|expir\w+\s+on|terminat\w+\s+on)\s+({ENGLISH_DATE})",
    re.IGNORECASE,
)
CHINESE_DATE = r"(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日"
CHINESE = re.compile(
    rf"自?\s?{CHINESE_DATE}\s?(?:起|开始|零时)?[，,]?\s?(?:至|到|—|-|－|～)\s?"
    rf"{CHINESE_DATE}\s?(?:止|届满|终止)?"
)


def check(script: Script, passages: tuple[Passage, ...]) -> Iterator[Fault]:
    """Every stated period whose last day lies before its first."""
    for match in ENGLISH.finditer(script.text):
        yield from _judged(match, _english(match[1]), _english(match[2]))
    for match in CHINESE.finditer(script.text):
        yield from _judged(match, _day(*match.groups()[:3]), _day(*match.groups()[3:]))


def _judged(match: re.Match[str], first: date | None, last: date | None) -> Iterator[Fault]:
    if first and last and last < first:
        yield Fault("dates_out_of_order", f"ends on {last}, before it begins on {first}", (match.span(),))


def _english(text: str) -> date | None:
    name = next(month for month in MONTHS if month in text.lower())
    day, year = re.findall(r"\d+", text)
    return _day(year, str(MONTHS.index(name) + 1), day)


def _day(year: str, month: str, day: str) -> date | None:
    """The date; None for one that no calendar has."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
