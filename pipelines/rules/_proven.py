"""What sums say of single numbers: confirmed by a sum that holds, refuted where every sum of theirs fails.

Weighing several readings of a number needs this before any rule runs. Only a sum of three rows or more confirms: that
one line repeats another proves neither. A number in a sum that fails beside one that holds is confirmed, unless it is
the one that is most likely wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from data.schemas import BBox, Statement

from .footing import Footed, foot

FEWEST = 3  # rows of a sum that proves anything

Place = tuple[int, BBox]  # page and box of a printed number


def confirmed_by_sums(statements: Iterable[Statement]) -> Mapping[Place, bool]:
    """Printed numbers that sums speak of, and whether they hold with it."""
    found: dict[Place, bool] = {}
    for footed in foot(statements):
        for column in range(len(footed.figures.columns)):
            found.update(_of_column(footed, column))
    return found


def _of_column(footed: Footed, column: int) -> dict[Place, bool]:
    table = footed.figures
    tried = [s for s in footed.sums if table.printed[s.total, column]]
    failing = [s for s in tried if column in footed.broken(s)]
    rows = {row: False for total in failing for row in total.rows}
    rows |= {row: True for total in tried if total not in failing and len(total.rows) >= FEWEST for row in total.rows}
    if (culprit := footed.accused(column)) is not None:
        rows[culprit.row] = False
    amounts = {row: table.amount(row, column) for row in rows}
    return {(amount.page, amount.bbox): rows[row] for row, amount in amounts.items() if amount is not None}
