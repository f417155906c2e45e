"""Every total of these real statements is found without being named, and a wrong number in them is not lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from data.schemas import Check, Reading, Statement
from pipelines.rules import footing
from pipelines.rules._amounts import as_printed

KRAFT_HEINZ_INCOME = """
    Net sales                                     | 26,268   | 26,076  | 26,300
    Cost of products sold                         | 17,347   | 17,043  | 17,154
    Gross profit                                  | 8,921    | 9,033   | 9,146
    SG&A excluding impairment losses              | 3,205    | 2,927   | 3,527
    Goodwill impairment losses                    | 7,008    | —       | —
    Intangible asset impairment losses            | 8,928    | 49      | 18
    Selling, general and administrative expenses  | 19,141   | 2,976   | 3,545
    Operating income/(loss)                       | (10,220) | 6,057   | 5,601
    Interest expense                              | 1,284    | 1,234   | 1,134
    Other expense/(income), net                   | (183)    | (627)   | (472)
    Income/(loss) before income taxes             | (11,321) | 5,450   | 4,939
    Provision for/(benefit from) income taxes     | (1,067)  | (5,482) | 1,333
    Net income/(loss)                             | (10,254) | 10,932  | 3,606
    Net income attributable to noncontrolling interest | (62) | (9)    | 10
    Net income attributable to Kraft Heinz        | (10,192) | 10,941  | 3,596
"""

KRAFT_HEINZ_BALANCE = """
    # ASSETS
    Cash and cash equivalents            | 1,130   | 1,629
    Trade receivables                    | 2,129   | 921
    Sold receivables                     | —       | 353
    Income taxes receivable              | 152     | 538
    Inventories                          | 2,667   | 2,760
    Prepaid expenses                     | 400     | 345
    Other current assets                 | 1,221   | 655
    Assets held for sale                 | 1,376   | —
    Total current assets                 | 9,075   | 7,201
    Property, plant and equipment, net   | 7,078   | 7,061
    Goodwill                             | 36,503  | 44,825
    Intangible assets, net               | 49,468  | 59,432
    Other non-current assets             | 1,337   | 1,573
    TOTAL ASSETS                         | 103,461 | 120,092
    # LIABILITIES AND EQUITY
    Commercial paper and short-term debt | 21      | 462
    Current portion of long-term debt    | 377     | 2,733
    Trade payables                       | 4,153   | 4,362
    Accrued marketing                    | 722     | 689
    Interest payable                     | 408     | 419
    Other current liabilities            | 1,767   | 1,489
    Liabilities held for sale            | 55      | —
    Total current liabilities            | 7,503   | 10,154
    Long-term debt                       | 30,770  | 28,308
    Deferred income taxes                | 12,202  | 14,039
    Accrued postemployment costs         | 306     | 427
    Other non-current liabilities        | 902     | 1,088
    TOTAL LIABILITIES                    | 51,683  | 54,016
    Redeemable noncontrolling interest   | 3       | 6
    # Equity:
    Common stock                         | 12      | 12
    Additional paid-in capital           | 58,723  | 58,634
    Retained earnings/(deficit)          | (4,853) | 8,495
    Accumulated other comprehensive losses | (1,943) | (1,054)
    Treasury stock, at cost              | (282)   | (224)
    Total shareholders' equity           | 51,657  | 65,863
    Noncontrolling interest              | 118     | 207
    TOTAL EQUITY                         | 51,775  | 66,070
    TOTAL LIABILITIES AND EQUITY         | 103,461 | 120,092
"""

KRAFT_HEINZ_CASH = """
    # CASH FLOWS FROM OPERATING ACTIVITIES:
    Net income/(loss)                 | (10,254) | 10,932  | 3,606
    Depreciation and amortization     | 983      | 1,031   | 1,337
    Deferred income taxes             | (1,967)  | (6,495) | (72)
    Impairment losses                 | 15,936   | 49      | 18
    Other items                       | (2,124)  | (5,016) | (2,241)
    Net cash provided by operating activities | 2,574 | 501 | 2,648
    # CASH FLOWS FROM INVESTING ACTIVITIES:
    Cash receipts on sold receivables | 1,296    | 2,286   | 2,589
    Capital expenditures              | (826)    | (1,194) | (1,247)
    Payments to acquire business      | (248)    | —       | —
    Other investing activities, net   | 66       | 85      | 110
    Net cash provided by investing activities | 288 | 1,177 | 1,452
    # CASH FLOWS FROM FINANCING ACTIVITIES:
    Repayments of long-term debt      | (2,713)  | (2,641) | (85)
    Proceeds of long-term debt        | 2,990    | 1,496   | 6,981
    Dividends paid                    | (3,183)  | (2,888) | (3,584)
    Other financing activities, net   | (457)    | (188)   | (7,932)
    Net cash used for financing activities | (3,363) | (4,221) | (4,620)
    Effect of exchange rate changes   | (132)    | 57      | (137)
    # Cash, cash equivalents, and restricted cash
    Net increase/(decrease)           | (633)    | (2,486) | (657)
    Balance at beginning of period    | 1,769    | 4,255   | 4,912
    Balance at end of period          | 1,136    | 1,769   | 4,255
