"""The statement of changes in equity as a grid: which column is the total, what the others are, which rows balances.

Nothing is taken from a heading alone. The total is the column that the others add up to in every row of balances;
a stretch of rows between two balances is believed where opening + movements = closing, column by column.

    rows ─► rows of balances ─► total = sum of components ─► names of components ─► stretches that foot

Legend: c column, b balance row, m movement row; a mask is a set of columns as a row of zeros and ones (2^c masks).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise

import numpy as np

from data.knowledge import knowledge
from data.schemas import Row, Statement

ROUNDING = 2  # of the last printed digit, over a sum
WIDEST = 13  # columns; more are not told apart by their sums alone
MOST_ROWS = 0.8  # of the rows of balances must add up across: one may be misread
FEWEST = 2  # rows of balances, and components of a total
Values = tuple[Decimal, ...]


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A pattern of data/knowledge/equity.yaml."""
    return re.compile(knowledge("equity")[name])


@dataclass(frozen=True, slots=True)
class Totals:
    """A column that others add up to; `parts` are those, with the sign they are added with."""

    column: int
    parts: dict[int, int]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows between two balances. Indices of the statement's rows; `footing` are the columns in which it adds up."""

    opening: int
    closing: int
    moves: tuple[int, ...]
    subtotals: tuple[int, ...]
    footing: frozenset[int]


def is_balance(row: Row) -> bool:
    """The row names a balance and has more than one number of its own."""
    return bool(pattern("balance").search(row.label.lower())) and any(row.amounts)


def value(row: Row, column: int) -> Decimal:
    """Printed value; an empty cell counts as nothing."""
    amount = row.amounts[column]
    return amount.value if amount else Decimal(0)


def find_totals(statement: Statement, balances: Sequence[int]) -> tuple[Totals, ...]:
    """Columns that are sums of others in all rows of balances, those of most components first."""
    columns = [c for c in range(len(statement.columns)) if _money(statement, balances, c)]
    if len(balances) < FEWEST or not FEWEST < len(columns) + 1 <= WIDEST:
        return ()
    step = step_of(statement)
    signs = [-1 if pattern("deducted").search(statement.columns[c].heading) else 1 for c in columns]
    grid = [
        [int(value(statement.rows[b], c) / step) * s for c, s in zip(columns, signs, strict=True)] for b in balances
    ]
    values = np.array(grid, dtype=np.int64)  # (b, c)
    masks = np.arange(1 << len(columns))[:, None] >> np.arange(len(columns)) & 1  # (2^c, c)
    sums = masks @ values.T  # (2^c, b)
    found = []
    for k, column in enumerate(columns):
        fits = (
            ((np.abs(sums - values[:, k]) <= ROUNDING).mean(1) >= MOST_ROWS)
            & (masks[:, k] == 0)
            & (masks.sum(1) >= FEWEST)
        )
        if fits.any():
            best = masks[max(np.flatnonzero(fits), key=lambda m: int(masks[m].sum()))]
            found.append(Totals(column, {columns[p]: signs[p] for p in np.flatnonzero(best)}))
    return tuple(sorted(found, key=lambda t: len(t.parts), reverse=True))


def _money(statement: Statement, balances: Sequence[int], column: int) -> bool:
    """Has a balance, and its heading does not speak of numbers of shares."""
    head = statement.columns[column].heading.lower().strip()
    counted = pattern("shares").search(head) and any(
        pattern("worth").search(c.heading.lower()) for c in statement.columns
    )
    return not counted and any(statement.rows[b].amounts[column] for b in balances)


def step_of(statement: Statement) -> Decimal:
    """Worth of the last printed digit: 0.01 where cents are printed."""
    places = [a.value.as_tuple().exponent for r in statement.rows for a in r.amounts if a and a.unit == "money"]
    return Decimal(1).scaleb(min((p for p in places if isinstance(p, int)), default=0))


def component(heading: str) -> str | None:
    """The component whose name ends last in the heading, the longest of those: heads are often stacked and garbled."""
    text = " ".join(heading.lower().split())
    found = [
        (match.end(), match.end() - match.start(), name)
        for name, words in knowledge("equity")["components"].items()
        for match in re.finditer(words, text)
    ]
    return max(found)[2] if found else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows that are looked at, in which columns, and how far off a sum may be."""

    rows: tuple[Row, ...]
    columns: tuple[int, ...]
    slack: Decimal

    @classmethod
    def of(cls, statement: Statement, columns: Sequence[int]) -> Sheet:
        return cls(statement.rows, tuple(columns), ROUNDING * step_of(statement))


def stretches(sheet: Sheet, balances: Sequence[int]) -> tuple[Stretch, ...]:
    """Stretches between neighbouring balances, each with the columns in which it foots."""
    return tuple(_stretch(sheet, first, last) for first, last in pairwise(balances) if last - first > 1)


def _stretch(sheet: Sheet, opening: int, closing: int) -> Stretch:
    between = [r for r in range(opening + 1, closing) if any(sheet.rows[r].amounts)]
    net = [r for r in between if pattern("net_change").search(sheet.rows[r].label)]
    if net:  # Chinese statements print the change of the period, then what it consists of
        details = tuple(r for r in between if r not in net)
        return Stretch(opening, closing, details, tuple(net), _footing(sheet, opening, closing, net[:1]))
    subtotals = _subtotals(sheet, between)
    for left_out in (subtotals, ()):
        moves = tuple(r for r in between if r not in left_out)
        footing = _footing(sheet, opening, closing, moves)
        if footing:
            return Stretch(opening, closing, moves, tuple(left_out), footing)
    return Stretch(opening, closing, (), (), frozenset())


def _footing(sheet: Sheet, opening: int, closing: int, moves: Sequence[int]) -> frozenset[int]:
    """Columns in which opening + movements = closing."""
    rows = sheet.rows
    sums = {c: value(rows[opening], c) + sum(value(rows[m], c) for m in moves) for c in sheet.columns}
    return frozenset(c for c, total in sums.items() if abs(total - value(rows[closing], c)) <= sheet.slack)


def _subtotals(sheet: Sheet, between: Sequence[int]) -> tuple[int, ...]:
    """Rows called a total that are the sum of the rows right above them in every column they fill."""
    found: list[int] = []
    for place, index in enumerate(between):
        row = sheet.rows[index]
        filled = [c for c in sheet.columns if row.amounts[c]]
        if not filled or not pattern("subtotal").search(row.label.lower()):
            continue
        sums = dict.fromkeys(filled, Decimal(0))
        for above in reversed([r for r in between[:place] if r not in found]):
            sums = {c: total + value(sheet.rows[above], c) for c, total in sums.items()}
            if all(abs(total - value(row, c)) <= sheet.slack for c, total in sums.items()):
                found.append(index)
                break
    return tuple(found)


def foots_across(row: Row, totals: Totals, slack: Decimal) -> bool:
    """The row's total is the sum of its components; a row that prints only the total has nothing to add up."""
    filled = [c for c in totals.parts if row.amounts[c]]
    if not filled or row.amounts[totals.column] is None:
        return not filled
    across = sum((value(row, c) * sign for c, sign in totals.parts.items()), Decimal(0))
    return abs(across - value(row, totals.column)) <= slack
