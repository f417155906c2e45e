"""What the sums of a statement need a disputed number to be.

A gross error hides the sums it stands in, so the structure is looked for with each reading in its place, and by the
other columns alone. Every sum found then names the value with which it holds; the reading that comes nearest is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from math import sqrt

from ._amounts import WIDE
from ._cells import Cell
from ._columns_apart import without
from ._figures import Figures, figures
from ._relation import Sum
from ._sums import added_up, find_sums

FEWEST = 2  # parts: that one line repeats another proves neither
SPREADS = 3.0  # standard deviations of rounding that are allowed

Needed = tuple[Decimal, Decimal]  # as printed: the value, and how far off a number may be


def needed_by_sums(cell: Cell, readings: Iterable[Decimal], exact: bool) -> Iterator[Needed]:
    """One for each sum through the cell; `readings` as they would be printed there, `exact` where nothing rounds."""
    found: dict[
        tuple[int, ...], Needed
    ] = {}  # by rows: where two structures differ in a sign, the other columns decide
    printed = cell.amount.value
    for value in dict.fromkeys((printed, *(reading.quantize(printed, context=WIDE) for reading in readings))):
        table, sums = added_up(cell.holding(value))
        found |= {s.rows: need for s in sums if (need := _needed(table, s, cell, exact))}
    table = figures(cell.statement)
    if cell.column in table.columns and len(table.columns) > 1:
        apart = without(table, table.columns.index(cell.column), find_sums)
        found |= {s.rows: need for s in apart if (need := _needed(table, s, cell, exact))}
    yield from found.values()


def _needed(table: Figures, relation: Sum, cell: Cell, exact: bool) -> Needed | None:
    """The value that makes the sum hold, where the cell is in it."""
    if cell.row not in table.rows or cell.column not in table.columns or len(relation.parts) < FEWEST:
        return None
    row, column = table.rows.index(cell.row), table.columns.index(cell.column)
    if row not in relation.rows or not table.printed[relation.total, column]:
        return None
    sign = -1 if row == relation.total else dict(relation.parts)[row]
    value = table.values[row, column] + sign * relation.residuals[column]
    off = 0.0 if exact else min(relation.tolerance, max(1.0, SPREADS * sqrt(len(relation.rows) / 12)))
    return Decimal(int(value)) / table.unit, Decimal(off) / table.unit
