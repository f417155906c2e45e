"""Earnings per share, tried on the income statement's own numbers: a net income line / weighted shares.

An attempt is one per-share amount with the share count of its kind (basic, diluted) in its column. The line of net
income is the one that fits best: which one a filer divides depends on preferred dividends and non-controlling shares.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from data.knowledge import knowledge
from data.schemas import Amount, Row, Statement

from ._words import wording

RULE = "earnings-per-share"
EXACT_OTHERS = 3
Found = tuple[str, str, Decimal, list[Amount]]


@dataclass(frozen=True, slots=True)
class _Attempt:
    """`off`: how far the quotient lies from the printed amount, as a share of it; `rounding`: what print explains."""

    per_share: Amount
    shares: Amount
    income: Amount
    off: Decimal
    rounding: Decimal
    diluted: bool

    @property
    def is_exact(self) -> bool:
        return abs(self.off) <= self.rounding

    @property
    def allowed(self) -> Decimal:
        """Also what two classes of shares and convertible securities change."""
        return self.rounding + tolerance(diluted=self.diluted)

    @property
    def fits(self) -> bool:
        return abs(self.off) <= self.allowed


def earnings_per_share(statement: Statement) -> Iterator[Found]:
    """(rule, outcome, difference, amounts). An attempt fails where it is far off and most others fit, or is off at all
    and every other is exact: then the filer has one class of shares and no preferred dividends."""
    attempts = [a for pair in _pairs(statement) if (a := _attempt(statement, *pair))]
    for attempt in attempts:
        difference = (attempt.off * attempt.per_share.value * statement.per_share_scale).quantize(Decimal("0.0001"))
        amounts = [attempt.per_share, attempt.shares, attempt.income]
        if _is_wrong(attempt, attempts):
            yield RULE, "fail", difference, amounts
        elif attempt.fits:
            yield RULE, "pass", difference, amounts


def _is_wrong(attempt: _Attempt, attempts: list[_Attempt]) -> bool:
    others = [a for a in attempts if a is not attempt]
    if len(others) >= EXACT_OTHERS and all(a.is_exact for a in others):
        return abs(attempt.off) > 2 * attempt.rounding
    fitting = sum(a.fits for a in attempts)
    return abs(attempt.off) > attempt.allowed + _share("per_share_broken") and fitting * 2 >= len(attempts)


def tolerance(*, diluted: bool) -> Decimal:
    """What two classes of shares, and convertible securities, may move a quotient by."""
    return _share("diluted_relative" if diluted else "per_share_relative")


def _share(name: str) -> Decimal:
    return Decimal(str(knowledge("identities")["tolerance"][name]))


def _pairs(statement: Statement) -> Iterator[tuple[int, Amount, Amount, bool]]:
    """Each per-share amount with its share count: the last line of earnings of a kind, whose total counts."""
    for kind in ("basic", "diluted"):
        earnings = [row for row in _rows(statement, "per-share") if is_kind(row, kind)]
        shares = [row for row in _rows(statement, "shares") if is_kind(row, kind) and _is_divisor(row)]
        if not earnings or not shares:
            continue
        for column, (amount, count) in enumerate(zip(earnings[-1].amounts, shares[-1].amounts, strict=True)):
            if amount and count and amount.value and count.value > 0:
                yield column, amount, count, kind == "diluted"


def _rows(statement: Statement, unit: str) -> list[Row]:
    return [row for row in statement.rows if any(a and a.unit == unit for a in row.amounts)]


def is_kind(row: Row, kind: str) -> bool:
    """Basic or diluted, by the row's name or its heading."""
    return bool(wording(kind).search(f"{row.label}\n{row.heading}")) and not wording("not_earnings").search(row.label)


def _is_divisor(row: Row) -> bool:
    return not wording("not_counted").search(row.label)


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
    rounding = half_unit(per_share) / abs(per_share.value) + half_unit(shares) / shares.value
    return _Attempt(per_share, shares, lines[place], off, rounding, diluted)


def half_unit(amount: Amount) -> Decimal:
    """Half the worth of the last printed digit: what rounding may hide."""
    exponent = amount.value.as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) / 2
