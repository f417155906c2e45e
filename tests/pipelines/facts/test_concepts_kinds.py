"""Statements of many kinds of companies: each core concept is the line that a careful analyst would take."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from data.schemas import Statement
from pipelines.backends.null import NullBackend
from pipelines.facts.concepts import map_concepts

OWNERS, WHOLE = "StockholdersEquity", "StockholdersEquityIncludingPortionAttributableToNoncontrollingInterest"
PRETAX = "IncomeLossFromContinuingOperationsBeforeIncomeTaxes"
CFO, CFI, CFF = (f"NetCashProvidedByUsedIn{part}Activities" for part in ("Operating", "Investing", "Financing"))

BANK_INCOME = """
Net interest income
Interest income | 102,000 | 54,000
Interest expense | 40,000 | 4,000
Net interest income | 62,000 | 50,000
Noninterest income
Fees and commissions | 33,000 | 39,000
Total noninterest income | 42,000 | 46,000
Total revenue, net of interest expense | 104,000 | 96,000
Provision for credit losses | 2,500 | (4,500)
Noninterest expense
Compensation and benefits | 36,000 | 36,000
Total noninterest expense | 61,000 | 59,000
Income before income taxes | 40,500 | 41,500
Income tax expense | 3,500 | 2,000
Net income | 37,000 | 39,500
Preferred stock dividends and other | 1,500 | 1,400
Net income applicable to common shareholders | 35,500 | 38,100
Per common share information
Earnings | 3.21 | 3.60
Diluted earnings | 3.19 | 3.57
"""
BANK_BALANCE = """
Assets
Cash and due from banks | 30,000 | 29,000
Interest-bearing deposits with the Federal Reserve | 200,000 | 318,000
Cash and cash equivalents | 230,000 | 348,000
Loans and leases | 1,045,000 | 979,000
Allowance for loan and lease losses | (12,000) | (12,000)
Loans and leases, net of allowance | 1,033,000 | 966,000
Premises and equipment, net | 11,500 | 10,800
Goodwill | 69,000 | 69,000
Customer and other receivables | 67,000 | 72,000
Total assets | 3,051,000 | 3,169,000
Liabilities
Deposits in U.S. offices:
Noninterest-bearing | 640,000 | 784,000
Interest-bearing | 1,182,000 | 1,165,000
Total deposits | 1,930,000 | 2,064,000
Accrued expenses and other liabilities | 224,000 | 201,000
Long-term debt | 276,000 | 280,000
Total liabilities | 2,778,000 | 2,899,000
Shareholders' equity
Preferred stock | 28,000 | 24,000
Common stock and additional paid-in capital | 58,000 | 62,000
Retained earnings | 207,000 | 188,000
Accumulated other comprehensive income (loss) | (21,000) | (5,000)
Total shareholders' equity | 273,000 | 270,000
Total liabilities and shareholders' equity | 3,051,000 | 3,169,000
"""
RETAIL_INCOME = """
Revenues:
Net sales | 567,762 | 555,233
Membership and other income | 4,992 | 3,918
Total revenues | 572,754 | 559,151
Costs and expenses:
Cost of sales | 429,000 | 420,315
Operating, selling, general and administrative expenses | 117,812 | 116,288
Operating income | 25,942 | 22,548
Interest:
Debt | 1,674 | 1,976
Finance lease | 320 | 339
Interest income | (158) | (121)
Interest, net | 1,836 | 2,194
Other (gains) and losses | 5,433 | (210)
Income before income taxes | 18,673 | 20,564
Provision for income taxes | 4,756 | 6,858
Consolidated net income | 13,917 | 13,706
Consolidated net income attributable to noncontrolling interest | (267) | (196)
Consolidated net income attributable to Walmart | 13,650 | 13,510
Net income per common share:
Basic net income per common share attributable to Walmart | 4.87 | 4.77
Diluted net income per common share attributable to Walmart | 4.85 | 4.75
"""
RETAIL_BALANCE = """
ASSETS
Current assets:
Cash and cash equivalents | 14,834 | 17,788
Receivables, net | 8,280 | 6,516
Inventories | 56,511 | 44,949
Prepaid expenses and other | 1,519 | 20,861
Total current assets | 81,070 | 90,067
Property and equipment, net | 94,515 | 92,201
Operating lease right-of-use assets | 13,758 | 13,642
Finance lease right-of-use assets, net | 4,351 | 4,005
Goodwill | 29,014 | 28,983
Other long-term assets | 22,152 | 23,598
Total assets | 244,860 | 252,496
LIABILITIES AND EQUITY
Current liabilities:
Short-term borrowings | 410 | 224
Accounts payable | 55,261 | 49,141
Accrued liabilities | 26,060 | 37,966
Long-term debt due within one year | 2,803 | 3,115
Total current liabilities | 87,379 | 92,645
Long-term debt | 34,864 | 41,194
Long-term operating lease obligations | 13,009 | 12,909
Deferred income taxes and other | 13,474 | 14,370
Equity:
Common stock | 276 | 282
Capital in excess of par value | 4,839 | 3,646
Retained earnings | 86,904 | 88,763
Accumulated other comprehensive loss | (8,766) | (11,766)
Total Walmart shareholders' equity | 83,253 | 80,925
Nonredeemable noncontrolling interest | 8,638 | 6,606
Total equity | 91,891 | 87,531
Total liabilities and equity | 244,860 | 252,496
"""
UTILITY_INCOME = """
Operating Revenues
Electric | 15,060 | 15,131
Natural gas | 6,620 | 5,511
Total operating revenues | 21,680 | 20,642
Operating Expenses
Cost of electricity | 2,756 | 3,232
Cost of natural gas | 2,100 | 1,149
Operating and maintenance | 9,809 | 10,200
Depreciation, amortization, and decommissioning | 3,856 | 3,403
Total operating expenses | 19,843 | 18,759
Operating Income | 1,837 | 1,883
Interest income | 162 | 20
Interest expense | (1,917) | (1,601)
Other income, net | 394 | 457
Income (Loss) Before Income Taxes | 476 | 759
Income tax provision (benefit) | (1,338) | 836
Net Income (Loss) | 1,814 | (88)
Preferred stock dividend requirement of subsidiary | 14 | 14
Income (Loss) Available for Common Shareholders | 1,800 | (102)
Net Income (Loss) Per Common Share, Basic | 0.91 | (0.05)
Net Income (Loss) Per Common Share, Diluted | 0.84 | (0.05)
"""
UTILITY_BALANCE = """
ASSETS
Current Assets
Cash and cash equivalents | 734 | 291
Accounts receivable
Customers (net of allowance for doubtful accounts of $166 million) | 2,645 | 2,345
Accrued unbilled revenue | 1,304 | 1,207
Total current assets | 12,814 | 10,012
Property, Plant, and Equipment
Electric | 74,772 | 69,482
Gas | 28,226 | 25,979
Construction work in progress | 4,137 | 3,479
Total property, plant, and equipment | 107,153 | 98,960
Accumulated depreciation | (30,945) | (29,131)
Net property, plant, and equipment | 76,208 | 69,829
Other Noncurrent Assets
Regulatory assets | 16,443 | 9,207
Total other noncurrent assets | 29,622 | 23,486
TOTAL ASSETS | 118,644 | 103,327
LIABILITIES AND EQUITY
Current Liabilities
Short-term borrowings | 2,055 | 2,184
Long-term debt, classified as current | 2,268 | 4,481
Accounts payable
Trade creditors | 2,888 | 2,855
Regulatory balancing accounts | 1,658 | 1,121
Total current liabilities | 16,172 | 17,143
Noncurrent Liabilities
Long-term debt | 47,742 | 38,225
Total noncurrent liabilities | 79,397 | 64,961
Equity
Shareholders' Equity
Common stock | 32,887 | 35,129
Treasury stock | (2,517) | (4,854)
Reinvested earnings | (7,542) | (9,284)
Total shareholders' equity | 22,823 | 20,971
Noncontrolling Interest - Preferred Stock of Subsidiary | 252 | 252
Total equity | 23,075 | 21,223
TOTAL LIABILITIES AND EQUITY | 118,644 | 103,327
"""
SHOES_INCOME = """
Revenues | 46,710 | 44,538
Cost of sales | 25,231 | 24,576
Gross profit | 21,479 | 19,962
Demand creation expense | 3,850 | 3,114
Operating overhead expense | 10,954 | 9,911
Total selling and administrative expense | 14,804 | 13,025
Interest expense (income), net | 205 | 262
Other (income) expense, net | (181) | 14
Income before income taxes | 6,651 | 6,661
Income tax expense | 605 | 934
NET INCOME | $ 6,046 | $ 5,727
Earnings per common share:
Basic | 3.83 | 3.64
Diluted | 3.75 | 3.56
"""
BRITISH_INCOME = """
Continuing operations
Revenue | 9,654 | 9,100
Cost of sales | (6,340) | (6,010)
Gross profit | 3,314 | 3,090
Distribution costs | (1,210) | (1,150)
Administrative expenses | (1,420) | (1,390)
Operating profit | 684 | 550
Finance income | 12 | 4
Finance costs | (96) | (84)
Profit before tax | 600 | 470
Taxation | (130) | (95)
Profit for the year | 470 | 375
Attributable to:
Owners of the parent | 462 | 368
Non-controlling interests | 8 | 7
Earnings per share
Basic | 46.2 | 36.8
Diluted | 45.9 | 36.5
"""
BRITISH_BALANCE = """
Non-current assets
Goodwill | 2,100 | 2,080
Property, plant and equipment | 1,900 | 1,850
Trade and other receivables | 40 | 35
Current assets
Inventories | 620 | 580
Trade and other receivables | 1,300 | 1,250
Cash and cash equivalents | 410 | 380
Total assets | 6,370 | 6,175
Current liabilities
Trade and other payables | (1,500) | (1,440)
Borrowings | (120) | (90)
Non-current liabilities
Borrowings | (1,350) | (1,400)
Retirement benefit obligations | (200) | (240)
Total liabilities | (3,170) | (3,170)
Net assets | 3,200 | 3,005
Equity
Share capital | 250 | 250
Retained earnings | 2,880 | 2,690
Equity attributable to owners of the parent | 3,130 | 2,940
Non-controlling interests | 70 | 65
Total equity | 3,200 | 3,005
"""
CHINESE_BANK_INCOME = """
一、营业收入 | 279,280 | 278,290
利息净收入 | 260,000 | 257,000
利息收入 | 470,000 | 450,000
利息支出 | (210,000) | (193,000)
手续费及佣金净收入 | 15,000 | 16,000
二、营业支出 | (190,000) | (192,000)
税金及附加 | (2,500) | (2,400)
业务及管理费 | (170,000) | (168,000)
信用减值损失 | (17,500) | (21,600)
三、营业利润 | 89,280 | 86,290
加：营业外收入 | 300 | 280
减：营业外支出 | (120) | (100)
四、利润总额 | 89,460 | 86,470
减：所得税费用 | (5,000) | (4,000)
五、净利润 | 84,460 | 82,470
归属于本行股东的净利润 | 84,000 | 82,000
少数股东损益 | 460 | 470
每股收益（人民币元）
基本每股收益 | 0.77 | 0.76
稀释每股收益 | 0.77 | 0.76
"""
CHINESE_BANK_BALANCE = """
资产
现金及存放中央银行款项 | 1,300,000 | 1,260,000
存放同业款项 | 160,000 | 90,000
发放贷款和垫款 | 6,900,000 | 6,260,000
固定资产 | 48,000 | 46,000
资产总计 | 14,067,000 | 12,587,000
负债
向中央银行借款 | 25,000 | 17,000
吸收存款 | 12,714,000 | 11,350,000
应付债券 | 101,000 | 83,000
负债合计 | 13,241,000 | 11,792,000
股东权益
股本 | 92,000 | 86,000
未分配利润 | 249,000 | 222,000
归属于本行股东权益合计 | 824,000 | 794,000
少数股东权益 | 2,000 | 1,000
股东权益合计 | 826,000 | 795,000
负债及股东权益总计 | 14,067,000 | 12,587,000
"""
CASES = [
    (
        "income",
        BANK_INCOME,
        {
            "Revenues": "Total revenue, net of interest expense",
            "InterestExpense": "Interest expense",
            PRETAX: "Income before income taxes",
            "IncomeTaxExpenseBenefit": "Income tax expense",
            "ProfitLoss": "Net income",
            "NetIncomeLoss": "Net income",
            "EarningsPerShareBasic": "Earnings",
            "EarningsPerShareDiluted": "Diluted earnings",
            "OperatingIncomeLoss": None,
            "CostOfRevenue": None,
        },
    ),
    (
        "balance",
        BANK_BALANCE,
        {
            "CashAndCashEquivalentsAtCarryingValue": "Cash and cash equivalents",
            "PropertyPlantAndEquipmentNet": "Premises and equipment, net",
            "Deposits": "Total deposits",
            "LongTermDebtNoncurrent": "Long-term debt",
            "Liabilities": "Total liabilities",
            OWNERS: "Total shareholders' equity",
            WHOLE: "Total shareholders' equity",
        },
    ),
    (
        "income",
        RETAIL_INCOME,
        {
            "Revenues": "Total revenues",
            "CostOfRevenue": "Cost of sales",
            "SellingGeneralAndAdministrativeExpense": "Operating, selling, general and administrative expenses",
            "OperatingIncomeLoss": "Operating income",
            "ProfitLoss": "Consolidated net income",
            "NetIncomeLoss": "Consolidated net income attributable to Walmart",
            "EarningsPerShareBasic": "Basic net income per common share attributable to Walmart",
        },
    ),
    (
        "balance",
        RETAIL_BALANCE,
        {
            "AccountsReceivableNetCurrent": "Receivables, net",
            "LongTermDebtNoncurrent": "Long-term debt",
            "Liabilities": None,
            OWNERS: "Total Walmart shareholders' equity",
            WHOLE: "Total equity",
        },
    ),
    (
        "income",
        UTILITY_INCOME,
        {
            "Revenues": "Total operating revenues",
            "InterestExpense": "Interest expense",
            "OperatingIncomeLoss": "Operating Income",
            "IncomeTaxExpenseBenefit": "Income tax provision (benefit)",
            "ProfitLoss": "Net Income (Loss)",
            "NetIncomeLoss": "Income (Loss) Available for Common Shareholders",
            "EarningsPerShareDiluted": "Net Income (Loss) Per Common Share, Diluted",
        },
    ),
    (
        "balance",
        UTILITY_BALANCE,
        {
            "AssetsCurrent": "Total current assets",
            "PropertyPlantAndEquipmentNet": "Net property, plant, and equipment",
            "Assets": "TOTAL ASSETS",
            "LongTermDebtNoncurrent": "Long-term debt",
            "Liabilities": None,
            "RetainedEarningsAccumulatedDeficit": "Reinvested earnings",
            OWNERS: "Total shareholders' equity",
            WHOLE: "Total equity",
        },
    ),
    (
        "income",
        SHOES_INCOME,
        {
            "Revenues": "Revenues",
            "SellingGeneralAndAdministrativeExpense": "Total selling and administrative expense",
            "OperatingIncomeLoss": None,
            "ProfitLoss": "NET INCOME",
            "EarningsPerShareBasic": "Basic",
        },
    ),
    (
        "income",
        BRITISH_INCOME,
        {
            "Revenues": "Revenue",
            "InterestExpense": "Finance costs",
            PRETAX: "Profit before tax",
            "IncomeTaxExpenseBenefit": "Taxation",
            "ProfitLoss": "Profit for the year",
            "NetIncomeLoss": "Owners of the parent",
            "EarningsPerShareBasic": "Basic",
            "SellingGeneralAndAdministrativeExpense": None,
        },
    ),
    (
        "balance",
        BRITISH_BALANCE,
        {
            "LongTermDebtNoncurrent": "Borrowings",
            "AccountsPayableCurrent": "Trade and other payables",
            "AccountsReceivableNetCurrent": "Trade and other receivables",
            OWNERS: "Equity attributable to owners of the parent",
            WHOLE: "Total equity",
        },
    ),
    (
        "income",
        CHINESE_BANK_INCOME,
        {
            "Revenues": "一、营业收入",
            "InterestExpense": "利息支出",
            "OperatingIncomeLoss": "三、营业利润",
            "ProfitLoss": "五、净利润",
            "NetIncomeLoss": "归属于本行股东的净利润",
            "EarningsPerShareDiluted": "稀释每股收益",
        },
    ),
    (
        "balance",
        CHINESE_BANK_BALANCE,
        {
            "CashAndCashEquivalentsAtCarryingValue": "现金及存放中央银行款项",
            "Deposits": "吸收存款",
            "Liabilities": "负债合计",
            OWNERS: "归属于本行股东权益合计",
            WHOLE: "股东权益合计",
        },
    ),
]


@pytest.mark.parametrize(("kind", "printed", "truth"), CASES)
def test_core_lines(statement: Callable[..., Statement], kind: str, printed: str, truth: dict[str, str | None]) -> None:
    made = statement(kind, printed)
    (names,) = map_concepts([made], NullBackend())
    line = {n.concept: row.label for row, namings in zip(made.rows, names, strict=True) for n in namings}
    assert {concept: line.get(concept) for concept in truth} == truth


def test_the_section_decides_between_equal_labels(statement: Callable[..., Statement]) -> None:
    made = statement("balance", BRITISH_BALANCE)
    (names,) = map_concepts([made], NullBackend())
    rows = {n.concept: row for row, namings in zip(made.rows, names, strict=True) for n in namings}
    assert rows["LongTermDebtNoncurrent"].amounts[0].text == "(1,350)"
    assert rows["AccountsReceivableNetCurrent"].amounts[0].text == "1,300"


@pytest.mark.parametrize(("kind", "printed"), [(kind, printed) for kind, printed, _ in CASES])
def test_every_line_is_named_and_no_concept_twice(statement: Callable[..., Statement], kind: str, printed: str) -> None:
    made = statement(kind, printed)
    (names,) = map_concepts([made], NullBackend())
    for row, namings in zip(made.rows, names, strict=True):
        assert bool(namings) == any(row.amounts)
    concepts = [n.concept for namings in names for n in namings]
    assert len(concepts) == len(set(concepts))
