"""What a heading says of time, in English and Chinese: dates, days without a year, years, lengths.

Reading and meaning are two steps. `read_when` takes a phrase apart ("Six Months Ended June 2," -> 6 months, 2 June);
`resolve` joins what a column says with what its statement says into a Period.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from data.schemas import Period

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
YEAR = r"((?:19|20)\d{2})"
DATES = (
    (re.compile(rf"\b{MONTH}\s*(\d{{1,2}})(?:st|nd|rd|th)?\s*[,.]?\s*{YEAR}(?!\d)", re.I), "mdy"),
    (re.compile(rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?\s*(?:of\s+)?{MONTH}\s*,?\s*{YEAR}(?!\d)", re.I), "dmy"),
    (re.compile(rf"(?<!\d)(\d{{1,2}})[\s-]{MONTH}[\s-](\d{{2}})(?!\d)", re.I), "dmY"),
    (re.compile(rf"{YEAR}\s*年\s*(\d{{1,2}})\s*月\s*(\d{{1,2}})\s*日"), "ymd"),
    (re.compile(rf"(?<!\d){YEAR}[-/.](\d{{1,2}})[-/.](\d{{1,2}})(?!\d)"), "ymd"),
    (re.compile(rf"(?<!\d)(\d{{1,2}})[/.](\d{{1,2}})[/.]{YEAR}(?!\d)"), "x/y"),
)
DAYS = (
    (re.compile(rf"\b{MONTH}\s*(\d{{1,2}})(?:st|nd|rd|th)?(?!\s*\d)", re.I), "md"),
    (re.compile(rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?\s*(?:of\s+)?{MONTH}(?![a-z])", re.I), "dm"),
    (re.compile(r"(?<!\d)(\d{1,2})\s*月\s*(\d{1,2})\s*日"), "zh"),
)
ZH_RANGE = re.compile(rf"(?:{YEAR}\s*年?\s*)?(?<!\d)0?([147]|10)\s*月?\s*[-—–－~至到―]+\s*0?(3|6|9|12)\s*月")
ZH_PARTS = (  # what is named of a year, its length in months, its last month
    (re.compile(r"前\s*三\s*季\s*度|前\s*3\s*季\s*度"), 9, 9),
    (re.compile(r"第?\s*[一1]\s*季\s*度"), 3, 3),
    (re.compile(r"第\s*[二2]\s*季\s*度"), 3, 6),
    (re.compile(r"第\s*[三3]\s*季\s*度"), 3, 9),
    (re.compile(r"第\s*[四4]\s*季\s*度"), 3, 12),
    (re.compile(r"(?<!下)半\s*年\s*度|上\s*半\s*年"), 6, 6),
    (re.compile(r"下\s*半\s*年"), 6, 12),
)
EN_PART = re.compile(
    r"\bQ([1-4])(?=\W|$)|\bH([12])(?=\W|$)|\b([369])M(?=\W|$)|(?<!\d)(\d{1,2})\s*[-–]\s*(\d{1,2})/(?=20\d\d)", re.I
)
EN_RANGE = re.compile(rf"\b{MONTH}\s*[-–—]\s*{MONTH}(?=\W|$)", re.I)
FISCAL = re.compile(r"\b(?:fy|fiscal\s*(?:year)?)\s*['’]?(\d{2})(?!\d)", re.I)
SPLIT_YEAR = re.compile(r"(?<!\d)(20\d{2})\s*[/–-]\s*(\d{2})(?!\d|[/–-])")
BARE_YEAR = re.compile(rf"(?<![\d,.$£€]){YEAR}(?![\d,.]\d|\d|%)")
WEEKS = re.compile(r"(?<!\d)(\d{2}|fifty[- ]?(?:two|three)|thirteen|twelve|sixteen)\s*[- ]?weeks?", re.I)
WEEK_WORDS = {"fiftytwo": 52, "fiftythree": 53, "thirteen": 13, "twelve": 12, "sixteen": 16}
LENGTHS = (
    (3, re.compile(r"three[- ]?m[oe]|\b3[- ]?months?|quarter(?:s|ly)?\b|季度|[三3]\s*[个個]月", re.I)),
    (6, re.compile(r"six[- ]?m[oe]|\b6[- ]?months?|half[- ]?years?|半年度|[六6]\s*[个個]月", re.I)),
    (9, re.compile(r"nine[- ]?m[oe]|\b9[- ]?months?|[九9]\s*[个個]月", re.I)),
    (12, re.compile(r"twelve[- ]?m[oe]|\b12[- ]?months?|years?\s*-?\s*end|fiscal\s*years?|full[- ]?year|年度", re.I)),
)
HAN_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
HAN_YEAR = re.compile(r"[〇零○一二三四五六七八九]{4}(?=\s*年)")
HAN_COUNT = re.compile(r"(?<![〇零○一二三四五六七八九十])([一二三]?)(十?)([一二三四五六七八九]?)(?=\s*[月日])")
INSTANT = re.compile(r"\bas\s*(?:of|at)\b|\bat\s+(?=\d|[a-z]{3,9}\.?\s*\d)|期末|期初|年末|年初", re.I)
RELATIVE = (
    (1, re.compile(r"上期|上年|去年|(?:prior|previous|last|preceding)\s*(?:year|period)", re.I)),
    (0, re.compile(r"期末|本期(?!初)|本年(?!年?初)|年末|current\s*(?:year|period)|this\s*year|本报告期", re.I)),
    (1, re.compile(r"期初|年初", re.I)),
)


@dataclass(frozen=True, slots=True)
class When:
    """What one phrase says of time, in the order printed."""

    dates: tuple[date, ...] = ()
    days: tuple[tuple[int, int], ...] = ()  # (month, day) without a year
    years: tuple[int, ...] = ()
    months: int | None = None  # length: 3, 6, 9, 12
    weeks: int | None = None
    until: int | None = None  # last month of the part of a year that is named: 9 in 前三季度, 1-9月
    instant: bool = False
    relative: int | None = None  # 0 this period, 1 the one before

    @property
    def empty(self) -> bool:
        return not (self.dates or self.days or self.years or self.relative is not None)


def read_when(text: str) -> When:
    """Take a heading apart.

    >>> read_when("Six Months Ended June 2, 2023").dates, read_when("FY22").years, read_when("2020年1—12月").months
    ((datetime.date(2023, 6, 2),), (2022,), 12)
    """
    rest, dates = _dates(_arabic(text))
    months = _length(rest)
    months, until, rest = _part_of_year(rest, months)
    rest, days = _days(rest)
    years = [2000 + int(m[2]) for m in SPLIT_YEAR.finditer(rest)]
    rest = SPLIT_YEAR.sub(" ", rest)
    years += [int(m[1]) for m in BARE_YEAR.finditer(rest)] + [2000 + int(m[1]) for m in FISCAL.finditer(rest)]
    relative = next((order for order, pattern in RELATIVE if pattern.search(rest)), None)
    instant = bool(INSTANT.search(text))
    return When(dates, days, tuple(years), months, _weeks(text), until, instant, relative)


def _arabic(text: str) -> str:
    """二零二三年十二月三十一日 as 2023年12月31日."""
    if "月" not in text and "年" not in text:
        return text
    text = HAN_YEAR.sub(lambda m: m[0].translate(HAN_DIGITS), text)
    return HAN_COUNT.sub(_count, text)


def _count(match: re.Match[str]) -> str:
    tens, ten, ones = match.groups()
    if not match[0]:
        return ""
    if not ten:
        return f"{tens}{ones}".translate(HAN_DIGITS)
    return (tens.translate(HAN_DIGITS) or "1") + (ones.translate(HAN_DIGITS) or "0")


def _part_of_year(text: str, months: int | None) -> tuple[int | None, int | None, str]:
    """Length and last month of "1-9月" or 前三季度, and the text without a range of months."""
    span = ZH_RANGE.search(text)
    if span:
        return int(span[3]) - int(span[2]) + 1, int(span[3]), text.replace(span[0], f" {span[1] or ''} ")
    months_named = EN_RANGE.search(text)
    if months_named:
        first, last = _month(months_named[1]), _month(months_named[2])
        return (last - first) % 12 + 1, last, text.replace(months_named[0], " ")
    part = EN_PART.search(text)
    if part:
        return (*_english_part(part), text.replace(part[0], " "))
    named = next(((length, last) for words, length, last in ZH_PARTS if words.search(text)), None)
    return (*named, text) if named else (months, None, text)


def _english_part(match: re.Match[str]) -> tuple[int, int]:
    """Length and last month of Q3, H1, 9M, 7-9/2023."""
    quarter, half, months, first, last = (int(group or 0) for group in match.groups())
    if quarter:
        return 3, 3 * quarter
    if half:
        return 6, 6 * half
    return (months, months) if months else (last - first + 1, last)


def _dates(text: str) -> tuple[str, tuple[date, ...]]:
    found: list[tuple[int, date]] = []
    for pattern, form in DATES:
        for match in pattern.finditer(text):
            day = _to_date(match.groups(), form)
            if day:
                found.append((match.start(), day))
                text = text[: match.start()] + " " * len(match[0]) + text[match.end() :]
    return text, tuple(day for _, day in sorted(found, key=lambda f: f[0]))


def _to_date(parts: tuple[str, ...], form: str) -> date | None:
    if form == "mdy":
        year, month, day = int(parts[2]), _month(parts[0]), int(parts[1])
    elif form == "dmy":
        year, month, day = int(parts[2]), _month(parts[1]), int(parts[0])
    elif form == "dmY":
        year, month, day = 2000 + int(parts[2]), _month(parts[1]), int(parts[0])
    elif form == "ymd":
        year, month, day = int(parts[0]), int(parts[1]), int(parts[2])
    else:  # 31/12/2022 or 12/31/2022: only one of the two can be a date
        first, second, year = int(parts[0]), int(parts[1]), int(parts[2])
        month, day = (second, first) if second <= 12 else (first, second)
    return date(year, month, day) if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1] else None


def _month(name: str) -> int:
    return MONTHS.index(name[:3].lower()) + 1


def _days(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    found: list[tuple[int, tuple[int, int]]] = []
    for pattern, form in DAYS:
        for match in pattern.finditer(text):
            if form == "zh":
                month, day = int(match[1]), int(match[2])
            else:
                month, day = (_month(match[1]), int(match[2])) if form == "md" else (_month(match[2]), int(match[1]))
            if 1 <= month <= 12 and 1 <= day <= monthrange(2000, month)[1]:
                found.append((match.start(), (month, day)))
                text = text[: match.start()] + " " * len(match[0]) + text[match.end() :]
    return text, tuple(day for _, day in sorted(found))


def _length(text: str) -> int | None:
    found = [(match.start(), months) for months, pattern in LENGTHS if (match := pattern.search(text))]
    return min(found)[1] if found else None


def _weeks(text: str) -> int | None:
    match = WEEKS.search(text)
    if not match:
        return None
    word = re.sub(r"[- ]", "", match[1].lower())
    return WEEK_WORDS.get(word) or (int(word) if word.isdigit() else None)


def month_end(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


def back(day: date, months: int) -> date:
    """The same day so many months before; the last of a month stays the last."""
    index = day.year * 12 + day.month - 1 - months
    year, month = index // 12, index % 12 + 1
    last = monthrange(year, month)[1]
    return date(year, month, last if month_end(day) else min(day.day, last))


def day_in(year: int, month: int, day: int) -> date:
    """29 February only where there is one; the last of February stays the last."""
    last = monthrange(year, month)[1]
    return date(year, month, last if (month, day) in ((2, 28), (2, 29)) else min(day, last))


def duration(end: date, months: int | None, weeks: int | None = None) -> Period:
    """The period of that length that ends on that day."""
    if weeks:
        return Period(start=end - timedelta(days=7 * weeks - 1), end=end)
    return Period(start=back(end, months or 12) + timedelta(days=1), end=end)
