"""How sure the structure of a found table is: the share of its neighbour relations expected to be right.

A logistic sum over what can be seen of the table; the weights and how they were found stand in `tables.yaml`.
"""

from __future__ import annotations

import math

from data.knowledge import knowledge

from .draft import Grid
from .heads import text_of
from .rows import NUMBER

MOST_ROWS = 30  # more make no surer


def certainty(grid: Grid, plain: bool) -> float:
    """The expected share, between 0 and 1; `plain` is a table found by white space alone."""
    weights = knowledge("tables")["certainty"]
    total = weights["constant"] + sum(weights[name] * value for name, value in signals(grid, plain).items())
    return float(1 / (1 + math.exp(-total)))


def signals(grid: Grid, plain: bool) -> dict[str, float]:
    """What speaks for and against the table's structure."""
    filled = [cell for cell in grid.cells if cell.chunks]
    return {
        "plain": plain,
        "empty": 1 - len(filled) / len(grid.cells),
        "undrawn": not grid.drawn,
        "pair": grid.n_columns == 2,
        "numberless": not any(cell.column and NUMBER.match(text_of(cell)) for cell in filled),
        "rows": math.log(min(max(grid.n_rows, 1), MOST_ROWS)),
    }
