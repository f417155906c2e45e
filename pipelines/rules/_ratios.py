"""Ratios: facts derived from facts, each with the formula over the ids it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from data.knowledge import knowledge
from data.schemas import Fact, Period, Provenance
from pipelines.formulas import Book, Missing, Value
from pipelines.ledger import Ledger, Moment

PLACES = Decimal("0.000001")  # of a ratio
MOST_MOMENTS = 4  # periods that ratios are given for


def derive_ratios(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """A fact for each ratio and period that can be computed: concept "r1:CurrentRatio", method "derived"."""
    ledger = Ledger(facts)
    found: dict[tuple[str, str], Fact] = {}
    for moment in ledger.moments()[:MOST_MOMENTS]:
        for fact in _of(book_of(ledger, moment)):
            found.setdefault((fact.concept, str(fact.period)), fact)
    return tuple(fact.model_copy(update={"id": f"d{n}"}) for n, fact in enumerate(found.values(), start=1))


def book_of(ledger: Ledger, moment: Moment) -> Book:
    """The book of a period, with the common vocabulary."""
    return Book(ledger, moment, knowledge("ratios")["names"])


def _of(book: Book) -> Iterator[Fact]:
    for ratio in knowledge("ratios")["ratios"]:
        if ratio.get("years") and not book.moment.is_year:
            continue
        try:
            if "needs" in ratio and not book.holds(ratio["needs"])[0]:
                continue
            value = book.value(ratio["formula"])
        except Missing:
            continue
        if value.facts:
            yield _fact(ratio, value, book.moment)


def _fact(ratio: dict[str, Any], value: Value, moment: Moment) -> Fact:
    money = ratio.get("unit") == "money"
    return Fact(
        id="d",
        concept=f"r1:{ratio['id']}",
        label=ratio["label"],
        statement=None,
        value=value.number if money else value.number.quantize(PLACES),
        unit=value.facts[0].unit if money else "pure",
        period=Period(instant=moment.end) if ratio.get("at") == "instant" else moment.period,
        confidence=_confidence(value.facts),
        provenance=places_of(value.facts),
        method="derived",
        formula=value.formula,
    )


def _confidence(facts: tuple[Fact, ...]) -> float:
    """All of the inputs must be right; their errors go together, so the product would be too low."""
    return min(fact.confidence for fact in facts)


def places_of(facts: Iterable[Fact]) -> tuple[Provenance, ...]:
    """The first place of each fact."""
    return tuple(dict.fromkeys(fact.provenance[0] for fact in facts))
