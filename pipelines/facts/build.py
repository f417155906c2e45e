"""Facts: every number of every statement line, in whole units, with XBRL's sign, its period, scope and place.

    statements ─► concepts ─► signs ─► facts of each statement ─► one fact for what several places state ─► ids

Value = printed number × scale × sign. A column without a period gives no fact, an empty cell neither; a dash is 0.
Statements that are not the primary ones keep facts of their own scope; what they state of a consolidated period
is left to `reconcile`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import Decimal

from data.schemas import Amount, Column, DocumentInfo, Fact, Period, Provenance, Row, Statement
from data.schemas.fact import Method, Place
from pipelines.contracts import Backend
from pipelines.facts.calibration import calibrated
from pipelines.facts.concepts import Names, map_concepts
from pipelines.facts.concepts_income import SHARES_BASIC, SHARES_DILUTED
from pipelines.facts.concepts_picks import Naming, Pick
from pipelines.facts.concepts_ties import CASH_LINE, END_LINE
from pipelines.facts.concepts_view import View, view_of
from pipelines.facts.merge import SECONDARY, merged
from pipelines.facts.signs import signs

_PLACES: dict[str, Place] = {
    "income": "income",
    "comprehensive": "income",
    "balance": "balance",
    "cashflow": "cashflow",
    "equity": "equity",
}
_AGAIN = ("other:repeated", "other:summarised", "other:selected data")  # the company's own figures, told again
SECOND_HAND = 0.6  # certainty of a statement that repeats another, perhaps another company's
_PER_SHARE = ("EarningsPerShareBasic", "EarningsPerShareDiluted")


def build_facts(statements: Sequence[Statement], info: DocumentInfo, backend: Backend) -> tuple[Fact, ...]:
    """Facts of all statements that have periods in their columns, in the order of the document."""
    kept = [s for s in statements if s.kind != "equity"]
    names = map_concepts(kept, backend)
    found: list[Fact] = []
    for primary in (True, False):
        for statement, namings in zip(kept, names, strict=True):
            if statement.primary is primary:
                found.extend(_facts_of(statement, namings))
    return tuple(f.model_copy(update={"id": f"f{n}"}) for n, f in enumerate(merged(found), 1))


def _facts_of(statement: Statement, names: Names) -> Iterator[Fact]:
    view = view_of(statement)
    picks = {n.concept: Pick(i, n.confidence) for i, namings in enumerate(names) for n in namings}
    turned = signs(view, picks)
    columns = _usable(statement)
    for i, (row, namings) in enumerate(zip(statement.rows, names, strict=True)):
        for naming in namings:
            for c, scope in columns:
                amount, period = row.amounts[c], _period(view, i, statement.columns[c])
                if amount is None or period is None:
                    continue
                yield _fact(
                    _Place(statement, row, amount, statement.columns[c]),
                    naming,
                    period,
                    scope,
                    turned.get(i, 1),
                )


class _Place:
    """Where a number stands: statement, row, cell, column."""

    __slots__ = ("amount", "column", "row", "statement")

    def __init__(self, statement: Statement, row: Row, amount: Amount, column: Column) -> None:
        self.statement, self.row, self.amount, self.column = statement, row, amount, column


def _fact(place: _Place, naming: Naming, period: Period, scope: str, sign: int) -> Fact:
    factor, unit = _unit(place, naming)
    value = place.amount.value * factor * sign
    method: Method = "text-layer" if place.amount.confidence >= 1 else "ocr"
    sure = naming.confidence * place.statement.confidence * place.amount.confidence
    sure *= SECOND_HAND if scope == SECONDARY else 1
    return Fact(
        id="f0",
        concept=naming.concept,
        label=place.row.label,
        statement=_PLACES[place.statement.kind],
        scope=scope,
        value=value if value else Decimal(0),
        unit=unit,
        period=period,
        confidence=calibrated("rule" if naming.by_rule else "own" if naming.own else "line", sure),
        provenance=(Provenance(page=place.amount.page, bbox=place.amount.bbox, method=method, text=place.amount.text),),
    )


def _unit(place: _Place, naming: Naming) -> tuple[Decimal, str]:
    """Factor to whole units, and the unit's name."""
    currency = place.column.currency or place.statement.currency
    unit = place.amount.unit
    if unit == "per-share" or naming.concept in _PER_SHARE:
        return place.statement.per_share_scale, f"{currency}/shares"
    if unit == "shares" or naming.concept in (SHARES_BASIC, SHARES_DILUTED):
        return place.statement.share_scale, "shares"
    if unit == "percent":
        return Decimal("0.01"), "pure"
    return place.statement.scale, currency


def _usable(statement: Statement) -> list[tuple[int, str]]:
    """Columns with a period, with their scope. Of two columns for one period the restated one is the company's word."""
    found: list[tuple[int, str]] = []
    for c, column in enumerate(statement.columns):
        if column.period is None:
            continue
        scope = column.scope or statement.scope
        if not statement.primary and scope in ("consolidated", *_AGAIN):
            scope = SECONDARY
        if column.currency and column.currency != statement.currency:
            scope = "other:translation"
        elif _outdone(statement.columns, c):
            scope = "other:as previously reported"
        found.append((c, scope))
    return found


def _outdone(columns: Sequence[Column], c: int) -> bool:
    """True where another column states the same period and scope, restated, or first where none is."""
    mine = columns[c]
    rivals = [
        d
        for d, other in enumerate(columns)
        if d != c and (other.period, other.scope, other.currency) == (mine.period, mine.scope, mine.currency)
    ]
    if mine.restated or not rivals:
        return False
    return any(columns[d].restated for d in rivals) or min(rivals) < c


def _period(view: View, i: int, column: Column) -> Period | None:
    """The column's period; an instant on the balance sheet and for cash at the beginning and end of a period."""
    period = column.period
    if period is None:
        return None
    if view.kind == "balance":
        return Period(instant=period.last)
    if view.kind == "cashflow" and CASH_LINE.fullmatch(view.labels[i]):
        if END_LINE.fullmatch(view.labels[i]):
            return Period(instant=period.last)
        return Period(instant=period.start - timedelta(days=1)) if period.start else None
    return period if period.start else None
