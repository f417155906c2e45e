"""Printed numbers: what is one, what it is worth, what is none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.facts.numbers import read_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234", "1234"),
        ("(1,234)", "-1234"),
        ("$(1,234)", "-1234"),
        ("($1,234)", "-1234"),
        ("US$ 12.50", "12.50"),
        ("－430,125.34", "-430125.34"),
        ("−5", "-5"),
        ("1,234-", "-1234"),
        ("1’234", "1234"),
        ("1 234 567", "1234567"),
        ("１，２３４", "1234"),
        (".05", "0.05"),
        ("—", "0"),
        ("nil", "0"),
        ("12.3p", "12.3"),
        ("1,234*", "1234"),
        ("(14,603)(2)", "-14603"),
        ("16.2%", "16.2"),
        ("(3%)", "-3"),
    ],
)
def test_numbers(text: str, value: str) -> None:
    found = read_number(text)
    assert found is not None
    assert found.value == Decimal(value)


@pytest.mark.parametrize(
    "text", ["1,23", "12,3456", "B5(a)", "Note 3", "£000", "$'000", "1.2.3", "2022A", "", "(", "n/a", "-)"]
)
def test_no_numbers(text: str) -> None:
    assert read_number(text) is None


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2, allow_nan=False, allow_infinity=False))
def test_what_is_printed_is_read_back(value: Decimal) -> None:
    """Thousands in commas, negatives in brackets or behind a sign: the same number."""
    plain = f"{abs(value):,.2f}"
    for text in (f"({plain})", f"-{plain}", f"$({plain})") if value < 0 else (plain, f"${plain}", f"£ {plain}"):
        found = read_number(text)
        assert found is not None
        assert found.value == value


@given(st.text(max_size=12))
def test_any_text_is_a_number_or_none(text: str) -> None:
    found = read_number(text)
    assert found is None or found.value == found.value
