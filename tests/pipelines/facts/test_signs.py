"""Values carry XBRL's sign, whatever the print shows."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from data.schemas import DocumentInfo, Fact, Statement
from pipelines.backends.null import NullBackend
from pipelines.facts.build import build_facts

INFO = DocumentInfo(sha256="0" * 64, name="x.pdf", media_type="application/pdf", pages=1)
PRETAX = "IncomeLossFromContinuingOperationsBeforeIncomeTaxes"


def values(made: Statement) -> dict[str, Decimal]:
    """Concept → the first column's value, in millions."""
    found: dict[str, Fact] = {}
    for fact in build_facts([made], INFO, NullBackend()):
        found.setdefault(fact.concept, fact)
    return {c: f.value / 1_000_000 if f.unit == "USD" else f.value for c, f in found.items()}


COSTS_NEGATIVE = """
Net sales | 16,693 | 15,446
Cost of sales | (14,603) | (13,490)
Gross profit | 2,090 | 1,956
Operating profit | 2,135 | 1,963
Interest expense | (223) | (141)
Earnings before income taxes | 2,006 | 330
Income tax expense | (325) | (21)
Net earnings | 1,681 | 309
"""
BENEFIT_FIRST = """
Revenues | 5,162 | 12,900
Operating loss | (642) | 3,940
Interest expense, net of amounts capitalized | (676) | (848)
Income (loss) before income taxes | (1,511) | 2,847
Benefit (provision) for income taxes | 191 | (632)
Net income (loss) | (1,320) | 2,215
"""
BENEFIT_LAST = """
Net sales | 26,268 | 26,076
Cost of products sold | 17,347 | 17,043
Operating income/(loss) | (10,220) | 6,057
Interest expense | 1,284 | 1,234
Income/(loss) before income taxes | (11,321) | 5,450
Provision for/(benefit from) income taxes | (1,067) | (5,482)
Net income/(loss) | (10,254) | 10,932
"""
INTEREST_EARNED = """
Revenues | 51,217 | 46,710
Cost of sales | 28,925 | 25,231
Total selling and administrative expense | 16,377 | 14,804
Interest expense (income), net | (6) | (20)
Income before income taxes | 6,201 | 6,651
Income tax expense | 1,131 | 605
NET INCOME | 5,070 | 6,046
"""
LOSS_UNSIGNED = """
Revenue | 10 | 8
Cost of revenue | 30 | 20
Operating loss | 20 | 12
Loss before income taxes | 20 | 12
Net loss | 20 | 12
Net loss per share, basic and diluted | 0.40 | 0.30
"""
INCOME_CASES = [
    (COSTS_NEGATIVE, {"CostOfRevenue": 14603, "InterestExpense": 223, "IncomeTaxExpenseBenefit": 325}),
    (BENEFIT_FIRST, {"IncomeTaxExpenseBenefit": -191, "InterestExpense": 676, "ProfitLoss": -1320}),
    (BENEFIT_LAST, {"IncomeTaxExpenseBenefit": -1067, "CostOfRevenue": 17347, PRETAX: -11321}),
    (INTEREST_EARNED, {"InterestExpense": -6, "CostOfRevenue": 28925}),
    (LOSS_UNSIGNED, {"OperatingIncomeLoss": -20, "NetIncomeLoss": -20, "CostOfRevenue": 30}),
]


@pytest.mark.parametrize(("printed", "truth"), INCOME_CASES)
def test_income(statement: Callable[..., Statement], printed: str, truth: dict[str, int]) -> None:
    found = values(statement("income", printed))
    assert {concept: found[concept] for concept in truth} == truth


def test_a_loss_per_share_follows_the_loss(statement: Callable[..., Statement]) -> None:
    found = values(statement("income", LOSS_UNSIGNED))
    assert found["EarningsPerShareBasic"] == found["EarningsPerShareDiluted"] == Decimal("-0.40")


CASH_FLOW = """
Operating activities
Net income | 100 | 90
Depreciation and amortization | 40 | 35
Receivables | (15) | 5
Net cash provided by operating activities | 125 | 130
Investing activities
Capital expenditures | (60) | (55)
Net cash used in investing activities | (60) | (55)
Financing activities
Dividends paid | (30) | (28)
Repurchases of common stock | (20) | (10)
Net cash used in financing activities | (50) | (38)
"""


def test_cash_flow(statement: Callable[..., Statement]) -> None:
    found = values(statement("cashflow", CASH_FLOW))
    assert found["PaymentsToAcquirePropertyPlantAndEquipment"] == 60
    assert found["PaymentsOfDividends"] == 30
    assert found["NetCashProvidedByUsedInFinancingActivities"] == -50
    assert found["DepreciationDepletionAndAmortization"] == 40


CHINESE_CASH_FLOW = """
一、经营活动产生的现金流量：
经营活动产生的现金流量净额 | 699 | 405
二、投资活动产生的现金流量：
购建固定资产、无形资产和其他长期资产支付的现金 | 228 | 307
投资活动产生的现金流量净额 | -385 | 413
三、筹资活动产生的现金流量：
分配股利、利润或偿付利息支付的现金 | 68 | 403
筹资活动产生的现金流量净额 | 20 | -846
"""


def test_chinese_outflows_are_printed_positive(statement: Callable[..., Statement]) -> None:
    found = values(statement("cashflow", CHINESE_CASH_FLOW))
    assert found["PaymentsToAcquirePropertyPlantAndEquipment"] == 228
    assert found["NetCashProvidedByUsedInInvestingActivities"] == -385


BRITISH_LIABILITIES = """
Current liabilities
Trade payables | (1,500) | (1,440)
Borrowings | (120) | (90)
Total current liabilities | (1,620) | (1,530)
Non-current liabilities
Borrowings | (1,350) | (1,400)
Total liabilities | (2,970) | (2,930)
Equity
Accumulated losses | (200) | (180)
Total equity | 3,200 | 3,005
"""


def test_liabilities_printed_as_deductions_are_turned(statement: Callable[..., Statement]) -> None:
    found = values(statement("balance", BRITISH_LIABILITIES))
    assert found["AccountsPayableCurrent"] == 1500
    assert found["LongTermDebtNoncurrent"] == 1350
    assert found["LiabilitiesCurrent"] == 1620
    assert found["RetainedEarningsAccumulatedDeficit"] == -200
