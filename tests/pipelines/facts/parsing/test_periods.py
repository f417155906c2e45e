"""What headings say of time, in English and Chinese, and the period that follows from it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.schemas import Period
from pipelines.facts.fiscal import Calendar, column_periods
from pipelines.facts.periods import When, duration, read_when

D = date


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Year ended December 31, 2022", [D(2022, 12, 31)]),
        ("Dec. 31, 2022", [D(2022, 12, 31)]),
        ("30 June 2022", [D(2022, 6, 30)]),
        ("30th June, 2022", [D(2022, 6, 30)]),
        ("31-Dec-22", [D(2022, 12, 31)]),
        ("31.12.2022", [D(2022, 12, 31)]),
        ("12/24/2022", [D(2022, 12, 24)]),
        ("2020 年 12 月 31 日", [D(2020, 12, 31)]),
        ("2020-12-31", [D(2020, 12, 31)]),
        (
            "December 31, 2022, December 25, 2021 and December 26, 2020",
            [D(2022, 12, 31), D(2021, 12, 25), D(2020, 12, 26)],
        ),
        ("February 30, 2022", []),
    ],
)
def test_dates(text: str, dates: list[date]) -> None:
    assert list(read_when(text).dates) == dates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("June 2,", When(days=((6, 2),))),
        ("2021/22", When(years=(2022,))),
        ("FY22", When(years=(2022,))),
        ("2020年度", When(years=(2020,), months=12)),
        ("2020年1—12月", When(years=(2020,), months=12, until=12)),
        ("2021年1-6月", When(years=(2021,), months=6, until=6)),
        ("期末余额", When(instant=True, relative=0)),
        ("期初余额", When(instant=True, relative=1)),
        ("上期发生额", When(relative=1)),
        ("Six Months Ended", When(months=6)),
        ("13 weeks ended", When(weeks=13)),
        ("$26,076", When()),
    ],
)
def test_phrases(text: str, expected: When) -> None:
    assert read_when(text) == expected


@given(st.dates(D(1990, 1, 1), D(2040, 12, 31)))
def test_every_day_is_read_in_every_form(day: date) -> None:
    month = day.strftime("%B")
    forms = (
        f"{month} {day.day}, {day.year}",
        f"{day.day} {month} {day.year}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}-{day.month:02}-{day.day:02}",
    )
    assert all(read_when(f"As of {form}").dates == (day,) for form in forms)


@given(st.dates(D(1990, 1, 1), D(2040, 12, 31)), st.sampled_from([3, 6, 9, 12]))
def test_a_period_is_as_long_as_said(end: date, months: int) -> None:
    period = duration(end, months)
    assert period.end == end
    assert abs(period.days - 30.44 * months) < 4


def test_a_year_of_weeks_begins_the_day_after_the_last_one_ended() -> None:
    heads = [read_when(f"52 Weeks Ended {day}") for day in ("January 28, 2017", "January 30, 2016")]
    newer, older = column_periods(heads, When(), False, Calendar())
    assert newer == Period(start=D(2016, 1, 31), end=D(2017, 1, 28))
    assert older == Period(start=D(2015, 2, 1), end=D(2016, 1, 30))


def test_fiscal_years_that_end_in_the_next_calendar_year() -> None:
    """Columns say 2022, 2021, 2020; the cover says January 28, 2023: every year ends on that Saturday's kin."""
    calendar = Calendar(D(2023, 1, 28), (1, 28))
    heads = [When(years=(y,)) for y in (2022, 2021, 2020)]
    assert [p.last for p in column_periods(heads, When(), False, calendar) if p] == [
        D(2023, 1, 28),
        D(2022, 1, 29),
        D(2021, 1, 30),
    ]


def test_opening_balance_is_the_day_before_the_year() -> None:
    periods = column_periods(
        [read_when("期末余额"), read_when("期初余额")], read_when("2021年6月30日"), True, Calendar()
    )
    assert [p.instant for p in periods if p] == [D(2021, 6, 30), D(2020, 12, 31)]


def test_a_head_without_time_has_no_period() -> None:
    assert column_periods([When(), When()], When(), True, Calendar()) == (None, None)


@given(st.text(max_size=60))
def test_any_text_is_taken_apart(text: str) -> None:
    for day in read_when(text).dates:
        assert day + timedelta(days=0) == day
