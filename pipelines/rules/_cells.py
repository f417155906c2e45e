"""Cells: where a number stands in the statements, and the period that it speaks of.

Legend: a Cell is a statement with the place of one printed number in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from data.schemas import Amount, BBox, Statement

from ._words import wording

Place = tuple[int, BBox]  # page and box of a printed number
Span = tuple[date | None, date]  # first day, None for an instant; last day


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed number of a statement."""

    statement: Statement
    row: int
    column: int

    @property
    def amount(self) -> Amount:
        """As it is printed."""
        amount = self.statement.rows[self.row].amounts[self.column]
        assert amount is not None, "a cell is a printed number"
        return amount

    @property
    def label(self) -> str:
        """The name of its line."""
        return self.statement.rows[self.row].label

    @property
    def scale(self) -> Decimal:
        """What a printed number counts in."""
        unit = self.amount.unit
        scales = {"shares": self.statement.share_scale, "per-share": self.statement.per_share_scale}
        return scales.get(unit, self.statement.scale)

    def holding(self, value: Decimal) -> Statement:
        """The statement with this value, as printed, in the cell."""
        row = self.statement.rows[self.row]
        other = replace(self.amount, value=value)
        amounts = (*row.amounts[: self.column], other, *row.amounts[self.column + 1 :])
        rows = (*self.statement.rows[: self.row], replace(row, amounts=amounts), *self.statement.rows[self.row + 1 :])
        return replace(self.statement, rows=rows)


def cells(statements: Iterable[Statement]) -> Mapping[Place, Cell]:
    """Every printed number by its place."""
    return {
        (amount.page, amount.bbox): Cell(statement, place, column)
        for statement in statements
        for place, row in enumerate(statement.rows)
        for column, amount in enumerate(row.amounts)
        if amount
    }


def span(statement: Statement, row: int, column: int) -> Span | None:
    """The days that a number speaks of: cash at the beginning of a year is cash at the end of the year before."""
    period = statement.columns[column].period
    if period is None:
        return None
    label = statement.rows[row].label.strip(" :：")
    if period.start and wording("begin_cash").search(label):
        return None, period.start - timedelta(days=1)
    return None if wording("end_cash").search(label) else period.start, period.last
