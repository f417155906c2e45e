"""Facts as tables: one for each statement, lines down and periods across, in the scale of the print.

The scale is found by setting each value beside its printed text: 6,779,511,000 beside "6,779,511" is thousands.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, InvalidOperation
from typing import Any

from data.schemas import BBox, Fact, Period

ORDER = (
    "income",
    "balance",
    "cashflow",
    "equity",
    "segment",
    "note",
    "narrative",
    "chart",
    "derived",
    "parent",
    "other",
)
CAPITALISED = re.compile(r"[A-Z][a-z]*")
DIGITS = re.compile(r"[^\d.]")
MOST_PERIODS = 6
WIDE = Context(prec=100)  # a misread number of forty digits must not stop a report


@dataclass(frozen=True, slots=True)
class GridRow:
    """A line: its facts run parallel to the columns of the grid."""

    label: str
    concept: str
    scope: str
    facts: tuple[Fact | None, ...]
    texts: tuple[str, ...]
    unit: str = ""  # of a line that is not money
    period: str = ""  # only in a list

    @property
    def aside(self) -> str:
        """The scope where it is not the whole company and the label does not say it."""
        scope = "" if self.scope == "consolidated" else self.scope.rpartition(":")[2]
        return "" if scope == self.label else scope


@dataclass(frozen=True, slots=True)
class Grid:
    """The facts of one statement."""

    kind: str
    title: str
    unit: str
    columns: tuple[str, ...]
    rows: tuple[GridRow, ...]
    listed: bool = False  # one fact a row, where there are too many periods for columns


def is_money(unit: str) -> bool:
    return "/" not in unit and unit not in ("pure", "shares")


def kind_of(fact: Fact) -> str:
    """The grid a fact belongs to: its statement, unless it is derived or of another scope than the whole."""
    if fact.method == "derived":
        return "derived"
    scope = fact.scope.partition(":")[0]
    return scope if scope in ("segment", "parent", "other") else fact.statement or "note"


def grids(facts: Sequence[Fact], words: dict[str, Any]) -> tuple[Grid, ...]:
    """One grid a statement, in the order in which statements are read."""
    groups: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        groups[kind_of(fact)].append(fact)
    common = print_scale(facts)  # derived values have no print of their own
    scales = {kind: common if kind == "derived" else print_scale(group) for kind, group in groups.items()}
    return tuple(_grid(kind, groups[kind], scales[kind], words) for kind in ORDER if groups[kind])


def _grid(kind: str, facts: list[Fact], divisor: int, words: dict[str, Any]) -> Grid:
    periods = sorted({_column(f.period, facts) for f in facts}, key=lambda p: (p.last, p.days), reverse=True)
    currency = Counter(f.unit for f in facts if is_money(f.unit)).most_common(1)
    listed = len(periods) > MOST_PERIODS
    return Grid(
        kind=kind,
        title=words["statements"][kind],
        unit=unit_text(currency[0][0], divisor, words) if currency else "",
        columns=(words["value"],) if listed else tuple(period_text(period, words) for period in periods),
        rows=_list(facts, divisor, words) if listed else _rows(facts, periods, divisor, words),
        listed=listed,
    )


def _rows(facts: list[Fact], periods: Sequence[Period], divisor: int, words: dict[str, Any]) -> tuple[GridRow, ...]:
    """A row a line of the statement."""
    rows: dict[tuple[str, str, str], dict[Period, Fact]] = {}
    for fact in sorted(facts, key=_place):
        row = rows.setdefault((fact.scope, fact.concept, fact.unit), {})
        row.setdefault(_column(fact.period, facts), fact)
    shown: set[tuple[int, BBox]] = set()
    lines = []
    for found in rows.values():
        places = {(fact.provenance[0].page, fact.provenance[0].bbox) for fact in found.values()}
        if not places <= shown:  # a line that is two concepts at once (net income) is printed once
            lines.append(_row(found, periods, divisor, words))
        shown |= places
    return tuple(lines)


def _column(period: Period, facts: Sequence[Fact]) -> Period:
    """The column of a period: cash at a year's end stands in the column of the year."""
    if period.instant is None:
        return period
    spans = [fact.period for fact in facts if fact.period.days and fact.period.last == period.last]
    return max(spans, key=lambda span: span.days, default=period)


