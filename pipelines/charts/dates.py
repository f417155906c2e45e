"""Dates as axes print them, as days since 1970: 2014 · '14 · 2014/15 · Q1 2014 · 1Q14 · Jan 2014 · 5 Mar 21 · 01/11/21.

A month or quarter without its year takes the year that an earlier label of the same axis gave ("2020 April July
October 2021"); `read_dates` therefore reads a whole row of labels at once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

Grain = Literal["hour", "day", "month", "quarter", "year"]
EPOCH = date(1970, 1, 1)
MONTHS = {
    name: k
    for k, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}
MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
YEAR = r"(?P<year>(?:1[6-9]|20|21)\d\d|'?\d\d)"
FULL_YEAR = r"(?P<year>(?:1[6-9]|20|21)\d\d)"

PATTERNS: tuple[tuple[str, Grain], ...] = (
    (rf"(?:fy\s?)?{FULL_YEAR}\s?[aefp]?(?:\.0)?", "year"),
    (rf"fy\s?{YEAR}[aefp]?", "year"),
    (r"'(?P<year>\d\d)", "year"),
    (rf"(?:fy\s?)?{FULL_YEAR}\s?[-/]\s?(?:\d\d)?\d\d", "year"),
    (rf"q(?P<quarter>[1-4])[\s\-,/']*{YEAR}", "quarter"),
    (rf"(?P<quarter>[1-4])q[\s\-,/']*{YEAR}", "quarter"),
    (rf"{FULL_YEAR}[\s\-,:/]*q(?P<quarter>[1-4])", "quarter"),
    (rf"{FULL_YEAR}[-/](?P<number>0?[1-9]|1[0-2])", "month"),
    (rf"{MONTH}[\s\-,/']*{YEAR}", "month"),
    (rf"{FULL_YEAR}[\s\-,]*{MONTH}", "month"),
    (rf"{FULL_YEAR}[-/](?P<number>\d\d?)[-/](?P<day>\d\d?)(?:[t ].*)?", "day"),
    (rf"(?P<day>\d\d?)(?:st|nd|rd|th)?[\s\-]*{MONTH}[\s\-,]*{YEAR}", "day"),
    (rf"{MONTH}\s*(?P<day>\d\d?),?\s+{FULL_YEAR}", "day"),
)
LOOSE: tuple[tuple[str, Grain], ...] = (  # the year stands elsewhere
    (r"(?P<hour>\d\d?)\s?(?P<half>[ap])\.?m\.?", "hour"),
    (r"(?P<hour>\d\d?):(?P<minute>\d\d)", "hour"),
    (rf"{MONTH}", "month"),
    (r"q(?P<quarter>[1-4])", "quarter"),
    (rf"{MONTH}\s+(?P<day>\d\d?)", "day"),
    (rf"(?P<day>\d\d?)(?:st|nd|rd|th)?\s+{MONTH}", "day"),
    (r"(?:mon|tue|wed|thu|fri|sat|sun)\s(?P<day>\d\d?)", "day"),
)
SLASHED = re.compile(r"(\d\d?)[/.](\d\d?)[/.](\d{4}|\d\d)")
COMPILED = tuple((re.compile(pattern, re.IGNORECASE), grain) for pattern, grain in PATTERNS)
COMPILED_LOOSE = tuple((re.compile(pattern, re.IGNORECASE), grain) for pattern, grain in LOOSE)


@dataclass(frozen=True, slots=True)
class Day:
    """A printed date: days since 1970 of its first day, and how fine it is."""

    days: float
    grain: Grain


def read_date(text: str) -> Day | None:
    """A date that stands for itself."""
    shown = text.strip().replace("’", "'").replace("‘", "'").replace("–", "-").replace("−", "-")
    for pattern, grain in COMPILED:
        if found := pattern.fullmatch(shown):
            return _day(found.groupdict(), grain, None)
    return None


def read_dates(texts: Sequence[str]) -> tuple[Day | None, ...]:
    """The labels of one axis in the order of the axis, years carried on to labels that lack them."""
    slashed = [SLASHED.fullmatch(text.strip()) for text in texts]
    if sum(map(bool, slashed)) >= max(2, len(texts) // 2):
        return _slashed(slashed)
    whole = [read_date(text) for text in texts]
    loose = [None if day else _loose(text) for day, text in zip(whole, texts, strict=True)]
    if not any(loose):
        return tuple(whole)
    return _carried(whole, loose)


def _loose(text: str) -> tuple[dict[str, str | None], Grain] | None:
    for pattern, grain in COMPILED_LOOSE:
        if found := pattern.fullmatch(text.strip()):
            return found.groupdict(), grain
    return None


def _carried(
    whole: Sequence[Day | None], loose: Sequence[tuple[dict[str, str | None], Grain] | None]
) -> tuple[Day | None, ...]:
    """Years run forward from the first label that has one, and backward before it."""
    first = next((k for k, day in enumerate(whole) if day), None)
    out: list[Day | None] = list(whole)
    if first is None:
        return _yearless(loose)
    for step, order in ((1, range(first + 1, len(whole))), (-1, range(first - 1, -1, -1))):
        last = whole[first]
        for k in order:
            part = loose[k]
            if part and last:
                out[k] = _next(part, last, step)
            last = out[k] or last
    return tuple(out)


def _yearless(loose: Sequence[tuple[dict[str, str | None], Grain] | None]) -> tuple[Day | None, ...]:
    """Months of no stated year are dates only where they cannot be categories: never here."""
    return tuple(None for _ in loose)


def _next(part: tuple[dict[str, str | None], Grain], last: Day, step: int) -> Day | None:
    """The date nearest to the last one in the direction of reading."""
    fields, grain = part
    if grain == "hour":
        return _hour(fields, last, step)
    year = (EPOCH + timedelta(days=last.days)).year
    if "month" not in fields and grain == "day":
        return _same_month(fields, last, step)
    for candidate in (year - 1, year, year + 1)[:: 1 if step > 0 else -1]:
        day = _day(fields, grain, candidate)
        if day and (day.days - last.days) * step > 0:
            return day
    return None


def _hour(fields: dict[str, str | None], last: Day, step: int) -> Day:
    """The time of day next before or after the last label."""
    hour = int(fields["hour"] or 0) % (12 if fields.get("half") else 24) + 12 * (
        (fields.get("half") or "").lower() == "p"
    )
    part = (hour + int(fields.get("minute") or 0) / 60) / 24
    whole = last.days // 1
    return min(
        (Day(whole + d + part, "hour") for d in (-1, 0, 1, 2) if (whole + d + part - last.days) * step > 1e-6),
        key=lambda day: abs(day.days - last.days),
    )


def _same_month(fields: dict[str, str | None], last: Day, step: int) -> Day | None:
    number = int(fields["day"] or 1)
    for ahead in range(1, 62):
        day = EPOCH + timedelta(days=last.days + step * ahead)
        if day.day == number:
            return Day((day - EPOCH).days, "day")
    return None


def _slashed(found: Sequence[re.Match[str] | None]) -> tuple[Day | None, ...]:
    """01/11/21: the day first unless that gives no month."""
    given = [m for m in found if m]
    days_second = len({int(m[1]) for m in given}) > 1 and all(int(m[2]) == 1 for m in given)  # 1/1, 2/1, 3/1: months
    day_first = not days_second and not any(int(m[2]) > 12 for m in given)
    out: list[Day | None] = []
    for m in found:
        parts = (int(m[1]), int(m[2])) if m else (0, 0)
        day, month = parts if day_first else parts[::-1]
        out.append(_safe(_full_year(m[3]), month, day, "day") if m else None)
    return tuple(out)


def _day(fields: dict[str, str | None], grain: Grain, year: int | None) -> Day | None:
    if year is None:
        year = _full_year(fields.get("year") or "0")
    month = 1
    if fields.get("month"):
        month = MONTHS[str(fields["month"])[:3].lower()]
    elif fields.get("number"):
        month = int(fields["number"] or 1)
    elif fields.get("quarter"):
        month = 3 * int(fields["quarter"] or 1) - 2
    return _safe(year, month, int(fields.get("day") or 1), grain)


def _safe(year: int, month: int, day: int, grain: Grain) -> Day | None:
    try:
        return Day((date(year, month, day) - EPOCH).days, grain)
    except ValueError:
        return None


def _full_year(text: str) -> int:
    digits = text.lstrip("'")
    if len(digits) == 4:
        return int(digits)
    return 2000 + int(digits) if int(digits) < 50 else 1900 + int(digits)


def written(days: float, grain: Grain) -> str:
    """A day as ISO text, as fine as its grain."""
    if grain == "hour":
        return (datetime(1970, 1, 1) + timedelta(minutes=round(days * 1440))).isoformat(timespec="minutes")
    day = EPOCH + timedelta(days=round(days))
    if grain == "year":
        return str((day + timedelta(days=182)).year if day.month > 6 else day.year)
    if grain == "quarter":
        return f"{day.year}-Q{(day.month + 2) // 3}"
    return day.isoformat()[:7] if grain == "month" else day.isoformat()
