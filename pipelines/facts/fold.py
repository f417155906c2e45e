"""Two columns of print that are one: parts set in an inner column, their totals in an outer one.

Small British accounts print a year over both; a column that never shares a row with its neighbour is the inner one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from data.schemas import Amount, Column, Row

LEAST = 2  # rows of an inner column


def folded(columns: Sequence[Column], rows: Sequence[Row]) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """Columns and rows with every inner column folded into the outer one at its right."""
    groups: list[list[int]] = []
    for index, column in enumerate(columns):
        if groups and _one(columns[groups[-1][-1]], column) and _parted(rows, groups[-1], index):
            groups[-1].append(index)
        else:
            groups.append([index])
    if len(groups) == len(columns):
        return tuple(columns), tuple(rows)
    kept = tuple(columns[group[-1]] for group in groups)
    return kept, tuple(replace(row, amounts=_taken(row, groups)) for row in rows)


def _one(left: Column, right: Column) -> bool:
    """May be inner and outer column of one year: under one head, or the inner one under none."""
    if not left.heading:
        return right.period is not None
    same = (left.period, left.scope, left.currency) == (right.period, right.scope, right.currency)
    return right.period is not None and same


def _parted(rows: Sequence[Row], group: Sequence[int], index: int) -> bool:
    """No row has a number in both, and both have rows enough."""
    inner = [any(row.amounts[i] for i in group) for row in rows]
    outer = [row.amounts[index] is not None for row in rows]
    return sum(inner) >= LEAST and sum(outer) >= LEAST and not any(a and b for a, b in zip(inner, outer, strict=True))


def _taken(row: Row, groups: Sequence[Sequence[int]]) -> tuple[Amount | None, ...]:
    return tuple(next((row.amounts[i] for i in group if row.amounts[i]), None) for group in groups)
