"""Which edges of the grid are missing: entries that stand over several columns or rows.

Across: text that runs over a separator; a vertical rule that pauses; a short rule under a head that covers the
columns below. Down: a horizontal rule that pauses beside others; text centred over the rows of its group.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from statistics import median

from .draft import Draft, Grid, GridCell
from .lines import Chunk
from .rows import Entry
from .rules import covered

CENTRED = 0.35  # of the pitch a text may stand off the middle of its rows


def place_texts(draft: Draft) -> None:
    """Put every chunk into its place; entries over several columns open the edges between."""
    for row, lines in enumerate(draft.rows):
        for line in lines:
            for entry in line.entries:
                draft.texts.setdefault((row, entry.first), []).append(entry.chunk)
                draft.open_right.update((row, column) for column in range(entry.first, entry.last))
    for entry in draft.floats:
        _place_float(draft, entry)
    for chunk in draft.turned:
        _place_turned(draft, chunk)


def _place_float(draft: Draft, entry: Entry) -> None:
    """A text between two rows belongs to both, and to all rows of its group when it stands in the middle of them."""
    y = entry.chunk.y_mid
    middles = _middles(draft)
    below = next((r for r, middle in enumerate(middles) if middle > y), len(middles) - 1)
    first, last = max(below - 1, 0), below
    low, high = _group(draft, first, entry.first, middles)
    if abs((middles[low] + middles[high]) / 2 - y) <= CENTRED * _step(middles):
        first, last = min(low, first), max(high, last)
    while first < below - 1 and any((first, c) in draft.texts for c in range(entry.first, entry.last + 1)):
        first += 1
    draft.texts.setdefault((first, entry.first), []).append(entry.chunk)
    for row in range(first, last + 1):
        draft.open_right.update((row, column) for column in range(entry.first, entry.last))
        if row < last:
            draft.open_down.update((row, column) for column in range(entry.first, entry.last + 1))


def _place_turned(draft: Draft, chunk: Chunk) -> None:
    """Text that runs up the page belongs to all the rows beside it, as far as its column is empty."""
    column = min(bisect_right(draft.xs[1:-1], chunk.x_mid), len(draft.extents) - 1)
    beside = [row for row, y in enumerate(_middles(draft)) if chunk.top - 2 <= y <= chunk.bottom + 2]
    if not beside:
        beside = [min(range(len(draft.rows)), key=lambda row: abs(_middles(draft)[row] - chunk.y_mid))]
    free = [row for row in beside if (row, column) not in draft.texts]
    draft.texts.setdefault(((free or beside)[0], column), []).append(chunk)
    if free == beside:
        draft.open_down.update((row, column) for row in beside[:-1])


def _middles(draft: Draft) -> list[float]:
    return [sum(t.y for t in lines) / len(lines) for lines in draft.rows]


def _step(middles: list[float]) -> float:
    steps = [b - a for a, b in itertools.pairwise(middles)]
    return median(steps) if steps else 10.0


def _group(draft: Draft, row: int, column: int, middles: list[float]) -> tuple[int, int]:
    """First and last row around `row` that no rule parts from it in this column."""
    low = high = row
    while low > 0 and not _ruled(draft, low - 1, column):
        low -= 1
    while high < len(middles) - 1 and not _ruled(draft, high, column):
        high += 1
    return low, high


def _ruled(draft: Draft, row: int, column: int) -> bool:
    """True where a rule is drawn between the row and the next one in this column."""
    return covered(draft.rules.across, draft.ys[row + 1], *draft.extents[column]) > 0.5


def spans_across(draft: Draft) -> None:
    """Open edges where a separator that is drawn elsewhere pauses, and where a short rule gathers columns."""
    for row in range(len(draft.rows)):
        _pauses_across(draft, row)
        _gathered(draft, row)
        _alone(draft, row)
        _over_repeats(draft, row)


def _pauses_across(draft: Draft, row: int) -> None:
    top, bottom = draft.ys[row], draft.ys[row + 1]
    for column in range(len(draft.xs) - 2):
        x = draft.xs[column + 1]
        whole = covered(draft.rules.down, x, draft.ys[0], draft.ys[-1])
        if whole < 0.5 or covered(draft.rules.down, x, top, bottom) > 0.4:
            continue
        if (row, column) not in draft.texts or (row, column + 1) not in draft.texts:
            draft.open_right.add((row, column))


def _gathered(draft: Draft, row: int) -> None:
    """A rule under one head and over several columns makes the head span them."""
    if row + 1 >= len(draft.rows):
        return
    low, high = max(t.y for t in draft.rows[row]), min(t.y for t in draft.rows[row + 1])
    for rule in draft.rules.across:
        if not low < rule.at < high:
            continue
        under = [c for c, (x0, x1) in enumerate(draft.extents) if rule.start - 2 <= (x0 + x1) / 2 <= rule.end + 2]
        if not 1 < len(under) < len(draft.extents):
            continue
        heads = [c for c in under if (row, c) in draft.texts]
        if len(heads) == 1 and _centred(draft.texts[row, heads[0]], rule.start, rule.end):
            _move(draft, row, heads[0], under[0])
            draft.open_right.update((row, c) for c in under[:-1])


def _over_repeats(draft: Draft, row: int) -> None:
    """Heads over columns that repeat ("2023 2022 2023 2022") span one period each."""
    if row + 1 >= len(draft.rows):
        return
    below = {c: draft.texts[row + 1, c][0].text for c in range(len(draft.extents)) if (row + 1, c) in draft.texts}
    period = _period(below)
    if period is None:
        return
    start, step = period
    for first in range(start, len(draft.extents) - step + 1, step):
        group = range(first, first + step)
        held = [c for c in group if (row, c) in draft.texts]
        if len(held) != 1 or any((row, c) in draft.open_right for c in (first - 1, *group)):
            continue
        if _centred(draft.texts[row, held[0]], draft.extents[first][0], draft.extents[first + step - 1][1]):
            _move(draft, row, held[0], first)
            draft.open_right.update((row, c) for c in group[:-1])


def _period(texts: dict[int, str]) -> tuple[int, int] | None:
    """(first column, length) of texts that repeat to the last column; None where they do not."""
    if len(texts) < 4:
        return None
    columns = sorted(texts)
    for start in columns[:2]:
        run = [texts.get(c) for c in range(start, columns[-1] + 1)]
        for step in range(2, len(run) // 2 + 1):
            if len(run) % step == 0 and all(run[i] == run[i % step] for i in range(len(run))):
                return start, step
    return None


def _alone(draft: Draft, row: int) -> None:
    """The only entry of a row spans all columns, or all but the first, when it stands in the middle of them."""
    held = [column for column in range(len(draft.extents)) if (row, column) in draft.texts]
    if len(held) != 1 or len(draft.extents) < 3 or not (held[0] > 0 or (row, 0) in draft.open_right):
        return
    chunks = draft.texts[row, held[0]]
    middle = (min(c.x0 for c in chunks) + max(c.x1 for c in chunks)) / 2
    near = (chunks[0].bottom - chunks[0].top) * 0.8
    for first in (0, 1):
        ends = (draft.extents[first][0] + draft.extents[-1][1], draft.xs[first] + draft.xs[-1])
        if held[0] >= first and min(abs(middle - end / 2) for end in ends) <= near:
            _move(draft, row, held[0], first)
            draft.open_right.update((row, column) for column in range(first, len(draft.extents) - 1))
            return


def _centred(chunks: list[Chunk], start: float, end: float) -> bool:
    x0, x1 = min(c.x0 for c in chunks), max(c.x1 for c in chunks)
    return abs((x0 + x1) / 2 - (start + end) / 2) <= 0.25 * (end - start)


def _move(draft: Draft, row: int, column: int, to: int) -> None:
    if column != to:
        draft.texts[row, to] = draft.texts.pop((row, column))


def spans_down(draft: Draft) -> None:
    """Open edges where a rule pauses beside others, and under texts that are centred over their group."""
    for row in range(len(draft.rows) - 1):
        _pauses_down(draft, row)
    for column in range(len(draft.extents)):
        _centre_column(draft, column)


def _pauses_down(draft: Draft, row: int) -> None:
    y = draft.ys[row + 1]
    shares = [covered(draft.rules.across, y, *extent) for extent in draft.extents]
    if max(shares) < 0.5:
        return
    for column, share in enumerate(shares):
        if share < 0.3 and _closed(draft, row, column) and _closed(draft, row + 1, column):
            draft.open_down.add((row, column))


def _closed(draft: Draft, row: int, column: int) -> bool:
    """True where vertical rules run on both sides of the place, the table's own edges included."""
    top, bottom = draft.ys[row], draft.ys[row + 1]
    left = column == 0 or covered(draft.rules.down, draft.xs[column], top, bottom) > 0.5
    last = column == len(draft.extents) - 1
    right = last or covered(draft.rules.down, draft.xs[column + 1], top, bottom) > 0.5
    return left and right and not (column == 0 and last)


