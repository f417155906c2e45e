"""Rows: a line of a table found by its label, group and title, and the cell of it under the period asked for.

found      rows whose words cover the question's; the label must hold some of them, or be a total
column     the head (or label) that names the year, the quarter, the day; "end", "total" where several do
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from data.knowledge import knowledge
from data.schemas import Digest, Line, Place, Question, Span

from .numbers import Number, cell_number, scale_in
from .terms import Terms, terms_of

LEAST = 0.75  # share of the question's words that a row with its headings must have
TOTAL = re.compile(r"^(?:sub-?)?totals?\b|^$|合计|小计|总计", re.IGNORECASE)
CHANGE = re.compile(r"change|variance|increase|decrease|%|percent|\bvs\b|增减|变动|比例", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that may answer."""

    line: Line
    cover: float  # of the question's words, with headings
    close: float  # how much of the label the question names
    score: float


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of a row in whole units."""

    number: Decimal
    kind: str  # money, percent, count
    place: Place
    sure: float


def find_rows(question: Question, terms: Terms, digest: Digest, most: int = 8) -> list[Hit]:
    """The best rows, best first."""
    hits = [hit for line in digest.lines if (hit := _hit(line, terms))]
    return sorted(hits, key=lambda hit: -hit.score)[:most]


def _hit(line: Line, terms: Terms) -> Hit | None:
    label = terms_of(line.label)
    if not (label & terms.weights.keys() or TOTAL.search(line.label)):
        return None
    near = label | terms_of(line.group)
    everything = near | terms_of(line.title) | terms_of(" ".join(cell.head for cell in line.cells))
    cover = terms.cover(everything)
    if cover < LEAST:
        return None
    own = terms.cover(label)
    close = len(label & terms.weights.keys()) / len(label) if label else 0.3
    return Hit(line, cover, close, 2 * cover + own + 0.6 * terms.cover(near) + 0.5 * close)


def cell_at(line: Line, span: Span | None, digest: Digest, question: Question) -> Cell | None:
    """The number of the row in the period; without one, the first."""
    numbers = [(place, number) for place in line.cells if (number := cell_number(place.text))]
    numbers = [(place, number) for place, number in numbers if not CHANGE.search(place.head)] or numbers
    if not numbers:
        return None
    chosen, sure = _column(line, numbers, span, digest)
    if chosen is None:
        return None
    place, number = chosen
    return _cell(line, place, number, sure, digest, question)


def _column(
    line: Line, numbers: Sequence[tuple[Place, Number]], span: Span | None, digest: Digest
) -> tuple[tuple[Place, Number] | None, float]:
    if span is None or (span.year is None and span.day is None):
        return numbers[0], 0.8
    fitting = [item for item in numbers if _names(item[0].head, span, digest)]
    if fitting:
        return max(fitting, key=lambda item: _later(item[0].head, span)), 1.0 if len(fitting) == 1 else 0.8
    label = f"{line.group} {line.label}"
    if _names(label, span, digest):
        total = [item for item in numbers if re.search(r"total|合计", item[0].head, re.IGNORECASE)]
        return (total or numbers)[-1], 0.9
    dated = any(re.search(r"(?:19|20)\d\d", place.head) for place, _ in numbers)
    own = digest.info.fiscal_year is not None and span.year in (digest.info.fiscal_year, _end_year(digest))
    if not dated and own and not re.search(r"(?:19|20)\d\d", label):
        return numbers[0], 0.6
    return None, 0.0


def _names(head: str, span: Span, digest: Digest) -> bool:
    years = {int(year) for year in re.findall(r"(?:19|20)\d\d", head)}
    wanted = span.year or (span.day.year if span.day else 0)
    if not years:
        return bool(re.search(r"current year|this year|本期|本年|期末", head)) and wanted == digest.info.fiscal_year
    if span.day and not span.months:
        return wanted in years and (str(span.day.day) in re.findall(r"\d+", head) or len(years) == 1)
    return wanted in years


def _later(head: str, span: Span) -> float:
    """Of several columns of a year: the year for a year, the quarter for a quarter; the end, not the beginning."""
    low = head.lower()
    score = 0.0
    long = bool(re.search(r"twelve|year|12 months|年度", low))
    short = bool(re.search(r"three months|quarter|13 weeks|thirteen", low))
    score += (long - short) if not span.quarter and not span.half else (short - long)
    score += 2 * bool(re.search(r"\bend\b|ending|期末", low)) - 2 * bool(re.search(r"beginning|opening|期初", low))
    return score + 0.5 * ("total" in low)


def _cell(line: Line, place: Place, number: Number, sure: float, digest: Digest, question: Question) -> Cell:
    if number.kind == "percent" or re.search(r"%|percent", place.head + line.label, re.IGNORECASE):
        value = number.value if number.kind == "percent" else number.value / 100
        return Cell(value, "percent", place, sure)
    if is_count(line, number, question):
        return Cell(number.value, "count", place, sure)
    told = scale_in(f"{place.head} {line.title}")
    power = told if told is not None else usual_power(digest)
    return Cell(number.value.scaleb(power), "money", place, sure if told is not None else sure * 0.95)


def is_count(line: Line, number: Number, question: Question) -> bool:
    """True where the row counts things, not money."""
    if number.kind == "money":
        return False
    counts = knowledge("notes")["counts"]
    asked = re.search(knowledge("questions")["grammar"]["count"], question.text)
    return bool(asked or re.search(counts, line.label.lower()))


def usual_power(digest: Digest) -> int:
    """The power of ten in which this document prints money: of its facts, the most frequent one."""
    powers: Counter[int] = Counter()
    for fact in digest.facts[:400]:
        printed = cell_number(fact.provenance[0].text)
        if fact.unit.isupper() and len(fact.unit) == 3 and printed and printed.value and fact.value:
            ratio = abs(fact.value / printed.value)
            powers[ratio.adjusted()] += 1 if ratio == Decimal(10) ** ratio.adjusted() else 0
    return powers.most_common(1)[0][0] if powers else 0


def _end_year(digest: Digest) -> int:
    return digest.info.period_end.year if digest.info.period_end else 0


def same_table(line: Line, lines: Iterable[Line]) -> list[Line]:
    """All rows of its table."""
    return [other for other in lines if other.table == line.table]
