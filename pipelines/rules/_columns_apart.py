"""Columns apart: the sums that show when one column is left out, and that this column breaks.

A wrong number can cost a sum its evidence: with one column of two against it, another structure, or none, is the
likelier one. Without that column the structure is plain again, and the wrong number stands out against it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from ._figures import Figures
from ._relation import Sum

SURE = 10.0  # bits that the other columns must give

Finder = Callable[[Figures], tuple[Sum, ...]]


def held_by_the_others(figures: Figures, sums: tuple[Sum, ...], find: Finder) -> tuple[Sum, ...]:
    """Sums that hold in all columns but one, of rows that no sum has placed yet."""
    solid = {s.total for s in sums if s.closing and not s.broken(figures)}
    placed = {row for s in sums for row in s.rows}
    if len(figures.columns) < 2 or len(placed) == len(figures.rows):
        return ()
    found: dict[int, Sum] = {}
    for column in range(len(figures.columns)):
        for relation in without(figures, column, find):
            lost = any(row not in placed for row in relation.rows)
            if lost and relation.total not in solid and column in relation.broken(figures):
                found.setdefault(relation.total, relation)
    return tuple(found.values())


def without(figures: Figures, column: int, find: Finder) -> Iterator[Sum]:
    """Likely sums of the other columns, with the residuals of all columns."""
    kept = [other for other in range(len(figures.columns)) if other != column]
    others = replace(
        figures,
        columns=tuple(figures.columns[other] for other in kept),
        values=figures.values[:, kept],
        printed=figures.printed[:, kept],
    )
    for relation in find(others):
        if relation.closing and relation.bits >= SURE and not relation.broken(others):
            rows, signs = zip(*relation.parts, strict=True)
            made = sum(sign * figures.values[row] for row, sign in zip(rows, signs, strict=True))
            yield replace(relation, residuals=tuple(map(float, figures.values[relation.total] - made)))
