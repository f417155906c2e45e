"""English wordings of cash flows, comprehensive income and changes in equity; slots as in statements_words."""

from __future__ import annotations

FLOWS = {
    "operating.head": (
        "Cash flows from operating activities: | OPERATING ACTIVITIES | Operating activities: | Cash Flows From "
        "Operating Activities | CASH FLOWS FROM OPERATING ACTIVITIES"
    ),
    "adjustments.head": (
        "Adjustments to reconcile net income to net cash provided by operating activities: | Items not affecting "
        "cash: | Adjustments for: | Noncash items included in net loss"
    ),
    "adjustment": (
        "Depreciation and amortization | Stock-based compensation | Deferred income taxes | Amortization of debt "
        "issuance costs | Gain on disposal of assets | Provision for doubtful accounts | Loss on extinguishment of "
        "debt | Impairment charges | Excess tax benefits from share-based awards | Equity in earnings of affiliates, "
        "net of distributions | Non-cash lease expense | Unrealized (gain) loss on investments | Other, net | "
        "Amortization of content assets | Pension contributions"
    ),
    "adjustment@ifrs": (
        "Depreciation and amortisation | Finance costs | Interest income | Share-based payment expense | Loss on "
        "disposal of property, plant and equipment | Impairment losses | Share of results of associates | Interest "
        "paid | Income taxes paid | Fair value adjustments | Receipts from customers | Payments to suppliers and "
        "employees | Unrealised foreign exchange"
    ),
    "working.head": (
        "Changes in operating assets and liabilities: | Changes in working capital: | Change in assets and "
        "liabilities, net of acquisitions | Movements in working capital"
    ),
    "working": (
        "Accounts receivable | Inventories | Prepaid expenses and other assets | Accounts payable | Accrued "
        "liabilities | Deferred revenue | Income taxes payable | (Increase) decrease in trade receivables | Increase "
        "in unearned premiums | Other liabilities | Decrease/(increase) in inventories | Increase in provisions"
    ),
    "operating.total": (
        "Net cash provided by operating activities | Net cash provided by (used in) operating activities | Net cash "
        "used in operating activities | Cash flows from operations | Net cash flows from operating activities"
    ),
    "operating.total@ifrs": (
        "Net cash from operating activities | Net cash inflow from operating activities | Net cash generated from "
        "operating activities | Cash generated from operations"
    ),
    "investing.head": (
        "Cash flows from investing activities: | INVESTING ACTIVITIES | Investing activities: | Cash Flows From "
        "Investing Activities"
    ),
    "investing": (
        "Purchases of property and equipment | Capital expenditures | Acquisitions, net of cash acquired | Purchases "
        "of marketable securities | Proceeds from sales of investments | Maturities of short-term investments | "
        "Proceeds from sale of business | Investments in unconsolidated affiliates | Other investing activities, net "
        "| Additions to capitalized software | Payments for property, plant and equipment | Proceeds from disposal of "
        "subsidiaries | Loans to related parties | Interest received | Dividends received from associates | Purchase "
        "of intangible assets"
    ),
    "investing.total": (
        "Net cash used in investing activities | Net cash provided by (used in) investing activities | Net cash "
        "outflow from investing activities | Cash used for investing activities | Net cash flows used in investing "
        "activities"
    ),
    "financing.head": (
        "Cash flows from financing activities: | FINANCING ACTIVITIES | Financing activities: | Cash Flows From "
        "Financing Activities"
    ),
    "financing": (
        "Proceeds from issuance of long-term debt | Repayments of long-term debt | Repurchases of common stock | "
        "Dividends paid | Proceeds from exercise of stock options | Taxes paid related to net share settlement of "
        "equity awards | Payment of debt issuance costs | Distributions to noncontrolling interests | Net change in "
        "short-term borrowings | Proceeds from share issue | Repayment of lease liabilities | Proceeds from "
        "borrowings | Repayment of borrowings | Share buy-back | Other financing, net"
    ),
    "financing.total": (
        "Net cash used in financing activities | Net cash provided by (used in) financing activities | Net cash from "
        "financing activities | Net cash flows (used in)/from financing activities | Cash used for financing "
        "activities"
    ),
    "exchange": (
        "Effect of exchange rate changes on cash | Effect of foreign currency exchange rates on cash and cash "
        "equivalents | Exchange differences on cash and cash equivalents"
    ),
    "cash.change": (
        "Net increase in cash and cash equivalents | Net (decrease) increase in cash, cash equivalents and restricted "
        "cash | Net change in cash | Net increase/(decrease) in cash and cash equivalents"
    ),
    "cash.opening": (
        "Cash and cash equivalents at beginning of year | Cash, cash equivalents and restricted cash, beginning of "
        "period | Balance at beginning of year | Cash and cash equivalents at 1 July"
    ),
    "cash.closing": (
        "Cash and cash equivalents at end of year | Cash, cash equivalents and restricted cash, end of period | "
        "Balance at end of year | Cash and cash equivalents at 30 June | CASH AT END OF PERIOD"
    ),
    "supplement.head": (
        "Supplemental disclosure of cash flow information: | Supplemental cash flow data | Cash paid for: | "
        "SUPPLEMENTAL DISCLOSURES"
    ),
    "supplement": (
        "Cash paid for interest | Cash paid for income taxes, net of refunds | Interest | Income taxes | Non-cash "
        "investing activities: accrued capital expenditures | Right-of-use assets obtained in exchange for lease "
        "obligations | Interest paid"
    ),
    "oci.head": (
        "Other comprehensive income (loss), net of tax: | Other comprehensive income | Other comprehensive loss: | "
        "Items that may be reclassified subsequently to profit or loss: | Items that will not be reclassified to "
        "profit or loss"
    ),
    "oci": (
        "Foreign currency translation adjustments | Unrealized gains on available-for-sale securities | Change in "
        "pension and postretirement benefits | Unrealized gain (loss) on derivative instruments | Reclassification "
        "adjustments included in net income | Exchange differences on translation of foreign operations | Cash flow "
        "hedges | Remeasurement of defined benefit plans | Income tax relating to these items | Changes in the fair "
        "value of equity investments | Net actuarial losses, net of tax of $12 and $9"
    ),
    "oci.total": (
        "Other comprehensive income, net of tax | Total other comprehensive income (loss) | Other comprehensive loss "
        "for the year, net of tax | Other comprehensive income (loss)"
    ),
    "comprehensive": (
        "Comprehensive income | Total comprehensive income | Total comprehensive income for the year | Comprehensive "
        "income attributable to shareholders | TOTAL COMPREHENSIVE LOSS"
    ),
    "balance.opening": (
        "Balance at January 1, 2020 | Balances as of December 31, 2019 | At 1 January | Balance at 1 July 2020 | "
        "BALANCE, SEPTEMBER 30, 2018 | Balance at beginning of year"
    ),
    "balance.closing": (
        "Balance at December 31, 2021 | Balances as of December 31, 2020 | At 31 December | Balance at 30 June 2022 | "
        "BALANCE, SEPTEMBER 29, 2019 | Balance at end of year"
    ),
    "change": (
        "Net income | Other comprehensive income (loss) | Dividends declared | Stock-based compensation | Exercise of "
        "stock options | Repurchases of common stock | Issuance of common stock under employee plans | Purchase of "
        "noncontrolling interests | Profit for the year | Share-based payments | Transfer to reserves | Cumulative "
        "effect of accounting change | Issue of shares, net of costs | Conversion of preferred stock | Shares "
        "withheld for taxes | Dividends paid to non-controlling interests"
    ),
    "component": (
        "Common Stock | Additional Paid-in Capital | Retained Earnings | Treasury Stock | Noncontrolling Interests | "
        "Share capital | Reserves | Accumulated Other Comprehensive Loss | Share premium | Hedging reserve | "
        "Accumulated deficit | Translation reserve | Shares"
    ),
    "component.total": "Total | Total Equity | Total equity | Total Stockholders' Equity",
}
