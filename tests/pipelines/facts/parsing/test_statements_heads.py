"""Heads over the columns of printed statements: whose, when and how long each column is, on pages set by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from data.schemas import Document
from pipelines.facts.fiscal import Calendar, column_periods
from pipelines.facts.periods import read_when

Typeset = Callable[..., Document]
Primary = Callable[[Document, str], Any]  # a statement, and what the conftest asks of it
Income = Callable[..., list[str]]


def test_years_alone_take_their_day_from_the_line_under_the_title(
    typeset: Typeset, primary: Primary, income: Income
) -> None:
    page = [
        "Consolidated income statement",
        "for the year ended 30 June 2022",
        " | 2022 | 2021",
        " | £m | £m",
        *income(),
    ]
    found = primary(typeset(page), "income")
    assert found.ends == [date(2022, 6, 30), date(2021, 6, 30)]
    assert (found.statement.scale, found.statement.currency) == (Decimal(1_000_000), "GBP")
    assert any("£m" in p.text for p in found.statement.evidence)


def test_ascending_years(typeset: Typeset, primary: Primary, income: Income) -> None:
    page = ["^Consolidated Statements of Income", "^(In thousands)", "Year ended December 31, | 2021 | 2022", *income()]
    assert primary(typeset(page), "income").ends == [date(2021, 12, 31), date(2022, 12, 31)]


def test_quarter_and_half_year_side_by_side(typeset: Typeset, primary: Primary, income: Income) -> None:
    lines = [line + " | 1,900 | 1,800" if "|" in line else line for line in income()]
    head = [
        "^Condensed Consolidated Statements of Income",
        "^(In millions, except per share data)",
        " | Three Months Ended | | Six Months Ended |",
        " | June 25, | June 26, | June 25, | June 26,",
        " | 2023 | 2022 | 2023 | 2022",
    ]
    # the spanning heads end halfway between their two columns' right edges, as a centred head does
    document = typeset(([*head[:2]], ()), ([*head[:2], *head[3:], *lines], (330, 410, 490, 570)))
    found = primary(document, "income")
    assert found.ends == [date(2023, 6, 25), date(2022, 6, 26)] * 2


def test_weeks_decide_the_length(typeset: Typeset, primary: Primary, income: Income) -> None:
    head = [
        "^Condensed Consolidated Statement of Income",
        "^12 Weeks Ended",
        "^(in millions)",
        " | 3/25/2023 | 3/19/2022",
    ]
    found = primary(typeset([*head, *income()]), "income")
    assert [c.period.days if c.period else 0 for c in found.statement.columns] == [84, 84]


def test_group_beside_company(typeset: Typeset, primary: Primary, balance: list[str]) -> None:
    lines = [f"{line} | 70 | 60" if "|" in line else line for line in balance]
    head = [
        "Statements of financial position",
        " | Group | Group | Company | Company",
        " | 2022 | 2021 | 2022 | 2021",
        " | £000 | £000 | £000 | £000",
    ]
    found = primary(typeset(([*head, *lines], (330, 410, 490, 570))), "balance")
    assert found.scopes == ["consolidated", "consolidated", "parent", "parent"]
    assert found.statement.scale == 1000


def test_translation_column_keeps_its_own_currency(typeset: Typeset, primary: Primary, balance: list[str]) -> None:
    lines = [f"{line} | 70" if "|" in line else line for line in balance]
    head = [
        "CONSOLIDATED BALANCE SHEETS",
        "(RMB and US$ in thousands)",
        "As of December 31, | 2022 | 2021 | 2022",
        " | RMB | RMB | US$",
    ]
    found = primary(typeset([*head, *lines]), "balance")
    assert found.statement.currency == "CNY"
    assert [c.currency for c in found.statement.columns] == [None, None, "USD"]


def test_percentages_of_change_are_left_out(typeset: Typeset, primary: Primary, income: Income) -> None:
    lines = [f"{line} | 11 %" if "|" in line else line for line in income()]
    page = ["^Consolidated Statements of Income", "^(In millions)", " | 2022 | 2021 | Change", *lines]
    assert len(primary(typeset(page), "income").statement.columns) == 2


def test_of_columns_of_one_period_the_total_counts(typeset: Typeset, primary: Primary, income: Income) -> None:
    lines = [f"{line} | 1,905" if "|" in line else line for line in income()]
    head = [
        "Group income statement",
        "52 weeks ended 25 February 2023",
        " | Underlying | Exceptional | Total",
        " | 2023 | 2023 | 2023",
        " | £m | £m | £m",
    ]
    scopes = primary(typeset([*head, *lines]), "income").scopes
    assert scopes[2] is None
    assert all(s and s.startswith("other:") for s in scopes[:2])


def test_a_column_without_a_length_takes_its_neighbours() -> None:
    heads = [
        read_when(t) for t in ("Three Mo June 2, 2023", "Ended June 3, 2022", "Six Months June 2, 2023", "June 3, 2022")
    ]
    found = column_periods(heads, read_when(""), False, Calendar())
    assert [round(p.days / 30.4) for p in found if p] == [3, 3, 6, 6]


def test_dates_broken_over_two_lines(typeset: Typeset, primary: Primary, income: Income) -> None:
    page = ["^Group income statement", "|52 weeks ended 24|53 weeks ended 26", "|February 2023|February 2022"]
    found = primary(typeset(([*page, "|£m|£m", *income()], (400, 540))), "income")
    assert found.ends == [date(2023, 2, 24), date(2022, 2, 26)]
    assert found.values("Revenue") == [1000, 900]


def test_month_on_one_line_and_day_on_the_next(typeset: Typeset, primary: Primary, income: Income) -> None:
    page = ["^CONSOLIDATED STATEMENTS OF INCOME", "^(in millions)", "|Year ended December|", "|31,|", "|2022|2021"]
    found = primary(typeset([*page, *income()]), "income")
    assert found.values("Revenue") == [1000, 900]
    assert not any(r.label == "" for r in found.statement.rows)


def test_group_and_company_flush_with_the_last_of_their_columns(
    typeset: Typeset, primary: Primary, income: Income
) -> None:
    rows = [line + "| 7 | 6" for line in income()]
    page = ["^Income statements", "^for the year ended 31 December 2023", "||Group||Company", "|2023|2022|2023|2022"]
    found = primary(typeset(([*page, "|£m|£m|£m|£m", *rows], (340, 410, 480, 550))), "income")
    assert found.scopes == ["consolidated", "consolidated", "parent", "parent"]


def test_years_under_a_title_that_names_the_days(typeset: Typeset, primary: Primary) -> None:
    page = ["^Consolidated Balance Sheets", "^At January 1, 2023 and January 2, 2022", "^(Dollars in Millions)"]
    sheet = ["Cash and cash equivalents | 100 | 90", "Total current assets | 150 | 130", "Total assets | 500 | 430"]
    sheet += ["Accounts payable | 120 | 110", "Total liabilities | 120 | 110", "Retained earnings | 380 | 320"]
    found = primary(typeset([*page, "|2022|2021", *sheet, "Total equity | 380 | 320"]), "balance")
    assert found.ends == [date(2023, 1, 1), date(2022, 1, 2)]


def test_inner_and_outer_columns_are_one(typeset: Typeset, primary: Primary) -> None:
    page = ["^CONSOLIDATED BALANCE SHEET", "^AS AT 31 MARCH 2023", "||2023||2022", "|£|£|£|£"]
    sheet = ["Fixed assets | | 900 | | 800", "Stocks | 50 | | 40 |", "Debtors | 70 | | 60 |"]
    sheet += [
        "Cash at bank and in hand | 30 | | 20 |",
        "Creditors: amounts falling due within one year | (90) | | (80) |",
    ]
    sheet += [
        "Net current assets | | 60 | | 40",
        "Net assets | | 960 | | 840",
        "Profit and loss account | | 960 | | 840",
    ]
    found = primary(typeset(([*page, *sheet], (330, 400, 470, 540))), "balance")
    assert found.ends == [date(2023, 3, 31), date(2022, 3, 31)]
    assert found.values("Stocks") == [50, 40]
    assert found.values("Net assets") == [960, 840]


def test_parts_of_a_chinese_year() -> None:
    heads = [read_when("2023年前三季度(1-9月)"), read_when("2022年前三季度(1-9月)")]
    spans = column_periods(heads, read_when("合并利润表 2023年1—9月"), False, Calendar())
    assert [(p.start, p.end) for p in spans if p] == [
        (date(2023, 1, 1), date(2023, 9, 30)),
        (date(2022, 1, 1), date(2022, 9, 30)),
    ]
    assert read_when("年初至报告期期末金额").relative == 0
    assert read_when("上年年末余额").relative == read_when("上年年初至报告期期末金额").relative == 1
