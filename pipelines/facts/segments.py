"""Segments: revenue and result of each, from tables that add up to the consolidated revenue.

A table is believed because of its numbers: rows (or columns) whose sum is a total that equals the revenue of the
income statement in the same column. That equality names the scale and the period at once, so no head is parsed.
Which of several break-downs (by segment, product, country) is the one by segment is told by the word on its page and
by whether it goes on to give results.

    tables ─► lines of numbers ─► totals that are revenue ─► parts that add up ─► facts of scope "segment:<name>"
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from data.knowledge import knowledge
from data.schemas import BBox, Cell, Document, Fact, Page, Period, Provenance, Table

REVENUE = ("Revenues", "RevenueFromContractWithCustomerExcludingAssessedTax", "RevenuesNetOfInterestExpense")
RESULT = "r1:SegmentOperatingProfit"
SCALES = tuple(Decimal(10) ** power for power in (0, 3, 6, 9))
MOST_PARTS = 12
FEWEST_PARTS = 2
CONFIDENCE = 0.9
HEAD_HEIGHT = 42.0  # points above the numbers of a column in which its head stands
NUMBER = re.compile(r"^\(?[-−]?[$€£¥]?\s*\(?[-−]?\d[\d,]*(?:\.\d+)?\)?$")
YEAR = re.compile(r"^(?:19|20)\d\d$")
NOTE_MARK = re.compile(r"(?<=[A-Za-z)])\d(?:,\d)*$|\s*\(\d\)$|\*+$")


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """A pattern of data/knowledge/segments.yaml."""
    return re.compile(knowledge("segments")[name], re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Line:
    """A row or column of a table: its label and its numbers by position in the other direction."""

    label: str
    numbers: dict[int, tuple[Decimal, Cell]]


@dataclass(frozen=True, slots=True)
class _Breakdown:
    """Parts of revenue in one table, and where each position stands in time and scale."""

    parts: tuple[_Line, ...]
    results: tuple[_Line, ...]
    columns: dict[int, tuple[Period, Decimal]]  # position → period, scale
    page: int
    said: int  # how often the page says "segment"

    @property
    def names(self) -> frozenset[str]:
        return frozenset(_key(part.label) for part in self.parts)


def segment_facts(document: Document, tables: Sequence[Table], facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Facts of scope "segment:<name>"; empty where no table adds up. Ids begin with "s"."""
    revenue = [
        f for f in facts if f.concept in REVENUE and f.scope == "consolidated" and f.value > 0 and f.period.start
    ]
    taken = {place.page for fact in revenue for place in fact.provenance[:1]}  # the income statement itself
    pages = {page.number: page for page in document.pages}
    found = [b for t in tables if t.page not in taken for b in _breakdowns(t, revenue, pages.get(t.page))]
    found = [
        b for b in found if b.results or not any(_pattern("region").search(name) for name in b.names)
    ]  # sales by country
    best = max(found, key=lambda b: (bool(b.results), min(b.said, 3), len(b.columns)), default=None)
    if best is None or not best.said:
        return ()
    same = [best, *(b for b in found if b is not best and b.names == best.names)]
    source = "USD" if not revenue else revenue[0].unit
    return tuple(_numbered(_facts(same, source)))


def _breakdowns(table: Table, revenue: Sequence[Fact], page: Page | None) -> Iterator[_Breakdown]:
    said = len(_pattern("word").findall(" ".join(word.text for word in page.words))) if page else 0
    if not said:
        return
    across = _columns(table, page)
    for lines in (_rows(table), across):
        for place, total in enumerate(lines):
            columns = _periods(total, revenue)
            parts = _parts(lines, place, columns) if columns else ()
            if parts:
                results = _same_columns(table, parts, columns) if lines is across else _results(lines, place, parts)
                yield _Breakdown(parts, results, columns, table.page, said)


def _rows(table: Table) -> list[_Line]:
    """Rows top to bottom; a row without numbers is a heading."""
    lines = []
    for row in range(table.n_rows):
        cells = sorted((c for c in table.cells if c.row == row), key=lambda c: c.column)
        label = next((c.text for c in cells if c.text and not _is_number(c.text)), "")
        lines.append(
            _Line(label, {c.column: (_value(c.text), c) for c in cells if _is_number(c.text) and not c.header})
        )
    return lines


def _columns(table: Table, page: Page | None) -> list[_Line]:
    """Columns left to right, only of rows that speak of sales or results; the label is the lowest head."""
    labels = {c.row: c.text for c in table.cells if c.column == 0}
    wanted = {
        row
        for row, text in labels.items()
        if (_pattern("sales").search(text) or _pattern("profit").search(text)) and not _pattern("prose").search(text)
    }
    lines = []
    for column in range(1, table.n_columns):
        cells = [c for c in table.cells if c.column <= column < c.column + c.column_span]
        heads = [c for c in cells if c.header and c.column_span == 1 and c.text]
        label = " ".join(c.text for c in sorted(heads, key=lambda c: c.row)[-2:])
        own = {c.row: (_value(c.text), c) for c in cells if c.row in wanted and _is_number(c.text)}
        lines.append(_Line(label or _words_above(page, [c for c in cells if _is_number(c.text)]), own))
    return lines


