"""Facts of clear tables in the notes and in management's discussion.

    table ─► clear grid ─► periods ─► scale and currency ─► rows of money ─► the statement's line told again
                                                                          ─► a line of the note's own

A row that repeats a line of the statements (see `notes_known`) is a fact of that line, and `with_told` makes it one
more place of it. Every other row has the scope "note:<title>", because a note's "Total", "Revenues" (of a joint
venture) or "Property" (before depreciation) is not the company's; only lines that notes print alike everywhere
(`elements` of notes.yaml) and that have one value in the whole document are the company's, "consolidated".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from data.knowledge import knowledge
from data.schemas import Cell, Document, DocumentInfo, Fact, Period, Provenance, Region, Table
from pipelines.facts.lexicon import core_concepts, own_name, plain_label
from pipelines.facts.merge import Key, key_of
from pipelines.facts.notes_grid import NoteGrid, NoteRow, clear_grid, pattern
from pipelines.facts.notes_known import Lines
from pipelines.facts.notes_periods import Times, note_periods, row_periods
from pipelines.facts.notes_places import Place, Places
from pipelines.facts.numbers import Printed
from pipelines.facts.scale import Units, currency_word, read_units

CONFIDENCE = {"line": 0.97, "element": 0.95, "own": 0.93}
NEARBY = 240  # characters before a table that speak of it
LARGE = 100
TORN = re.compile(r"\s[$(]*\d[\d,.]*\)?$(?<!\s(?:19|20)\d\d)")  # a label that swallowed a number of the first column
CONTRA = re.compile(r"^AccumulatedDepreciation|Allowance")  # positive, though printed as what is taken off
SIGN = re.compile(r"[$£€¥￥]")


@dataclass(frozen=True, slots=True)
class Note:
    """A clear table with all that its numbers mean."""

    place: Place
    grid: NoteGrid
    periods: list[dict[int, Period]]  # of each row by column
    kind: str  # of the columns: duration or instant
    scale: Decimal
    currency: str


def note_facts(
    document: Document, info: DocumentInfo, regions: Sequence[Region], tables: Sequence[Table], facts: Sequence[Fact]
) -> tuple[Fact, ...]:
    """Facts of the tables that are clear and are not the statements themselves. Ids begin with "n"."""
    times = Times.of(facts, info)
    if times is None or info.currency is None:
        return ()
    lines, places = Lines(facts), Places(document, regions, facts)
    found: list[Fact] = []
    known: dict[Key, Decimal] = {}
    for table in tables:
        note = _note(table, places, times, lines, info.currency)
        own = _facts(note, lines, known) if note else []
        known |= {key_of(fact): fact.value for fact in own}
        found += own
    safe = _own_where_disputed(found, facts)
    return tuple(f.model_copy(update={"id": f"n{n}"}) for n, f in enumerate(safe, 1))


def _note(table: Table, places: Places, times: Times, lines: Lines, currency: str) -> Note | None:
    grid = clear_grid(table)
    grid = _in_own_currency(grid, currency) if grid else None
    if grid is None or places.stated(table):
        return None
    place = places.of(table)
    heads = " ".join(text for text, _ in grid.heads.values())
    if pattern("not_tables").search(f"{place.title} {place.around[-NEARBY:]} {heads}".lower()):
        return None
    periods = note_periods(grid, place.around[-NEARBY:], place.title, times)
    if not periods:
        return None
    said = [read_units(text) for text in (grid.corner, heads, *place.units)]
    scale = next((u.scale for u in said if u.scale is not None), None) or _shown_scale(grid, periods, lines)
    if scale is None or not _of_money(grid, said):
        return None
    named = next((u.currency for u in said if u.currency), None)
    kind = "duration" if next(iter(periods.values())).start else "instant"
    return Note(place, grid, row_periods(grid, periods, times), kind, scale, named or currency)


def _in_own_currency(grid: NoteGrid, currency: str) -> NoteGrid | None:
    """Without the columns of a translation, where some heads name the document's currency and others another one."""
    codes = {column: currency_word(text) for column, (text, _) in grid.heads.items()}
    foreign = {column for column, code in codes.items() if code not in (None, currency)}
    if not foreign:
        return grid
    own = {column: head for column, head in grid.heads.items() if column not in foreign}
    rows = tuple(replace(row, cells={c: cell for c, cell in row.cells.items() if c in own}) for row in grid.rows)
    return replace(grid, heads=own, rows=rows) if own and currency in codes.values() else None


def _shown_scale(grid: NoteGrid, periods: dict[int, Period], lines: Lines) -> Decimal | None:
    """The scale at which rows repeat lines of the statements, where all that do agree on it."""
    scales: set[Decimal] = set()
    for row in grid.rows:
        scales |= lines.scales(row.label, {periods[c]: p.value for c, (_, p) in row.cells.items()})
    return scales.pop() if len(scales) == 1 else None


def _of_money(grid: NoteGrid, said: Sequence[Units]) -> bool:
    """A currency is named or its sign stands at some number."""
    cells = [found for row in grid.rows for found in row.cells.values()]
    if any(SIGN.search(cell.text) for cell, _ in cells):
        return True
    rates = any(_odd(cell, printed) for cell, printed in cells)
    return not rates and any(u.currency or u.dollar or u.scale == 1 for u in said)


