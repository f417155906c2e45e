"""Each trap of printed statements on a page set by hand: what is read, and what must not be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from data.schemas import Document
from pipelines.facts.statements import find_statements

Typeset = Callable[..., Document]
Primary = Callable[[Document, str], Any]  # a statement, and what the conftest asks of it
Income = Callable[..., list[str]]

CASH = [
    "Cash flows from operating activities",
    "Net income | 140 | 110",
    "Depreciation | 30 | 25",
    "Net cash provided by operating activities | 170 | 135",
    "Purchases of property | (80) | (70)",
    "Net cash used in investing activities | (80) | (70)",
    "Dividends paid | (80) | (60)",
    "Net cash used in financing activities | (80) | (60)",
    "Net increase in cash | 10 | 5",
    "Cash at end of year | 100 | 90",
]


def test_notes_are_no_column_and_no_label(typeset: Typeset, primary: Primary, income: Income) -> None:
    lines = [line.replace(" | ", " | 4 | ", 1) if "|" in line else line for line in income()]
    page = ["Consolidated income statement", " | Note | 2022 | 2021", " | | $'000 | $'000", *lines]
    found = primary(typeset(page), "income")
    assert len(found.statement.columns) == 2
    assert found.row("Revenue").note == "4"
    assert found.values("Revenue") == [1000, 900]


def test_split_brackets_and_lone_signs(typeset: Typeset, primary: Primary, income: Income) -> None:
    page = ["^Consolidated Statements of Income", "^(In millions)", " | 2022 | 2021", *income("$ 1,000", "$ ( 900 )")]
    assert primary(typeset(page), "income").values("Revenue") == [1000, -900]


def test_wrapped_label_and_unlabelled_total(typeset: Typeset, primary: Primary, income: Income) -> None:
    lines = [
        *income()[:3],
        "Share of results of associates and",
        "~joint ventures | 5 | 6",
        " | 405 | 356",
        *income()[3:],
    ]
    page = ["^Consolidated Statements of Income", "^(In millions)", " | 2022 | 2021", *lines]
    found = primary(typeset(page), "income")
    assert found.values("Share of results of associates and joint ventures") == [5, 6]
    assert found.values("") == [405, 356]


def test_label_that_ends_below_its_numbers(typeset: Typeset, primary: Primary, income: Income) -> None:
    lines = [*income()[:3], "Income from discontinued operations (net of | 5 | 6", "~tax of 2)", *income()[3:]]
    page = ["^Consolidated Statements of Income", "^(In millions)", " | 2022 | 2021", *lines]
    assert primary(typeset(page), "income").values("Income from discontinued operations (net of tax of 2)") == [
        5,
        6,
    ]


def test_balance_sheet_over_two_pages(typeset: Typeset, primary: Primary, balance: list[str]) -> None:
    first = ["^Consolidated Balance Sheets", "^(In millions)", "December 31, | 2022 | 2021", *balance[:6]]
    found = primary(typeset(first, ["Running head", *balance[6:]]), "balance")
    assert found.statement.pages == (1, 2)
    assert found.values("Total liabilities and equity") == [500, 430]


def test_the_parent_company_does_not_win(typeset: Typeset, income: Income, balance: list[str]) -> None:
    def set_of(prefix: str) -> list[list[str]]:
        return [
            [f"^{prefix} Balance Sheets", "^(In millions)", "December 31, | 2022 | 2021", *balance],
            [f"^{prefix} Statements of Income", "^(In millions)", "Year ended December 31, | 2022 | 2021", *income()],
            [f"^{prefix} Statements of Cash Flows", "^(In millions)", "Year ended December 31, | 2022 | 2021", *CASH],
        ]

    statements = find_statements(typeset(*set_of("Consolidated"), *set_of("Parent Company Condensed")))
    assert [(s.primary, s.scope) for s in statements] == [(True, "consolidated")] * 3 + [(False, "parent")] * 3


def test_the_first_of_two_registrants_wins(typeset: Typeset, income: Income, balance: list[str]) -> None:
    def set_of(name: str) -> list[list[str]]:
        return [
            [f"^{name}", "^CONSOLIDATED STATEMENTS OF INCOME", "^(in millions)", " | 2022 | 2021", *income()],
            [f"^{name}", "^CONSOLIDATED BALANCE SHEETS", "^(in millions)", "At December 31, | 2022 | 2021", *balance],
            [f"^{name}", "^CONSOLIDATED STATEMENTS OF CASH FLOWS", "^(in millions)", " | 2022 | 2021", *CASH],
        ]

    statements = find_statements(typeset(*set_of("PG&E Corporation"), *set_of("Pacific Gas and Electric Company")))
    assert [s.pages[0] for s in statements if s.primary] == [1, 2, 3]
    assert {s.scope for s in statements if not s.primary} == {"other:Pacific Gas and Electric Company"}


def test_a_silent_statement_takes_the_scale_of_its_neighbour(
    typeset: Typeset, primary: Primary, income: Income, balance: list[str]
) -> None:
    spoken = ["^Consolidated Balance Sheets", "^(In thousands)", "December 31, | 2022 | 2021", *balance]
    silent = ["^Consolidated Statements of Income", "Year ended December 31, | 2022 | 2021", *income()]
    found = primary(typeset(spoken, silent), "income")
    assert found.statement.scale == 1000
    assert found.statement.confidence < 0.95


def test_nothing_says_the_scale(typeset: Typeset, primary: Primary, income: Income) -> None:
    page = ["^Consolidated Statements of Income", "Year ended December 31, | 2022 | 2021", *income()]
    found = primary(typeset(page), "income")
    assert (found.statement.scale, found.statement.confidence) == (1, 0.5)


def test_per_share_and_shares(typeset: Typeset, primary: Primary, income: Income) -> None:
    lines = [
        *income(),
        "Earnings per share (cents):",
        "  Basic | 21.3 | 25.4",
        "Weighted average shares outstanding (thousands):",
        "  Basic | 1,700 | 1,650",
    ]
    page = ["Consolidated income statement", " | 2022 | 2021", " | $'m | $'m", *lines]
    found = primary(typeset(page), "income")
    units = [r.amounts[0].unit for r in found.statement.rows if r.label == "Basic" and r.amounts[0]]
    assert units == ["per-share", "shares"]
    assert (found.statement.per_share_scale, found.statement.share_scale, found.statement.scale) == (
        Decimal("0.01"),
        1000,
        1_000_000,
    )


def test_letters_run_together_by_ocr(typeset: Typeset, primary: Primary, balance: list[str]) -> None:
    lines = [
        line.split("|")[0].replace(" ", "") + " |" + line.split("|", 1)[1] if "|" in line else line for line in balance
    ]
    page = ["^ConsolidatedBalanceSheets", "^(Inmillions)", "December31, | 2022 | 2021", *lines]
    found = primary(typeset(page), "balance")
    assert found.statement.scale == 1_000_000
    assert found.values("Totalassets") == [500, 430]


def test_no_title_at_all(typeset: Typeset, primary: Primary, balance: list[str]) -> None:
    page = ["^(In millions)", "December 31, | 2022 | 2021", *balance]
    assert primary(typeset(page), "balance").values("Total assets") == [500, 430]


ZH_BALANCE = [
    "资产：",
    "现金及存放中央银行款项 | 100 | 90 | 80 | 70",
    "固定资产 | 400 | 340 | 300 | 250",
    "资产总计 | 500 | 430 | 380 | 320",
    "负债：",
    "吸收存款 | 120 | 110 | 100 | 90",
    "负债合计 | 120 | 110 | 100 | 90",
    "未分配利润 | 380 | 320 | 280 | 230",
    "股东权益合计 | 380 | 320 | 280 | 230",
    "负债和股东权益总计 | 500 | 430 | 380 | 320",
]


def test_chinese_bank_with_group_and_bank_side_by_side(typeset: Typeset, primary: Primary) -> None:
    head = [
        "^合并及公司资产负债表",
        "^（除特别注明外，金额单位为人民币百万元）",
        " | 本集团 | 本集团 | 本行 | 本行",
        " | 2024年12月31日 | 2023年12月31日 | 2024年12月31日 | 2023年12月31日",
    ]
    found = primary(typeset(([*head, *ZH_BALANCE], (280, 375, 470, 565))), "balance")
    assert (found.statement.scale, found.statement.currency) == (1_000_000, "CNY")
    assert found.scopes == ["consolidated", "consolidated", "parent", "parent"]
    assert found.ends == [date(2024, 12, 31), date(2023, 12, 31)] * 2


def test_chinese_closing_and_opening_balances(typeset: Typeset) -> None:
    lines = ["|".join(line.split("|")[:3]) for line in ZH_BALANCE]
    head = ["^合并资产负债表", "^2020年12月31日", "单位：元 币种：人民币", "项目 | 期末余额 | 期初余额"]
    parent = ["^母公司资产负债表", "^2020年12月31日", "单位：元 币种：人民币", "项目 | 期末余额 | 期初余额"]
    statements = find_statements(typeset([*head, *lines], [*parent, *lines]))
    assert [(s.primary, s.scope) for s in statements] == [(True, "consolidated"), (False, "parent")]
    assert [c.period and c.period.last for c in statements[0].columns] == [date(2020, 12, 31), date(2019, 12, 31)]
    assert statements[0].scale == 1


def test_prose_about_statements_is_none(typeset: Typeset) -> None:
    page = [
        "The consolidated balance sheets reflect the following changes in 2022 and 2021:",
        "Sales grew by 12 | 5 | 6",
        "Margins fell by 3 | 7 | 8",
        "See notes | 1 | 2",
    ]
    assert find_statements(typeset(page)) == ()


def test_dollar_signs_that_ocr_reads_as_letters(typeset: Typeset, primary: Primary, income: Income) -> None:
    page = ["^Consolidated Statements of Income", "^(In millions)", " | 2022 | 2021", *income("S 1,000", "$ 900")]
    assert primary(typeset(page), "income").values("Revenue") == [1000, 900]


def test_headings_of_scans_begin_no_label(typeset: Typeset, primary: Primary) -> None:
    """OCR gives no bold, and lines stand close: only its words tell a heading from the first line of a label."""
    page = [
        "^Consolidated Statements of Cash Flows",
        "Year ended December 31, | 2022 | 2021",
        "Cash flows from operating activities",
        "~Net income attributable to the company and to noncontrolling",
        "~interests | 140 | 110",
        "Net cash provided by operating activities | 170 | 135",
        "Cash flows from financing activities",
        "~Net repayments under bank credit facilities that have maturities of",
        "~90 days or less | (80) | (60)",
        "Net cash used in financing activities | (80) | (60)",
        "Cash at end of year | 100 | 90",
    ]
    labels = [r.label for r in primary(typeset(page), "cashflow").statement.rows]
    assert "Cash flows from financing activities" in labels
    assert "Net repayments under bank credit facilities that have maturities of 90 days or less" in labels


def test_dollar_signs_off_their_line_join_no_label(typeset: Typeset, primary: Primary, balance: list[str]) -> None:
    page = ["^Consolidated Balance Sheets", "^(In thousands)", "December 31, | 2022 | 2021", *balance[:6], "~ | $ | $"]
    found = primary(typeset([*page, "~LIABILITIES AND EQUITY", *balance[6:]]), "balance")
    assert found.values("Total assets") == [500, 430]
