"""Totals that nothing makes up: a line above them is missing, in every column.

The structure is gone with the line, so no sum shows it. What is left is the total itself: its label says that it is
one, another sum that holds proves its number right, and yet no rows above it or below it add up to it.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ._figures import Figures
from ._relation import Sum
from ._words import pattern

Values = tuple[float, ...]


def incomplete_totals(table: Figures, sums: Iterable[Sum], elsewhere: frozenset[Values]) -> tuple[int, ...]:
    """Rows that must be totals, are right, and are not made of what stands beside them. `elsewhere`: the rows of other
    statements."""
    known = list(sums)
    holding = [s for s in known if not s.broken(table)]
    proven = {row for s in holding for row in s.rows}
    return tuple(
        row
        for row in range(1, len(table.rows))
        if _must_be_total(table, row)
        and not _is_supported(table, row, known)
        and (_is_proven(table, row, proven) or tuple(table.values[row]) in elsewhere)
        and not _repeats(table, row)
    )


def _is_supported(table: Figures, row: int, sums: list[Sum]) -> bool:
    """The line above the row is part of a sum: of this total, or of one printed above its parts. Or the total itself
    is one above its parts. A total that is only made of lines further off has lost those beside it."""
    parts = {part for s in sums for part, _ in s.parts}
    above = next((r for r in range(row - 1, -1, -1) if table.host[r] is None), None)
    while above and above not in parts and np.array_equal(table.values[above], table.values[above - 1]):
        above -= 1  # a subtotal of a single line
    return above in parts or any(s.total == row and row + 1 in dict(s.parts) for s in sums)


def _must_be_total(table: Figures, row: int) -> bool:
    label = table.label(row)
    line = table.statement.rows[table.rows[row]]
    if any(pattern(name).search(label) for name in ("share", "part")) or pattern("aside").search(line.heading):
        return False
    is_result = table.statement.kind == "income" and pattern("result").search(label)
    return not label or bool(pattern("total").search(label)) or bool(is_result)


def _is_proven(table: Figures, row: int, proven: set[int]) -> bool:
    """The row is a part of a sum that holds, or equals a row that is (total assets = liabilities and equity)."""
    if not table.values[row].any():
        return False
    return row in proven or any(np.array_equal(table.values[row], table.values[other]) for other in proven)


def _repeats(table: Figures, row: int) -> bool:
    """It says again what a row above it said: the total of a single line, or the result at the head of the next part
    of the statement."""
    shown = table.printed[row]
    same = (table.values[:row, shown] == table.values[row, shown]).all(1)
    return bool(same[-1]) or (bool(same.any()) and not pattern("total").search(table.label(row)))
