"""What other lines of the statements say a disputed number is: lines that tell the same thing, and shares.

twin         a line with the same figures in the other periods: net income at the head of the cash flow statement,
             total liabilities and equity, cash in the balance sheet, the same statement printed again
per share    net income / weighted shares = earnings per share, solved for the one in dispute
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from data.schemas import Row, Statement

from ._cells import Cell, Place, Span, span
from ._per_share import half_unit, is_kind, tolerance
from ._words import wording

Needed = tuple[Decimal, Decimal]  # whole units: the value, and how far off a number may be

LEAST_DIGITS = 3  # of the figures by which two lines are known to be twins


def needed_by_twins(cell: Cell, statements: Iterable[Statement], disputed: frozenset[Place]) -> Iterator[Needed]:
    """One for each other line that has the same figures in the other periods, and a figure in this."""
    here = span(cell.statement, cell.row, cell.column)
    ours = _told(cell.statement, cell.row, disputed)
    ours.pop(here, None)
    for statement in statements if here else ():
        for row in range(len(statement.rows)):
            theirs = _told(statement, row, disputed)
            needed = theirs.pop(here, None)
            turned = _turned(ours, theirs)
            if needed and turned and (statement is not cell.statement or row != cell.row):
                yield needed[0] * turned, needed[1]


def _told(statement: Statement, row: int, disputed: frozenset[Place]) -> dict[Span | None, Needed]:
    """Figures of a row by the days they speak of, the first column's where two do; none that is itself in dispute."""
    found: dict[Span | None, Needed] = {}
    for column, amount in enumerate(statement.rows[row].amounts):
        if amount and amount.value and (amount.page, amount.bbox) not in disputed:
            scale = Cell(statement, row, column).scale
            found.setdefault(span(statement, row, column), (amount.value * scale, half_unit(amount) * scale))
    return found


def _turned(ours: dict[Span | None, Needed], theirs: dict[Span | None, Needed]) -> int:
    """1 for twins, -1 for twins of the other sign, 0 for lines that differ, or are only alike by chance."""
    shared = [(ours[key][0], theirs[key][0]) for key in ours if key and key in theirs]
    if not any(len(f"{abs(a).normalize():f}".replace(".", "").strip("0")) >= LEAST_DIGITS for a, _ in shared):
        return 0
    return int(all(a == b for a, b in shared)) - int(all(a == -b for a, b in shared))


def needed_per_share(cell: Cell) -> Iterator[Needed]:
    """One for each of basic and diluted earnings that the cell has a part in."""
    statement = cell.statement
    for kind in ("basic", "diluted"):
        quotient = _last(statement, "per-share", kind), _last(statement, "shares", kind)
        income = _divided(statement, quotient, cell.column) if all(quotient) else None
        rows = (*quotient, income)
        if income is not None and statement.rows[cell.row] in rows:
            yield from _solved(statement, rows, cell, tolerance(diluted=kind == "diluted"))


def _last(statement: Statement, unit: str, kind: str) -> Row | None:
    """The last line of a kind: its total counts."""
    rows = [r for r in statement.rows if any(a and a.unit == unit for a in r.amounts) and is_kind(r, kind)]
    return rows[-1] if rows else None


def _divided(statement: Statement, quotient: tuple[Row | None, Row | None], column: int) -> Row | None:
    """The line of net income that is divided by the shares in most of the other columns, in one at least."""
    lines = [row for row in statement.rows if wording("owners").search(row.label)]
    others = [c for c in range(len(statement.columns)) if c != column]

    def fits(row: Row) -> int:
        return sum(_fits(statement, (*quotient, row), other) for other in others)

    best = max(lines, key=fits, default=None)
    return best if best is not None and fits(best) else None


def _fits(statement: Statement, rows: tuple[Row | None, ...], column: int) -> bool:
    values = _values(statement, rows, column)
    if values is None:
        return False
    per_share, shares, income = values
    return abs(income / shares / per_share - 1) <= tolerance(diluted=False)


def _values(statement: Statement, rows: tuple[Row | None, ...], column: int) -> tuple[Decimal, Decimal, Decimal] | None:
    """Earnings per share, shares and income of a column in whole units, all of them there and not nothing."""
    scales = statement.per_share_scale, statement.share_scale, statement.scale
    amounts = [row.amounts[column] if row else None for row in rows]
    values = [a.value * scale if a else Decimal(0) for a, scale in zip(amounts, scales, strict=True)]
    return (values[0], values[1], values[2]) if all(values) else None


def _solved(statement: Statement, rows: tuple[Row | None, ...], cell: Cell, allowed: Decimal) -> Iterator[Needed]:
    values = _values(statement, rows, cell.column)
    if values is None:
        return
    per_share, shares, income = values
    solutions = (income / shares, income / per_share, per_share * shares)
    amounts = [row.amounts[cell.column] for row in rows if row]
    value = next(v for v, amount in zip(solutions, amounts, strict=True) if amount is cell.amount)
    print_share = sum((half_unit(a) / abs(a.value) for a in amounts if a), Decimal(0))
    yield value, abs(value) * (allowed + print_share)
