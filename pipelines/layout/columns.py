"""Reading order: a page is cut at gutters into columns, at the lines that span a gutter into bands.

The cut is recursive (XY-cut, Nagy and Seth 1984), but a gutter is proposed by the left edges that lines of running
text share, never by white space alone: the white between the columns of a table is no gutter, and a table is read by
rows.

Legend: spanner = a line that crosses the gutter; row = lines of one baseline, from left to right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipelines.layout.lines import Line

Row = tuple[Line, ...]

LEAST = 3  # lines of running text on either side of a gutter, side by side
BIN = 12.0  # points: two lines of one bin stand side by side
DEPTH = 4


def rows_of(lines: Sequence[Line]) -> list[Row]:
    """Lines gathered by baseline, from top to bottom."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda item: (item.top, item.x0)):
        if rows:
            first = rows[-1][0]
            shared = min(first.bottom, line.bottom) - max(first.top, line.top)
            if shared > 0.5 * min(first.bottom - first.top, line.bottom - line.top):
                rows[-1].append(line)
                continue
        rows.append([line])
    return [tuple(sorted(row, key=lambda item: item.x0)) for row in rows]


def _side_by_side(left: Sequence[Line], right: Sequence[Line]) -> int:
    return len({round(line.y_mid / BIN) for line in left} & {round(line.y_mid / BIN) for line in right})


def find_gutter(lines: Sequence[Line]) -> float | None:
    """Left edge of the right-hand column, or None where the lines are one column."""
    prose = [line for line in lines if line.prose]
    edges = Counter(round(line.x0 / 3) for line in prose)
    best: tuple[int, float] | None = None
    for edge, times in edges.items():
        if times + edges.get(edge + 1, 0) < LEAST:
            continue
        x = edge * 3.0 - 2.0
        left = [line for line in prose if line.x1 <= x + 1]
        right = [line for line in prose if line.x0 >= x - 1]
        if len(left) < LEAST or len(right) < LEAST:
            continue
        level = _side_by_side(left, right)
        across = sum(1 for line in prose if line.x0 < x - 1 and line.x1 > x + 1 and _amid(line, left, right))
        if level >= LEAST and level > across:
            best = max(best or (0, 0.0), (level - across, x))
    return best[1] if best else None


def _amid(line: Line, left: Sequence[Line], right: Sequence[Line]) -> bool:
    """True when the line lies between lines that it would tear apart."""
    low = max(min(item.top for item in left), min(item.top for item in right))
    high = min(max(item.bottom for item in left), max(item.bottom for item in right))
    return low <= line.y_mid <= high


def _filled(lines: Sequence[Line], edge: float) -> bool:
    """True when most lines run up to the edge: a column of text, not the labels of a table."""
    left = min(line.x0 for line in lines)
    return sum(1 for line in lines if line.x1 - left > 0.8 * (edge - left)) * 2 > len(lines)


def _is_columns(left: Sequence[Line], right: Sequence[Line], x: float) -> bool:
    """Whether a band between spanners is two columns of text rather than rows of a table."""
    has_text = any(line.prose for line in left), any(line.prose for line in right)
    if not any(has_text):
        return False
    edge = x if has_text[0] else max(line.x1 for line in right)
    return all(has_text) or _filled(left if has_text[0] else right, edge)


def reading_order(lines: Sequence[Line], depth: int = DEPTH) -> list[list[Row]]:
    """Columns in reading order, each a list of rows."""
    x = find_gutter(lines) if depth else None
    if x is None:
        return [rows_of(lines)] if lines else []
    columns: list[list[Row]] = []
    whole = False  # the last column has the full width, so a paragraph may go on in it
    for band in _bands(lines, x):
        left = [line for line in band if (line.x0 + line.x1) / 2 < x]
        right = [line for line in band if (line.x0 + line.x1) / 2 >= x]
        spans = any(_crosses(line, x) for line in band)
        if spans or not left or not right or not _is_columns(left, right, x):
            columns = [*columns[:-1], columns[-1] + rows_of(band)] if whole else [*columns, rows_of(band)]
            whole = True
        else:
            columns += reading_order(left, depth - 1) + reading_order(right, depth - 1)
            whole = False
    return columns


def _crosses(line: Line, x: float) -> bool:
    return line.x0 < x - 1 and line.x1 > x + 1


def _bands(lines: Sequence[Line], x: float) -> list[list[Line]]:
    """Lines from top to bottom, in runs of spanners and runs of lines that respect the gutter."""
    bands: list[list[Line]] = []
    spanning = False
    for row in rows_of(lines):
        crosses = any(_crosses(line, x) for line in row)
        if not bands or crosses != spanning:
            bands.append([])
        spanning = crosses
        bands[-1] += row
    return bands
