"""Tables of the notes that are clear: every column of numbers stands under a period and nothing else.

A column that splits its period further (level 1, carrying amount, a segment) makes a table that facts cannot be read
from by its rows and columns alone; such tables stay tables. Columns of changes and percentages are left out.

    table ─► columns of numbers ─► heads ─► rows: label, heading above, one cell a column
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from data.knowledge import knowledge
from data.schemas import Cell, Table
from pipelines.facts.cells import clean_label
from pipelines.facts.numbers import Printed, read_number
from pipelines.facts.periods import When, read_when

MOSTLY = 0.6  # of the filled cells of a column are numbers
LONGEST_HEAD = 90  # characters; a longer one is prose
LONGEST_DASH = 5  # characters, a currency sign included
YEAR = re.compile(r"^(?:fy\s*)?(?:19|20)\d\d\)?$", re.I)
SPACED_SIGN = re.compile(r"^(\(?)\s*([$£€¥]|US\$|A\$|RMB)\s*")


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A pattern of data/knowledge/notes.yaml."""
    return re.compile(knowledge("notes")[name])


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A row of numbers; `cells` by column."""

    label: str
    heading: str
    cells: dict[int, tuple[Cell, Printed]]


@dataclass(frozen=True, slots=True)
class NoteGrid:
    """A clear table: what its columns say of time, what stands over its labels, its rows."""

    heads: dict[int, tuple[str, When]]
    corner: str  # the head of the labels: "(Millions)"
    rows: tuple[NoteRow, ...]


def clear_grid(table: Table) -> NoteGrid | None:
    """The table as periods by rows, or None where its columns mean more than periods."""
    by_row = _by_row(table)
    body = _first_row(by_row)
    texts = _heads(by_row[:body], table.n_columns)
    if not any(is_time(text) for text in texts.values()):
        return None
    columns = [c for c in texts if _is_numeric(by_row[body:], c)]
    kept = {c: texts[c] for c in columns if not pattern("change").search(texts[c].lower()) and not _is_note(texts[c])}
    if not kept or any(not is_time(t) for t in kept.values()):
        return None
    heads = {c: (t, read_when(t)) for c, t in kept.items()}
    first = min(columns)
    corner = " ".join(c.text for row in by_row[:body] for c in row if c.column < first)
    own = _until_other_heads(by_row[body:], kept)
    return NoteGrid(heads, corner, tuple(_rows(own, first, list(kept))))


@lru_cache(maxsize=8192)
def number_of(text: str) -> Printed | None:
    """The number of a cell, its currency sign set apart; None for anything else, and for an empty cell."""
    text = text.strip()
    if not text or not (any(c.isdigit() for c in text) or len(text) <= LONGEST_DASH):
        return None
    return read_number(SPACED_SIGN.sub(r"\1", text))


def is_time(head: str) -> bool:
    """The head names one period and has no other word."""
    text = head.lower()
    if not text.strip() or len(text) > LONGEST_HEAD or pattern("time_words").sub("", text).strip("_ "):
        return False
    when = read_when(head)
    return not when.empty and len(when.dates) < 2 and len(set(when.years)) < 2


def _by_row(table: Table) -> list[list[Cell]]:
    rows: list[list[Cell]] = [[] for _ in range(table.n_rows)]
    for cell in table.cells:
        rows[cell.row].append(cell)
    return [sorted(row, key=lambda c: c.column) for row in rows]


def _first_row(by_row: Sequence[Sequence[Cell]]) -> int:
    """The first row below the heads: what is marked as head, and rows of years and dates under it."""
    for body, row in enumerate(by_row):
        if any(c.header for c in row):
            continue
        texts = [c.text for c in row if c.column > 0 and c.text]
        dated = all(YEAR.match(t.strip()) or not number_of(t) for t in texts)
        if not dated or all(read_when(t).empty for t in texts):
            return body
    return 0


def _heads(rows: Sequence[Sequence[Cell]], width: int) -> dict[int, str]:
    """What stands over every column but the first, from top to bottom."""
    parts: dict[int, list[str]] = {c: [] for c in range(1, width)}
    for cell in (c for row in rows for c in row if c.text):
        for column in range(max(cell.column, 1), cell.column + cell.column_span):
            parts[column].append(cell.text)
    return {c: " ".join(texts) for c, texts in parts.items()}


def _is_numeric(rows: Sequence[Sequence[Cell]], column: int) -> bool:
    filled = [c.text for row in rows for c in row if c.column == column and c.text.strip()]
    read = sum(number_of(text) is not None for text in filled)
    return read > 0 and read >= MOSTLY * len(filled)


def _until_other_heads(rows: Sequence[Sequence[Cell]], heads: dict[int, str]) -> Sequence[Sequence[Cell]]:
    """Without what follows a second row of years that are not those of the heads: another table, found as one."""
    for place, row in enumerate(rows):
        years = {c.column: c.text.strip() for c in row if YEAR.match(c.text.strip())}
        alone = bool(years) and all(not c.text or c.column in years or c.column == 0 for c in row)
        if alone and any(year not in heads.get(column, "") for column, year in years.items()):
            return rows[:place]
    return rows


def _is_note(head: str) -> bool:
    return bool(pattern("note_head").match(head.lower().strip()))


def _rows(by_row: Sequence[Sequence[Cell]], first: int, columns: Sequence[int]) -> list[NoteRow]:
    found: list[NoteRow] = []
    heading = ""
    for row in by_row:
        label = clean_label(" ".join(c.text for c in row if c.column < first and c.text))
        cells = {c.column: (c, p) for c in row if c.column in columns and (p := number_of(c.text))}
        if cells:
            found.append(NoteRow(label, heading, cells))
            heading = "" if pattern("ends_group").match(label.lower()) else heading
        elif label and not any(c.text for c in row if c.column >= first):
            heading = label
    return found
