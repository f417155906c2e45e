"""From the parts of a table to the record that leaves the stage.

Confidence: the share of the words in the table's boxes that lie in exactly one cell, times the certainty of the
structure (`certainty`); `Table` says what it means.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from data.schemas import BBox, Cell, Table

from .draft import GridCell
from .heads import text_of
from .joining import Part


def record(parts: Sequence[Part], width: int, name: str) -> Table:
    """The parts under each other as one table."""
    cells: list[Cell] = []
    first = 0
    for part in parts:
        cells += _cells(part, first, width)
        first += part.found.grid.n_rows - part.dropped
    head = parts[0].found
    return Table(
        id=name,
        page=head.page.number,
        bbox=head.box,
        caption=head.caption,
        n_rows=first,
        n_columns=width,
        confidence=round(min(_share(part) * part.found.certainty for part in parts), 3),
        cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))),
    )


def _share(part: Part) -> float:
    """Share of the words of the box that lie in exactly one cell."""
    counts = Counter(id(word) for cell in part.found.grid.cells for chunk in cell.chunks for word in chunk.words)
    words = part.found.words
    return sum(counts[id(word)] == 1 for word in words) / max(len(words), 1)


def _cells(part: Part, first: int, width: int) -> list[Cell]:
    """The part's cells in the rows of the table; places of columns that the part lacks are empty cells."""
    grid, page = part.found.grid, part.found.page.number
    result = [_cell(part, cell, first - part.dropped + cell.row) for cell in grid.cells if cell.row >= part.dropped]
    taken = {
        (row, column)
        for cell in result
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    }
    for row in range(grid.n_rows - part.dropped):
        top, bottom = grid.ys[row + part.dropped], grid.ys[row + part.dropped + 1]
        for column in range(width):
            if (first + row, column) not in taken:
                x = grid.xs[min(column, grid.n_columns)]
                result.append(Cell(row=first + row, column=column, page=page, bbox=BBox(x, top, x, max(top, bottom))))
    return result


def _cell(part: Part, cell: GridCell, row: int) -> Cell:
    grid = part.found.grid
    chunks = cell.chunks
    if chunks:
        box = BBox.around(word.bbox for chunk in chunks for word in chunk.words)
    else:
        x0, x1 = grid.xs[cell.column], grid.xs[cell.column + cell.column_span]
        top, bottom = grid.ys[cell.row], grid.ys[cell.row + cell.row_span]
        box = BBox(x0, top, max(x0, x1), max(top, bottom))
    return Cell(
        row=row,
        column=part.columns[cell.column],
        row_span=cell.row_span,
        column_span=part.columns[cell.column + cell.column_span - 1] - part.columns[cell.column] + 1,
        header=row < part.found.head and not part.dropped and row == cell.row,
        text=text_of(cell),
        page=part.found.page.number,
        bbox=box,
    )
