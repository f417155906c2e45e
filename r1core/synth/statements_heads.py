"""What stands above a statement: titles, names of companies, what amounts are printed in, ends of periods."""

from __future__ import annotations

TITLES = {
    "income.title": (
        "Consolidated Statements of Income | CONSOLIDATED STATEMENTS OF OPERATIONS | Consolidated Statement of "
        "Earnings | Statements of Consolidated Income | CONSOLIDATED INCOME STATEMENTS | Consolidated Results of "
        "Operations | Condensed Consolidated Statements of Income (Unaudited) | INCOME STATEMENTS | Statement of "
        "operations"
    ),
    "income.title@ifrs": (
        "Consolidated statement of profit or loss | Consolidated income statement | Statement of profit or loss | "
        "CONSOLIDATED STATEMENT OF PROFIT AND LOSS | Group income statement | Profit and loss account"
    ),
    "balance.title": (
        "Consolidated Balance Sheets | CONSOLIDATED BALANCE SHEETS | Consolidated Statements of Financial Condition | "
        "Condensed Consolidated Balance Sheets | BALANCE SHEETS | Consolidated Statement of Financial Condition"
    ),
    "balance.title@ifrs": (
        "Consolidated statement of financial position | Statement of financial position | CONSOLIDATED STATEMENT OF "
        "FINANCIAL POSITION | Group balance sheet | Balance sheets | Statements of assets and liabilities"
    ),
    "cashflow.title": (
        "Consolidated Statements of Cash Flows | CONSOLIDATED STATEMENTS OF CASH FLOWS | Statements of Consolidated "
        "Cash Flows | Condensed Consolidated Statements of Cash Flows (Unaudited) | CASH FLOWS STATEMENTS"
    ),
    "cashflow.title@ifrs": (
        "Consolidated statement of cash flows | Statement of cash flows | Group cash flow statement | CONSOLIDATED "
        "CASH FLOW STATEMENT | Cash flow statement"
    ),
    "comprehensive.title": (
        "Consolidated Statements of Comprehensive Income | CONSOLIDATED STATEMENTS OF COMPREHENSIVE INCOME (LOSS) | "
        "Statements of Consolidated Comprehensive Income | COMPREHENSIVE INCOME STATEMENTS"
    ),
    "comprehensive.title@ifrs": (
        "Consolidated statement of other comprehensive income | Statement of comprehensive income | Consolidated "
        "statement of profit or loss and other comprehensive income"
    ),
    "equity.title": (
        "Consolidated Statements of Stockholders’ Equity | CONSOLIDATED STATEMENTS OF SHAREHOLDERS' EQUITY | "
        "Consolidated Statements of Changes in Equity | STOCKHOLDERS’ EQUITY STATEMENTS | Statements of Shareowners' "
        "Equity"
    ),
    "equity.title@ifrs": (
        "Consolidated statement of changes in equity | Statement of changes in equity | Group statement of changes in "
        "shareholders' equity | CONSOLIDATED STATEMENT OF CHANGES IN EQUITY"
    ),
}


NAMES = (
    (
        "Calder",
        "Norvane",
        "Pacific Alloy",
        "Harbour & Finch",
        "Odessa",
        "Brightwater",
        "Quillon",
        "Meridian Rail",
        "Tessera",
    ),
    (
        "Holdings",
        "Industries",
        "Therapeutics",
        "Energy",
        "Foods",
        "Group",
        "Financial",
        "Semiconductor",
        "Resources",
        "Retail",
    ),
    (", Inc.", " Corporation", " Limited", " plc", " Company", " & Co.", ", L.P.", " N.V.", " Pty Ltd"),
)
NAMES_ZH = (
    ("金海", "东方", "華潤", "恒信", "中联", "瑞安", "宇辰", "大地", "北洋"),
    ("生物", "實業", "地产", "電子", "能源", "控股", "医药", "銀行"),
    ("股份有限公司", "有限公司", "集团股份有限公司", "控股有限公司"),
)

SCALES = {  # what is printed above or in the head of the columns, by scale
    1: ("(in dollars)", "(Amounts in US dollars)", "(in whole dollars, except share data)"),
    1000: (
        "(In thousands)",
        "(in thousands, except per share data)",
        "(Dollars in thousands, except share and per share amounts)",
        "(Thousands of dollars)",
        "(000's omitted)",
        "(Expressed in thousands of United States dollars)",
    ),
    1_000_000: (
        "(In millions)",
        "(in millions, except per share amounts)",
        "(Dollars in millions, except per share data)",
        "(Millions)",
        "(In millions, except par value)",
        "Amounts in millions of euros",
        "(Millions of Dollars, Except Per Share Amounts)",
    ),
}
SCALES_ZH = {
    1: ("单位：元 币种：人民币", "单位: 元", "（人民币元）", "除特别注明外，金额单位为人民币元"),
    1000: ("（人民幣千元）", "单位：千元", "（以千港元列示）", "（除另有說明外，均以人民幣千元列示）"),
    1_000_000: ("（人民幣百萬元）", "单位：百万元", "（除另有註明外，以百萬港元列示）"),
}
UNITS = {  # one above each column, as statements under IFRS print them
    1: ("$", "US$", "£", "RMB", "HK$"),
    1000: ("$’000", "$'000", "£’000", "RMB’000", "HK$'000", "€000", "US$000"),
    1_000_000: ("$’m", "£m", "€m", "$ million", "US$m", "RMB million"),
}
UNITS_ZH = {
    1: ("元", "人民币元"),
    1000: ("千元", "人民幣千元", "千港元"),
    1_000_000: ("百万元", "人民幣百萬元", "百萬港元"),
}
CURRENCIES = ("$", "$", "$", "£", "€", "US$", "RMB", "¥", "HK$", "A$")

ENDS = (  # day on which years end, as printed before the year
    "December 31,",
    "June 30,",
    "September 30,",
    "March 31,",
    "January 28,",
    "November 27,",
    "30 June",
    "31 December",
    "31 March",
)
YEARS_ENDED = (
    "Years Ended {end}",
    "Year ended {end}",
    "For the years ended {end}",
    "For the Fiscal Years Ended {end}",
    "Fiscal Year",
    "Twelve Months Ended {end}",
    "52 weeks ended",
    "For the year ended {end}",
)
QUARTERS_ENDED = (
    "Three Months Ended {end}",
    "Quarter Ended {end}",
    "Six Months Ended {end}",
    "Nine months ended {end}",
)
