"""The benchmark itself: it alters one number, and says so honestly."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from benchmarks import mutation
from data.schemas import Amount, BBox, Column, Document, Row, Statement

BOX = BBox(0, 0, 1, 1)
LINES = {"Sales": 5120, "Services": 2310, "Other": 417, "Total revenue": 7847, "Cost": -4301, "Gross profit": 3546}


def _statement() -> Statement:
    rows = tuple(
        Row(label, 1, BOX, tuple(Amount(str(v), Decimal(v), 1, BOX) for v in (value, 2 * value)))
        for label, value in LINES.items()
    )
    columns = tuple(Column(str(year), None, 1, BOX) for year in (2021, 2020))
    one = Decimal(1)
    return Statement("income", "", "consolidated", (1,), "USD", one, one, one, columns, rows, (), 1.0, True)


FILING = mutation.Filing(Document("0" * 64, "small", "", "application/pdf", ()), (_statement(),))


@pytest.mark.parametrize("kind", ["digit", "swap", "sign", "scale"])
def test_a_mutation_changes_the_number_and_nothing_else(kind: str) -> None:
    amount = Amount("(1,234)", Decimal(-1234), 1, BOX)
    wrong = mutation.wrong_number(amount, kind, random.Random(1))
    assert wrong is not None
    assert wrong.value != amount.value
    assert (wrong.text, wrong.bbox) == (amount.text, amount.bbox)


def test_a_number_of_one_repeated_digit_cannot_be_swapped() -> None:
    assert mutation.wrong_number(Amount("11", Decimal(11), 1, BOX), "swap", random.Random(1)) is None


def test_every_wrong_number_of_a_small_statement_is_noticed() -> None:
    result = mutation.measure([FILING], per_filing=100)
    assert result["false_alarms"] == []
    assert result["footed"] == 1.0
    assert all("dropped" in missed for missed in result["missed"]), result["missed"]


def test_the_draw_is_fixed() -> None:
    assert mutation.measure([FILING], 5) == mutation.measure([FILING], 5)