def _list(facts: list[Fact], divisor: int, words: dict[str, Any]) -> tuple[GridRow, ...]:
    """A row a fact, with its period."""
    return tuple(
        GridRow(f.label, f.concept, f.scope, (f,), (cell_text(f, divisor),), own_unit(f.unit, words), when)
        for f in sorted(facts, key=_place)
        for when in (period_text(f.period, words),)
    )


def _place(fact: Fact) -> tuple[int, float, float]:
    """The order of the print."""
    first = fact.provenance[0]
    return (first.page, round(first.bbox.top), first.bbox.x0)


def _row(found: dict[Period, Fact], periods: Sequence[Period], divisor: int, words: dict[str, Any]) -> GridRow:
    facts = tuple(found.get(period) for period in periods)
    first = next(iter(found.values()))
    texts = tuple(cell_text(fact, divisor) if fact else "" for fact in facts)
    return GridRow(first.label, first.concept, first.scope, facts, texts, _note(first, words))


def _note(fact: Fact, words: dict[str, Any]) -> str:
    """The unit of a line that is not money; of a segment's line, what it is."""
    if fact.scope == f"segment:{fact.label}":
        return " ".join(CAPITALISED.findall(fact.concept.removeprefix("r1:"))).lower()
    return own_unit(fact.unit, words)


def print_scale(facts: Iterable[Fact]) -> int:
    """What the print leaves out of most money values: 1, 1000, 1000000..."""
    votes: Counter[int] = Counter()
    for fact in facts:
        shown = printed_value(fact.provenance[0].text) if is_money(fact.unit) and fact.method != "derived" else None
        if shown and fact.value and (ratio := abs(fact.value) / shown) >= 1 and ratio == ratio.to_integral_value():
            votes[int(ratio)] += 1
    best = votes.most_common(1)
    return best[0][0] if best else 1


def printed_value(text: str) -> Decimal | None:
    """The number in a printed text, without sign; None where there is none."""
    try:
        return Decimal(DIGITS.sub("", text)) or None
    except InvalidOperation:
        return None


def cell_text(fact: Fact, divisor: int) -> str:
    """A value in a column: grouped, negative in parentheses, ratios with four digits at most."""
    value = fact.value / divisor if is_money(fact.unit) else fact.value
    most = 2 if fact.method == "derived" and abs(value) >= 10 else 4
    text = plain_number(abs(value), most, least(fact))
    return f"({text})" if fact.value < 0 else text


def least(fact: Fact) -> int:
    """Decimals of the print, so that a column stands on its decimal points; none for a derived value, none for shares
    (276.4 printed in millions is a count of whole ones)."""
    _, point, decimals = fact.provenance[0].text.partition(".")
    return (
        sum(char.isdigit() for char in decimals) if point and fact.method != "derived" and fact.unit != "shares" else 0
    )


def plain_number(value: Decimal, most: int, least: int = 0) -> str:
    """Grouped, with the decimals it has, `most` at most and `least` at least."""
    whole, _, decimals = f"{value.quantize(Decimal(1).scaleb(-most), context=WIDE):,f}".partition(".")
    decimals = decimals.rstrip("0").ljust(min(least, most), "0")
    return f"{whole}.{decimals}" if decimals else whole


def unit_text(unit: str, divisor: int, words: dict[str, Any]) -> str:
    """ "US$ thousand", "千美元"; the bare number where a scale has no name."""
    currency = words["currencies"].get(unit, unit)
    scale = words["scales"].get(divisor, f"× {divisor:,}")
    return str(words["unit_order"]).format(currency=currency, scale=scale).strip()


def own_unit(unit: str, words: dict[str, Any]) -> str:
    """The unit of a line that is not money: "US$ per share", "shares"; empty for money and ratios."""
    if unit.endswith("/shares"):
        currency = unit.removesuffix("/shares")
        return str(words["per_share"]).format(currency=words["currencies"].get(currency, currency))
    return str(words["shares"]) if unit == "shares" else ""


def period_text(period: Period, words: dict[str, Any]) -> str:
    """A full year by its last day, other spans by both days."""
    if period.instant or 350 <= period.days <= 380:
        return period.last.isoformat()
    return f"{period.start} {words['to']} {period.end}"
