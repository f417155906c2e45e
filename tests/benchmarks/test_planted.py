"""Errors planted into one of several places: every kind changes the number, in one place, as a misreading does."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

import pytest

from benchmarks._planted import KINDS, plant, slipped
from benchmarks._told_twice import Told
from data.schemas import Amount, BBox, Column, Document, Fact, Period, Provenance, Row, Statement


def _fact(name: str, value: str, text: str, year: int = 2022, page: int = 1) -> Fact:
    return Fact(
        id=name,
        concept="Revenues",
        label="Revenue",
        statement="income" if page == 1 else "narrative",
        value=Decimal(value),
        unit="USD",
        period=Period(start=date(year, 1, 1), end=date(year, 12, 31)),
        confidence=0.9,
        provenance=(Provenance(page=page, bbox=BBox(0, 0, 1, 1), text=text),),
    )


TABLE, SENTENCE = _fact("t", "1234000000", "1,234"), _fact("s", "1230000000", "$1.23 billion", page=2)
BEFORE = _fact("b", "1150000000", "1,150", year=2021)


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        ("swap", {"2,134", "1,324", "1,243"}),
        ("lost", {",234", "1,34", "1,24", "1,23"}),
        ("sign", {"1,234"}),
        ("scale", {"1,234"}),
        ("column", {"1,150"}),
    ],
)
def test_each_kind_prints_its_own_slip(kind: str, texts: set[str]) -> None:
    draw = random.Random(1)
    found = [slipped(TABLE, kind, (TABLE, BEFORE), draw) for _ in range(60)]
    assert {f.provenance[0].text for f in found if f} == texts
    assert all(f.value != TABLE.value for f in found if f)


def test_a_sentence_keeps_its_words_and_decimals() -> None:
    wrong = slipped(SENTENCE, "column", (SENTENCE, BEFORE), random.Random(1))
    assert wrong is not None
    assert (wrong.provenance[0].text, wrong.value) == ("$1.15 billion", Decimal("1150000000"))


def test_what_rounding_hides_is_not_planted() -> None:
    document = Document("0" * 64, "x.pdf", "x.pdf", "application/pdf", ())
    told = Told(document, (), (TABLE, BEFORE), (), ((TABLE, SENTENCE),))
    errors = [error for seed in range(40) for error in plant(told, 2, random.Random(seed))]
    assert {error.kind for error in errors} == set(KINDS)
    assert {error.victim for error in errors} == {0, 1}
    for error in errors:
        right, wrong = error.readings[1 - error.victim], error.readings[error.victim]
        assert right in (TABLE, SENTENCE)
        assert abs(right.value - wrong.value) > 5_000_000


def test_the_statement_prints_what_the_fact_says() -> None:
    place = TABLE.provenance[0]
    amounts = (Amount(place.text, Decimal(1234), place.page, place.bbox),)
    statement = Statement(
        kind="income",
        title="Income",
        scope="consolidated",
        pages=(1,),
        currency="USD",
        scale=Decimal(10**6),
        share_scale=Decimal(1),
        per_share_scale=Decimal(1),
        columns=(Column("2022", TABLE.period, 1, place.bbox),),
        rows=(Row("Revenue", 1, place.bbox, amounts),),
        evidence=(),
        confidence=1.0,
        primary=True,
    )
    document = Document("0" * 64, "x.pdf", "x.pdf", "application/pdf", ())
    told = Told(document, (statement,), (TABLE, BEFORE), (), ((TABLE, SENTENCE),))
    for seed in range(12):
        for error in plant(told, 2, random.Random(seed)):
            (amount,) = error.statements[0].rows[0].amounts
            assert amount is not None
            assert amount.value * 10**6 == error.readings[0].value
            whole = error.readings[0].value % 10**6 == 0
            assert not whole or amount.value.as_tuple().exponent == 0, "no more decimals than before"
