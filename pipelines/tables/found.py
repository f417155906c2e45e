"""A table found on one page, and what tells a table from a mere grid."""

from __future__ import annotations

from dataclasses import dataclass

from data.schemas import BBox, Page, Word

from .draft import Grid

SPARSE = 0.4  # share of the cells that are filled; plots framed by rules fill fewer
LONG = 25  # words: cells of a table are shorter on average


@dataclass(frozen=True, slots=True)
class Found:
    """A table on one page, before joining. `head` counts its header rows."""

    page: Page
    box: BBox
    grid: Grid
    words: tuple[Word, ...]
    head: int = 0
    caption: str = ""
    certainty: float = 1.0


def is_table(grid: Grid) -> bool:
    """True for two rows and columns that hold entries side by side."""
    filled = [cell for cell in grid.cells if cell.chunks]
    if grid.n_rows < 2 or grid.n_columns < 2 or len(filled) < 3:
        return False
    if len(filled) < SPARSE * len(grid.cells):
        return False
    rows: dict[int, int] = {}
    for cell in filled:
        for row in range(cell.row, cell.row + cell.row_span):
            rows[row] = rows.get(row, 0) + 1
    beside = sum(count > 1 for count in rows.values())
    words = sum(len(chunk.words) for cell in filled for chunk in cell.chunks)
    return beside >= 0.4 * grid.n_rows and words <= LONG * len(filled)
