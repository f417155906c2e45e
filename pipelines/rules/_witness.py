"""The witness: everything a document says of a number that it states differently in several places.

    sum        the sums it stands in, each with the value that makes it hold
    identity   lines that tell the same thing, earnings per share
    reprint    the same line on other pages, beside the same figures of other periods
    rate       growth told by sentences
    echo       the reading's own figure, printed somewhere else again

Evidence is a value: a reading is right when it is its own, once rounded as it is. Reprints and echoes give sizes,
for costs are printed positive here and negative there. Nothing is read before the first question.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from data.schemas import Document, Fact, Mention, Statement
from pipelines.contracts import Evidence

from ._cells import Cell, Place, cells
from ._needed_by_print import echoed, reprinted
from ._needed_by_rates import needed_by_rates
from ._needed_by_sums import needed_by_sums
from ._needed_by_twins import needed_by_twins, needed_per_share
from ._reprints import Pages
from .footing import foot


class Witness:
    """Of one document; asked by those who weigh readings."""

    def __init__(self, document: Document, statements: Sequence[Statement], mentions: Sequence[Mention] = ()) -> None:
        self._document, self._statements, self._mentions = document, statements, mentions

    def __call__(self, readings: Sequence[Fact], facts: Sequence[Fact]) -> tuple[Evidence, ...]:
        """Evidence on the number that these facts state."""
        disputed = frozenset((p.page, p.bbox) for fact in readings for p in fact.provenance[:1])
        told = [t for fact in readings for t in self._of(fact, readings, disputed)]
        rates = needed_by_rates(readings[0], facts, self._mentions)
        return (*told, *(Evidence("rate", float(value), float(within)) for value, within in rates))

    def _of(self, fact: Fact, readings: Sequence[Fact], disputed: frozenset[Place]) -> Iterator[Evidence]:
        """Where one of them is printed, and how often its figure is printed again."""
        place = fact.provenance[0]
        cell = self._cells.get((place.page, place.bbox))
        if cell is not None and cell.amount.value and fact.value:
            yield from self._of_cell(cell, fact, readings, disputed)
        for _ in range(echoed(fact, self._pages, disputed)):
            yield Evidence("echo", float(abs(fact.value)))

    def _of_cell(
        self, cell: Cell, fact: Fact, readings: Sequence[Fact], disputed: frozenset[Place]
    ) -> Iterator[Evidence]:
        factor = fact.value / cell.amount.value  # the scale, and the sign where XBRL turns it
        as_printed = [reading.value / factor for reading in readings]
        for value, within in needed_by_sums(cell, as_printed, self._exact(cell.statement)):
            yield Evidence("sum", float(value * factor), float(within * abs(factor)))
        turned = 1 if factor > 0 else -1
        twins = needed_by_twins(cell, self._statements, disputed)
        for value, within in (*twins, *needed_per_share(cell)):
            yield Evidence("identity", float(value * turned), float(within))
        for value in reprinted(cell, self._pages, disputed):
            yield Evidence("reprint", float(value))

    @cached_property
    def _cells(self) -> dict[Place, Cell]:
        return dict(cells(self._statements))

    @cached_property
    def _pages(self) -> Pages:
        return Pages(self._document)

    @cached_property
    def _footed(self) -> dict[int, bool]:
        return {id(footed.figures.statement): footed.exact for footed in foot(self._statements)}

    def _exact(self, statement: Statement) -> bool:
        """Whether nothing in the statement is rounded; where it cannot be added up, nothing is known."""
        return self._footed.get(id(statement), False)