"""

# Totals above their parts, "of which" lines that are in no sum, numbering that is a hierarchy.
JINYU_INCOME = """
    一、营业总收入         | 1,581,905,632.48 | 1,126,782,253.35
    其中：营业收入         | 1,581,905,632.48 | 1,126,782,253.35
    二、营业总成本         | 1,142,129,546.10 | 843,148,056.14
    其中：营业成本         | 607,495,250.51 | 424,627,881.88
        税金及附加        | 23,238,233.57 | 18,496,446.13
        销售费用          | 274,950,664.27 | 218,344,972.36
        管理费用          | 125,189,086.49 | 112,845,616.88
        研发费用          | 130,828,817.71 | 86,661,495.96
        财务费用          | (19,572,506.45) | (17,828,357.07)
        其中：利息费用      | 974,668.80 | 9,245,835.37
            利息收入      | 21,050,353.48 | 27,515,412.57
    加：其他收益          | 19,725,658.46 | 7,676,107.63
    投资收益              | 24,006,244.36 | (1,230,641.03)
    其中：对联营企业的投资收益 | 1,260,670.02 | (1,457,342.41)
    公允价值变动收益       | 8,476,372.38 | 44,990,668.59
    信用减值损失          | (111,293.47) | (26,214,199.19)
    资产减值损失          | (14,162,956.86) | (55,435,874.22)
    资产处置收益          | 44,258.44 | 193,553.68
    三、营业利润          | 477,754,369.69 | 253,613,812.67
    加：营业外收入         | 258,026.02 | 1,340,958.40
    减：营业外支出         | 1,797,426.33 | 1,450,662.79
    四、利润总额          | 476,214,969.38 | 253,504,108.28
    减：所得税费用         | 53,824,890.47 | 26,609,147.48
    五、净利润            | 422,390,078.91 | 226,894,960.80
    1.归属于母公司股东的净利润 | 406,195,463.57 | 221,041,634.94
    2.少数股东损益         | 16,194,615.34 | 5,853,325.86
