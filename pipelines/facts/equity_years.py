"""Statements of changes in equity that print the years side by side and the components one below the other.

    "Retained earnings" ─► Balance, beginning of period │ net income │ dividends ─► Balance, end of period

A component is believed in a year where its opening balance and its movements make its closing balance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from data.schemas import Period, Statement
from pipelines.facts.equity_dates import ONE_DAY, PARENT, WHOLE, Known
from pipelines.facts.equity_grid import ROUNDING, component, is_balance, pattern, step_of, value
from pipelines.facts.equity_rows import Entry, meant, movement_names
from pipelines.facts.periods import read_when

DAYS_OF_MONTH = 30.4
LENGTH_SLACK = 20  # days
OWNERS_ELSE = "NoncontrollingInterest"


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of one component, from its opening to its closing balance."""

    name: str
    opening: int
    moves: tuple[int, ...]
    closing: int


def by_years(statement: Statement, known: Known) -> Iterator[Entry]:
    """Entries of a statement whose columns are years; nothing for one whose balances carry dates."""
    if any(is_balance(row) and read_when(row.label).dates for row in statement.rows):
        return
    columns = _columns(statement, known)
    blocks = _blocks(statement)
    totals = list(_totals(statement, columns, blocks, known))
    if not totals:
        return
    yield from totals
    equity = WHOLE if any(entry.concept == WHOLE for entry in totals) else PARENT
    for block in blocks:
        for column, period in columns.items():
            if _foots(statement, block, column):
                yield from _entries(statement, block, column, period, equity)


def _columns(statement: Statement, known: Known) -> dict[int, Period]:
    """Columns of money with their periods, by year and length, from the newest on."""
    worth = any(pattern("worth").search(c.heading.lower()) for c in statement.columns)
    whens = {
        c: read_when(column.heading)
        for c, column in enumerate(statement.columns)
        if not (worth and pattern("shares").search(column.heading.lower()))
    }
    years = {c: (w.dates[0].year if w.dates else w.years[-1]) for c, w in whens.items() if w.dates or w.years}
    found: dict[int, Period] = {}
    for c, year in years.items():
        length = (whens[c].months or 12) * DAYS_OF_MONTH
        like = [p for p in known.periods if abs(p.days - length) < LENGTH_SLACK]
        newest = max((p.last.year for p in like), default=0)
        late = newest - max(years.values())
        same = [p for p in like if p.last.year == year + late and late in (0, 1)]
        if len(same) == 1:
            found[c] = same[0]
    return found


def _blocks(statement: Statement) -> list[Block]:
    found: list[Block] = []
    name, opening, moves = "", -1, []  # type: str, int, list[int]
    for i, row in enumerate(statement.rows):
        if not any(row.amounts):
            counted = pattern("counted").search(row.label.lower())
            name, opening = "" if counted else component(row.label) or "", -1
        elif is_balance(row) and pattern("opening").search(row.label.lower()):
            opening, moves = i, []
        elif is_balance(row) and pattern("closing").search(row.label.lower()):
            if name and opening >= 0 and name not in [b.name for b in found]:
                found.append(Block(name, opening, tuple(moves), i))
            opening = -1
        else:
            moves.append(i)
    return found


def _foots(statement: Statement, block: Block, column: int) -> bool:
    rows = statement.rows
    closing = value(rows[block.opening], column) + sum(value(rows[m], column) for m in block.moves)
    return abs(closing - value(rows[block.closing], column)) <= ROUNDING * step_of(statement)


def _totals(statement: Statement, columns: dict[int, Period], blocks: Sequence[Block], known: Known) -> Iterator[Entry]:
    """Rows of total equity: those of the balance sheet, and of older years where the components add up to them."""
    for row in statement.rows:
        if not (pattern("total").search(row.label.lower()) and any(row.amounts)) or is_balance(row):
            continue
        sums = [(p.last, value(row, c) * statement.scale) for c, p in columns.items()]
        for concept in known.concepts(sums):
            own = [b for b in blocks if concept == WHOLE or b.name != OWNERS_ELSE]
            for c, period in columns.items():
                amount = row.amounts[c]
                shown = concept in known.equity.get(period.last, {})
                if amount and (shown or _sum(statement, own, c) == amount.value):
                    yield Entry(row, amount, concept, "consolidated", Period(instant=period.last))


def _sum(statement: Statement, blocks: Sequence[Block], column: int) -> Decimal:
    return sum((value(statement.rows[b.closing], column) for b in blocks), Decimal(0))


def _entries(statement: Statement, block: Block, column: int, period: Period, equity: str) -> Iterator[Entry]:
    assert period.start is not None
    rows, scope = statement.rows, f"component:{block.name}"
    for place, day in ((block.opening, period.start - ONE_DAY), (block.closing, period.last)):
        amount = rows[place].amounts[column]
        if amount:
            yield Entry(rows[place], amount, equity, scope, Period(instant=day))
    for row, name in movement_names([rows[m] for m in block.moves]):
        amount = row.amounts[column]
        if amount:
            yield Entry(row, amount, meant(name, equity), scope, period)
