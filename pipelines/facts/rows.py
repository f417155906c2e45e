"""Rows of a statement from the lines of one page: wrapped labels joined, headings told from wraps.

Chain: lines laid into cells -> numbers on a height of their own join their label -> label-only lines are a heading,
the beginning of the next label, or the end of the last one. What decides, in this order: drawn row grids, brackets
left open, small letters and connectives, spacing; a colon ends every label.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from data.schemas import BBox, Page
from pipelines.facts.cells import Cells
from pipelines.facts.kinds import pattern
from pipelines.facts.lines import squeeze
from pipelines.facts.numbers import is_dash

CONNECTIVE = re.compile(
    r"(?:\b(?:of|and|the|to|in|for|from|by|or|on|with|at|a|an|as|per|used|than|its|our|attributable|including|"
    r"excluding|net of|relating|related|under|over|into|provided|through|between|that|before|after)|[,\-–—/(])$",
    re.I,
)
LIST_MARK = re.compile(r"^(?:\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})[.)]\s|[-–—•]\s)", re.I)
ZH = re.compile(r"[\u4e00-\u9fff]")
ZH_START = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}\s*[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}\s*[、.．]|加\s*[:：]|减\s*[:：]|其中\s*[:：])"
)
SENTENCE = re.compile(r"(?:The|These|See|This|As) .{25,}")  # text below a table, not the rest of a label
ON_THE_ROW = 0.6  # of the pitch: closer than this, numbers stand beside their label
GRID = 0.8  # drawn lines a row, at least, for a grid
TIGHT = 0.87  # of the pitch: lines within a label stand closer than rows
CROWDED = 0.95  # of the pitch, where the first line could not have held another word


@dataclass(frozen=True, slots=True)
class Draft:
    """A row in the making: its cells, and the label's lines joined."""

    cells: Cells
    label: str
    box: BBox | None
    last: float  # middle of the label's last line
    right: float  # where the label's last line ends


def draft_rows(lines: Sequence[Cells], page: Page, limit: float) -> tuple[Draft, ...]:
    """Rows of the lines; `limit` is the right end of the label column."""
    if not lines:
        return ()
    pitch = row_pitch(lines)
    lines = _beside(lines, pitch)
    bands = _bands(page, lines)
    rows: list[Draft] = []
    waiting: list[Cells] = []  # label lines whose row has not come yet
    for index, cells in enumerate(lines):
        after = lines[index + 1] if index + 1 < len(lines) else None
        if cells.filled:
            rows.append(_join([*waiting, cells]))
            waiting = []
        elif not cells.label:
            continue
        elif not waiting and rows and _continues(rows[-1], cells, after, pitch, bands, limit):
            rows[-1] = _extend(rows[-1], cells)
        elif after is not None and _wraps(cells, after, pitch, bands, limit):
            waiting.append(cells)
        else:
            rows.append(_join([*waiting, cells]))
            waiting = []
    return (*rows, *([_join(waiting)] if waiting else []))


def row_pitch(lines: Sequence[Cells]) -> float:
    """The usual distance between two rows with numbers that follow each other."""
    steps = [
        b.middle - a.middle
        for a, b in pairwise(lines)
        if a.filled and b.filled and a.label and b.label and b.middle > a.middle
    ]
    return median(steps) if steps else 12.0


def _beside(lines: Sequence[Cells], pitch: float) -> list[Cells]:
    """Numbers printed a little above or below their label become one line with it."""
    joined: list[Cells] = []
    for cells in lines:
        before = joined[-1] if joined else None
        if before and cells.middle - before.middle < ON_THE_ROW * pitch and _complete(before, cells):
            label, numbers = (before, cells) if cells.filled else (cells, before)
            joined[-1] = replace(label, figures=numbers.figures, note=label.note or numbers.note)
        elif before and cells.middle - before.middle < ON_THE_ROW * pitch and (_dashes(cells) or _dashes(before)):
            row, dashes = (before, cells) if _dashes(cells) else (cells, before)
            joined[-1] = replace(row, figures=tuple(f or d for f, d in zip(row.figures, dashes.figures, strict=True)))
        else:
            joined.append(cells)
    return joined


def _dashes(cells: Cells) -> bool:
    """Nothing but dashes, which OCR sets a little off their line."""
    return cells.filled and not cells.label and all(is_dash(f.text) for f in cells.figures if f)


def _complete(one: Cells, other: Cells) -> bool:
    """One has only the label, the other only the numbers."""
    return (one.filled and not one.label and not other.filled and bool(other.label)) or (
        other.filled and not other.label and not one.filled and bool(one.label)
    )


def _bands(page: Page, lines: Sequence[Cells]) -> list[float]:
    """Heights of drawn lines that part the label column row from row; empty where there is no such grid."""
    boxes = [c.box for c in lines if c.box]
    if not boxes:
        return []
    left, right = min(b.x0 for b in boxes), max(b.x1 for b in boxes)
    top, bottom = lines[0].middle, lines[-1].middle
    reach = left + 0.5 * (right - left)
    heights = sorted(
        r.bbox.y_mid
        for r in page.rulings
        if r.horizontal and r.bbox.x0 < left + 12 and r.bbox.x1 > reach and top - 5 < r.bbox.y_mid < bottom + 5
    )
    distinct = [h for i, h in enumerate(heights) if i == 0 or h - heights[i - 1] > 3]
    return distinct if len(distinct) >= GRID * sum(c.filled for c in lines) else []


