"""Amounts in running text: scale, precision and place."""

from __future__ import annotations

from decimal import Decimal

import pytest

from data.schemas import BBox, Sentence, Spot
from pipelines.facts.narrative_numbers import foreign, place_of, read_numbers

BOX = BBox(50, 100, 500, 112)


def test_a_scale_shared_in_a_list() -> None:
    numbers = read_numbers("was $155, $136 and $149 million, respectively")
    assert [n.value for n in numbers] == [Decimal(155_000_000), Decimal(136_000_000), Decimal(149_000_000)]


@pytest.mark.parametrize(
    ("text", "value", "step"),
    [
        ("$32.8 billion", "32800000000", "100000000"),
        ("4.3 million shares", "4300000", "100000"),
        ("$2.41 per diluted share", "2.41", "0.01"),
        ("12.3 pence per share", "0.123", "0.001"),
        ("12.5亿元", "1250000000", "10000000"),
        ("人民币 1,234 万元", "12340000", "10000"),
        ("$(7.5) million", "7500000", "100000"),
    ],
)
def test_amounts_as_printed(text: str, value: str, step: str) -> None:
    (number,) = read_numbers(text)
    assert (number.value, number.step) == (Decimal(value), Decimal(step))


def test_the_box_is_that_of_the_number() -> None:
    text = "公司实现营业收入327.65亿元"
    spot = Spot(0, len(text), 7, BBox(0, 0, 240, 12))
    page, box = place_of(Sentence(text, 7, BOX, "", (spot,)), 8, 14)
    assert page == 7
    assert box.x0 == pytest.approx(240 * 16 / 26)
    assert box.x1 == pytest.approx(240 * 22 / 26)


def test_years_days_and_names_are_no_amounts() -> None:
    assert read_numbers("On December 31, 2022, Note 12 of the B787 program named 3 items") == []


def test_an_amount_in_another_currency() -> None:
    dollars, yuan = read_numbers("RMB74.6 million, or US$10.8 million")[::-1]
    assert foreign(dollars, "CNY")
    assert not foreign(yuan, "CNY")
