"""Table: a grid of cells tiled without overlap, each with its page, box and text as printed."""

from __future__ import annotations

from pydantic import model_validator

from .base import Record
from .geometry import BBox


class Cell(Record):
    """One cell; `row` and `column` count from 0 and name its top-left corner in the grid."""

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    header: bool = False
    text: str = ""
    page: int
    bbox: BBox


class Table(Record):
    """A table, over one page or several.

    `confidence` is the share of the words in its box that lie in exactly one cell (1 for a whole table), times the
    share of its neighbour relations that are expected to be right, judged by its look: of tables said at 0.9, nine
    relations in ten are right. Of a table over several pages it is that of the least sure page.
    """

    id: str
    page: int
    bbox: BBox
    caption: str = ""
    n_rows: int
    n_columns: int
    confidence: float
    cells: tuple[Cell, ...]

    @model_validator(mode="after")
    def _tiles(self) -> Table:
        taken: set[tuple[int, int]] = set()
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.row_span):
                for column in range(cell.column, cell.column + cell.column_span):
                    if (row, column) in taken or row >= self.n_rows or column >= self.n_columns:
                        raise ValueError(f"table {self.id}: cells overlap or leave the grid at {(row, column)}")
                    taken.add((row, column))
        if len(taken) != self.n_rows * self.n_columns:
            raise ValueError(f"table {self.id}: {self.n_rows * self.n_columns - len(taken)} grid places have no cell")
        return self
