"""Identities between statements and between lines that no column of sums shows.

    assets-equal-liabilities-and-equity   total assets = total liabilities and equity; or net assets = total equity
    net-income-agrees                     the net income at the head of the cash flow statement, or of comprehensive
                                          income, is a line of the income statement
    cash-agrees                           cash at the end of the cash flow statement is that of the balance sheet
    cash-carries-over                     cash at the beginning of a year was the end of the year before
    earnings-per-share                    a net income line / weighted shares = earnings per share
    per-share-sense, per-share-sum        sign, order, size and sum of per-share amounts and share counts

The first is wrong wherever it fails. The others have legitimate exceptions (restricted cash, restated years, two
classes of shares): they fail only for a number that breaks what the other columns show, and are silent otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from data.schemas import Amount, Check, Reading, Row, Statement

from ._amounts import money
from ._cite import FactIndex, quote
from ._per_share import earnings_per_share
from ._share_sense import share_sense
from ._slips import is_slip
from ._texts import say
from ._words import wording

ID = "identities"
TITLE = "Statements agree with each other"

MOST_CASH_LINES = 4
Found = Iterator[tuple[str, str, Decimal, list[Amount]]]


def check(reading: Reading) -> tuple[Check, ...]:
    """One Check for each identity and column that could be tried."""
    facts = FactIndex(reading.facts)
    of_kind = {s.kind: s for s in reading.statements if s.primary}
    income, balance, cashflow = of_kind.get("income"), of_kind.get("balance"), of_kind.get("cashflow")
    found: list[tuple[str, str, Decimal, list[Amount]]] = []
    if balance:
        found += _balance(balance)
    if income:
        found += earnings_per_share(income)
        found += share_sense(income)
        for other in (cashflow, of_kind.get("comprehensive")):
            found += _net_income(income, other) if other else []
    if cashflow:
        found += _carries_over(cashflow)
        found += _cash(cashflow, balance) if balance else []
    return tuple(
        Check(
            rule=rule,
            kind="pass" if kind == "pass" else "fail",
            facts=facts.of(amounts),
            difference=difference,
            message=_message(f"{rule}.{kind}", reading, amounts, difference),
            provenance=quote(amounts),
        )
        for rule, kind, difference, amounts in found
    )


def _message(key: str, reading: Reading, amounts: list[Amount], difference: Decimal) -> str:
    """The amounts as printed, and how far they are apart in whole units."""
    unit = "" if amounts[0].unit == "per-share" else reading.info.currency or ""
    apart = money(difference, f"{unit}/shares" if amounts[0].unit == "per-share" else unit, reading.told_in)
    return say(key, reading.told_in, first=amounts[0].text, second=amounts[1].text, difference=apart)


def _balance(statement: Statement) -> Found:
    pairs = (("total_assets", "liabilities_and_equity"), ("net_assets", "total_equity"))
    for left_name, right_name in pairs:
        left, right = _last(statement, left_name), _last(statement, right_name)
        if left is None or right is None or left is right:
            continue
        for a, b in zip(left.amounts, right.amounts, strict=True):
            if a and b and a.unit == b.unit == "money":
                off = (a.value - b.value) * statement.scale
                yield "assets-equal-liabilities-and-equity", "fail" if off else "pass", off, [a, b]
        return


def _last(statement: Statement, name: str) -> Row | None:
    rows = [row for row in statement.rows if any(row.amounts) and wording(name).search(row.label.strip(" :："))]
    return rows[-1] if rows else None


def _net_income(income: Statement, other: Statement) -> Found:
    """The first net income of the other statement, against every line of the income statement."""
    row = next((r for r in other.rows if any(r.amounts) and wording("net_income").search(r.label)), None)
    if row is None:
        return
    columns = list(_same_periods(other, income))
    ours = {here: row.amounts[here] for here, _ in columns}
    lines = [r for r in income.rows if sum(_agree(ours[here], r.amounts[there]) for here, there in columns) >= 1]
    if not lines or not columns:
        return
    best = max(lines, key=lambda r: sum(_agree(ours[here], r.amounts[there]) for here, there in columns))
    for here, there in columns:
        a, b = ours[here], best.amounts[there]
        if a and b and a.value:
            found_elsewhere = any(_agree(a, r.amounts[there]) for r in income.rows)
            off = a.value * other.scale - b.value * income.scale
            if found_elsewhere:
                yield "net-income-agrees", "pass", Decimal(0), [a, b]
            elif is_slip(a.value, b.value):
                yield "net-income-agrees", "fail", off, [a, b]


def _agree(first: Amount | None, second: Amount | None) -> bool:
    return bool(first and second and first.value == second.value and first.value)


def _same_periods(first: Statement, second: Statement) -> Iterator[tuple[int, int]]:
    """Pairs of columns of the same period."""
    for here, column in enumerate(first.columns):
        for there, other in enumerate(second.columns):
            if column.period and column.period == other.period and not column.currency and not other.currency:
                yield here, there
                break


def _carries_over(statement: Statement) -> Found:
    begin, end = _last(statement, "begin_cash"), _last(statement, "end_cash")
    if begin is None or end is None:
        return
    for later, earlier in zip(range(len(statement.columns)), range(1, len(statement.columns)), strict=False):
        if _follows(statement, later, earlier) and _agree(begin.amounts[later], end.amounts[earlier]):
            a, b = begin.amounts[later], end.amounts[earlier]
            if a and b:
                yield "cash-carries-over", "pass", Decimal(0), [a, b]


def _follows(statement: Statement, later: int, earlier: int) -> bool:
    this, before = statement.columns[later].period, statement.columns[earlier].period
    return bool(this and before and this.start and before.end and 0 < (this.start - before.end).days <= 2)


def _cash(cashflow: Statement, balance: Statement) -> Found:
    """Cash at the end, against the cash lines of the balance sheet, one alone or all together."""
    end = _last(cashflow, "end_cash")
    lines = [row for row in balance.rows if any(row.amounts) and wording("cash").search(row.label)][:MOST_CASH_LINES]
    if end is None or not lines:
        return
    for here, column in enumerate(cashflow.columns):
        amount = end.amounts[here]
        for there, other in enumerate(balance.columns):
            if not amount or not column.period or not other.period or column.period.last != other.period.last:
                continue
            shown = [a for row in lines if (a := row.amounts[there])]
            sums = [[a] for a in shown] + [shown[:count] for count in range(2, len(shown) + 1)]
            wanted = amount.value * cashflow.scale
            match = next((s for s in sums if sum(a.value for a in s) * balance.scale == wanted), None)
            if match:
                yield "cash-agrees", "pass", Decimal(0), [amount, *match]
            break
