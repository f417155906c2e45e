"""Figures: the money amounts of a statement as a matrix of whole numbers, ready to be added up.

Values are integers in the last printed place ("1,234.5" counts as 12345 when the statement prints one decimal), so
a sum is right, off by rounding, or wrong, and never a float away from right. Float64 holds them exactly (< 2**53).

Legend: a row is `weight`ed by how much it looks like a total (bits, 0 to 7), `starts` a group when it follows a
heading, is `minus` when its label says that it is taken off, and has a `host` when it only repeats a part of that
row ("of which").
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.schemas import Amount, Row, Statement

from ._levels import hosts
from ._words import pattern

Matrix = NDArray[np.float64]
Mask = NDArray[np.bool_]

USUAL = 0.85  # of the rows have at most the usual number of decimals
GRID = 0.6  # of the rows are ruled, or bold: then it marks nothing
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
    host: tuple[int | None, ...]  # (rows,)
    aside: Mask  # (rows,): the label itself says "of which"
    unit: int  # 10 ** decimals printed

    def label(self, row: int) -> str:
        return self.statement.rows[self.rows[row]].label

    def amount(self, row: int, column: int) -> Amount | None:
        return self.statement.rows[self.rows[row]].amounts[self.columns[column]]


def figures(statement: Statement) -> Figures:
    """The rows that hold money and nothing else, in print order."""
    columns = tuple(j for j in range(len(statement.columns)) if _is_money(statement, j))
    rows = tuple(i for i, row in enumerate(statement.rows) if _holds_money(row, columns))
    places = _usual_places(statement, rows, columns)
    rows = tuple(i for i in rows if _row_places(statement.rows[i], columns) <= places)
    cells = [[_money(statement.rows[i].amounts[j]) for j in columns] for i in rows]
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
        weight=_weights(lines),
        starts=np.array([_starts(statement, rows, place) for place in range(len(rows))], dtype=bool),
        minus=_minus(lines, statement.kind),
        host=hosts(lines),
        aside=np.array([bool(pattern("aside").search(row.label)) for row in lines], dtype=bool),
        unit=unit,
    )


def _money(amount: Amount | None) -> Amount | None:
    return amount if amount is not None and amount.unit == "money" else None


def _usual_places(statement: Statement, rows: tuple[int, ...], columns: tuple[int, ...]) -> int:
    """Decimals printed. A few rows with more of them than all others are per-share amounts, not money to be added."""
    each = sorted(_row_places(statement.rows[i], columns) for i in rows)
    return each[int(len(each) * USUAL)] if each else 0


def _row_places(row: Row, columns: tuple[int, ...]) -> int:
    amounts = [a for j in columns if (a := _money(row.amounts[j]))]
    exponents = [a.value.as_tuple().exponent for a in amounts]
    return max((-e for e in exponents if isinstance(e, int) and e < 0), default=0)


def _is_money(statement: Statement, column: int) -> bool:
    """A column of percentages beside the money is no column of the statement."""
    amounts = [row.amounts[column] for row in statement.rows if row.amounts[column]]
    percent = sum(a is not None and a.unit == "percent" for a in amounts)
    money = sum(a is not None and a.unit == "money" for a in amounts)
    return money >= 3 and percent <= money / 4


def _holds_money(row: Row, columns: tuple[int, ...]) -> bool:
    amounts = [row.amounts[j] for j in columns if row.amounts[j]]
    return bool(amounts) and all(a is not None and a.unit == "money" for a in amounts)


def _weights(lines: list[Row]) -> Matrix:
    """How many bits speak for a total before any number is looked at. Rules and bold type that most rows have, as in
    a grid, say nothing."""
    ruled = 2.0 if sum(row.rule_above for row in lines) < GRID * len(lines) else 0.0
    bold = 1.0 if sum(row.bold for row in lines) < GRID * len(lines) else 0.0
    bits = [_wording(row.label) + ruled * row.rule_above + bold * row.bold for row in lines]
    most: Matrix = np.minimum(np.array(bits, dtype=float), 7.0)
    return most


def _wording(label: str) -> float:
    if not label:
        return 5.0
    if pattern("part").search(label):
        return 0.0
    if pattern("total").search(label):
        return 6.0
    return 3.0 if pattern("net").search(label) else 0.0


def _starts(statement: Statement, rows: tuple[int, ...], place: int) -> bool:
    """The first row, the first after a heading, and the first under another heading."""
    if place == 0 or rows[place] > rows[place - 1] + 1:
        return True
    return statement.rows[rows[place]].heading != statement.rows[rows[place - 1]].heading


def _minus(lines: list[Row], kind: str) -> Mask:
    """ "Less: treasury stock" is taken off, unless it is printed negative already. In a Chinese income statement the
    first of a run says 减 and the run goes on until a row says 加 or is a result."""
    run = False
    out = []
    for row in lines:
        says = bool(pattern("minus").search(row.label))
        ends = pattern("plus").search(row.label) or pattern("net").search(row.label)
        run = kind == "income" and (bool(pattern("minus_run").search(row.label)) or (run and not ends))
        values = [a.value for a in row.amounts if a]
        mostly_positive = sum(v > 0 for v in values) * 2 > len(values)
        out.append(run or (says and mostly_positive))
    return np.array(out, dtype=bool)
