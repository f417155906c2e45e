"""What per-share amounts and share counts must be whatever the filer's structure of capital.

    sign     earnings per share have the sign of net income; a count of shares is positive
    order    diluted shares are no fewer than basic ones, diluted earnings per share no more than basic ones
    size     net income over earnings per share gives about as many shares in one column as in all others
    sum      continuing and discontinued operations add up to the whole

Each fails only for a number that breaks what most of the others show: anti-dilution and restated splits are real.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from statistics import median

from data.schemas import Amount, Row, Statement

from ._words import wording

SENSE, SUM = "per-share-sense", "per-share-sum"
APART = Decimal("1.6")  # times as many shares as in the other columns
ALIKE = Decimal("1.25")  # within which the others must lie
CENT = Decimal("0.011")
Found = tuple[str, str, Decimal, list[Amount]]


def share_sense(statement: Statement) -> Iterator[Found]:
    """(rule, "fail" or "pass", difference, two or three amounts)."""
    earnings, counts = _rows(statement, "per-share"), _rows(statement, "shares")
    for column in range(len(statement.columns)):
        yield from _counts(counts, column)
        yield from _order(earnings, column, most=True)
        yield from _order(counts, column, most=False)
    yield from _sizes(statement, earnings)
    yield from _sums(earnings)


def _rows(statement: Statement, unit: str) -> list[Row]:
    rows = [row for row in statement.rows if any(a and a.unit == unit for a in row.amounts)]
    return [row for row in rows if not wording("not_earnings").search(row.label)]


def _kind(rows: list[Row], kind: str) -> Row | None:
    """The only row of a kind: of several, nobody knows which stands beside which."""
    other = "basic" if kind == "diluted" else "diluted"
    found = [r for r in rows if wording(kind).search(r.label) and not wording(other).search(r.label)]
    return found[0] if len(found) == 1 else None


def _counts(rows: list[Row], column: int) -> Iterator[Found]:
    for row in rows:
        amount = row.amounts[column]
        others = [a.value for a in row.amounts if a and a is not amount]
        if (
            amount
            and amount.value < 0
            and wording("weighted").search(row.label + row.heading)
            and min(others, default=1) > 0
        ):
            yield SENSE, "fail", amount.value, [amount, amount]


def _order(rows: list[Row], column: int, most: bool) -> Iterator[Found]:
    basic, diluted = _kind(rows, "basic"), _kind(rows, "diluted")
    if basic is None or diluted is None:
        return
    first, second = basic.amounts[column], diluted.amounts[column]
    if not first or not second or first.unit != second.unit or not first.value or (most and first.value < 0):
        return
    high, low = (first, second) if most else (second, first)
    others = [
        (a.value >= b.value) if most else (b.value >= a.value)
        for place, (a, b) in enumerate(zip(basic.amounts, diluted.amounts, strict=True))
        if a and b and place != column and (a.value > 0 or not most)
    ]
    if high.value < low.value and others and all(others):
        yield SENSE, "fail", low.value - high.value, [first, second]


def _sizes(statement: Statement, earnings: list[Row]) -> Iterator[Found]:
    """Shares that each per-share amount implies, against the middle of all the others."""
    implied = [(amount, income, _implied(amount, income)) for amount, income in _quotients(statement, earnings)]
    for place, (amount, income, shares) in enumerate(implied):
        others = [other for i, (_, _, other) in enumerate(implied) if i != place]
        if len(others) < 3 or min(others) <= 0 or max(others) > ALIKE * min(others):
            continue
        middle = Decimal(median(others))
        if shares <= 0 or max(shares / middle, middle / shares) > APART:
            yield SENSE, "fail", Decimal(0), [amount, income]


def _implied(amount: Amount, income: Amount) -> Decimal:
    return income.value / amount.value


def _quotients(statement: Statement, earnings: list[Row]) -> Iterator[tuple[Amount, Amount]]:
    """Per-share amounts with the last net income line above them."""
    for row in (r for kind in ("basic", "diluted") if (r := _kind(earnings, kind))):
        above = statement.rows[: statement.rows.index(row)]
        lines = [
            r for r in above if wording("owners").search(r.label) and any(a and a.unit == "money" for a in r.amounts)
        ]
        for amount, income in zip(row.amounts, lines[-1].amounts if lines else (), strict=False):
            if amount and income and amount.value and income.unit == "money":
                yield amount, income


def _sums(earnings: list[Row]) -> Iterator[Found]:
    """Two rows and the one below them that is their sum in all columns but one at most."""
    for (first, second), (_, total) in pairwise(pairwise(earnings)):
        cells = [
            (a, b, c)
            for a, b, c in zip(first.amounts, second.amounts, total.amounts, strict=True)
            if a and b and c and a.value
        ]
        off = [a.value + b.value - c.value for a, b, c in cells]
        held = sum(abs(rest) <= CENT for rest in off)
        if held >= 2 and held >= len(cells) - 1 and any(b.value for _, b, _ in cells):
            for (a, b, c), rest in zip(cells, off, strict=True):
                yield SUM, "pass" if abs(rest) <= CENT else "fail", rest, [c, a, b]