def _whole(grid: NoteGrid) -> bool:
    """Large numbers are printed without decimals: one that has some is an amount per share or a rate."""
    values = (printed.value for row in grid.rows for _, printed in row.cells.values())
    return any(abs(value) >= LARGE and not _decimals(value) for value in values)


def _decimals(value: Decimal) -> int:
    return -int(value.as_tuple().exponent)


def _facts(note: Note, lines: Lines, known: dict[Key, Decimal]) -> list[Fact]:
    """Facts of one table; where another table of that title gives a line another value, the scope gets a number."""
    found = list(_row_facts(note, lines))
    for number in range(2, 100):
        if not any(known.get(key_of(f), f.value) != f.value for f in found if f.scope != "consolidated"):
            return found
        scope = f"note:{note.place.title} ({number})"
        found = [f if f.scope == "consolidated" else f.model_copy(update={"scope": scope}) for f in found]
    return []


def _row_facts(note: Note, lines: Lines) -> Iterator[Fact]:
    names: set[str] = set()
    whole = _whole(note.grid)
    labels = [row.label.lower() for row in note.grid.rows]
    for row, periods in zip(note.grid.rows, note.periods, strict=True):
        if not _speaks_of_money(row) or (note.kind == "instant" and pattern("period_only").search(row.label.lower())):
            continue
        if whole and any(_decimals(printed.value) > 0 for _, printed in row.cells.values()):
            continue
        values = _values(note, row, periods)
        same = lines.same(row.label, f"{row.heading} {note.place.title}", {p: v for p, v, _ in values})
        for line in same:
            first = next(iter(line.values()))
            for period, _, cell in values:
                if period in line:
                    name = (first.concept, "consolidated", "line")
                    yield _fact(note, row, cell, name, period, line[period].value)
        if same:
            continue
        concept, kind = _named(note, row, labels.count(row.label.lower()) > 1)
        if concept in names:
            continue
        names.add(concept)
        scope = "consolidated" if kind == "element" else f"note:{note.place.title}"
        for period, value, cell in values:
            yield _fact(note, row, cell, (concept, scope, kind), period, _turned(concept, value))


def _turned(concept: str, value: Decimal) -> Decimal:
    return abs(value) if CONTRA.search(concept) else value


def _values(note: Note, row: NoteRow, periods: dict[int, Period]) -> list[tuple[Period, Decimal, Cell]]:
    return [
        (periods[column], printed.value * note.scale, cell)
        for column, (cell, printed) in row.cells.items()
        if column in periods and printed.value
    ]


def _speaks_of_money(row: NoteRow) -> bool:
    """Not a count, a rate, an amount per share; and a label that is whole."""
    label = row.label.lower()
    if not any(c.isalpha() for c in label) or row.label[0].islower() or TORN.search(label):
        return False
    text = f"{row.heading.lower()} {label}"
    if any(pattern(name).search(label) for name in ("prices", "year_only")) or pattern("per_share").search(text):
        return False
    signed = any(SIGN.search(cell.text) for cell, _ in row.cells.values())
    if not signed and (pattern("counts").search(label) or pattern("rated").search(row.heading.lower())):
        return False
    return not any(_odd(cell, printed) for cell, printed in row.cells.values())


def _odd(cell: Cell, printed: Printed) -> bool:
    return printed.percent or printed.minor or "%" in cell.text


@dataclass(frozen=True, slots=True)
class Elements:
    """Lines that notes of one subject print alike everywhere."""

    of: str  # instant or duration
    title: re.Pattern[str]
    heading: re.Pattern[str]
    labels: tuple[tuple[re.Pattern[str], str], ...]


@cache
def _elements() -> tuple[Elements, ...]:
    return tuple(
        Elements(
            entry["of"],
            re.compile(entry["title"]),
            re.compile(entry.get("heading", "")),
            tuple((re.compile(words), concept) for words, concept in entry["labels"].items()),
        )
        for entry in knowledge("notes")["elements"]
    )


def _named(note: Note, row: NoteRow, repeated: bool) -> tuple[str, str]:
    """The element of a line that notes print alike everywhere, else a name of the row's own."""
    about, heading, label = f"{note.place.title} {row.heading}".lower(), row.heading.lower(), plain_label(row.label)
    for known in _elements():
        if known.of == note.kind and known.title.search(about) and known.heading.search(heading):
            for words, concept in known.labels:
                if words.fullmatch(label):
                    return concept, "element"
    vague = repeated or row.heading.endswith((":", "：")) or pattern("generic").search(label)
    return own_name(row.label, row.heading, again=bool(vague and row.heading)), "own"


def _fact(note: Note, row: NoteRow, cell: Cell, name: tuple[str, str, str], period: Period, value: Decimal) -> Fact:
    concept, scope, kind = name
    return Fact(
        id="n0",
        concept=concept,
        label=row.label,
        statement="note",
        scope=scope,
        value=value,
        unit=note.currency,
        period=period,
        confidence=CONFIDENCE[kind],
        provenance=(Provenance(page=cell.page, bbox=cell.bbox, method=note.place.method, text=cell.text),),
    )


def _own_where_disputed(found: Iterable[Fact], facts: Sequence[Fact]) -> list[Fact]:
    """Elements that would have two values in the document are not the company's after all."""
    found = list(found)
    values: dict[Key, set[Decimal]] = defaultdict(set)
    for fact in (*facts, *found):
        values[key_of(fact)].add(fact.value)
    return [
        f for f in found if f.scope != "consolidated" or len(values[key_of(f)]) == 1 or f.concept in core_concepts()
    ]
