"""Figures: the money amounts of a statement as a matrix of whole numbers, ready to be added up.

Values are integers in the last printed place ("1,234.5" counts as 12345 when the statement prints one decimal), so
a sum is right, off by rounding, or wrong, and never a float away from right. Float64 holds them exactly (< 2**53).

Legend: a row is `weight`ed by how much it looks like a total (bits, 0 to 7), `starts` a group when it follows a
heading, is `minus` when its label says that it is taken off, and is `aside` when it only repeats part of another
row ("of which").
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.schemas import Amount, Row, Statement

from ._words import pattern

Matrix = NDArray[np.float64]
Mask = NDArray[np.bool_]

MOST_PLACES = 4  # a money amount with more decimals is a misread
LARGEST = 1e15  # whole numbers up to here, and sums of them, are exact in a float64


@dataclass(frozen=True, slots=True)
class Figures:
    """Rows and columns of money only; `rows` and `columns` lead back into the statement."""

    statement: Statement
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    values: Matrix  # (rows, columns)
    printed: Mask  # (rows, columns): False where the cell is empty
    weight: Matrix  # (rows,)
    starts: Mask  # (rows,)
    minus: Mask  # (rows,)
    aside: Mask  # (rows,)
    unit: int  # 10 ** decimals printed

    def label(self, row: int) -> str:
        return self.statement.rows[self.rows[row]].label

    def amount(self, row: int, column: int) -> Amount | None:
        return self.statement.rows[self.rows[row]].amounts[self.columns[column]]


def figures(statement: Statement) -> Figures:
    """The rows that hold money and nothing else, in print order."""
    columns = tuple(j for j in range(len(statement.columns)) if _is_money(statement, j))
    rows = tuple(i for i, row in enumerate(statement.rows) if _holds_money(row, columns))
    cells = [[_money(statement.rows[i].amounts[j]) for j in columns] for i in rows]
    places = min(MOST_PLACES, max((_places(a) for line in cells for a in line if a), default=0))
    unit = 10**places
    shape = (len(rows), len(columns))
    values = np.array([[float(round(a.value * unit)) if a else 0.0 for a in line] for line in cells])
    values = np.where(np.abs(values) < LARGEST, values, 0.0)
    lines = [statement.rows[i] for i in rows]
    return Figures(
        statement=statement,
        rows=rows,
        columns=columns,
        values=values.reshape(shape),
        printed=np.array([[a is not None for a in line] for line in cells], dtype=bool).reshape(shape),
        weight=np.array([_weight(row) for row in lines], dtype=float),
        starts=np.array([_starts(statement, rows, place) for place in range(len(rows))], dtype=bool),
        minus=np.array([_is_minus(row) for row in lines], dtype=bool),
        aside=np.array([bool(pattern("aside").search(row.label)) for row in lines], dtype=bool),
        unit=unit,
    )


def _money(amount: Amount | None) -> Amount | None:
    return amount if amount is not None and amount.unit == "money" else None


def _places(amount: Amount) -> int:
    exponent = amount.value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _is_money(statement: Statement, column: int) -> bool:
    """A column of percentages beside the money is no column of the statement."""
    amounts = [row.amounts[column] for row in statement.rows if row.amounts[column]]
    percent = sum(a is not None and a.unit == "percent" for a in amounts)
    money = sum(a is not None and a.unit == "money" for a in amounts)
    return money >= 3 and percent <= money / 4


def _holds_money(row: Row, columns: tuple[int, ...]) -> bool:
    amounts = [row.amounts[j] for j in columns if row.amounts[j]]
    return bool(amounts) and all(a is not None and a.unit == "money" for a in amounts)


def _weight(row: Row) -> float:
    """How many bits speak for a total before any number is looked at."""
    if pattern("total").search(row.label):
        bits = 6.0
    elif not row.label:
        bits = 5.0
    else:
        bits = 3.0 if pattern("net").search(row.label) else 0.0
    return min(7.0, bits + 2.0 * row.rule_above + 1.0 * row.bold)


def _starts(statement: Statement, rows: tuple[int, ...], place: int) -> bool:
    """The first row, the first after a heading, and the first under another heading."""
    if place == 0 or rows[place] > rows[place - 1] + 1:
        return True
    return statement.rows[rows[place]].heading != statement.rows[rows[place - 1]].heading


def _is_minus(row: Row) -> bool:
    """ "Less: treasury stock" is taken off, unless it is printed negative already."""
    values = [a.value for a in row.amounts if a]
    return bool(pattern("minus").search(row.label)) and sum(v > 0 for v in values) * 2 > len(values)
