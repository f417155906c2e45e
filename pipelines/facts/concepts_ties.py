"""The cash flow statement tied to the other two: whose net income it begins with, which cash it ends with.

Net income of the cash flow is a concept only where its values are those of the income statement; cash at the end of
the period is `CashAndCashEquivalentsAtCarryingValue` only where it is the balance sheet's. Otherwise the lines keep
names of their own, so that one concept never has two values.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from pipelines.facts.concepts_picks import Pick, Picks
from pipelines.facts.concepts_view import View
from pipelines.facts.lexicon import patterns

CASH = "CashAndCashEquivalentsAtCarryingValue"
RESTRICTED = "CashCashEquivalentsRestrictedCashAndRestrictedCashEquivalents"
DEPRECIATION = "DepreciationDepletionAndAmortization"
CASH_LINE = re.compile(
    r"(?=.*\bcash\b)(?=.*\b(?:end|ended|ending|close|closing|beginning|start|opening)\b)"
    r"(?!.*\b(?:increase|decrease|change|effects?|expenditures|activities|paid)\b).*"
    r"|cash and cash equivalents (?:at|as at|on) (?:\d{1,2} \w+|\w+ \d{1,2})(?: \d{4})?"
    r"|期[末初]现金及?现金等价物.*余额|.*现金及现金等价物的?期[末初]余额"
)
END_LINE = re.compile(
    r".*\b(?:end|ended|ending|close|closing)\b.*|.*期末.*|.* (?:at|on) (?:(?:2\d|3[01]) \w+|\w+ (?:2\d|3[01]))\b.*"
)
_PLAIN_DEPRECIATION = re.compile(r"depreciation(?: and)? amortization(?: expenses?| charges?)?|折旧及摊销")

Values = dict[date, Decimal]


def tie_cash_flow(views: tuple[View, ...], picks: tuple[Picks, ...]) -> tuple[Picks, ...]:
    """Picks with the lines of the cash flow statements that the other statements settle."""
    tied = []
    for view, own in zip(views, picks, strict=True):
        if view.kind == "comprehensive":
            tied.append(own | _net_income(view, views, picks))
        elif view.kind == "cashflow":
            tied.append(own | _net_income(view, views, picks) | _cash(view, views, picks))
        else:
            tied.append(_depreciation(view, own, views, picks))
    return tuple(tied)


def _values(view: View, row: int) -> Values:
    """Whole-unit values by last day; a parent company's columns beside the consolidated ones do not count."""
    scale, found = view.statement.scale, Values()
    for column, amount in zip(view.statement.columns, view.statement.rows[row].amounts, strict=True):
        if amount is not None and column.period is not None and column.scope in (None, view.statement.scope):
            found.setdefault(column.period.last, amount.value * scale)
    return found


def _partner(view: View, kind: str, views: tuple[View, ...], picks: tuple[Picks, ...]) -> list[tuple[View, Picks]]:
    return [
        (v, p)
        for v, p in zip(views, picks, strict=True)
        if v.kind == kind
        and v.statement.scope == view.statement.scope
        and v.statement.primary == view.statement.primary
    ]


def _net_income(view: View, views: tuple[View, ...], picks: tuple[Picks, ...]) -> Picks:
    book = patterns("profit")
    lines = [
        i
        for i in view.rows()
        if view.money(i)
        and view.sections[i] in ("operating", "")
        and not book.says("not", view.labels[i])
        and (book.rank("whole", view.labels[i]) is not None or book.rank("attributable", view.labels[i]) is not None)
    ]
    if not lines:
        return {}
    row, incomes = lines[0], _partner(view, "income", views, picks)
    if not any("ProfitLoss" in p or "NetIncomeLoss" in p for _, p in incomes):
        return {"ProfitLoss": Pick(row, 0.85)} if view.kind == "cashflow" and view.statement.primary else {}
    found: Picks = {}
    for concept in ("ProfitLoss", "NetIncomeLoss"):
        if any(concept in p and _agree(view, row, v, p[concept].row) for v, p in incomes):
            found[concept] = Pick(row, 0.98)
    return found


def _agree(view: View, row: int, other: View, other_row: int) -> bool:
    """True when both lines share a column of equal length and all shared ones are equal."""
    mine, theirs = _by_period(view, row), _by_period(other, other_row)
    shared = mine.keys() & theirs.keys()
    return bool(shared) and all(mine[k] == theirs[k] for k in shared)


def _by_period(view: View, row: int) -> dict[tuple[date, int], Decimal]:
    """Values by last day and length in months."""
    scale = view.statement.scale
    return {
        (column.period.last, round(column.period.days / 30.4)): amount.value * scale
        for column, amount in zip(view.statement.columns, view.statement.rows[row].amounts, strict=True)
        if amount is not None and column.period is not None and column.scope in (None, view.statement.scope)
    }


def _cash(view: View, views: tuple[View, ...], picks: tuple[Picks, ...]) -> Picks:
    """Cash at the end: the balance sheet's where they agree."""
    lines = [i for i in view.rows() if view.money(i) and CASH_LINE.fullmatch(view.labels[i])]
    ends = [i for i in lines if END_LINE.fullmatch(view.labels[i])]
    if not ends:
        return {}
    for row in ends:
        for other, found in _partner(view, "balance", views, picks):
            if CASH not in found:
                continue
            mine, theirs = _values(view, row), _values(other, found[CASH].row)
            shared = mine.keys() & theirs.keys()
            if shared and all(mine[k] == theirs[k] for k in shared):
                return {CASH: Pick(row, 0.97)}
    row = ends[0]
    return (
        {RESTRICTED: Pick(row, 0.8)} if "restricted" in view.labels[row] else {"r1:CashAtEndOfPeriod": Pick(row, 0.9)}
    )


def _depreciation(view: View, own: Picks, views: tuple[View, ...], picks: tuple[Picks, ...]) -> Picks:
    """Depreciation of the income statement, where the cash flow statement (by the direct method) has none."""
    if view.kind != "income" or any(DEPRECIATION in p for _, p in _partner(view, "cashflow", views, picks)):
        return own
    row = next((i for i in view.rows() if view.money(i) and _PLAIN_DEPRECIATION.fullmatch(view.labels[i])), None)
    return own if row is None else own | {DEPRECIATION: Pick(row, 0.9)}
