"""What other pages say a disputed number is.

reprint   a line of another page with the name of the row and its figures of the other periods, beside one for this
echo      a figure of a reading, printed anywhere else with the same digits
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from data.schemas import Fact

from ._cells import Cell, Place
from ._reprints import Pages, Printed
from .retold import Window, reprints, windows

MOST_ECHOES = 3
LEAST_DIGITS = 3  # of an echo: shorter numbers are everywhere
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def reprinted(cell: Cell, pages: Pages, disputed: frozenset[Place]) -> Iterator[Decimal]:
    """Sizes in whole units, one for each line that has the neighbours right."""
    row = cell.statement.rows[cell.row]
    for line in reprints(cell.statement, row, pages):
        found = {f.bbox: f for f in _in_place(cell, windows(row.amounts, line)) if (f.page, f.bbox) not in disputed}
        if len(found) == 1:  # laid on two places the line says nothing
            yield from (abs(figure.value) * cell.scale for figure in found.values())


def _in_place(cell: Cell, laid: Iterator[Window]) -> Iterator[Printed]:
    """The figures in the cell's place where all neighbours agree; a neighbour's own figure is another column's."""
    others = {abs(a.value) for c, a in enumerate(cell.statement.rows[cell.row].amounts) if a and c != cell.column}
    for window in laid:
        if cell.column in window.columns:
            place = window.columns.index(cell.column)
            figure = window.figures[place]
            if set(window.odd) <= {place} and abs(figure.value) not in others and not _YEAR.match(figure.text):
                yield figure


def echoed(fact: Fact, pages: Pages, disputed: frozenset[Place]) -> int:
    """How often the number of a fact is printed elsewhere, digit by digit."""
    match = _NUMBER.search(fact.provenance[0].text)
    printed = match[0].replace(",", "") if match else ""
    if len(printed.replace(".", "").strip("0")) < LEAST_DIGITS:
        return 0
    figures = {
        (f.page, f.bbox)
        for line in pages.lines(Decimal(printed))
        for f in line.figures
        if abs(f.value) == Decimal(printed)
    }
    return min(len(figures - disputed), MOST_ECHOES)
