"""A part becomes a piece: its columns, their heads, and its rows, all on one page.

Chain: figures -> slots -> the last head line -> phrases over the columns -> cells -> rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from data.schemas import BBox
from pipelines.facts.cells import NOTE_HEAD, Cells, lay_out
from pipelines.facts.columns import Slot, find_slots
from pipelines.facts.heads import Phrase, column_heads, phrases
from pipelines.facts.lines import LOOSE_MARK, Figure, Line
from pipelines.facts.parts import Part
from pipelines.facts.periods import MONTH, read_when
from pipelines.facts.rows import Draft, draft_rows
from pipelines.facts.scale import currency_word, read_units

LEAST_ROWS = 3
ROOMY = 0.55  # of the way to the next column: where no label goes further, none is wrapped
ENDS_IN_MONTH = re.compile(rf"\b{MONTH}$", re.I)
ENDS_IN_DAY = re.compile(r"(?:ended|as at|at|of)\s+[0-3]?\d$", re.I)
BEGINS_WITH_MONTH = re.compile(rf"{MONTH}(?:\s|$)", re.I)
REST_OF_DATE = re.compile(r"^(?:(?:[0-3]?\d[,.]?)(?:\s+(?:19|20)\d\d)?\s*)+$")
OVER = 25.0  # points left of the first column within which a phrase still stands over the columns


@dataclass(frozen=True, slots=True)
class Piece:
    """What one part holds."""

    part: Part
    slots: tuple[Slot, ...]
    heads: tuple[tuple[Phrase, ...], ...]  # a column: its phrases, top to bottom
    rest: tuple[str, ...]  # words of the head that stand over no column
    head_lines: tuple[Line, ...]  # everything between the title and the first row
    rows: tuple[Draft, ...]
    note_zone: tuple[float, float] | None

    @property
    def labels(self) -> list[str]:
        return [row.label for row in self.rows]


def parse_part(part: Part, before: Piece | None = None) -> Piece | None:
    """Read a part; `before` is the piece that it goes on from. None where it holds no rows of figures."""
    data = [line for line, dates in zip(part.lines, _dates(part.lines), strict=True) if line.figures and not dates]
    slots = find_slots(data)
    if not slots or len(data) < (1 if before else LEAST_ROWS):
        return None
    start = _first_row(part.lines, slots)
    head_lines = part.lines[:start]
    zone = _note_zone(head_lines, slots) or (before.note_zone if before else None)
    cells = [lay_out(line, slots, zone) for line in part.lines[start:]]
    cells = _without_page_number(cells)
    rows = draft_rows(cells, part.page, _label_limit(cells, zone[0] if zone else slots[0].left))
    heads, rest = column_heads(head_lines, slots)
    strays = _undated_strays(heads, slots)
    if strays:
        slots = slots[strays:]
        cells = _without_page_number([lay_out(line, slots, zone) for line in part.lines[start:]])
        rows = draft_rows(cells, part.page, _label_limit(cells, zone[0] if zone else slots[0].left))
        heads, rest = column_heads(head_lines, slots)
    return Piece(part, slots, heads, rest, head_lines, _trimmed(rows), zone)


def _undated_strays(heads: Sequence[Sequence[Phrase]], slots: Sequence[Slot]) -> int:
    """How many first columns are numbers out of the labels ("net of tax of $53"): thin, and under no date."""
    dated = [any(not read_when(p.text).empty for p in head) for head in heads]
    if not any(dated) or dated[0]:
        return 0
    if any(NOTE_HEAD.match(p.text.strip(" .:")) for p in heads[0]):
        return 1
    first = dated.index(True)
    usual = max(s.count for s in slots[first:])
    return first if all(s.count < 0.5 * usual for s in slots[:first]) else 0


def _dates(lines: Sequence[Line]) -> list[bool]:
    """For every line, whether its figures are dates: "31, 2022" below "Year ended December" too."""
    texts = ["", *(line.text for line in lines), ""]
    return [
        _dates_only(line)
        or bool(ENDS_IN_MONTH.search(before) and REST_OF_DATE.match(line.text))
        or bool(ENDS_IN_DAY.search(line.text) and BEGINS_WITH_MONTH.match(after))
        for before, line, after in zip(texts, lines, texts[2:], strict=False)
    ]


def _dates_only(line: Line) -> bool:
    """A line of the head: all its figures are years, days of dates it names, or the number of a note."""
    figures = [f.text for f in line.figures if not LOOSE_MARK.match(f.text)]  # "2022 (1)": the mark of a footnote
    if figures and all(text.isdigit() and 1980 < int(text) < 2050 for text in figures):
        return True
    if any(not (text.isdigit() and (1980 < int(text) < 2050 or int(text) < 32)) for text in figures):
        return False
    text = line.text
    when = read_when(text)
    return bool(when.days or when.dates) or (currency_word(text) is not None and "note" in text.lower())


def _first_row(lines: Sequence[Line], slots: Sequence[Slot]) -> int:
    """Index of the first line below the head: label lines right above the first figures belong to the rows."""
    dates = _dates(lines)
    first = next(
        (i for i, line in enumerate(lines) if not dates[i] and any(_in_slots(f, slots) for f in line.figures)),
        len(lines),
    )
    for index in range(first - 1, -1, -1):
        if _is_head(lines[index], slots):
            return index + 1
    return 0


def _in_slots(figure: Figure, slots: Sequence[Slot]) -> bool:
    return any(slot.fits(figure) > -2 for slot in slots)


def _is_head(line: Line, slots: Sequence[Slot]) -> bool:
    """Stands over the columns, or speaks of time or units."""
    over = [p for p in phrases(line) if p.bbox.x_mid > slots[0].outer - OVER]
    if over or (line.figures and _dates_only(line)):
        return True
    text = line.text
    units = read_units(text)
    if not units.empty and len(line.words) < 20:
        return True
    when = read_when(text)
    return bool(when.dates or when.weeks or (when.months and (when.days or when.years)))


def _note_zone(lines: Sequence[Line], slots: Sequence[Slot]) -> tuple[float, float] | None:
    """Left and right of the note column, from its heading."""
    for line in lines:
        for phrase in phrases(line):
            if NOTE_HEAD.match(phrase.text.strip(" .:")) and phrase.bbox.x1 < slots[0].right:
                return phrase.bbox.x0 - 14, phrase.bbox.x1 + 14
        for word in line.words:
            if (
                NOTE_HEAD.match(word.text.strip(" .:"))
                and word.bbox.x1 < slots[0].right
                and word.bbox.x0 > 0.3 * slots[0].left
            ):
                return word.bbox.x0 - 14, word.bbox.x1 + 14
    return None


def _label_limit(cells: Sequence[Cells], edge: float) -> float:
    """Where label lines that fill their column end; at `edge` where none comes near it."""
    boxes = [c.box for c in cells if c.box and c.label]
    if not boxes:
        return 0.0
    left = min(box.x0 for box in boxes)
    limit = sorted(box.x1 for box in boxes)[int(0.97 * (len(boxes) - 1))]
    return edge if edge - limit > ROOMY * (edge - left) else limit


def _without_page_number(cells: list[Cells]) -> list[Cells]:
    """A bare number far below the last row is the page's own."""
    while cells and not cells[-1].label and len(cells) > 1 and cells[-1].middle - cells[-2].middle > 30:
        cells = cells[:-1]
    return cells


def _trimmed(rows: Sequence[Draft]) -> tuple[Draft, ...]:
    """Without the text that follows the last figures: footnotes, the page's foot."""
    last = max((i for i, row in enumerate(rows) if row.cells.filled), default=-1)
    return tuple(rows[: last + 1])


def head_box(piece: Piece, index: int) -> BBox:
    """The box of a column's head; of the column's top where it has none."""
    if piece.heads[index]:
        return BBox.around(p.bbox for p in piece.heads[index])
    slot = piece.slots[index]
    top = piece.rows[0].cells.middle if piece.rows else 0.0
    return BBox(slot.left, max(top - 5, 0.0), slot.right, top + 5)
