"""Statements of one filing agree with each other; legitimate exceptions are silent."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from data.schemas import Reading, Statement
from pipelines.rules import identities

StatementOf = Callable[..., Statement]
ReadingOf = Callable[..., Reading]

INCOME = """
    Net sales                 | 1,000 | 900
    Costs                     | 800   | 750
    Net income                | {net} | 150
    % Basic                   | {eps} | {before}
    % Diluted                 | 1.96  | 1.46
    % Diluted: dividends declared | 2.00 | 1.70
    @ Weighted shares, basic  | 100.5 | 101.2
    @ Weighted shares, diluted | 102.1 | 102.9
"""
CASH = """
    Net income                               | 200 | 150
    Depreciation                             | 40  | 30
    Net cash provided by operating activities | 240 | 180
    Cash at beginning of year                | 500 | 320
    Cash at end of year                      | 740 | 500
"""
BALANCE = """
    Cash and cash equivalents    | 700   | 480
    Restricted cash              | 40    | 20
    Other assets                 | 1,260 | 900
    Total assets                 | 2,000 | 1,400
    Total liabilities            | 1,500 | 1,000
    Redeemable interests         | 50    | 40
    Total equity                 | 450   | 360
    Total liabilities and equity | {sum} | 1,400
"""


@pytest.fixture
def outcomes(statement_of: StatementOf, reading_of: ReadingOf) -> Callable[..., set[tuple[str, str]]]:
    def run(net: str = "200", eps: str = "1.99", before: str = "1.48", total: str = "2,000") -> set[tuple[str, str]]:
        statements = (
            statement_of("income", INCOME.format(net=net, eps=eps, before=before)),
            statement_of("cashflow", CASH),
            statement_of("balance", BALANCE.format(sum=total)),
        )
        return {(check.rule, check.kind) for check in identities.check(reading_of(*statements))}

    return run


RULES = {
    "assets-equal-liabilities-and-equity",
    "net-income-agrees",
    "cash-agrees",
    "cash-carries-over",
    "earnings-per-share",
}


def test_a_sound_filing_passes_all_of_them(outcomes: Callable[..., set[tuple[str, str]]]) -> None:
    assert outcomes() == {(rule, "pass") for rule in RULES}


def test_an_unequal_balance_sheet_fails(outcomes: Callable[..., set[tuple[str, str]]]) -> None:
    assert ("assets-equal-liabilities-and-equity", "fail") in outcomes(total="2,050")


def test_digits_swapped_in_net_income_fail_against_the_cash_flow_statement(
    outcomes: Callable[..., set[tuple[str, str]]],
) -> None:
    assert ("net-income-agrees", "fail") in outcomes(net="20")


def test_another_kind_of_net_income_is_no_error(outcomes: Callable[..., set[tuple[str, str]]]) -> None:
    """Net income attributable to owners differs from that of the group in one year only."""
    assert ("net-income-agrees", "fail") not in outcomes(net="187", eps="1.86")


def test_a_misprinted_per_share_amount_fails(outcomes: Callable[..., set[tuple[str, str]]]) -> None:
    assert ("earnings-per-share", "fail") in outcomes(eps="19.9")


def test_two_classes_of_shares_are_no_error(outcomes: Callable[..., set[tuple[str, str]]]) -> None:
    assert ("earnings-per-share", "fail") not in outcomes(eps="1.93", before="1.44")


def test_one_cent_is_wrong_where_all_others_are_exact(outcomes: Callable[..., set[tuple[str, str]]]) -> None:
    assert ("earnings-per-share", "fail") in outcomes(eps="1.97")


def test_a_balance_sheet_of_net_assets_is_compared_with_equity(
    statement_of: StatementOf, reading_of: ReadingOf
) -> None:
    text = "Total assets | 90 | 80\nTotal liabilities | 40 | 35\nNet assets | 50 | 45\nTotal equity | 50 | 45"
    checks = identities.check(reading_of(statement_of("balance", text)))
    assert [(check.rule, check.kind) for check in checks] == [("assets-equal-liabilities-and-equity", "pass")] * 2


SHARES = """
    Net income                                | 1,000 | 900  | 800
    % Basic, from continuing operations       | {cont} | 8.50 | 7.60
    % Basic, from discontinued operations     | 1.00  | 0.60 | 0.50
    % Basic earnings per share                | {basic} | 9.10 | 8.10
    @ Weighted average shares, basic          | {shares} | 99.0 | 98.8
    @ Weighted average shares, diluted        | {more} | 100.0 | 99.9
"""


@pytest.mark.parametrize(
    ("numbers", "wrong"),
    [
        ({}, set()),
        ({"shares": "(99.5)"}, {"per-share-sense"}),
        ({"more": "97.1"}, {"per-share-sense"}),
        ({"cont": "9.50"}, {"per-share-sum"}),
    ],
)
def test_shares_make_sense(
    statement_of: StatementOf, reading_of: ReadingOf, numbers: dict[str, str], wrong: set[str]
) -> None:
    sound = {"cont": "9.05", "basic": "10.05", "shares": "99.5", "more": "100.5"}
    income = statement_of("income", SHARES.format(**(sound | numbers)), (2018, 2017, 2016))
    failed = {check.rule for check in identities.check(reading_of(income)) if check.kind == "fail"}
    assert wrong <= failed and ("per-share-sum" in failed) == ("per-share-sum" in wrong)
    assert failed == set() or numbers


def test_shares_left_out_of_the_count_divide_nothing(statement_of: StatementOf, reading_of: ReadingOf) -> None:
    text = """
        Net loss                                                    | (16,891) | (29,199) | (44,836)
        % Basic and diluted net loss per share                      | (0.37)   | (0.78)   | (1.32)
        @ Weighted average shares outstanding - basic and diluted   | 45,998   | 37,476   | 33,882
        @ Anti-dilutive stock options and common stock warrants     | 15,961   | 6,001    | 5,552
    """
    checks = identities.check(reading_of(statement_of("income", text, (2022, 2021, 2020))))
    tried = [check.kind for check in checks if check.rule == "earnings-per-share"]
    assert tried and set(tried) == {"pass"}


def test_per_share_amounts_without_share_counts(statement_of: StatementOf, reading_of: ReadingOf) -> None:
    """Net income over each amount gives about as many shares; one with another sign or size does not."""
    text = "Net income | 3,972 | 3,826 | 5,231\n% Basic earnings per share | {} | 14.54 | 19.79\n"
    text += "% Diluted earnings per share | 15.48 | 14.33 | 19.45"
    for printed, outcome in (("15.60", 0), ("(15.60)", 1), ("156.0", 1), ("15.06", 1)):
        income = statement_of("income", text.format(printed), (2023, 2022, 2021))
        failed = [check for check in identities.check(reading_of(income)) if check.kind == "fail"]
        assert bool(failed) == bool(outcome), printed