def _words_above(page: Page | None, cells: Sequence[Cell]) -> str:
    """What stands over the numbers of a column whose head is not part of the table."""
    if page is None or not cells:
        return ""
    around = BBox.around(cell.bbox for cell in cells)
    dated = {
        word.line for word in page.words if YEAR.search(word.text)
    }  # "Year ended December 31, 2015" heads them all
    near = [
        word
        for word in page.words
        if around.top - HEAD_HEIGHT <= word.bbox.top and word.bbox.bottom <= around.top + 1
        if around.x0 - 12 <= word.bbox.x_mid <= around.x1 + 12
        and not _pattern("unit").search(word.text)
        and word.line not in dated
    ]
    return " ".join(word.text for word in sorted(near, key=lambda word: (round(word.bbox.top), word.bbox.x0)))


def _periods(total: _Line, revenue: Sequence[Fact]) -> dict[int, tuple[Period, Decimal]]:
    """Positions at which the line is revenue, all in one scale."""
    for scale in SCALES:
        matched: dict[int, tuple[Period, Decimal]] = {}
        for position, (number, _) in total.numbers.items():
            periods = {fact.period for fact in revenue if number and fact.value == number * scale}
            if len(periods) == 1:
                matched[position] = (periods.pop(), scale)
        if matched:
            return matched
    return {}


def _parts(lines: Sequence[_Line], place: int, columns: dict[int, tuple[Period, Decimal]]) -> tuple[_Line, ...]:
    """The run of lines just above the total that adds up to it at every position."""
    total = lines[place]
    run: list[_Line] = []
    for line in reversed(lines[max(0, place - MOST_PARTS) : place]):
        if not line.numbers:
            break
        run.insert(0, line)
        if len(run) >= FEWEST_PARTS and all(_adds_up(run, total, position) for position in columns):
            first = place - len(run)
            opened = [part for i, line in enumerate(run, first) for part in _opened(lines, i, line, columns)]
            named = tuple(part for part in opened if part.label and not _pattern("no_segment").search(part.label))
            sound = len(named) >= FEWEST_PARTS and not any(_pattern("prose").search(part.label) for part in run)
            return named if sound else ()
    return ()


def _opened(
    lines: Sequence[_Line], place: int, line: _Line, columns: dict[int, tuple[Period, Decimal]]
) -> tuple[_Line, ...]:
    """The parts of a line that is itself the sum of the segments; the line, where it is one segment."""
    return _parts(lines, place, columns) if _pattern("subtotal").search(line.label) else (line,)


def _adds_up(run: Sequence[_Line], total: _Line, position: int) -> bool:
    sums = sum((line.numbers[position][0] for line in run if position in line.numbers), Decimal(0))
    known = sum(position in line.numbers for line in run)
    return known >= FEWEST_PARTS and abs(sums - total.numbers[position][0]) <= 1


def _results(lines: Sequence[_Line], place: int, parts: Sequence[_Line]) -> tuple[_Line, ...]:
    """The same names once more, under a heading that speaks of profit."""
    names = {_key(part.label) for part in parts}
    speaks = False
    found: list[_Line] = []
    for line in lines[place + 1 :]:
        if not line.numbers:
            speaks = bool(_pattern("profit").search(line.label)) or (speaks and not line.label)
        elif speaks and _key(line.label) in names and len(found) < len(names):
            found.append(line)
    return tuple(found) if len(found) * 2 >= len(names) else ()


def _same_columns(
    table: Table, parts: Sequence[_Line], columns: dict[int, tuple[Period, Decimal]]
) -> tuple[_Line, ...]:
    """Where segments are columns: their numbers in the first row that speaks of profit, at the revenue's place."""
    labels = sorted((c.row, c.text) for c in table.cells if c.column == 0 and c.row > min(columns))
    row = next(
        (row for row, text in labels if _pattern("profit").search(text) and not _pattern("prose").search(text)), None
    )
    if row is None or len(columns) != 1:
        return ()
    (position,) = columns
    return tuple(_Line(part.label, {position: part.numbers[row]}) for part in parts if row in part.numbers)


def _facts(breakdowns: Sequence[_Breakdown], currency: str) -> Iterator[Fact]:
    seen: set[tuple[str, str, Period]] = set()
    for breakdown in breakdowns:
        names = {_key(part.label): _name(part.label) for part in breakdown.parts}
        for concept, lines in (("Revenues", breakdown.parts), (RESULT, breakdown.results)):
            for line in lines:
                for position, (period, scale) in breakdown.columns.items():
                    identity = (concept, _key(line.label), period)
                    if position in line.numbers and identity not in seen:
                        seen.add(identity)
                        number, cell = line.numbers[position]
                        yield _fact(concept, names[_key(line.label)], period, number * scale, cell, currency)


def _fact(concept: str, name: str, period: Period, value: Decimal, cell: Cell, currency: str) -> Fact:
    return Fact(
        id="",
        concept=concept,
        label=name,
        statement="segment",
        scope=f"segment:{name}",
        value=value,
        unit=currency,
        period=period,
        confidence=CONFIDENCE,
        provenance=(Provenance(page=cell.page, bbox=cell.bbox, text=cell.text),),
    )


def _numbered(facts: Iterator[Fact]) -> Iterator[Fact]:
    for number, fact in enumerate(facts, 1):
        yield fact.model_copy(update={"id": f"s{number}"})


def _is_number(text: str) -> bool:
    return bool(NUMBER.match(text.strip()))


def _value(text: str) -> Decimal:
    digits = Decimal(re.sub(r"[^\d.]", "", text) or 0)
    return -digits if "(" in text or "−" in text or "-" in text else digits


def _name(label: str) -> str:
    name = NOTE_MARK.sub("", " ".join(label.split())).rstrip(" :")
    return re.sub(r"^total\s+|\s+segment$", "", name, flags=re.IGNORECASE)


def _key(label: str) -> str:
    return _name(label).casefold()
