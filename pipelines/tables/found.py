"""A table found on one page, and what tells a table from a mere grid."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from data.knowledge import knowledge
from data.schemas import BBox, Page, Word

from .draft import Grid
from .heads import text_of

SPARSE = 0.4  # share of the cells that are filled; plots framed by rules fill fewer
MANY = 1000  # filled boxes of an area that is a drawing
WHOLE = 0.9  # of the width: a shaded row, no bar
TICK = re.compile(r"^\d[\d,]*(?:\.\d+)?%?$")
SIGNED = 0.2  # share of the entries that name what is to be signed
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


def is_plot(grid: Grid, fills: Sequence[BBox]) -> bool:
    """True for the numbers of a chart: on bars of many lengths, or little more than an axis."""
    return _on_bars(grid, fills) or _is_axis(grid)


def is_signed(grid: Grid) -> bool:
    """True for the lines that people sign on: "By:" here and "Title:" there, a fifth of the entries at least."""
    texts = [text_of(cell) for cell in grid.cells if cell.chunks]
    signs = [match[1].lower() for match in map(_signing().match, texts) if match]
    return len(set(signs)) > 1 and len(signs) >= SIGNED * len(texts)


@cache
def _signing() -> re.Pattern[str]:
    return re.compile(rf"({'|'.join(knowledge('tables')['signing'])})\s*[:：]", re.I)


def _on_bars(grid: Grid, fills: Sequence[BBox]) -> bool:
    """Entries of one column lie in boxes that are filled and of the most different widths."""
    top, bottom, right = grid.ys[0], grid.ys[-1], grid.xs[-1]
    inside = [f for f in fills if top < f.bottom and f.top < bottom and f.x0 < right and f.width < WHOLE * right]
    if len({(round(f.x0 / 2), round(f.x1 / 2)) for f in inside}) <= grid.n_columns or len(inside) > MANY:
        return False
    lengths: dict[int, list[tuple[float, float]]] = defaultdict(list)
    filled = [cell for cell in grid.cells if cell.chunks]
    for cell in filled:
        chunk = cell.chunks[0]
        x, y, height = chunk.x_mid, chunk.y_mid, chunk.bottom - chunk.top
        around = [f for f in inside if f[0] <= x <= f[2] and f[1] <= y <= f[3] and f.height < 4 * height]
        if around:
            least = min(around, key=lambda f: f.area)
            lengths[cell.column].append((round(least.x0 / 2), round(least.x1 / 2)))
    varied = sum(len(ends) for ends in lengths.values() if len(ends) > 2 and len(set(ends)) >= 0.7 * len(ends))
    return varied >= 0.5 * len(filled)


def _is_axis(grid: Grid) -> bool:
    """Without the rows of evenly spaced, evenly rising numbers no row of numbers is left."""
    ticks = values = 0
    for row in range(grid.n_rows):
        words = [w for cell in grid.cells if cell.row == row for chunk in cell.chunks for w in chunk.words]
        words.sort(key=lambda w: w.bbox.x0)
        numbers = [float(w.text.rstrip("%").replace(",", "")) for w in words if TICK.match(w.text)]
        steps = {round(b - a, 6) for a, b in pairwise(numbers)}
        if len(numbers) > 3 and len(numbers) >= len(words) - 1 and len(steps) == 1 and max(steps) > 0:
            ticks += 1
        else:
            values += bool(numbers)
    return ticks > 0 and values == 0