def _parted(above: float, below: float, bands: Sequence[float]) -> bool:
    return any(above < band < below for band in bands)


def _wraps(cells: Cells, after: Cells, pitch: float, bands: Sequence[float], limit: float) -> bool:
    """The label goes on in the next line."""
    if cells.label.endswith((":", "：")) or (_heads(cells.label) and not _goes_on(after.label)):
        return False
    if after.led and after.page == cells.page:
        return after.middle - cells.middle < 1.6 * pitch
    if bands:
        return not _parted(cells.middle, after.middle, bands) and bool(after.label or after.filled)
    if not after.label or after.page != cells.page:
        return False
    step = after.middle - cells.middle
    if step > 1.6 * pitch:
        return False
    if _open(cells.label) or _goes_on(after.label) or CONNECTIVE.search(cells.label):
        return True
    if ZH.search(cells.label):
        return _full(cells.box, cells.size, limit) and not ZH_START.match(after.label)
    crowded = _no_room(cells, after, limit)
    if step >= (CROWDED if crowded else TIGHT) * pitch:
        return False
    return not _shouted(cells) or (_shouted(after) and crowded)


def _continues(
    row: Draft, cells: Cells, after: Cells | None, pitch: float, bands: Sequence[float], limit: float
) -> bool:
    """The line ends the label of the row before it."""
    if not row.cells.filled or row.cells.page != cells.page or not row.label or _heads(cells.label):
        return False
    step = cells.middle - row.last
    if bands:
        return not _parted(row.last, cells.middle, bands)
    if step > 1.6 * pitch or row.label.endswith((":", "：")):
        return False
    if _open(row.label) or _goes_on(cells.label):
        return True
    if SENTENCE.match(cells.label) or (ZH.search(cells.label) and cells.label.endswith((":", "："))):
        return False
    if ZH.search(cells.label):
        return _full(row.box, row.cells.size, limit, row.right) and not ZH_START.match(cells.label)
    follows = after.middle - cells.middle if after else 1e9
    return bool(CONNECTIVE.search(row.label)) or (step < TIGHT * pitch and step < 0.9 * follows)


def _heads(label: str) -> bool:
    """Words that are a heading wherever they stand alone: scans have no bold to tell it by."""
    return pattern("headings").fullmatch(squeeze(label)) is not None


def _open(label: str) -> bool:
    return label.count("(") + label.count("（") > label.count(")") + label.count("）")


def _goes_on(label: str) -> bool:
    """Begins as only the rest of a sentence begins."""
    return bool(label) and label[0].islower() and not LIST_MARK.match(label)


def _shouted(cells: Cells) -> bool:
    """Bold or capitals: a heading even where it stands close to the next row."""
    letters = [c for c in cells.label if c.isalpha()]
    return cells.bold or (bool(letters) and all(c.isupper() for c in letters))


def _no_room(cells: Cells, after: Cells, limit: float) -> bool:
    """The next line's first word would not have fitted on this one, whose letters (capitals are wide) measure."""
    if cells.box is None:
        return False
    letter = max(0.6 * cells.size, cells.box.width / max(len(cells.label), 1))
    return cells.box.x1 + letter * (1 + len(after.label.split()[0])) > limit


def _full(box: BBox | None, size: float, limit: float, right: float | None = None) -> bool:
    """The line fills the label column: one more character would not have fitted."""
    end = right if right is not None else (box.x1 if box else 0.0)
    return end > limit - 1.6 * size


def _join(lines: Sequence[Cells]) -> Draft:
    last = lines[-1]
    label = lines[0].label
    for cells in lines[1:]:
        label = glue(label, cells.label)
    boxes = [c.box for c in lines if c.box]
    box = BBox.around(boxes) if boxes else None
    note = next((c.note for c in lines if c.note), "")
    bold = lines[0].bold
    end = last.box.x1 if last.box else (boxes[-1].x1 if boxes else 0.0)
    return Draft(replace(last, note=note, bold=bold), label, box, last.middle, end)


def _extend(row: Draft, cells: Cells) -> Draft:
    box = BBox.around(b for b in (row.box, cells.box) if b)
    note = row.cells.note or cells.note
    return Draft(
        replace(row.cells, note=note),
        glue(row.label, cells.label),
        box,
        cells.middle,
        cells.box.x1 if cells.box else 0.0,
    )


def glue(head: str, tail: str) -> str:
    """Two lines of one label: Chinese without a space, a hyphenated word without one."""
    if not head or not tail:
        return head or tail
    if ZH.search(head[-1] + tail[0]) or (ZH.search(head) and ZH.search(tail)):
        return head + tail
    return head + tail if head.endswith("-") and tail[0].islower() else f"{head} {tail}"
