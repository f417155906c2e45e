"""Figures told again: a row of a primary statement against the lines of other pages that print it again.

A column is confirmed where another page prints its figure beside that of a neighbouring column, under the same name.
It is contradicted where such a line has the neighbours right and a slip in its place (a digit, two digits swapped, a
power of ten), and no other line confirms it. Signs count only where they differ between the columns of one line:
costs are printed positive here and negative there. A figure that a sum proves is right whatever another page says:
that page speaks of another measure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from data.schemas import Amount, Check, Provenance, Reading, Row, Statement

from ._cite import FactIndex, quote
from ._reprints import Line, Pages, Printed, digits_of, same_name, words_of
from ._slips import is_slip
from ._sums import added_up
from ._texts import say

ID = "retold"
TITLE = "Figures printed again are the same"

KINDS = ("income", "balance", "cashflow")
MOST_WORDS = 14  # of a name: a line of running text is none
LEAST_SIGNS = 3  # figures of a line whose signs can be compared
LEAST_EVIDENCE = 6  # digits of the neighbours that must agree before a slip is told


@dataclass(frozen=True, slots=True)
class Window:
    """Neighbouring columns of a row laid on neighbouring figures of a line."""

    columns: tuple[int, ...]
    amounts: tuple[Amount, ...]
    figures: tuple[Printed, ...]

    @property
    def odd(self) -> tuple[int, ...]:
        """Places whose figures differ, or, where none does, the one whose sign differs from that of two others."""
        pairs = list(zip(self.amounts, self.figures, strict=True))
        off = tuple(i for i, (a, f) in enumerate(pairs) if abs(a.value) != abs(f.value))
        if off:
            return off
        signed = [i for i, (a, _) in enumerate(pairs) if a.value]
        turned = [i for i in signed if pairs[i][0].value != pairs[i][1].value]
        lone = turned if 2 * len(turned) < len(signed) else [i for i in signed if i not in turned]
        return tuple(lone) if len(signed) >= LEAST_SIGNS else ()

    @property
    def evidence(self) -> int:
        """Digits of the neighbours that agree."""
        agreed = [a.value for a, f in zip(self.amounts, self.figures, strict=True) if abs(a.value) == abs(f.value)]
        return sum(len(digits_of(value).replace(".", "")) for value in agreed if value)


def check(reading: Reading) -> tuple[Check, ...]:
    """One Check for each figure that other pages contradict, and for each row that they confirm."""
    return compare(reading, Pages(reading.document))


def compare(reading: Reading, pages: Pages) -> tuple[Check, ...]:
    """The same with pages that were indexed before."""
    primary = [s for s in reading.statements if s.primary and s.kind in KINDS]
    facts = FactIndex(reading.facts)
    return tuple(
        _check(statement.rows[row], amount, figure, wrong, facts, reading.told_in)
        for statement in primary
        for row in range(len(statement.rows))
        for amount, figure, wrong in _told(statement, row, pages)
    )


def _told(statement: Statement, row: int, pages: Pages) -> Iterator[tuple[Amount, Printed, bool]]:
    """The row's figures that are contradicted; where none is, one that is confirmed."""
    amounts = statement.rows[row].amounts
    laid = [w for line in reprints(statement, statement.rows[row], pages) for w in windows(amounts, line)]
    confirmed = {c: (w.amounts[i], w.figures[i]) for w in laid if not w.odd for i, c in enumerate(w.columns)}
    wrong: dict[int, tuple[Amount, Printed]] = {}
    for window in laid:
        if len(window.odd) == 1 and window.evidence >= LEAST_EVIDENCE:
            column = window.columns[window.odd[0]]
            pair = window.amounts[window.odd[0]], window.figures[window.odd[0]]
            free = column not in confirmed and (row, column) not in _proven(statement)
            if free and is_slip(pair[0].value, pair[1].value) and not _shifted(amounts, column, pair[1]):
                wrong.setdefault(column, pair)
    for amount, figure in wrong.values() or list(confirmed.values())[:1]:
        yield amount, figure, bool(wrong)


def _shifted(amounts: tuple[Amount | None, ...], column: int, figure: Printed) -> bool:
    """The figure is that of another column of the row."""
    return any(a and c != column and abs(a.value) == abs(figure.value) for c, a in enumerate(amounts))


@lru_cache(maxsize=8)
def _proven(statement: Statement) -> frozenset[tuple[int, int]]:
    """Rows and columns of the figures that stand in a sum that holds."""
    table, sums = added_up(statement)
    return frozenset(
        (table.rows[row], column)
        for s in sums
        for place, column in enumerate(table.columns)
        if place not in s.broken(table)
        for row in s.rows
    )


def _check(row: Row, amount: Amount, figure: Printed, wrong: bool, facts: FactIndex, language: str) -> Check:
    text = say(
        f"{ID}.{'fail' if wrong else 'pass'}",
        language,
        line=row.label or row.heading,
        first=amount.text,
        second=figure.text,
        page=figure.page,
    )
    there = Provenance(page=figure.page, bbox=figure.bbox, text=figure.text)
    return Check(
        rule=ID,
        kind="fail" if wrong else "pass",
        facts=facts.of([amount]),
        message=text,
        provenance=(*quote([amount]), there),
    )


def reprints(statement: Statement, row: Row, pages: Pages) -> Iterator[Line]:
    """Lines of other pages with the name of a row and one of its figures."""
    name = words_of(row.label)
    fuller = words_of(f"{row.label} {row.heading}")
    seen: set[tuple[int, float, float]] = set()
    for value in {a.value for a in row.amounts if a and a.value}:
        for line in pages.lines(value):
            if not line.figures or len(line.words) > MOST_WORDS or line.figures[0].page in statement.pages:
                continue
            at = (line.figures[0].page, line.figures[0].bbox.top, line.figures[0].bbox.x0)
            if at not in seen and (same_name(name, line.words) or same_name(fuller, line.words)):
                seen.add(at)
                yield line


def windows(amounts: tuple[Amount | None, ...], line: Line) -> Iterator[Window]:
    """The row laid on the line at every offset, in its order and turned round, two columns at least."""
    for turned in (False, True):
        cells = [(c, a) for c, a in enumerate(amounts) if a]
        cells = cells[::-1] if turned else cells
        for offset in range(1 - len(cells), len(line.figures)):
            laid = [(c, a, line.figures[i + offset]) for i, (c, a) in enumerate(cells) if _inside(line, i + offset)]
            if len(laid) >= 2 and sum(abs(a.value) == abs(f.value) for _, a, f in laid) >= len(laid) - 1:
                columns, printed, figures = zip(*laid, strict=True)
                yield Window(columns, printed, figures)


def _inside(line: Line, place: int) -> bool:
    return 0 <= place < len(line.figures)
