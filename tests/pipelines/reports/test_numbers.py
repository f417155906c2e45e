"""Numbers as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from data.knowledge import knowledge
from pipelines.reports.numbers import arrow, column_scale, in_sentence, percent
from pipelines.reports.wording import Part, Wording, fill, spaced

EN, ZH = Wording.of("en"), Wording.of("zh-Hans")


@pytest.mark.parametrize(
    ("value", "unit", "english", "chinese"),
    [
        ("6779511000", "USD", "$6.78 billion", "67.80亿美元"),
        ("32765000000", "USD", "$32.8 billion", "327.65亿美元"),
        ("-749439000", "USD", "−$749.4 million", "−7.49亿美元"),
        ("19244000", "GBP", "£19.2 million", "1,924.4万英镑"),
        ("945", "CNY", "RMB 945", "945元"),
        ("0.213", "AUD/shares", "A$0.213", "0.213澳元"),
        ("-8.36", "USD/shares", "−$8.36", "−8.36美元"),
        ("1234567890123456789", "JPY", "¥1,234,567.9 trillion", "1,234,567.89万亿日元"),
        ("1500000", "XYZ", "XYZ 1.5 million", "150万XYZ"),
        ("0", "USD", "$0", "0美元"),
    ],
)
def test_a_value_in_a_sentence(value: str, unit: str, english: str, chinese: str) -> None:
    assert in_sentence(Decimal(value), unit, EN) == english
    assert in_sentence(Decimal(value), unit, ZH) == chinese


@pytest.mark.parametrize(
    ("values", "unit"),
    [
        (["6779511000", "305826000"], "US$ million"),
        (["26268000000"], "US$ million"),
        (["391035000000", "365817000000"], "US$ billion"),
        (["2937424", "7000000"], "US$ thousand"),
        (["945"], "US$"),
        ([], "US$"),
    ],
)
def test_the_column_scale_leaves_three_to_five_digits(values: list[str], unit: str) -> None:
    scale = column_scale([Decimal(v) for v in values], "USD", EN)
    assert scale.unit == unit
    for value in values:
        assert 3 <= sum(c.isdigit() for c in scale.show(Decimal(value))) <= 5


def test_rounding_is_half_up_and_zero_has_no_sign() -> None:
    assert percent(Decimal("0.00125"), 2) == "0.13%"
    assert percent(Decimal("-0.0000001")) == "0.0%"
    assert arrow(Decimal(1001), Decimal(1000)) == ("▲ 0.1 %", "up")
    assert arrow(Decimal(100), Decimal(100)) == ("0.0 %", "flat")


def test_marks_follow_their_numbers_into_longer_phrases() -> None:
    inner = fill("rose {change}", {"change": Part("5%", ("a", "b"))})
    outer = fill("sales {move} to {now}.", {"move": inner, "now": Part("$9", ("a",))})
    assert [(outer.text[m.start : m.end], m.facts) for m in outer.marks] == [("5%", ("a", "b")), ("$9", ("a",))]
    assert outer.facts == ("a", "b")


def test_both_phrase_books_hold_the_same_phrases_with_the_same_blanks() -> None:
    def paths(node: object, path: str = "") -> set[str]:
        if isinstance(node, dict):
            return {found for key, child in node.items() for found in paths(child, f"{path}.{key}")}
        return {path}

    free = ("currencies", "column_currencies", "forms", "scales", "short_names", "count")
    english, chinese = (
        {p for p in paths(knowledge(f"report/{tongue}")) if not any(f in p for f in free)} for tongue in ("en", "zh")
    )
    assert english == chinese


def test_a_concept_without_a_name_is_spelt_out() -> None:
    assert spaced("r1:CurrentContentAssetsNet") == "current content assets net"
    assert EN.name("SomethingOdd") == "something odd"
