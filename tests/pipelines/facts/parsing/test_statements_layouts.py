"""Layouts of issuers all over the world: how they print numbers, units, heads, halves of a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from data.schemas import BBox, Document, Word

Typeset = Callable[..., Document]
Primary = Callable[[Document, str], Any]
Income = Callable[..., list[str]]

YEARS = " | 2023 | 2022"


@pytest.mark.parametrize(
    ("title", "head", "currency", "scale"),
    [
        ("^Consolidated Statement of Income", " | $M | $M", "USD", 10**6),
        ("Consolidated income statement", " | €m | €m", "EUR", 10**6),
        ("CONSOLIDATED INCOME STATEMENT (US$'000)", "", "USD", 10**3),
        ("^Consolidated Income Statement", "(Millions of yen)", "JPY", 10**6),
        (
            "^Consolidated Statement of Profit and Loss",
            "(All amounts in ₹ crore, unless otherwise stated)",
            "INR",
            10**7,
        ),
        ("^Consolidated Statement of Profit and Loss", "(₹ in lakhs)", "INR", 10**5),
        ("^Statements of Comprehensive Income", "(In thousands of New Taiwan dollars)", "TWD", 10**3),
        ("^Income statement", " | RM'000 | RM'000", "MYR", 10**3),
        ("^Consolidated income statement", "CHF million", "CHF", 10**6),
    ],
)
def test_units_of_the_world(
    typeset: Typeset, primary: Primary, income: Income, title: str, head: str, currency: str, scale: int
) -> None:
    found = primary(typeset([title, YEARS, *([head] if head else []), *income()]), "income").statement
    assert (found.currency, found.scale) == (currency, scale)


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("1 234 567", "1234567"),
        ("1'234'567", "1234567"),
        ("12,34,567", "1234567"),
        ("1,234-", "-1234"),
        ("△1,234", "-1234"),
        ("△ 1,234", "-1234"),
        ("$ ( 1,234 )", "-1234"),
    ],
)
def test_numbers_of_the_world(typeset: Typeset, primary: Primary, income: Income, printed: str, value: str) -> None:
    page = ["^Consolidated Income Statement", YEARS, *income(printed, "900")]
    assert primary(typeset(page), "income").values("Revenue") == [Decimal(value), 900]


def test_two_kinds_of_periods_each_with_a_spanning_head(typeset: Typeset, primary: Primary, income: Income) -> None:
    lines = [f"{line} | 3,000 | 2,700" for line in income()]
    head = ["^CONSOLIDATED STATEMENTS OF INCOME", "|Sept. 30, 2023|Sept. 30, 2022|Sept. 30, 2023|Sept. 30, 2022"]
    document = typeset(([head[0], *head[1:], *lines], (330, 410, 490, 570)))
    spans = typeset((["", " | For the Quarters Ended | For the Nine Months Ended"], (410, 575)))
    over = [
        Word(w.text, BBox(w.bbox.x0, w.bbox.top - 6, w.bbox.x1, w.bbox.bottom - 6), w.font, w.size)
        for w in spans.pages[0].words
    ]
    page = document.pages[0]
    found = primary(replace(document, pages=(replace(page, words=(*page.words, *over)),)), "income")
    assert [c.period and round(c.period.days / 30.4) for c in found.statement.columns] == [3, 3, 9, 9]


def test_shares_of_sales_between_the_years_are_no_periods(typeset: Typeset, primary: Primary, income: Income) -> None:
    mixed = [f"{a} | {b} | 100.0 | {c} | 100.0" for a, b, c in (line.split("|") for line in income())]
    page = ["^Consolidated Statements of Income", " | 2023 | % of sales | 2022 | % of sales", *mixed]
    found = primary(typeset((page, (330, 410, 490, 570))), "income")
    assert found.ends == [date(2023, 12, 31), None, date(2022, 12, 31), None]


def test_hong_kong_in_two_languages(typeset: Typeset, primary: Primary, income: Income) -> None:
    chinese = ["收入", "銷售成本", "毛利", "經營溢利", "財務成本", "除稅前溢利", "所得稅開支", "年內溢利"]
    rows = [line.replace(" |", f" {han} |", 1) for line, han in zip(income(), chinese, strict=True)]
    head = [
        "^CONSOLIDATED STATEMENT OF PROFIT OR LOSS",
        "^綜合損益表",
        "^For the year ended 31 December 2023 截至二零二三年十二月三十一日止年度",
        " | 2023 | 2022",
        " | 二零二三年 | 二零二二年",
        " | HK$’000 | HK$’000",
        " | 千港元 | 千港元",
    ]
    found = primary(typeset([*head, *rows]), "income")
    assert found.ends == [date(2023, 12, 31), date(2022, 12, 31)]
    assert (found.statement.currency, found.statement.scale) == ("HKD", 1000)
    assert found.values("Profit for the year 年內溢利") == [140, 110]


def test_hong_kong_in_chinese_alone(typeset: Typeset, primary: Primary) -> None:
    page = [
        "^綜合損益表",
        "^截至二零二三年十二月三十一日止年度",
        " | 二零二三年 | 二零二二年",
        " | 人民幣千元 | 人民幣千元",
        "收入 | 1,000 | 900",
        "銷售成本 | (600) | (550)",
        "毛利 | 400 | 350",
        "除稅前溢利 | 180 | 140",
        "所得稅開支 | (40) | (30)",
        "年內溢利 | 140 | 110",
    ]
    found = primary(typeset(page), "income")
    assert found.ends == [date(2023, 12, 31), date(2022, 12, 31)]
    assert (found.statement.currency, found.statement.scale) == ("CNY", 1000)


@pytest.mark.parametrize(
    ("unit", "scale"),
    [("单位：人民币万元", 10**4), ("金额单位：千元", 10**3), ("单位：元 币种：人民币", 1), ("（人民币百万元）", 10**6)],
)
def test_units_of_chinese_statements(typeset: Typeset, primary: Primary, unit: str, scale: int) -> None:
    page = [
        "^合并资产负债表",
        f"编制单位：某某股份有限公司 2023年12月31日 {unit}",
        "项目 | 附注 | 期末余额 | 上年年末余额",
    ]
    page += ["货币资金 | 七、1 | 100.00 | 90.00", "流动资产合计 | | 150.00 | 130.00", "资产总计 | | 500.00 | 430.00"]
    page += ["应付账款 | 七、2 | 120.00 | 110.00", "负债合计 | | 120.00 | 110.00", "未分配利润 | | 380.00 | 320.00"]
    found = primary(typeset((page, (300, 430, 550))), "balance")
    assert found.ends == [date(2023, 12, 31), date(2022, 12, 31)]
    assert (found.statement.scale, found.statement.currency) == (scale, "CNY")
    assert found.row("货币资金").note == "七、1"


def test_leaders_that_wrap_below_their_label(typeset: Typeset, primary: Primary, income: Income) -> None:
    rows = [
        *income(),
        "Net income per share:",
        "Basic",
        "  ............ | 1.21 | 1.16",
        "Diluted",
        "  ....... | 1.20 | 1.01",
    ]
    found = primary(typeset(["^Consolidated Income Statement", YEARS, *rows]), "income")
    assert found.values("Basic") == [Decimal("1.21"), Decimal("1.16")]
    assert found.values("Diluted") == [Decimal("1.20"), Decimal("1.01")]


def test_footnotes_are_no_rows(typeset: Typeset, primary: Primary, income: Income) -> None:
    note = "(b) In the 12 weeks ended March 19, 2022, we sold our juice business and kept | | 39%"
    found = primary(typeset(["^Consolidated Statement of Income", YEARS, *income(), note]), "income")
    assert found.statement.rows[-1].label == "Profit for the year"


def test_parts_of_earnings_per_share_under_two_headings(typeset: Typeset, primary: Primary, income: Income) -> None:
    rows = ["Earnings per common share", "Basic", "Continuing operations | 24.60 | 22.10", "Diluted"]
    rows += ["Continuing operations | 24.30 | 21.90", "Average shares outstanding | 301 | 310"]
    rows += ["Effect of dilutive securities | 3 | 4"]
    found = primary(typeset(["^Consolidated Statements of Earnings", YEARS, *income(), *rows]), "income").statement
    assert [r.amounts[0].unit for r in found.rows if r.amounts[0]][-4:] == [
        "per-share",
        "per-share",
        "shares",
        "shares",
    ]


@pytest.mark.parametrize(
    ("heads", "ends", "months"),
    [
        ("H1 2023 | H1 2022", ("2023-06-30", "2022-06-30"), 6),
        ("9M 2023 | 9M 2022", ("2023-09-30", "2022-09-30"), 9),
        ("Q3 2023 | Q3 2022", ("2023-09-30", "2022-09-30"), 3),
        ("7-9/2023 | 7-9/2022", ("2023-09-30", "2022-09-30"), 3),
        ("Jan-Sep 2023 | Jan-Sep 2022", ("2023-09-30", "2022-09-30"), 9),
        ("31/12/2023 | 31/12/2022", ("2023-12-31", "2022-12-31"), 12),
        ("2023/24 | 2022/23", ("2024-12-31", "2023-12-31"), 12),
        ("2023 | 2022 (1)", ("2023-12-31", "2022-12-31"), 12),
        ("FY23 | FY22", ("2023-12-31", "2022-12-31"), 12),
    ],
)
def test_short_heads(
    typeset: Typeset, primary: Primary, income: Income, heads: str, ends: tuple[str, str], months: int
) -> None:
    found = primary(typeset(["Consolidated income statement", "EUR million", f"|{heads}", *income()]), "income")
    assert found.ends == [date.fromisoformat(end) for end in ends]
    assert [c.period and round(c.period.days / 30.4) for c in found.statement.columns] == [months, months]


@pytest.mark.parametrize("names", [" | Group | | Company |", " | | Group | | Company"])
def test_whose_columns_wherever_the_names_stand(
    typeset: Typeset, primary: Primary, balance: list[str], names: str
) -> None:
    rows = [f"{line} | 70 | 60" if "|" in line else line for line in balance]
    page = ["Balance sheets as at 30 April 2023", names, " | 2023 | 2022 | 2023 | 2022", " | £000 | £000 | £000 | £000"]
    found = primary(typeset(([*page, *rows], (330, 410, 490, 560))), "balance")
    assert found.scopes == ["consolidated", "consolidated", "parent", "parent"]
    assert [end and end.year for end in found.ends] == [2023, 2022, 2023, 2022]
