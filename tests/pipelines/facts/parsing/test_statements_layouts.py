"""Layouts of issuers all over the world: how they print numbers, units, heads, halves of a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from data.schemas import BBox, Document, Page, Word

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


def beside(left: Document, right: Document, shift: float, width: float) -> Document:
    """One page that holds both."""
    page = left.pages[0]
    moved = [
        Word(w.text, BBox(w.bbox.x0 + shift, w.bbox.top, w.bbox.x1 + shift, w.bbox.bottom), w.font, w.size)
        for w in right.pages[0].words
    ]
    return replace(left, pages=(Page(1, width, page.height, (*page.words, *moved)),))


def test_a_spread_of_two_statements(typeset: Typeset, primary: Primary, income: Income, balance: list[str]) -> None:
    left = typeset(["Consolidated income statement", "for the year ended 31 December 2023", YEARS, *income()])
    right = typeset(["Consolidated balance sheet", "as at 31 December 2023", YEARS, *balance])
    sheet = beside(left, right, 595, 1190)
    assert primary(sheet, "income").values("Revenue") == [1000, 900]
    assert primary(sheet, "balance").values("Total assets") == [500, 430]


def test_a_spread_with_prose_at_the_left(typeset: Typeset, primary: Primary, balance: list[str]) -> None:
    left = typeset(["We have audited the financial statements of the Group for the year and of the Company"] * 14)
    right = typeset(["Consolidated balance sheet", "as at 31 December 2023", YEARS, *balance])
    assert primary(beside(left, right, 595, 1190), "balance").values("Total equity") == [380, 320]


ACCOUNT_FORM = (
    ["资产 | 期末余额 | 年初余额", "货币资金 | 100 | 90", "应收账款 | 50 | 40", "流动资产合计 | 150 | 130"],
    ["负债和股东权益 | 期末余额 | 年初余额", "应付账款 | 120 | 110", "负债合计 | 120 | 110", "未分配利润 | 380 | 320"],
)


def test_liabilities_at_the_right_of_assets(typeset: Typeset, primary: Primary) -> None:
    left, right = ACCOUNT_FORM
    sums = (
        ["固定资产 | 350 | 300", "资产总计 | 500 | 430"],
        ["股东权益合计 | 380 | 320", "负债和股东权益总计 | 500 | 430"],
    )
    title: Sequence[str] = ["^合并资产负债表", "编制单位：某某股份有限公司 2023年12月31日 单位：元"]
    sheet = beside(
        typeset(([*title, *left, *sums[0]], (190, 280))), typeset((["", "", *right, *sums[1]], (190, 260))), 265, 612
    )
    found = primary(sheet, "balance")
    assert found.ends == [date(2023, 12, 31), date(2022, 12, 31)]
    assert found.values("货币资金") == [100, 90]
    assert found.values("负债和股东权益总计") == [500, 430]


def test_running_heads_are_no_rows(typeset: Typeset, primary: Primary, balance: list[str]) -> None:
    head = ["^CONSOLIDATED BALANCE SHEETS", "^(In millions)", "December 31, | 2022 | 2021"]
    first = [*head, *balance[:6], "", "Acme Inc. | | 56"]
    again = ["Acme Inc. | | 57", "^CONSOLIDATED BALANCE SHEETS (CONTINUED)", *head[1:], *balance[6:]]
    bare = ["Acme Inc. | | 57", *balance[6:]]
    for second in (again, bare):
        found = primary(typeset(first, second), "balance")
        assert found.statement.pages == (1, 2)
        assert not any(r.label.startswith("Acme") for r in found.statement.rows)
        assert found.values("Total liabilities and equity") == [500, 430]


def test_a_direct_cash_flow_statement_reconciles_net_income_on_the_next_page(
    typeset: Typeset, primary: Primary
) -> None:
    first = [
        "^Consolidated Statements of Cash Flows",
        "^(In millions)",
        "Year ended December 31, | 2022 | 2021",
        "Cash receipts from customers | 310 | 284",
        "Net cash provided by operating activities | 170 | 135",
        "Net cash used in investing activities | (80) | (70)",
        "Net cash used in financing activities | (80) | (60)",
        "Cash at end of year | 100 | 90",
    ]
    rest = [
        "Year ended December 31, | 2022 | 2021",
        "Reconciliation of net income to net cash provided by operating activities:",
        "Net income | 140 | 110",
        "Depreciation and amortization | 30 | 25",
        "Net cash provided by operating activities | 170 | 135",
    ]
    found = primary(typeset(first, rest), "cashflow")
    assert found.statement.pages == (1, 2)
    assert found.values("Depreciation and amortization") == [30, 25]
    assert primary(typeset(first, [rest[0], "Allowance for losses:", *rest[2:]]), "cashflow").statement.pages == (1,)


def test_footnotes_are_no_rows(typeset: Typeset, primary: Primary, income: Income) -> None:
    note = "(b) In the 12 weeks ended March 19, 2022, we sold our juice business and kept | | 39%"
    found = primary(typeset(["^Consolidated Statement of Income", YEARS, *income(), note]), "income")
    assert found.statement.rows[-1].label == "Profit for the year"


@pytest.mark.parametrize(
    "foot",
    [
        "Annual Report and Financial Statements for the year ended 31 December | | 2022",
        "Page 11 of | | 15",
        " | | 66 / 195",
        "file:///C:/Users/a/3919443-1-1_Proof.html | | 12/14",
    ],
)
def test_feet_that_name_themselves(typeset: Typeset, primary: Primary, income: Income, foot: str) -> None:
    found = primary(typeset(["^Consolidated Income Statement", YEARS, *income(), "", foot]), "income")
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


def test_a_statement_over_both_halves_of_two_sheets(typeset: Typeset, primary: Primary) -> None:
    """The rows go on at the right of a sheet, and then at the left of the next one."""
    labels = [f"Asset number {number}" for number in range(1, 19)]
    rows = [f"{label} | 1{number} | 2{number}" for number, label in enumerate(labels, 10)]
    head = ["Consolidated balance sheet", "as at 31 December 2023", YEARS]
    head += ["Cash and cash equivalents | 5 | 4", "Inventories | 7 | 6", "Total current assets | 12 | 10"]
    end = ["Total equity | 9 | 8", "Total equity and liabilities | 500 | 430"]
    cash = [f"Cash movement {number} | 3 | 4" for number in range(9)]
    first = beside(typeset([*head, *rows[:8]]), typeset(rows[8:16]), 595, 1190)
    second = beside(
        typeset([*rows[16:], "Total liabilities | 3 | 2", "Share capital | 7 | 6", *rows[:3], *rows[:3], *end]),
        typeset(["Consolidated cash flow statement", YEARS, *cash]),
        595,
        1190,
    )
    found = primary(replace(first, pages=(*first.pages, replace(second.pages[0], number=2))), "balance")
    assert found.statement.pages == (1, 2)
    assert [r.label for r in found.statement.rows[3:21]] == labels
    assert found.values("Total equity and liabilities") == [500, 430]
