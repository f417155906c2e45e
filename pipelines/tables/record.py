"""From grids to the records that leave the stage: is it a table, its head, its caption, its confidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.schemas import BBox, Cell, Page, Table, Word

from .draft import Grid, GridCell
from .lines import join

SPARSE = 0.4  # share of the cells that are filled; plots framed by rules fill fewer
LONG = 25  # words: cells of a table are shorter on average


@dataclass(frozen=True, slots=True)
class Found:
    """A table on one page, before joining."""

    page: Page
    box: BBox
    grid: Grid
    words: tuple[Word, ...]
    caption: str = ""


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


def record(found: Found, name: str) -> Table:
    """The table as a record."""
    grid = found.grid
    cells = tuple(_cell(cell, grid, found.page.number) for cell in grid.cells)
    return Table(
        id=name,
        page=found.page.number,
        bbox=found.box,
        caption=found.caption,
        n_rows=grid.n_rows,
        n_columns=grid.n_columns,
        confidence=1.0,
        cells=cells,
    )


def _cell(cell: GridCell, grid: Grid, page: int) -> Cell:
    chunks = sorted(cell.chunks, key=lambda c: (c.y_mid, c.x0))
    if chunks:
        box = BBox.around(word.bbox for chunk in chunks for word in chunk.words)
    else:
        x0, x1 = grid.xs[cell.column], grid.xs[cell.column + cell.column_span]
        box = BBox(x0, grid.ys[cell.row], max(x0, x1), grid.ys[cell.row + cell.row_span])
    return Cell(
        row=cell.row,
        column=cell.column,
        row_span=cell.row_span,
        column_span=cell.column_span,
        text=_text(chunks),
        page=page,
        bbox=box,
    )


def _text(chunks: Sequence[object]) -> str:
    return " ".join(join(chunk.words) for chunk in chunks)  # type: ignore[attr-defined]
