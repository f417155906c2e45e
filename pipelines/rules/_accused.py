"""Accused: the number of a column that is most likely wrong where sums fail.

A number that stands in a sum that holds is right. Of the others in a failing sum each would need another value to make
it hold; the one is accused that makes several failing sums hold with the same value, or that is alone, or that alone
needs a value from which the printed one is a slip (a digit, two digits swapped, the sign, a power of ten).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from ._figures import Figures
from ._relation import Sum
from ._slips import is_slip


@dataclass(frozen=True, slots=True)
class Accused:
    """A row of the Figures, and the value (as printed, before scale) with which the sums hold."""

    row: int
    value: Decimal


def accuse(table: Figures, failing: Iterable[Sum], holding: Iterable[Sum], column: int) -> Accused | None:
    """The one number of a column that explains most failing sums, or None where nothing tells it from the others."""
    cleared = {row for s in holding if len(s.parts) > 1 and table.printed[s.total, column] for row in s.rows}
    needed = [_needed(table, s, column) for s in failing]
    votes: dict[tuple[int, float], int] = {}
    for wanted in needed:
        for row, value in wanted.items():
            if row not in cleared:
                votes[row, value] = votes.get((row, value), 0) + 1
    most = max(votes.values(), default=0)
    likely = [Accused(row, _printed(table, value)) for (row, value), count in votes.items() if count == most]
    slips = [a for a in likely if _is_slip(table, a, column)]
    return next((few[0] for few in (likely, slips) if len(few) == 1), None)


def _needed(table: Figures, failed: Sum, column: int) -> dict[int, float]:
    """For each row of a failing sum the value that makes it hold."""
    rest, values = failed.residuals[column], table.values[:, column]
    parts = {row: float(values[row]) + sign * rest for row, sign in failed.parts}
    return {failed.total: float(values[failed.total]) - rest, **parts}


def _printed(table: Figures, value: float) -> Decimal:
    return Decimal(int(value)) / table.unit


def _is_slip(table: Figures, accused: Accused, column: int) -> bool:
    amount = table.amount(accused.row, column)
    return amount is not None and is_slip(amount.value, accused.value)
