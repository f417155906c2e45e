"""Totals that nothing makes up: a line above them is missing, in every column.

The structure is gone with the line, so no sum shows it. What is left is the total itself: its label, or the layout
where rows above it are in no sum, says that it is one; a sum that holds, another statement or the year before proves
its number right; and yet the rows beside it do not add up to it.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ._figures import Figures
from ._relation import Sum
from ._words import pattern

Values = tuple[float, ...]
TELLING = 100.0  # units of the last place: smaller numbers are alike by chance
LAID_OUT = 2.0  # weight of a row with a line drawn above it


def incomplete_totals(table: Figures, sums: Iterable[Sum], elsewhere: frozenset[Values]) -> tuple[int, ...]:
    """Rows that must be totals, are right, and are not made of what stands beside them. `elsewhere`: the rows of other
    statements."""
    known = list(sums)
    proven = {row for s in known if not s.broken(table) for row in s.rows}
    placed = {row for s in known for row in s.rows}
    return tuple(
        row
        for row in range(1, len(table.rows))
        if not _repeats(table, row)
        and (
            (_must_be_total(table, row) and _is_jumped(row, placed, known))
            or (not _is_supported(table, row, known) and _is_incomplete(table, row, placed, proven, elsewhere))
        )
    )


def _is_incomplete(table: Figures, row: int, placed: set[int], proven: set[int], elsewhere: frozenset[Values]) -> bool:
    """The wording demands a total and something proves it; or only the layout does and a sum proves it; or the owners'
    share of a result is not the result."""
    if _must_be_total(table, row):
        return _is_right(table, row, proven, elsewhere)
    if row - 1 not in placed and _may_be_total(table, row) and _is_proven(table, row, proven):
        return True
    return row not in placed and _is_owners_share(table, row)


def _is_supported(table: Figures, row: int, sums: list[Sum]) -> bool:
    """The line above the row is part of a sum: of this total, or of one printed above its parts; or it says again what
    such a part says. Or the total is made of the line over that one (what stands between is a page's foot), or of the
    line below. A total that is only made of lines further off has lost those beside it."""
    own = {part for s in sums if s.total == row for part, _ in s.parts}
    parts = {part for s in sums for part, _ in s.parts}
    above = next((r for r in range(row - 1, -1, -1) if table.host[r] is None), None)
    if above is None or above in parts or row - 2 in own or row + 1 in own:
        return True
    return any(np.array_equal(table.values[above], table.values[part]) for part in parts)


def _is_jumped(row: int, placed: set[int], sums: list[Sum]) -> bool:
    """The row is in no sum, and a sum of rows above it goes past it to a total below: the row itself is wrong."""
    return row not in placed and any(s.total > row and row - 1 in dict(s.parts) for s in sums)


def _must_be_total(table: Figures, row: int) -> bool:
    """The label says so, or there is none."""
    label = table.label(row)
    line = table.statement.rows[table.rows[row]]
    if any(pattern(name).search(label) for name in ("share", "part")) or pattern("aside").search(line.heading):
        return False
    is_result = table.statement.kind == "income" and pattern("result").search(label)
    return not label or bool(pattern("total").search(label)) or bool(is_result)


def _may_be_total(table: Figures, row: int) -> bool:
    """Below rows that are in no sum: a line drawn above its numbers, bold type, or a name of subtotals says so."""
    return table.weight[row] >= LAID_OUT or bool(pattern("group").search(table.label(row)))


def _is_owners_share(table: Figures, row: int) -> bool:
    """The owners' part of a net income that stands right above it, with nothing between that the others get."""
    income = table.statement.kind == "income" and len(table.columns) > 1
    above, label = table.label(row - 1), table.label(row)
    if not (income and pattern("owners").search(label) and pattern("result").search(above)):
        return False
    others = np.abs(table.values[row - 1] - table.values[row])
    return not any((np.abs(np.abs(line) - others) <= 1).all() for line in table.values[row + 1 : row + 4])


def _is_right(table: Figures, row: int, proven: set[int], elsewhere: frozenset[Values]) -> bool:
    return _is_proven(table, row, proven) or _is_told(table, row, elsewhere) or _carries_over(table, row, elsewhere)


def _is_proven(table: Figures, row: int, proven: set[int]) -> bool:
    """The row is a part of a sum that holds, or equals a row that is (total assets = liabilities and equity)."""
    if not table.values[row].any():
        return False
    return row in proven or any(np.array_equal(table.values[row], table.values[other]) for other in proven)


def _is_told(table: Figures, row: int, elsewhere: frozenset[Values]) -> bool:
    """Another statement has a row with at least two of its figures."""
    here = {value for value in table.values[row] if abs(value) >= TELLING}
    return any(len(here.intersection(other)) >= 2 for other in elsewhere)


def _carries_over(table: Figures, row: int, elsewhere: frozenset[Values]) -> bool:
    """Less the row above it, the change of the year, it is what it was a year before: the line between is missing."""
    here = table.values[row]
    before = here[0] - table.values[row - 1][0]
    earlier = {value for other in elsewhere for value in other[1:]} | set(here[1:])
    return bool(pattern("end").search(table.label(row))) and before != 0 and before in earlier


def _repeats(table: Figures, row: int) -> bool:
    """It says again what a row above it said: the total of a single line, or the result at the head of the next part
    of the statement. That both sides of a balance sheet are alike is no repetition."""
    shown = table.printed[row]
    same = (table.values[:row, shown] == table.values[row, shown]).all(1)
    says_total = not table.label(row) if table.statement.kind == "balance" else False
    return bool(same[-1]) or (bool(same.any()) and not says_total and not pattern("total").search(table.label(row)))
