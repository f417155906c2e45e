"""The grid in the making, and the finished one: shared by the steps that find rows and those that find spans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .lines import Chunk
from .rows import Entry, TextLine
from .rules import Rules


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of the grid before it becomes a record."""

    row: int
    column: int
    row_span: int
    column_span: int
    chunks: tuple[Chunk, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells that tile rows and columns. `ys` and `xs` are their edges; `head` is the number of header rows."""

    cells: tuple[GridCell, ...]
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    drawn: tuple[int, ...] = ()  # rows above which a rule runs under all columns

    @property
    def n_rows(self) -> int:
        return len(self.ys) - 1

    @property
    def n_columns(self) -> int:
        return len(self.xs) - 1


@dataclass(slots=True)
class Draft:
    """The grid in the making: rows of lines, and which edges are missing."""

    rows: list[list[TextLine]]
    xs: list[float]
    ys: list[float]
    rules: Rules
    extents: list[tuple[float, float]]  # x-extent of the text of each column
    turned: Sequence[Chunk] = ()  # text that runs up or down the page
    floats: list[Entry] = field(default_factory=list)
    open_down: set[tuple[int, int]] = field(default_factory=set)  # (row, column): no edge to the row below
    open_right: set[tuple[int, int]] = field(default_factory=set)  # no edge to the column on the right
    texts: dict[tuple[int, int], list[Chunk]] = field(default_factory=dict)
