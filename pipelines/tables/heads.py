"""How many leading rows of a grid are its head.

A head names columns: words and years, no values. Where no row has values, the first rule under all columns ends it,
or the first row is it when its letters are bold and those below are not.
"""

from __future__ import annotations

from .draft import Grid, GridCell
from .lines import join
from .rows import NUMBER, YEAR

DEEPEST = 6  # rows a head may have


def head_rows(grid: Grid) -> int:
    """The number of header rows; 0 where nothing tells them from the body."""
    rows = [_starting(grid, row) for row in range(grid.n_rows)]
    values = [_has_value(cells) for cells in rows]
    if not any(values):
        return _by_look(grid, rows)
    count = values.index(True)
    if count == 0 or count > DEEPEST:
        return _by_rule(grid) if count else 0
    ruled = _by_rule(grid)
    if 0 < ruled < count:
        count = ruled
    while count > 1 and all(cell.column == 0 for cell in rows[count - 1]):
        count -= 1
    return 0 if count == 1 and all(cell.column == 0 for cell in rows[0]) else count


def _starting(grid: Grid, row: int) -> list[GridCell]:
    return [cell for cell in grid.cells if cell.row == row and cell.chunks]


def text_of(cell: GridCell) -> str:
    """The words of the cell in reading order."""
    return " ".join(join(chunk.words) for chunk in sorted(cell.chunks, key=lambda c: (c.y_mid, c.x0)))


def _has_value(cells: list[GridCell]) -> bool:
    texts = [text_of(cell) for cell in cells if cell.column > 0]
    return any(NUMBER.match(text) and not YEAR.match(text) for text in texts)


def _by_rule(grid: Grid) -> int:
    """Rows above the first rule that runs under all columns, where rules do not part all rows."""
    if not grid.drawn or len(grid.drawn) > max(3, 0.5 * grid.n_rows):
        return 0
    return grid.drawn[0] if grid.drawn[0] <= DEEPEST else 0


def _by_look(grid: Grid, rows: list[list[GridCell]]) -> int:
    ruled = _by_rule(grid)
    if ruled:
        return ruled
    bold = [all(chunk.bold for cell in cells for chunk in cell.chunks) and bool(cells) for cells in rows]
    return 1 if bold[0] and not all(bold) else 0
