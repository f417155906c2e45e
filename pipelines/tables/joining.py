"""Tables over page breaks: the last table of a page and the first of the next become one where their columns agree.

Columns agree by the x-intervals of their text, never by their number: a column that is empty on one page is matched
to nothing and kept. No row is lost: the joined table has the rows of both, less the head that the second repeats.
When in doubt tables stay apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from data.schemas import Page

from .draft import Grid
from .found import Found
from .heads import text_of
from .lines import Line, join, lines_of
from .ruled import is_prose

CONTINUED = re.compile(r"\bcont(?:inued|['’]?d|\.)|续", re.I)
AGREE = 0.6  # share of the narrower column that must lie under the other
FOOT = 3  # lines of foot or running head between the two parts
MARGIN = 0.75  # of the page's height: where the first part must end below


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a table: its grid on one page, where its columns go, and how many repeated head rows are dropped."""

    found: Found
    columns: tuple[int, ...]
    dropped: int = 0


def joined(found: Sequence[Found]) -> list[tuple[list[Part], int]]:
    """Tables as lists of parts with their number of columns, in reading order."""
    tables: list[tuple[list[Part], int]] = []
    for item in found:
        longer = _continued(*tables[-1], item) if tables else None
        if longer is not None:
            tables[-1] = longer
        else:
            tables.append(([Part(item, tuple(range(item.grid.n_columns)))], item.grid.n_columns))
    return tables


def _continued(parts: list[Part], width: int, item: Found) -> tuple[list[Part], int] | None:
    """The table with the item as its next part; None where it is another table."""
    last = parts[-1].found
    if item.page.number != last.page.number + 1 or not _ends_page(last) or not _begins_page(item):
        return None
    if item.caption and not CONTINUED.search(item.caption) and item.caption != parts[0].found.caption:
        return None
    repeated = _repeated(parts[0].found, item)
    if item.head > repeated:
        return None
    upper, lower = _extents(last.grid), _extents(item.grid)
    columns = _match(upper, parts[-1].columns, lower, width)
    if columns is not None:
        return [*parts, Part(item, columns, repeated)], width
    if parts[-1].columns != tuple(range(width)):
        return None
    wider = _match(lower, range(len(lower)), upper, len(lower))
    if wider is None:
        return None
    moved = [Part(p.found, tuple(wider[c] for c in p.columns), p.dropped) for p in parts]
    return [*moved, Part(item, tuple(range(len(lower))), repeated)], len(lower)


def _extents(grid: Grid) -> list[tuple[float, float]]:
    """x-interval of the text of each column; the column's own edges where it has none of its own."""
    result = []
    for column in range(grid.n_columns):
        chunks = [c for cell in grid.cells if cell.column == column and cell.column_span == 1 for c in cell.chunks]
        if chunks:
            result.append((min(c.x0 for c in chunks), max(c.x1 for c in chunks)))
        else:
            result.append((grid.xs[column], max(grid.xs[column + 1], grid.xs[column])))
    return result


def _match(
    upper: Sequence[tuple[float, float]],
    places: Sequence[int],
    lower: Sequence[tuple[float, float]],
    width: int,
) -> tuple[int, ...] | None:
    """The column of the table for each column of the lower part; None where they do not agree."""
    columns: list[int] = []
    for x0, x1 in lower:
        near = [
            place
            for place, (a, b) in zip(places, upper, strict=True)
            if min(b, x1) - max(a, x0) >= AGREE * max(min(b - a, x1 - x0), 1.0)
        ]
        if len(near) != 1 or (columns and near[0] <= columns[-1]):
            return None
        columns.append(near[0])
    enough = len(columns) >= 2 and len(columns) >= 0.6 * width
    return tuple(columns) if enough else None


def _outside(item: Found, above: bool) -> list[Line]:
    words = [
        word
        for word in item.page.words
        if (word.bbox.bottom < item.box.top if above else word.bbox.top > item.box.bottom)
    ]
    return lines_of(words)


def _ends_page(item: Found) -> bool:
    below = _outside(item, above=False)
    return item.box.bottom > 0.5 * item.page.height and len(below) <= FOOT and not _prose(below, item.page)


def _begins_page(item: Found) -> bool:
    above = _outside(item, above=True)
    return item.box.top < 0.4 * item.page.height and len(above) <= FOOT + 2 and not _prose(above, item.page)


def _prose(lines: Sequence[Line], page: Page) -> bool:
    return any(is_prose(line, 0.8 * page.width) or len(join(line.words)) > 150 for line in lines)


def _repeated(first: Found, item: Found) -> int:
    """Leading rows of the item that repeat the head of the first part."""
    count = 0
    for row in range(min(first.head, item.grid.n_rows - 1)):
        if _row_text(first.grid, row) != _row_text(item.grid, row):
            break
        count += 1
    cut = any(cell.row < count < cell.row + cell.row_span for cell in item.grid.cells)
    return 0 if cut else count


def _row_text(grid: Grid, row: int) -> list[str]:
    return [text_of(cell) for cell in grid.cells if cell.row == row and cell.chunks]
