"""What a page holds besides one run of rows: running heads and feet, and a second run of rows at the right.

Two statements stand side by side where a spread of two pages is one sheet, and one statement stands in two halves where
the liabilities are printed at the right of the assets (账户式, the "account form"). Both show labels that begin at one
place in the middle of the page, with figures of their own behind them, and no row that crosses that place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from data.schemas import Page
from pipelines.facts.lines import Line, line_of, page_lines, squeeze
from pipelines.facts.numbers import is_dash, read_number

EDGE_LINES = 2  # lines at the top and the bottom of a page that may be running ones
EDGE_WORDS = 40  # words at either end of a page that hold those lines
LONGEST = 16  # words of a running line
NAMED = re.compile(r"annualreport|form10-?[kq]|interimreport|reportand(?:accounts|financial)|年度报告|年报")
PAGE_OF = re.compile(r"(?:page|第)?(\d{1,3})(?:/|of|页,?共)(\d{1,3})页?")
ADDRESS = re.compile(r"file:/|https?:/")  # what a browser prints below a page
YEARS = 2050  # and less may be the year or the page that a running line names
MIDDLE = (0.3, 0.7)  # share of the width of the text where a right half may begin
WIDE = 18.0  # points of white before a label of the right half that follows no figure
APART = 5.0  # points before one that follows a figure
LEAST = 4  # rows with labels and figures in a half
SHEET = 1.2  # width to height of a sheet that may hold two pages
WORDED = 8  # lines with words on either page of a spread: the heads of a wide table are fewer
CROSSING = 0.15  # of the rows, at most, may reach over the gutter within the halves


def edge_lines(page: Page) -> tuple[Line, ...]:
    """The first and the last lines of a page, from few of its words."""
    words = sorted(page.words, key=lambda w: w.bbox.y_mid)
    if len(words) > 2 * EDGE_WORDS:
        words = words[:EDGE_WORDS] + words[-EDGE_WORDS:]
    lines = page_lines(replace(page, words=tuple(words)))
    return (*lines[:EDGE_LINES], *lines[-EDGE_LINES:])


def without_running(lines: Sequence[Line], others: Iterable[tuple[int, Sequence[Line]]]) -> tuple[Line, ...]:
    """The lines of a page without its running head and foot; `others` are pages near it: how far, and their edges."""
    edges = [*lines[:EDGE_LINES], *lines[-EDGE_LINES:]]
    near = [(step, line) for step, page in others for line in page]
    running = {id(line) for line in edges if _runs(line, near)}
    return tuple(line for line in lines if id(line) not in running)


def _runs(line: Line, near: Iterable[tuple[int, Line]]) -> bool:
    """Says what a line of a page near it says, with a number that grows as the pages do; or names the report itself."""
    if len(line.words) > LONGEST or len(line.figures) > 1:
        return False
    letters, flat = _letters(line), squeeze(line.text)
    if _counts_pages(flat) or ADDRESS.match(flat):
        return True
    if NAMED.search(flat) and line.figures and abs(line.figures[0].value) < YEARS:
        return True
    numbers = _numbers(line)
    return len(letters) > 2 and any(
        letters == _letters(other) and any(number + step in _numbers(other) for number in numbers)
        for step, other in near
    )


def _counts_pages(flat: str) -> bool:
    """ "66 / 195", or two of them below a spread; "31/12/2023" and "2023/24" are no such counts."""
    counts = [(int(m[1]), int(m[2])) for m in PAGE_OF.finditer(flat)]
    whole = sum(len(m[0]) for m in PAGE_OF.finditer(flat)) == len(flat)
    return whole and bool(counts) and len({total for _, total in counts}) == 1 and counts[-1][0] <= counts[-1][1]


def _letters(line: Line) -> str:
    return "".join(c for c in line.text.lower() if c.isalpha())


def _numbers(line: Line) -> set[int]:
    return {int(n) for n in re.findall(r"\d{1,4}", line.text)}


def halves(page: Page, lines: Sequence[Line]) -> tuple[tuple[Line, ...], ...]:
    """The lines as one block, or as two: what stands over both and the left half, then the right half."""
    return _spread(page, lines) or _account_form(page, lines) or (tuple(lines),)


def _spread(page: Page, lines: Sequence[Line]) -> tuple[tuple[Line, ...], ...]:
    """Two pages on one sheet: where its reader saw the fold, or words enough on both sides and hardly one across."""
    if page.fold is not None:
        return _sides(page, lines, page.fold)
    middle = page.width / 2
    if page.width < SHEET * page.height or _crossing(lines, middle) > CROSSING:
        return ()
    left, right = _sides(page, lines, middle)
    worded = [sum(bool(half.label_text) for half in side) for side in (left, right)]
    return (left, right) if min(worded) >= WORDED and max(_rows(left), _rows(right)) >= LEAST else ()


def _account_form(page: Page, lines: Sequence[Line]) -> tuple[tuple[Line, ...], ...]:
    """Rows with labels and figures of their own at the right of others; what stands above or below is whole."""
    gutter = _gutter(lines)
    parted = [index for index, line in enumerate(lines) if gutter and _parted(line, gutter)]
    if gutter is None or not parted:
        return ()
    within = lines[parted[0] : parted[-1] + 1]
    left, right = _sides(page, within, gutter)
    if _crossing(within, gutter) > CROSSING or min(_rows(left), _rows(right)) < LEAST:
        return ()
    return (*lines[: parted[0]], *left), (*right, *lines[parted[-1] + 1 :])


def _crossing(lines: Sequence[Line], gutter: float) -> float:
    return sum(_crosses(line, gutter) for line in lines) / max(len(lines), 1)


def _sides(page: Page, lines: Sequence[Line], gutter: float) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    left, right = ([_half(page, line, gutter, left=side) for line in lines] for side in (True, False))
    return tuple(half for half in left if half), tuple(half for half in right if half)


def _rows(lines: Sequence[Line]) -> int:
    return sum(bool(line.label and line.figures) for line in lines)


def _gutter(lines: Sequence[Line]) -> float | None:
    """Where the labels of the right half begin: the leftmost place where enough do."""
    words = [w for line in lines for w in line.words]
    if not words:
        return None
    left, right = min(w.bbox.x0 for w in words), max(w.bbox.x1 for w in words)
    low, high = (left + share * (right - left) for share in MIDDLE)
    starts = sorted(x for line in lines for x in _starts(line, low, high))
    if len(starts) < LEAST:
        return None
    return next((x - 1 for x in starts if sum(abs(x - other) < 3 for other in starts) >= LEAST), None)


def _starts(line: Line, low: float, high: float) -> Iterable[float]:
    """Left edges between two places of words that begin a label after figures, or after much white."""
    for before, word in pairwise(line.words):
        gap = word.bbox.x0 - before.bbox.x1
        if not low < word.bbox.x0 < high or gap <= APART or not any(c.isalpha() for c in word.text):
            continue
        if gap > WIDE or is_dash(before.text) or read_number(before.text) is not None:
            yield word.bbox.x0


def _crosses(line: Line, gutter: float) -> bool:
    """A word lies over the gutter, or two words next to it are no further apart than words of a sentence."""
    if any(w.bbox.x0 < gutter < w.bbox.x1 for w in line.words):
        return True
    return any(a.bbox.x1 <= gutter <= b.bbox.x0 and b.bbox.x0 - a.bbox.x1 < APART for a, b in pairwise(line.words))


def _parted(line: Line, gutter: float) -> bool:
    """Has words on both sides, and white between them."""
    sides = {w.bbox.x0 < gutter for w in line.words}
    return len(sides) == 2 and not _crosses(line, gutter)


def _half(page: Page, line: Line, gutter: float, left: bool) -> Line | None:
    """The words of a line on one side; a line that crosses belongs to the left."""
    if _crosses(line, gutter):
        return line if left else None
    words = [w for w in line.words if (w.bbox.x0 < gutter) is left]
    return line_of(page.number, words) if words else None
