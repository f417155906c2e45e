"""Sheets that hold more than one run of rows: spreads, halves, running heads and feet, pages that go on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from data.schemas import BBox, Document, Page, Word

Typeset = Callable[..., Document]
Primary = Callable[[Document, str], Any]
Income = Callable[..., list[str]]

YEARS = " | 2023 | 2022"


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
