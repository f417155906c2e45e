"""Each trap of printed statements on a page set by hand: what is read, and what must not be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from data.schemas import Document, Row, Statement
from pipelines.facts.statements import find_statements

Typeset = Callable[..., Document]

INCOME = [
    "Revenue | {} | {}",
    "Cost of sales | (600) | (550)",
    "Gross profit | 400 | 350",
    "Operating profit | 200 | 150",
    "Finance costs | (20) | (10)",
    "Profit before tax | 180 | 140",
    "Income tax expense | (40) | (30)",
    "Profit for the year | 140 | 110",
]
BALANCE = [
    "Current assets",
    "  Cash and cash equivalents | 100 | 90",
    "  Inventories | 50 | 40",
    "Total current assets | 150 | 130",
    "Property, plant and equipment | 350 | 300",
    "Total assets | 500 | 430",
    "Accounts payable | 120 | 110",
    "Total current liabilities | 120 | 110",
    "Total liabilities | 120 | 110",
    "Retained earnings | 380 | 320",
    "Total equity | 380 | 320",
    "Total liabilities and equity | 500 | 430",
]
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


def income(first: str = "1,000", second: str = "900") -> list[str]:
    return [INCOME[0].format(first, second), *INCOME[1:]]


def primary(document: Document, kind: str) -> Statement:
    found = [s for s in find_statements(document) if s.primary and s.kind == kind]
    assert len(found) == 1
    return found[0]


def row(statement: Statement, label: str) -> Row:
    return next(r for r in statement.rows if r.label == label)


def values(found: Row) -> list[Decimal | None]:
    return [a.value if a else None for a in found.amounts]


def ends(statement: Statement) -> list[date | None]:
    return [c.period.last if c.period else None for c in statement.columns]


def test_notes_are_no_column_and_no_label(typeset: Typeset) -> None:
    lines = [line.replace(" | ", " | 4 | ", 1) if "|" in line else line for line in income()]
    page = ["Consolidated income statement", " | Note | 2022 | 2021", " | | $'000 | $'000", *lines]
    found = primary(typeset(page), "income")
    assert len(found.columns) == 2
    assert row(found, "Revenue").note == "4"
    assert values(row(found, "Revenue")) == [1000, 900]


def test_split_brackets_and_lone_signs(typeset: Typeset) -> None:
    page = ["^Consolidated Statements of Income", "^(In millions)", " | 2022 | 2021", *income("$ 1,000", "$ ( 900 )")]
    found = row(primary(typeset(page), "income"), "Revenue")
    assert values(found) == [1000, -900]


def test_wrapped_label_and_unlabelled_total(typeset: Typeset) -> None:
    lines = [
        *income()[:3],
        "Share of results of associates and",
        "~joint ventures | 5 | 6",
        " | 405 | 356",
        *income()[3:],
    ]
    page = ["^Consolidated Statements of Income", "^(In millions)", " | 2022 | 2021", *lines]
    found = primary(typeset(page), "income")
    assert values(row(found, "Share of results of associates and joint ventures")) == [5, 6]
    assert values(row(found, "")) == [405, 356]


def test_label_that_ends_below_its_numbers(typeset: Typeset) -> None:
    lines = [*income()[:3], "Income from discontinued operations (net of | 5 | 6", "~tax of 2)", *income()[3:]]
    page = ["^Consolidated Statements of Income", "^(In millions)", " | 2022 | 2021", *lines]
    assert values(row(primary(typeset(page), "income"), "Income from discontinued operations (net of tax of 2)")) == [
        5,
        6,
    ]


def test_balance_sheet_over_two_pages(typeset: Typeset) -> None:
    first = ["^Consolidated Balance Sheets", "^(In millions)", "December 31, | 2022 | 2021", *BALANCE[:6]]
    found = primary(typeset(first, ["Running head", *BALANCE[6:]]), "balance")
    assert found.pages == (1, 2)
    assert values(row(found, "Total liabilities and equity")) == [500, 430]


def test_the_parent_company_does_not_win(typeset: Typeset) -> None:
    def set_of(prefix: str) -> list[list[str]]:
        return [
            [f"^{prefix} Balance Sheets", "^(In millions)", "December 31, | 2022 | 2021", *BALANCE],
            [f"^{prefix} Statements of Income", "^(In millions)", "Year ended December 31, | 2022 | 2021", *income()],
            [f"^{prefix} Statements of Cash Flows", "^(In millions)", "Year ended December 31, | 2022 | 2021", *CASH],
        ]

    statements = find_statements(typeset(*set_of("Consolidated"), *set_of("Parent Company Condensed")))
    assert [(s.primary, s.scope) for s in statements] == [(True, "consolidated")] * 3 + [(False, "parent")] * 3


def test_the_first_of_two_registrants_wins(typeset: Typeset) -> None:
    def set_of(name: str) -> list[list[str]]:
        return [
            [f"^{name}", "^CONSOLIDATED STATEMENTS OF INCOME", "^(in millions)", " | 2022 | 2021", *income()],
            [f"^{name}", "^CONSOLIDATED BALANCE SHEETS", "^(in millions)", "At December 31, | 2022 | 2021", *BALANCE],
            [f"^{name}", "^CONSOLIDATED STATEMENTS OF CASH FLOWS", "^(in millions)", " | 2022 | 2021", *CASH],
        ]

    statements = find_statements(typeset(*set_of("PG&E Corporation"), *set_of("Pacific Gas and Electric Company")))
    assert [s.pages[0] for s in statements if s.primary] == [1, 2, 3]
    assert {s.scope for s in statements if not s.primary} == {"other:Pacific Gas and Electric Company"}


def test_a_silent_statement_takes_the_scale_of_its_neighbour(typeset: Typeset) -> None:
    balance = ["^Consolidated Balance Sheets", "^(In thousands)", "December 31, | 2022 | 2021", *BALANCE]
    silent = ["^Consolidated Statements of Income", "Year ended December 31, | 2022 | 2021", *income()]
    found = primary(typeset(balance, silent), "income")
    assert found.scale == 1000
    assert found.confidence < 0.95


def test_nothing_says_the_scale(typeset: Typeset) -> None:
    page = ["^Consolidated Statements of Income", "Year ended December 31, | 2022 | 2021", *income()]
    found = primary(typeset(page), "income")
    assert (found.scale, found.confidence) == (1, 0.5)


def test_per_share_and_shares(typeset: Typeset) -> None:
    lines = [
        *income(),
        "Earnings per share (cents):",
        "  Basic | 21.3 | 25.4",
        "Weighted average shares outstanding (thousands):",
        "  Basic | 1,700 | 1,650",
    ]
    page = ["Consolidated income statement", " | 2022 | 2021", " | $'m | $'m", *lines]
    found = primary(typeset(page), "income")
    units = [r.amounts[0].unit for r in found.rows if r.label == "Basic" and r.amounts[0]]
    assert units == ["per-share", "shares"]
    assert (found.per_share_scale, found.share_scale, found.scale) == (Decimal("0.01"), 1000, 1_000_000)


def test_letters_run_together_by_ocr(typeset: Typeset) -> None:
    lines = [
        line.split("|")[0].replace(" ", "") + " |" + line.split("|", 1)[1] if "|" in line else line for line in BALANCE
    ]
    page = ["^ConsolidatedBalanceSheets", "^(Inmillions)", "December31, | 2022 | 2021", *lines]
    found = primary(typeset(page), "balance")
    assert found.scale == 1_000_000
    assert values(row(found, "Totalassets")) == [500, 430]


def test_no_title_at_all(typeset: Typeset) -> None:
    page = ["^(In millions)", "December 31, | 2022 | 2021", *BALANCE]
    assert values(row(primary(typeset(page), "balance"), "Total assets")) == [500, 430]


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


def test_chinese_bank_with_group_and_bank_side_by_side(typeset: Typeset) -> None:
    head = [
        "^合并及公司资产负债表",
        "^（除特别注明外，金额单位为人民币百万元）",
        " | 本集团 | 本集团 | 本行 | 本行",
        " | 2024年12月31日 | 2023年12月31日 | 2024年12月31日 | 2023年12月31日",
    ]
    found = primary(typeset(([*head, *ZH_BALANCE], (280, 375, 470, 565))), "balance")
    assert (found.scale, found.currency) == (1_000_000, "CNY")
    assert [c.scope for c in found.columns] == ["consolidated", "consolidated", "parent", "parent"]
    assert ends(found) == [date(2024, 12, 31), date(2023, 12, 31)] * 2


def test_chinese_closing_and_opening_balances(typeset: Typeset) -> None:
    lines = ["|".join(line.split("|")[:3]) for line in ZH_BALANCE]
    head = ["^合并资产负债表", "^2020年12月31日", "单位：元 币种：人民币", "项目 | 期末余额 | 期初余额"]
    parent = ["^母公司资产负债表", "^2020年12月31日", "单位：元 币种：人民币", "项目 | 期末余额 | 期初余额"]
    statements = find_statements(typeset([*head, *lines], [*parent, *lines]))
    assert [(s.primary, s.scope) for s in statements] == [(True, "consolidated"), (False, "parent")]
    assert ends(statements[0]) == [date(2020, 12, 31), date(2019, 12, 31)]
    assert statements[0].scale == 1


def test_prose_about_statements_is_none(typeset: Typeset) -> None:
    page = [
        "The consolidated balance sheets reflect the following changes in 2022 and 2021:",
        "Sales grew by 12 | 5 | 6",
        "Margins fell by 3 | 7 | 8",
        "See notes | 1 | 2",
    ]
    assert find_statements(typeset(page)) == ()


def test_dollar_signs_that_ocr_reads_as_letters(typeset: Typeset) -> None:
    page = ["^Consolidated Statements of Income", "^(In millions)", " | 2022 | 2021", *income("S 1,000", "$ 900")]
    assert values(row(primary(typeset(page), "income"), "Revenue")) == [1000, 900]
