"""Heads over the columns of printed statements: whose, when and how long each column is, on pages set by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from data.schemas import Document, Row, Statement
from pipelines.facts.fiscal import Calendar, column_periods
from pipelines.facts.periods import read_when
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


def test_years_alone_take_their_day_from_the_line_under_the_title(typeset: Typeset) -> None:
    page = [
        "Consolidated income statement",
        "for the year ended 30 June 2022",
        " | 2022 | 2021",
        " | £m | £m",
        *income(),
    ]
    found = primary(typeset(page), "income")
    assert ends(found) == [date(2022, 6, 30), date(2021, 6, 30)]
    assert (found.scale, found.currency) == (Decimal(1_000_000), "GBP")
    assert any("£m" in p.text for p in found.evidence)


def test_ascending_years(typeset: Typeset) -> None:
    page = ["^Consolidated Statements of Income", "^(In thousands)", "Year ended December 31, | 2021 | 2022", *income()]
    assert ends(primary(typeset(page), "income")) == [date(2021, 12, 31), date(2022, 12, 31)]


def test_quarter_and_half_year_side_by_side(typeset: Typeset) -> None:
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
    assert ends(found) == [date(2023, 6, 25), date(2022, 6, 26)] * 2


def test_weeks_decide_the_length(typeset: Typeset) -> None:
    head = [
        "^Condensed Consolidated Statement of Income",
        "^12 Weeks Ended",
        "^(in millions)",
        " | 3/25/2023 | 3/19/2022",
    ]
    found = primary(typeset([*head, *income()]), "income")
    assert [c.period.days if c.period else 0 for c in found.columns] == [84, 84]


def test_group_beside_company(typeset: Typeset) -> None:
    lines = [f"{line} | 70 | 60" if "|" in line else line for line in BALANCE]
    head = [
        "Statements of financial position",
        " | Group | Group | Company | Company",
        " | 2022 | 2021 | 2022 | 2021",
        " | £000 | £000 | £000 | £000",
    ]
    found = primary(typeset(([*head, *lines], (330, 410, 490, 570))), "balance")
    assert [c.scope for c in found.columns] == ["consolidated", "consolidated", "parent", "parent"]
    assert found.scale == 1000


def test_translation_column_keeps_its_own_currency(typeset: Typeset) -> None:
    lines = [f"{line} | 70" if "|" in line else line for line in BALANCE]
    head = [
        "CONSOLIDATED BALANCE SHEETS",
        "(RMB and US$ in thousands)",
        "As of December 31, | 2022 | 2021 | 2022",
        " | RMB | RMB | US$",
    ]
    found = primary(typeset([*head, *lines]), "balance")
    assert found.currency == "CNY"
    assert [c.currency for c in found.columns] == [None, None, "USD"]


def test_percentages_of_change_are_left_out(typeset: Typeset) -> None:
    lines = [f"{line} | 11 %" if "|" in line else line for line in income()]
    page = ["^Consolidated Statements of Income", "^(In millions)", " | 2022 | 2021 | Change", *lines]
    assert len(primary(typeset(page), "income").columns) == 2


def test_of_columns_of_one_period_the_total_counts(typeset: Typeset) -> None:
    lines = [f"{line} | 1,905" if "|" in line else line for line in income()]
    head = [
        "Group income statement",
        "52 weeks ended 25 February 2023",
        " | Underlying | Exceptional | Total",
        " | 2023 | 2023 | 2023",
        " | £m | £m | £m",
    ]
    scopes = [c.scope for c in primary(typeset([*head, *lines]), "income").columns]
    assert scopes[2] is None
    assert all(s and s.startswith("other:") for s in scopes[:2])


def test_a_column_without_a_length_takes_its_neighbours() -> None:
    heads = [
        read_when(t) for t in ("Three Mo June 2, 2023", "Ended June 3, 2022", "Six Months June 2, 2023", "June 3, 2022")
    ]
    found = column_periods(heads, read_when(""), False, Calendar())
    assert [round(p.days / 30.4) for p in found if p] == [3, 3, 6, 6]


def test_dates_broken_over_two_lines(typeset: Typeset) -> None:
    page = ["^Group income statement", "|52 weeks ended 24|53 weeks ended 26", "|February 2023|February 2022"]
    found = primary(typeset(([*page, "|£m|£m", *income()], (400, 540))), "income")
    assert ends(found) == [date(2023, 2, 24), date(2022, 2, 26)]
    assert values(row(found, "Revenue")) == [1000, 900]


def test_month_on_one_line_and_day_on_the_next(typeset: Typeset) -> None:
    page = ["^CONSOLIDATED STATEMENTS OF INCOME", "^(in millions)", "|Year ended December|", "|31,|", "|2022|2021"]
    found = primary(typeset([*page, *income()]), "income")
    assert values(row(found, "Revenue")) == [1000, 900]
    assert not any(r.label == "" for r in found.rows)


def test_group_and_company_flush_with_the_last_of_their_columns(typeset: Typeset) -> None:
    rows = [line + "| 7 | 6" for line in income()]
    page = ["^Income statements", "^for the year ended 31 December 2023", "||Group||Company", "|2023|2022|2023|2022"]
    found = primary(typeset(([*page, "|£m|£m|£m|£m", *rows], (340, 410, 480, 550))), "income")
    assert [c.scope for c in found.columns] == ["consolidated", "consolidated", "parent", "parent"]


def test_years_under_a_title_that_names_the_days(typeset: Typeset) -> None:
    page = ["^Consolidated Balance Sheets", "^At January 1, 2023 and January 2, 2022", "^(Dollars in Millions)"]
    sheet = ["Cash and cash equivalents | 100 | 90", "Total current assets | 150 | 130", "Total assets | 500 | 430"]
    sheet += ["Accounts payable | 120 | 110", "Total liabilities | 120 | 110", "Retained earnings | 380 | 320"]
    found = primary(typeset([*page, "|2022|2021", *sheet, "Total equity | 380 | 320"]), "balance")
    assert ends(found) == [date(2023, 1, 1), date(2022, 1, 2)]


def test_inner_and_outer_columns_are_one(typeset: Typeset) -> None:
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
    assert ends(found) == [date(2023, 3, 31), date(2022, 3, 31)]
    assert values(row(found, "Stocks")) == [50, 40]
    assert values(row(found, "Net assets")) == [960, 840]


def test_parts_of_a_chinese_year() -> None:
    heads = [read_when("2023年前三季度(1-9月)"), read_when("2022年前三季度(1-9月)")]
    spans = column_periods(heads, read_when("合并利润表 2023年1—9月"), False, Calendar())
    assert [(p.start, p.end) for p in spans if p] == [
        (date(2023, 1, 1), date(2023, 9, 30)),
        (date(2022, 1, 1), date(2022, 9, 30)),
    ]
    assert read_when("年初至报告期期末金额").relative == 0
    assert read_when("上年年末余额").relative == read_when("上年年初至报告期期末金额").relative == 1
