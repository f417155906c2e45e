"""Earnings per share, tried on the income statement's own numbers: a net income line / weighted shares.

An attempt is one per-share amount with the share count of its kind (basic, diluted) in its column. The line of net
income is the one that fits best: which one a filer divides depends on preferred dividends and non-controlling shares.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from data.schemas import Amount, Row, Statement

from ._words import knowledge, wording

RULE = "earnings-per-share"
Found = tuple[str, str, Decimal, list[Amount]]


@dataclass(frozen=True, slots=True)
class _Attempt:
    """`off` is how far the quotient lies from the printed amount, as a share of it."""

    per_share: Amount
    shares: Amount
    income: Amount
    off: Decimal
    allowed: Decimal


def earnings_per_share(statement: Statement) -> Iterator[Found]:
    """(rule, outcome, difference, amounts). An attempt that is far off fails where most others fit."""
    attempts = [a for pair in _pairs(statement) if (a := _attempt(statement, *pair))]
    fitting = sum(abs(a.off) <= a.allowed for a in attempts)
    broken = Decimal(str(knowledge("identities")["tolerance"]["per_share_broken"]))
    for attempt in attempts:
        difference = (attempt.off * attempt.per_share.value * statement.per_share_scale).quantize(Decimal("0.0001"))
        amounts = [attempt.per_share, attempt.shares, attempt.income]
        if abs(attempt.off) <= attempt.allowed:
            yield RULE, "pass", difference, amounts
        elif abs(attempt.off) > broken + attempt.allowed and fitting * 2 >= len(attempts):
            yield RULE, "fail", difference, amounts


def _pairs(statement: Statement) -> Iterator[tuple[int, Amount, Amount, bool]]:
    """Each per-share amount with its share count: the last line of earnings of a kind, whose total counts."""
    for kind in ("basic", "diluted"):
        earnings = [row for row in _rows(statement, "per-share") if _is_kind(row, kind)]
        shares = [row for row in _rows(statement, "shares") if _is_kind(row, kind)]
        if not earnings or not shares:
            continue
        for column, (amount, count) in enumerate(zip(earnings[-1].amounts, shares[-1].amounts, strict=True)):
            if amount and count and amount.value and count.value > 0:
                yield column, amount, count, kind == "diluted"


def _rows(statement: Statement, unit: str) -> list[Row]:
    return [row for row in statement.rows if any(a and a.unit == unit for a in row.amounts)]


def _is_kind(row: Row, kind: str) -> bool:
    return bool(wording(kind).search(row.label) or wording(kind).search(row.heading))


def _attempt(statement: Statement, column: int, per_share: Amount, shares: Amount, diluted: bool) -> _Attempt | None:
    lines = [a for row in statement.rows if wording("owners").search(row.label) and (a := row.amounts[column])]
    quoted = per_share.value * statement.per_share_scale
    offs = [
        (abs(off), place, off)
        for place, income in enumerate(lines)
        if income.unit == "money"
        for off in [income.value * statement.scale / (shares.value * statement.share_scale) / quoted - 1]
    ]
    if not offs:
        return None
    _, place, off = min(offs)
    return _Attempt(per_share, shares, lines[place], off, _allowed(per_share, shares, diluted))


def _allowed(per_share: Amount, shares: Amount, diluted: bool) -> Decimal:
    """Half a unit of both printed numbers, and what two-class shares and convertible securities change."""
    given = knowledge("identities")["tolerance"]
    rounding = _half_unit(per_share) / abs(per_share.value) + _half_unit(shares) / shares.value
    return rounding + Decimal(str(given["diluted_relative" if diluted else "per_share_relative"]))


def _half_unit(amount: Amount) -> Decimal:
    exponent = amount.value.as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) / 2
