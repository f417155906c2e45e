"""The scorer of core facts: what counts as right, wrong, missing, mixed; when a box hits."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from benchmarks._core_facts import Known, Score, hits, months, score
from data.schemas import BBox, Conflict, Fact, Period, Provenance

YEAR = Period(start=date(2022, 1, 1), end=date(2022, 12, 31))
KNOWN = Known("revenue", "FY2022", date(2022, 12, 31), (Decimal(100), Decimal(110)), 3, (10, 10, 40, 20))


def fact(value: str, name: str = "f1", period: Period = YEAR, scope: str = "consolidated") -> Fact:
    return Fact(
        id=name,
        concept="Revenues",
        label="Revenue",
        statement="income",
        scope=scope,
        value=Decimal(value),
        unit="USD",
        period=period,
        confidence=0.9,
        provenance=(Provenance(page=3, bbox=BBox(8, 9, 42, 21)),),
    )


QUARTER = Period(start=date(2022, 10, 1), end=date(2022, 12, 31))
CASES = [
    ([fact("100")], Score(n=1, right=1, page=1, box=1)),
    ([fact("110")], Score(n=1, right=1, page=1, box=1)),
    ([fact("120")], Score(n=1, wrong=1)),
    ([], Score(n=1, missing=1)),
    ([fact("100", period=QUARTER)], Score(n=1, missing=1)),
    ([fact("100", scope="parent")], Score(n=1, missing=1)),
    ([fact("100"), fact("120", "f2")], Score(n=1, right=1, page=1, box=1, mixed=1)),
]


@pytest.mark.parametrize(("facts", "expected"), CASES)
def test_score(facts: list[Fact], expected: Score) -> None:
    found = score(facts, (), [KNOWN])
    found.errors = []
    assert found == expected


def test_what_a_conflict_rejects_does_not_count() -> None:
    conflict = Conflict(facts=("f1", "f2"), kept="f1", weights={"f1": 0.9, "f2": 0.1}, reason="better source")
    assert score([fact("100"), fact("120", "f2")], [conflict], [KNOWN]).mixed == 0


def test_a_whole_page_proves_nothing() -> None:
    assert not hits(Provenance(page=3, bbox=BBox(0, 0, 600, 800)), KNOWN.bbox)
    assert hits(Provenance(page=3, bbox=BBox(0, 5, 600, 25)), KNOWN.bbox)


@pytest.mark.parametrize(("period", "length"), [("FY2022", 12), ("Q2-2023", 3), ("6M-2023", 6)])
def test_months(period: str, length: int) -> None:
    assert months(period) == length
