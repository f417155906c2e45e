"""What sums say of single numbers: one that is part of a sum that holds is confirmed, the one accused is refuted.

Weighing several readings of a number needs this before any rule runs. Only a sum of three rows or more confirms: that
one line repeats another proves neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from data.schemas import BBox, Statement

from .footing import Footed, foot

FEWEST = 3  # rows of a sum that proves anything

Place = tuple[int, BBox]  # page and box of a printed number


def confirmed_by_sums(statements: Iterable[Statement]) -> Mapping[Place, bool]:
    """Printed numbers that sums speak of: True where they hold, False where the number is the one most likely wrong."""
    found: dict[Place, bool] = {}
    for footed in foot(statements):
        for column in range(len(footed.figures.columns)):
            found.update(_of_column(footed, column))
    return found


def _of_column(footed: Footed, column: int) -> dict[Place, bool]:
    table = footed.figures
    holding = [s for s in footed.sums if column not in footed.broken(s) and len(s.rows) >= FEWEST]
    rows = {row: True for total in holding if table.printed[total.total, column] for row in total.rows}
    if (culprit := footed.accused(column)) is not None:
        rows[culprit.row] = False
    amounts = {row: table.amount(row, column) for row in rows}
    return {(amount.page, amount.bbox): rows[row] for row, amount in amounts.items() if amount is not None}
