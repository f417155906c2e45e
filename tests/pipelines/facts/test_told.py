"""What is told again adds places; what only bears the same name is kept apart."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from data.schemas import BBox, Fact, Period, Provenance
from pipelines.facts.told import with_told


def fact(number: str, concept: str, value: int, label: str = "Other", page: int = 2, text: str = "") -> Fact:
    return Fact(
        id=number, concept=concept, label=label, statement="equity" if number[0] == "e" else "cashflow",
        value=Decimal(value), unit="USD", period=Period(instant=date(2023, 12, 31)), confidence=0.9,
        provenance=(Provenance(page=page, bbox=BBox(0, 0, 1, 1), text=text or str(value)),),
    )  # fmt: skip


def test_an_equal_value_is_one_more_place_and_surer() -> None:
    (told,) = with_told([fact("f1", "Dividends", 500)], [fact("e1", "Dividends", 500, page=4)])
    assert told.id == "f1"
    assert [p.page for p in told.provenance] == [2, 4]
    assert told.confidence > 0.9


def test_a_rounded_value_agrees() -> None:
    (told,) = with_told([fact("f1", "Dividends", 1_234_567)], [fact("e1", "Dividends", 1_200_000, text="1.2")])
    assert told.value == 1_234_567


def test_another_value_of_a_core_concept_is_not_taken_for_it() -> None:
    known = [fact("f1", "StockholdersEquity", 500)]
    assert with_told(known, [fact("e1", "StockholdersEquity", 501)]) == tuple(known)


def test_another_value_under_the_same_name_keeps_a_name_of_its_own() -> None:
    found = with_told([fact("f1", "r1:Other", 500)], [fact("e1", "r1:Other", 7), fact("e2", "r1:Other", 9)])
    assert [(f.id, f.concept) for f in found] == [("f1", "r1:Other"), ("e1", "r1:EquityOther")]


def test_new_facts_follow_the_old_ones() -> None:
    found = with_told([fact("f1", "Dividends", 500)], [fact("e1", "ProfitLoss", 7)])
    assert [f.id for f in found] == ["f1", "e1"]
