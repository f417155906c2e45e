"""A statement of changes in equity is believed where it adds up, across and down, to the balance sheet's equity."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from data.schemas import Amount, BBox, Column, Fact, Period, Provenance, Row, Statement
from pipelines.facts.equity import equity_facts
from pipelines.facts.told import with_told

YEAR = Period(start=date(2023, 1, 1), end=date(2023, 12, 31))
PARENT = "StockholdersEquity"
WHOLE = "StockholdersEquityIncludingPortionAttributableToNoncontrollingInterest"
MILLION = 10**6


def amount(text: str, row: int, column: int) -> Amount | None:
    if not text:
        return None
    bare = text.strip("()").replace(",", "")
    number = Decimal(0) if bare == "-" else Decimal(bare)
    box = BBox(200 + 60 * column, 100 + 12 * row, 250 + 60 * column, 110 + 12 * row)
    return Amount(text, -number if text.startswith("(") else number, 4, box)


def statement(heads: str, printed: str) -> Statement:
    rows = []
    heading = ""
    for n, line in enumerate(printed.strip().splitlines()):
        label, *cells = [part.strip() for part in line.split("|")]
        amounts = tuple(amount(text, n, c) for c, text in enumerate(cells)) or (None,) * len(heads.split("|"))
        rows.append(Row(label, 4, BBox(20, 100 + 12 * n, 190, 110 + 12 * n), amounts, heading=heading))
        heading = heading if cells else label
    columns = tuple(
        Column(text.strip(), None, 4, BBox(200 + 60 * c, 80, 250 + 60 * c, 90))
        for c, text in enumerate(heads.split("|"))
    )
    return Statement(
        kind="equity", title="", scope="consolidated", pages=(4,), currency="USD", scale=Decimal(MILLION),
        share_scale=Decimal(1), per_share_scale=Decimal(1), columns=columns, rows=tuple(rows), evidence=(),
        confidence=1.0, primary=True,
    )  # fmt: skip


def stated(concept: str, value: int, period: Period, number: int) -> Fact:
    return Fact(
        id=f"f{number}", concept=concept, label=concept, statement="income" if period.start else "balance",
        value=Decimal(value) * MILLION, unit="USD", period=period, confidence=0.9,
        provenance=(Provenance(page=2, bbox=BBox(0, 12 * number, 1, 12 * number + 9), text=str(value)),),
    )  # fmt: skip


def known(closing: int, opening: int, income: int, equity: str = PARENT) -> tuple[Fact, ...]:
    net = "NetIncomeLoss" if equity == PARENT else "ProfitLoss"
    return (
        stated(equity, closing, Period(instant=date(2023, 12, 31)), 1),
        stated(equity, opening, Period(instant=date(2022, 12, 31)), 2),
        stated(net, income, YEAR, 3),
    )


HEADS = "Common Stock | Additional Paid-in Capital | Retained Earnings | Treasury Stock | Total"
PLAIN = """
Balance at December 31, 2022 | 10 | 400 | 900 | (110) | 1,200
Net income | - | - | 150 | - | 150
Stock-based compensation | - | 40 | - | - | 40
Repurchases of common stock | - | - | - | (60) | (60)
Cash dividends declared | - | - | (30) | - | (30)
Balance at December 31, 2023 | 10 | 440 | 1,020 | (170) | 1,300
"""


def found(facts: tuple[Fact, ...]) -> dict[tuple[str, str, date], Decimal]:
    return {(f.concept, f.scope, f.period.last): f.value / MILLION for f in facts}


def test_balances_are_instants_and_the_rows_between_them_the_period() -> None:
    facts = equity_facts([statement(HEADS, PLAIN)], known(1300, 1200, 150))
    values = found(facts)
    assert values[PARENT, "consolidated", date(2022, 12, 31)] == 1200
    assert values[PARENT, "component:RetainedEarnings", date(2023, 12, 31)] == 1020
    assert values["NetIncomeLoss", "consolidated", date(2023, 12, 31)] == 150
    assert {f.period for f in facts if f.concept == "NetIncomeLoss"} == {YEAR}
    assert all(f.statement == "equity" and f.provenance[0].page == 4 for f in facts)


def test_what_lowers_equity_has_the_sign_of_its_element() -> None:
    values = found(equity_facts([statement(HEADS, PLAIN)], known(1300, 1200, 150)))
    assert values["Dividends", "consolidated", date(2023, 12, 31)] == 30
    assert values["StockRepurchasedDuringPeriodValue", "component:TreasuryStock", date(2023, 12, 31)] == 60
    assert values[PARENT, "component:TreasuryStock", date(2023, 12, 31)] == -170


def test_what_the_statements_say_already_gets_one_more_place() -> None:
    before = known(1300, 1200, 150)
    after = with_told(before, equity_facts([statement(HEADS, PLAIN)], before))
    assert [f.id for f in after[:3]] == ["f1", "f2", "f3"]
    assert all(len(f.provenance) == 2 for f in after[:3])
    consolidated = [f for f in after if f.scope == "consolidated"]
    assert len({(f.concept, f.period.last) for f in consolidated}) == len(consolidated)


def test_a_total_that_the_balance_sheet_does_not_show_is_not_the_companys() -> None:
    assert equity_facts([statement(HEADS, PLAIN)], known(1301, 1199, 150)) == ()


def test_a_wrong_movement_takes_its_column_out() -> None:
    wrong = PLAIN.replace("Stock-based compensation | - | 40", "Stock-based compensation | - | 55")
    values = found(equity_facts([statement(HEADS, wrong)], known(1300, 1200, 150)))
    paid_in = [key for key in values if key[1] == "component:AdditionalPaidInCapital"]
    assert paid_in == []
    assert values["NetIncomeLoss", "component:RetainedEarnings", date(2023, 12, 31)] == 150


def test_the_total_may_stand_first_and_counts_of_shares_are_no_money() -> None:
    heads = "Total | Common Stock Shares | Common Stock Amount | Retained Earnings"
    printed = """
    Balance at December 31, 2022 | 1,000 | 51 | 100 | 900
    Net income | 150 | | | 150
    Issued | 20 | 2 | 20 |
    Balance at December 31, 2023 | 1,170 | 53 | 120 | 1,050
    """
    facts = equity_facts([statement(heads, printed)], known(1170, 1000, 150))
    assert {f.provenance[0].text for f in facts}.isdisjoint({"51", "53", "2"})
    assert found(facts)[PARENT, "component:CommonStock", date(2023, 12, 31)] == 120


def test_owners_part_and_whole_have_elements_of_their_own() -> None:
    heads = "Common Stock | Retained Earnings | Total Shareholders’ Equity | Noncontrolling Interests | Total Equity"
    printed = """
    Balance at December 31, 2022 | 100 | 900 | 1,000 | 50 | 1,050
    Net income | - | 140 | 140 | 10 | 150
    Other comprehensive income | - | - | - | - | -
    Balance at December 31, 2023 | 100 | 1,040 | 1,140 | 60 | 1,200
    """
    facts = (*known(1200, 1050, 150, WHOLE), stated(PARENT, 1140, Period(instant=date(2023, 12, 31)), 4))
    values = found(equity_facts([statement(heads, printed)], facts))
    assert values["ProfitLoss", "consolidated", date(2023, 12, 31)] == 150
    assert values["NetIncomeLoss", "consolidated", date(2023, 12, 31)] == 140
    assert values[PARENT, "consolidated", date(2022, 12, 31)] == 1000
    assert values["ProfitLoss", "component:NoncontrollingInterest", date(2023, 12, 31)] == 10


def test_a_subtotal_between_movements_is_not_added_twice() -> None:
    heads = "Issued capital | Reserves | Retained earnings | Total"
    printed = """
    Balance at 1 January 2023 | 500 | 40 | 660 | 1,200
    Profit for the year | - | - | 150 | 150
    Other comprehensive income | - | 10 | - | 10
    Total comprehensive income for the year | - | 10 | 150 | 160
    Dividends paid | - | - | (60) | (60)
    Balance at 31 December 2023 | 500 | 50 | 750 | 1,300
    """
    values = found(equity_facts([statement(heads, printed)], known(1300, 1200, 150)))
    assert values["ComprehensiveIncomeNetOfTax", "consolidated", date(2023, 12, 31)] == 160
    assert values[PARENT, "component:Reserves", date(2022, 12, 31)] == 40  # the morning of 1 January


def test_years_side_by_side_and_components_one_below_the_other() -> None:
    printed = """
    Number of common shares outstanding
    Balance at beginning of year | 51
    Issued | 2
    Balance at end of year | 53
    Common stock and paid-in capital
    Balance, beginning of period | 300
    Common stock issued | 20
    Balance, end of period | 320
    Retained earnings
    Balance, beginning of period | 900
    Net income | 150
    Dividends | (70)
    Balance, end of period | 980
    Total stockholders’ equity | 1,300
    """
    facts = equity_facts([statement("2023", printed)], known(1300, 1200, 150))
    values = found(facts)
    assert values[PARENT, "consolidated", date(2023, 12, 31)] == 1300
    assert values[PARENT, "component:RetainedEarnings", date(2022, 12, 31)] == 900
    assert values["Dividends", "component:RetainedEarnings", date(2023, 12, 31)] == 70
    assert {f.provenance[0].text for f in facts}.isdisjoint({"51", "53"})


def test_chinese_columns_that_are_taken_off_and_balances_without_a_date() -> None:
    heads = "实收资本(或股本) | 资本公积 | 减：库存股 | 未分配利润 | 所有者权益合计"
    printed = """
    一、上年年末余额 | 500 | 300 | 100 | 500 | 1,200
    三、本期增减变动金额 | | | | 100 | 100
    （一）综合收益总额 | | | | 150 | 150
    3.对所有者（或股东）的分配 | | | | (50) | (50)
    四、本期期末余额 | 500 | 300 | 100 | 600 | 1,300
    """
    values = found(equity_facts([statement(heads, printed)], known(1300, 1200, 150)))
    assert values[PARENT, "component:TreasuryStock", date(2022, 12, 31)] == -100
    assert values[PARENT, "component:RetainedEarnings", date(2023, 12, 31)] == 600
    assert values["Dividends", "consolidated", date(2023, 12, 31)] == 50


@pytest.mark.parametrize("scope", ["parent", "other:repeated"])
def test_only_the_companys_own_primary_statement_is_read(scope: str) -> None:
    assert equity_facts([replace(statement(HEADS, PLAIN), scope=scope)], known(1300, 1200, 150)) == ()
    assert equity_facts([replace(statement(HEADS, PLAIN), primary=False)], known(1300, 1200, 150)) == ()
