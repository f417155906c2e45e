"""Second look: rows that stand right above a total and are in no sum.

A wrong number can make another sum of the same total likelier than the plain one: total equity is total assets less
liabilities as well as shareholders' equity and non-controlling interest. The rows left over show it.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ._figures import Figures
from ._relation import Sum

LIKE_TOTAL = 5.0  # weight
LEAST = 16.0  # units of the last place that the third largest number must have: less fits by chance


def overlooked(figures: Figures, sums: tuple[Sum, ...]) -> tuple[Sum, ...]:
    """Plain sums of rows left over that hold to the last place in some column."""
    placed = {row for s in sums for row in s.rows}
    found = []
    for run, total in _runs(figures, placed):
        above = [run[0] - 1] if run[0] else []
        for parts in (above + run, run):
            relation = _plain(figures, parts, total) if len(parts) > 1 else None
            if relation:
                found.append(relation)
                break
    return tuple(found)


def _runs(figures: Figures, placed: set[int]) -> Iterator[tuple[list[int], int]]:
    """Left-over rows in a run, and the total right below them."""
    run: list[int] = []
    for row in range(len(figures.rows)):
        if figures.weight[row] >= LIKE_TOTAL:
            if run:
                yield run, row
            run = []
        elif row in placed:
            run = []
        elif figures.host[row] is None:
            run.append(row)


def _plain(figures: Figures, parts: list[int], total: int) -> Sum | None:
    signs = np.where(figures.minus[parts], -1.0, 1.0)
    values = figures.values[parts] * signs[:, None]
    residuals = figures.values[total] - values.sum(0)
    third = np.sort(np.abs(np.vstack([values, figures.values[total]])), axis=0)[-3]
    exact = (residuals == 0) & (third >= LEAST)
    wrong = (residuals != 0) & figures.printed[total]
    if not exact.any() or wrong.sum() > exact.sum():
        return None
    signed = tuple((row, int(sign)) for row, sign in zip(parts, signs, strict=True))
    return Sum(total, signed, tuple(map(float, residuals)), 1.0, 0.0, closing=False)