"""

FILINGS = {
    "income": (KRAFT_HEINZ_INCOME, (2018, 2017, 2016), 6),
    "balance": (KRAFT_HEINZ_BALANCE, (2018, 2017), 7),
    "cashflow": (KRAFT_HEINZ_CASH, (2018, 2017, 2016), 5),
    "chinese income": (JINYU_INCOME, (2020, 2019), 6),
}

StatementOf = Callable[..., Statement]
ReadingOf = Callable[..., Reading]


@pytest.fixture
def filing(statement_of: StatementOf) -> Callable[[str], Statement]:
    return lambda name: statement_of(name.split()[-1], FILINGS[name][0], FILINGS[name][1])


def _failed(checks: tuple[Check, ...]) -> list[Check]:
    return [check for check in checks if check.kind == "fail"]


def _changed(statement: Statement, label: str, column: int, value: int) -> Statement:
    rows = []
    for row in statement.rows:
        amounts = row.amounts
        if row.label == label and amounts[column]:
            wrong = replace(amounts[column], value=Decimal(value))  # type: ignore[type-var]
            amounts = (*amounts[:column], wrong, *amounts[column + 1 :])
        rows.append(replace(row, amounts=amounts))
    return replace(statement, rows=tuple(rows))


@pytest.mark.parametrize("name", FILINGS)
def test_a_real_statement_adds_up_in_every_column(
    name: str, filing: Callable[[str], Statement], reading_of: ReadingOf
) -> None:
    _, years, totals = FILINGS[name]
    checks = footing.check(reading_of(filing(name)))
    assert not _failed(checks)
    assert len(checks) >= totals * len(years)
    assert all(check.difference == 0 for check in checks)


def test_every_line_of_the_balance_sheet_is_in_some_sum(filing: Callable[[str], Statement]) -> None:
    (footed,) = footing.foot([filing("balance")])
    covered = {row for total in footed.sums for row in total.rows}
    assert covered == set(range(len(footed.figures.rows)))


def test_lines_of_which_are_in_no_sum_and_the_total_above_its_parts_is(filing: Callable[[str], Statement]) -> None:
    (footed,) = footing.foot([filing("chinese income")])
    label = footed.figures.label
    sums = {label(s.total): {label(row) for row, _ in s.parts} for s in footed.sums if len(s.parts) > 2}
    assert sums["二、营业总成本"] >= {"其中：营业成本", "财务费用"}
    assert "其中：利息费用" not in sums["二、营业总成本"]
    assert sums["三、营业利润"].isdisjoint({"其中：对联营企业的投资收益", "利息收入", "财务费用"})


@pytest.mark.parametrize(
    ("name", "label", "column", "value"),
    [
        ("income", "Interest expense", 1, 1243),  # digits swapped
        ("income", "Net income/(loss)", 0, 10254),  # sign lost
        ("balance", "Inventories", 0, 2767),  # one digit, two columns only
        ("balance", "TOTAL LIABILITIES", 1, 540160),  # a nought too many
        ("cashflow", "Capital expenditures", 2, -1274),
        ("cashflow", "Payments to acquire business", 0, 248),  # nothing in the other years shows its sign
        ("chinese income", "管理费用", 1, 112845661),
    ],
)
def test_one_wrong_number_is_noticed_where_it_stands(
    filing: Callable[[str], Statement], reading_of: ReadingOf, name: str, label: str, column: int, value: int
) -> None:
    failed = _failed(footing.check(reading_of(_changed(filing(name), label, column, value))))
    assert failed
    year = str(FILINGS[name][1][column])
    assert all(year in check.message for check in failed)


def test_a_line_that_is_missing_in_every_column_is_noticed(
    filing: Callable[[str], Statement], reading_of: ReadingOf
) -> None:
    balance = filing("balance")
    rows = tuple(row for row in balance.rows if row.label != "Goodwill")
    (failed,) = _failed(footing.check(reading_of(replace(balance, rows=rows))))
    assert "TOTAL ASSETS" in failed.message
    assert failed.provenance


@pytest.mark.parametrize(
    ("name", "label", "total"),
    [
        ("income", "Net sales", "Gross profit"),
        ("income", "Provision for/(benefit from) income taxes", "Net income/(loss)"),
        ("income", "Goodwill impairment losses", "Selling, general"),  # only a line drawn above it says total
        ("income", "Net income attributable to noncontrolling interest", "attributable to Kraft Heinz"),
        ("balance", "Retained earnings/(deficit)", "Total shareholders' equity"),
        ("balance", "Noncontrolling interest", "TOTAL EQUITY"),
        ("cashflow", "Effect of exchange rate changes", "Net increase/(decrease)"),
        ("cashflow", "Balance at beginning of period", "Balance at end of period"),
    ],
)
def test_the_total_that_has_lost_a_line_is_named(
    filing: Callable[[str], Statement], reading_of: ReadingOf, name: str, label: str, total: str
) -> None:
    """Even where the total is made of other totals: total equity is also total assets less total liabilities."""
    statements = {kind: filing(kind) for kind in ("income", "balance", "cashflow")}
    kept = tuple(row for row in statements[name].rows if row.label != label)
    ruled = tuple(replace(row, rule_above=row.label.startswith(("Selling, general and", "Gross"))) for row in kept)
    statements[name] = replace(statements[name], rows=ruled)
    failed = _failed(footing.check(reading_of(*statements.values())))
    assert any(total in check.message for check in failed), failed


@pytest.mark.parametrize(
    ("name", "label", "column", "value"),
    [
        ("balance", "Inventories", 0, 26670),  # the only part from which the needed value is a slip
        ("balance", "TOTAL LIABILITIES", 1, 540160),  # two sums point to it
        ("income", "Gross profit", 0, 8291),
        ("cashflow", "Capital expenditures", 2, -1274),
    ],
)
def test_the_number_that_is_wrong_is_named_with_the_value_it_should_have(
    filing: Callable[[str], Statement], reading_of: ReadingOf, name: str, label: str, column: int, value: int
) -> None:
    statement = filing(name)
    right = next(row.amounts[column] for row in statement.rows if row.label == label)
    assert right
    failed = _failed(footing.check(reading_of(_changed(statement, label, column, value))))
    assert failed
    for check in failed:
        assert f"“{label}” is most likely wrong: with {as_printed(right.value)} it" in check.message
        assert check.provenance[0].bbox == right.bbox


def test_who_never_rounds_is_allowed_nothing(filing: Callable[[str], Statement], reading_of: ReadingOf) -> None:
    """Forty sums hold to the last place: one that is off by one is wrong."""
    wrong = _changed(filing("cashflow"), "Dividends paid", 1, -2889)
    (failed,) = _failed(footing.check(reading_of(filing("income"), filing("balance"), wrong)))
    assert failed.difference == 10**6


def test_a_filer_who_rounds_every_number_is_not_accused(statement_of: StatementOf, reading_of: ReadingOf) -> None:
    text = "\n".join(
        f"# Part {n}\nFirst line {n} | {1000 + n} | {2000 + n}\nSecond line {n} | {300 + n} | {400 + n}\n"
        f"Third line {n} | {50 + n} | {60 + n}\nTotal part {n} | {1351 + 3 * n} | {2459 + 3 * n}"
        for n in range(9)
    )
    assert not _failed(footing.check(reading_of(statement_of("balance", text))))


def test_extracts_of_other_statements_are_left_alone(statement_of: StatementOf, reading_of: ReadingOf) -> None:
    """ "As previously reported" and pro forma tables are not whole statements."""
    other = replace(statement_of("balance", KRAFT_HEINZ_BALANCE), primary=False, scope="other:as previously reported")
    assert footing.check(reading_of(other)) == ()


def test_percent_columns_are_no_columns(statement_of: StatementOf) -> None:
    statement = statement_of("income", KRAFT_HEINZ_INCOME, (2018, 2017, 2016))
    rows = [
        replace(row, amounts=(*row.amounts[:2], row.amounts[2] and replace(row.amounts[2], unit="percent")))
        for row in statement.rows
    ]
    (footed,) = footing.foot([replace(statement, rows=tuple(rows))])
    assert footed.figures.columns == (0, 1)
