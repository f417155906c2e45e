"""Numbers, dates and scales as axes print them."""

from __future__ import annotations

import pytest

from pipelines.charts.dates import read_date, read_dates, written
from pipelines.charts.numbers import read_number
from pipelines.charts.scale import Tick, fit


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1,234.5", 1234.5, None),
        ("−5", -5, None),
        ("(5)", -5, None),
        ("12%", 12, "%"),
        ("£3.1m", 3.1e6, "GBP"),
        ("500M", 5e8, None),
        ("$10k", 1e4, "USD"),
        ("1 400", 1400, None),
        ("10⁻³", 0.001, None),
        (".5", 0.5, None),
    ],
)
def test_numbers(text: str, value: float, unit: str | None) -> None:
    number = read_number(text)
    assert number is not None and number.value == pytest.approx(value) and number.unit == unit


def test_words_are_no_numbers() -> None:
    assert read_number("Q1") is None and read_number("2014/15") is None and read_number("(5") is None


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2014", "2014"),
        ("Q2 2021", "2021-Q2"),
        ("1990q1", "1990-Q1"),
        ("Jan-21", "2021-01"),
        ("5 Mar 2021", "2021-03-05"),
    ],
)
def test_dates(text: str, iso: str) -> None:
    day = read_date(text)
    assert day is not None and written(day.days, day.grain) == iso


def test_months_take_the_year_before_them() -> None:
    days = read_dates(("2020", "April", "July", "October", "2021", "April"))
    assert [day and written(day.days, "month") for day in days] == [
        "2020-01",
        "2020-04",
        "2020-07",
        "2020-10",
        "2021-01",
        "2021-04",
    ]


def test_a_scale_survives_a_misread_label() -> None:
    ticks = [Tick(300 - 2 * v, v, 1) for v in (0, 20, 40, 60, 80)] + [Tick(100, 700, 1)]
    scale = fit(ticks, 1.0)
    assert scale is not None and scale.support == 5 and scale.value(200) == pytest.approx(50)


def test_decades_are_a_log_scale() -> None:
    scale = fit([Tick(400 - 100 * k, 10.0**k) for k in range(4)], 1.0)
    assert scale is not None and scale.kind == "log" and scale.value(250) == pytest.approx(10**1.5)


def test_labels_rounded_for_print_still_make_a_scale() -> None:
    shown = [Tick(100 + 20 * k, round(0.05 * k, 1), 0.1) for k in range(9)]
    scale = fit(shown, 1.0)
    assert scale is not None and scale.slope == pytest.approx(0.0025, rel=0.1)