def _centre_column(draft: Draft, column: int) -> None:
    """Spans a lone text over its group of rows when it stands in the middle of it."""
    middles = _middles(draft)
    row = 0
    while row < len(middles):
        low, high = _group(draft, row, column, middles)
        row = high + 1
        if high == low or (column > 0 and high - low < 2):
            continue
        held = [r for r in range(low, high + 1) if (r, column) in draft.texts]
        if len(held) != 1 or not _free(draft, low, high, column) or not _bounded(draft, low, high, column):
            continue
        middle = sum(c.y_mid for c in draft.texts[held[0], column]) / len(draft.texts[held[0], column])
        if abs(middle - (middles[low] + middles[high]) / 2) <= CENTRED * _step(middles):
            chunks = draft.texts.pop((held[0], column))
            draft.texts[low, column] = chunks
            draft.open_down.update((r, column) for r in range(low, high))


def _free(draft: Draft, low: int, high: int, column: int) -> bool:
    """True where the column is no part of a span across in these rows, and other columns are filled in all of them."""
    for row in range(low, high + 1):
        if (row, column) in draft.open_right or (row, column - 1) in draft.open_right:
            return False
        if sum((row, c) in draft.texts for c in range(len(draft.extents)) if c != column) == 0:
            return False
    return True


def _bounded(draft: Draft, low: int, high: int, column: int) -> bool:
    """True where rules, or the table's own edge, end the group above and below."""
    return (low == 0 or _ruled(draft, low - 1, column)) and (high == len(draft.rows) - 1 or _ruled(draft, high, column))


def finish(draft: Draft) -> Grid:
    """Cells as the largest rectangles that no edge cuts, in reading order."""
    rows, columns = len(draft.rows), len(draft.extents)
    taken: set[tuple[int, int]] = set()
    cells: list[GridCell] = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            width, height = _rectangle(draft, row, column, taken)
            places = [(r, c) for r in range(row, row + height) for c in range(column, column + width)]
            taken.update(places)
            chunks = tuple(chunk for place in places for chunk in draft.texts.get(place, ()))
            cells.append(GridCell(row, column, height, width, chunks))
    drawn = tuple(row for row in range(1, rows) if all(_ruled(draft, row - 1, column) for column in range(columns)))
    return Grid(tuple(cells), tuple(draft.xs), tuple(draft.ys), drawn)


def _rectangle(draft: Draft, row: int, column: int, taken: set[tuple[int, int]]) -> tuple[int, int]:
    width = height = 1
    while (row, column + width - 1) in draft.open_right and (row, column + width) not in taken:
        width += 1
    while row + height < len(draft.rows) and all(
        (row + height - 1, c) in draft.open_down and (row + height, c) not in taken
        for c in range(column, column + width)
    ):
        height += 1
    return width, height
