"""Spans: the periods a question names.

FY2018, fiscal 2018, 2018, year end FY2018      a fiscal year
Q2 of FY2024, second quarter of 2023, FY2023Q1  a quarter
H1 FY2023, first half of 2023                   a half
May 26, 2023; 2023年3月31日                      a day
FY2015 - FY2017, between 2018 and 2019          every year between, where a mean or a row of years is asked for
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from data.schemas import Span

_MONTHS = [month.lower() for month in calendar.month_name[1:]]
_MONTH = "|".join(f"{month}|{month[:3]}\\.?" for month in _MONTHS)
_ORDINAL = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_CHINESE = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_YEAR = (
    r"(?:(?:fiscal(?: year)?|fy|financial year|year)[ ']*)?(?<![\d.,$])(?:fy ?)?(?P<{0}>(?:19|20)\d\d)(?![\d%]|[.,]\d)"
)
_SHORT = r"(?:fy|fiscal)[ ']*(?P<{0}>\d\d)(?!\d)"
_ORDINALS = "|".join(_ORDINAL)

_PATTERNS = [
    re.compile(rf"(?P<month>{_MONTH}) (?P<day>\d\d?)(?:st|nd|rd|th)?,? ?(?P<y>(?:19|20)\d\d)"),
    re.compile(rf"(?P<day>\d\d?)(?:st|nd|rd|th)? (?P<month>{_MONTH}),? ?(?P<y>(?:19|20)\d\d)"),
    re.compile(r"(?P<y>(?:19|20)\d\d) ?年 ?(?P<m>\d\d?) ?月 ?(?P<day>\d\d?) ?日"),
    re.compile(r"(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<day>\d\d)"),
    re.compile(
        rf"(?:q(?P<q>[1-4])|(?P<nth>{_ORDINALS}) (?:fiscal )?quarter)(?: of| in|,|')?(?: the)? ?{_YEAR.format('y')}"
    ),
    re.compile(rf"(?:q(?P<q>[1-4])|(?P<nth>{_ORDINALS}) quarter)(?: of)? ?{_SHORT.format('short')}"),
    re.compile(r"(?:fy|fiscal)? ?(?P<y>(?:19|20)\d\d)[ -]?q(?P<q>[1-4])"),
    re.compile(r"(?P<y>(?:19|20)\d\d) ?年?度? ?第? ?(?P<cq>[一二三四1-4]) ?季度"),
    re.compile(rf"(?:h(?P<h>[12])|(?P<hth>first|second) half)(?: of)?(?: the)? ?{_YEAR.format('y')}"),
    re.compile(r"(?P<y>(?:19|20)\d\d) ?年?度? ?(?P<ch>上|下)半年"),
    re.compile(r"(?P<y>(?:19|20)\d\d) ?年度?(?:末|底)?"),
    re.compile(rf"(?:year[ -]?end(?:ed|ing)? )?{_YEAR.format('y')}"),
    re.compile(_SHORT.format("short")),
    re.compile(rf"q(?P<q>[1-4])(?!\d)|(?P<nth>{_ORDINALS}) quarter"),
]
_RANGE = re.compile(r"\s*(?:-|to|through|thru|until|至|到|\.\.)\s*(?:the )?(?:end of )?$")


def find_spans(text: str) -> tuple[list[Span], str, bool]:
    """The periods in folded text in order, the text without them, and whether two of them bound a row of years."""
    taken: list[tuple[int, int, Span]] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if all(match.end() <= start or match.start() >= end for start, end, _ in taken):
                span = _span(match)
                if span is not None:
                    taken.append((match.start(), match.end(), span))
    taken.sort(key=lambda item: item[0])
    ranged = any(_RANGE.match(text[a[1] : b[0]]) for a, b in pairwise(taken))
    rest, last = "", 0
    for start, end, _ in taken:
        rest += text[last:start] + " ⟦⟧ "
        last = end
    return _completed([span for _, _, span in taken]), rest + text[last:], ranged


def years_between(spans: list[Span]) -> list[Span]:
    """Every fiscal year from the first to the last."""
    years = sorted({span.year for span in spans if span.year})
    if len(years) < 2 or any(span.quarter or span.day for span in spans):
        return spans
    return [Span(year=year) for year in range(years[0], years[-1] + 1)]


def _span(match: re.Match[str]) -> Span | None:
    group = match.groupdict()
    year = int(group["y"]) if group.get("y") else 2000 + int(group["short"]) if group.get("short") else None
    if group.get("day"):
        month = int(group["m"]) if group.get("m") else _month(group["month"])
        try:
            return Span(day=date(year or 1, month, int(group["day"])))
        except ValueError:
            return None
    quarter = _ORDINAL.get(group.get("nth") or "") or _CHINESE.get(group.get("cq") or "") or int(group.get("q") or 0)
    half = {"first": 1, "second": 2, "上": 1, "下": 2}.get(group.get("hth") or group.get("ch") or "") or int(
        group.get("h") or 0
    )
    return Span(year=year, quarter=quarter or None, half=half or None)


def _month(name: str) -> int:
    return next(number for number, month in enumerate(_MONTHS, 1) if month.startswith(name[:3]))


def _completed(spans: list[Span]) -> list[Span]:
    """ "Q2 of FY2024 and FY2023": a part without a year takes the next year; a year after a quarter, its quarter."""
    years = [span.year for span in spans if span.year]
    filled = [s.model_copy(update={"year": years[0]}) if s.quarter and not s.year and years else s for s in spans]
    unique: list[Span] = []
    for span in filled:
        if span not in unique and (span.year or span.day):
            unique.append(span)
    return unique


def each(spans: list[Span]) -> Iterator[Span]:
    """The spans from the earliest to the latest."""
    yield from sorted(spans, key=lambda s: s.day or date(s.year or 1, 3 * (s.quarter or 4), 1))
