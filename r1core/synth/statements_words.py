"""English wordings of generated statements: what each place of a statement is called, in many ways.

A slot is a place in a blueprint (r1core.synth.statements); its wordings stand in one string between bars. `slot@ifrs`
takes the place of `slot` in statements under IFRS. Words of companies that printed them are added where a folder of
labels is given (r1core.synth.statements_lines); this list alone makes the data set complete without it.
"""

from __future__ import annotations

from r1core.synth.statements_heads import TITLES
from r1core.synth.statements_words_flows import FLOWS

INCOME = {
    "revenue.head": (
        "Revenue: | Revenues | Net sales: | Net revenues: | REVENUES | Operating revenues: | Sales and revenues"
    ),
    "revenue.head@ifrs": "Revenue | Continuing operations | Revenue from continuing operations | Income",
    "revenue": (
        "Net sales | Revenue | Revenues | Product sales | Services | Subscription | Products | Sales of goods | "
        "Service and other revenue | Rental revenue | License fees | Franchise royalties | Membership fees | Interest "
        "income | Passenger | Cargo | Casino | Rooms | Food and beverage | Advertising | Premiums | Electric | "
        "Natural gas | Freight"
    ),
    "revenue.total": (
        "Total revenue | Total revenues | Total net sales | Net revenue | Total net revenue | Net sales | Total "
        "operating revenues | Total revenues, net"
    ),
    "cost.head": (
        "Operating expenses: | Costs and expenses: | Cost of revenue: | EXPENSES | Operating costs and expenses | "
        "Costs of sales and services:"
    ),
    "cost.head@ifrs": "Expenses | Operating costs | Less: expenses",
    "cost": (
        "Cost of sales | Cost of goods sold | Cost of revenue | Cost of services | Selling, general and "
        "administrative expenses | Research and development | Sales and marketing | General and administrative | "
        "Marketing | Technology and content | Fulfillment | Depreciation and amortization | Amortization of "
        "intangible assets | Restructuring charges | Impairment of goodwill | Salaries and employee benefits | Fuel | "
        "Landing fees and rentals | Maintenance and repairs | Occupancy | Acquisition-related costs | Other operating "
        "expenses, net | Policyholder benefits | Store closing costs | Purchased transportation | Litigation "
        "settlement | Provision for credit losses"
    ),
    "cost@ifrs": (
        "Cost of sales | Distribution costs | Administrative expenses | Employee benefits expense | Raw materials and "
        "consumables used | Depreciation and amortisation expense | Finance costs | Other expenses | Subcontractor "
        "costs | Impairment charges | Selling expenses | Changes in inventories of finished goods | Occupancy "
        "expenses | Staff costs | Professional fees | Travel expenses | Share-based payments expense | Net impairment "
        "losses on financial assets | Research and development costs | Marketing and promotion expenses | Exploration "
        "costs written off"
    ),
    "cost.total": (
        "Total costs and expenses | Total operating expenses | Total expenses | Total costs | Total operating costs "
        "and expenses | Total cost of revenue"
    ),
    "gross": "Gross profit | Gross margin | GROSS PROFIT | Gross income",
    "operating.income": (
        "Operating income | Income from operations | Operating profit | Earnings from operations | Operating loss | "
        "Income (loss) from operations | OPERATING INCOME"
    ),
    "operating.income@ifrs": (
        "Operating profit | Results from operating activities | Profit from operations | EBIT | Earnings before "
        "interest and tax"
    ),
    "other.head": "Other income (expense): | Non-operating income (expense) | Other (income) deductions: | OTHER",
    "other.income": (
        "Interest expense | Interest income | Other income (expense), net | Equity in net income of affiliates | Gain "
        "on sale of business | Loss on extinguishment of debt | Foreign currency losses, net | Investment income, net "
        "| Interest and other, net | Change in fair value of warrant liability | Gains on marketable securities, net"
    ),
    "other.income@ifrs": (
        "Finance income | Finance costs | Share of profit of associates and joint ventures | Other income | Other "
        "gains/(losses) – net | Fair value gains on investment properties | Net foreign exchange gains | Interest "
        "payable and similar charges"
    ),
    "pretax": (
        "Income before income taxes | Earnings before income taxes | Income before provision for income taxes | Loss "
        "before income taxes | Income (loss) from continuing operations before taxes | Pretax income"
    ),
    "pretax@ifrs": (
        "Profit before tax | Profit before income tax | Loss before income tax | Profit before taxation | Profit "
        "before income tax expense from continuing operations"
    ),
    "tax": (
        "Provision for income taxes | Income tax expense | Income taxes | Income tax (benefit) expense | Benefit from "
        "income taxes | Taxes on income"
    ),
    "tax@ifrs": "Income tax expense | Taxation | Tax charge | Income tax credit | Income tax (expense)/benefit",
    "net.income": (
        "Net income | Net earnings | NET INCOME | Net income (loss) | Net loss | Consolidated net income | Net income "
        "including noncontrolling interests"
    ),
    "net.income@ifrs": (
        "Profit for the year | Profit for the period | Loss for the year | Profit after tax | Profit after income tax "
        "for the year | Net profit for the financial year"
    ),
    "minority": (
        "Less: Net income attributable to noncontrolling interests | Net income attributable to noncontrolling "
        "interest | Less: earnings attributable to redeemable noncontrolling interests | Preferred stock dividends"
    ),
    "attributable": (
        "Net income attributable to common stockholders | Net income attributable to the Company | Net earnings "
        "attributable to shareholders | Earnings available for common stock"
    ),
    "attribution.head": (
        "Attributable to: | Profit attributable to: | Profit for the year is attributable to: | Profit/(loss) for the "
        "period attributable to"
    ),
    "attribution": (
        "Owners of the parent | Non-controlling interests | Equity holders of the Company | Shareholders of the "
        "Company | Minority interests | Members of the parent entity | Perpetual securities holders"
    ),
    "share.head": (
        "Earnings per share: | Net income per common share: | Basic and diluted earnings per share | Per share data: "
        "| Earnings per common share attributable to shareholders:"
    ),
    "share.head@ifrs": (
        "Earnings per share for profit attributable to owners | Earnings per share (cents) | Earnings per share"
    ),
    "share": (
        "Basic | Diluted | Basic earnings per share | Diluted earnings per share | Basic net income per share | "
        "Diluted net income per common share | Earnings per common share – basic | Earnings per common share – "
        "assuming dilution | Dividends declared per common share | Cash dividends per share"
    ),
    "share@ifrs": (
        "Basic earnings per share (cents) | Diluted earnings per share (cents) | Basic | Diluted | – Basic | – "
        "Diluted | Dividends per share (pence)"
    ),
    "shares.head": (
        "Weighted-average shares outstanding: | Shares used in per share calculation: | Weighted average common shares"
    ),
    "shares": (
        "Basic | Diluted | Weighted average common shares outstanding – basic | Weighted average shares – diluted | "
        "Average shares outstanding | Shares used to compute diluted net income per share"
    ),
}

BALANCE = {
    "assets": "ASSETS | Assets | Assets: | ASSETS:",
    "current.assets": "Current assets: | CURRENT ASSETS | Current assets | Current Assets:",
    "current.asset": (
        "Cash and cash equivalents | Short-term investments | Marketable securities | Accounts receivable, net | "
        "Trade receivables, less allowance for doubtful accounts of $42 and $38 | Inventories | Inventories, net | "
        "Prepaid expenses and other current assets | Other current assets | Income taxes receivable | Assets held for "
        "sale | Restricted cash | Contract assets | Deferred income taxes | Merchandise inventories | Notes "
        "receivable, current | Unbilled receivables | Funds receivable and customer accounts | Derivative assets | "
        "Finished goods | Materials and supplies | Receivables"
    ),
    "current.asset@ifrs": (
        "Cash and cash equivalents | Trade and other receivables | Inventories | Current tax assets | Other financial "
        "assets | Prepayments | Derivative financial instruments | Biological assets | Financial assets at fair value "
        "through profit or loss | Amounts due from related parties | Assets classified as held for sale | Contract "
        "assets | Term deposits | Other current assets"
    ),
    "current.assets.total": "Total current assets | TOTAL CURRENT ASSETS | Current assets, total",
    "noncurrent.assets": "Noncurrent assets: | Other assets: | Non-current assets | NON-CURRENT ASSETS | Fixed assets",
    "noncurrent.asset": (
        "Property, plant and equipment, net | Property and equipment, net | Goodwill | Intangible assets, net | "
        "Operating lease right-of-use assets | Other assets | Long-term investments | Deferred tax assets | "
        "Investments in unconsolidated affiliates | Other intangible assets | Content assets, net | Accumulated "
        "depreciation | Land | Buildings and improvements | Regulatory assets | Prepaid pension | Equity method "
        "investments | Flight equipment | Real estate, at cost | Notes receivable, net of current portion | "
        "Restricted cash, long-term | Brands | Timberlands"
    ),
    "noncurrent.asset@ifrs": (
        "Property, plant and equipment | Investment properties | Right-of-use assets | Intangible assets | "
        "Investments in associates | Deferred tax assets | Investments accounted for using the equity method | Other "
        "receivables | Investments in subsidiaries | Exploration and evaluation assets | Retirement benefit surplus | "
        "Goodwill | Land use rights | Other non-current financial assets | Investment in joint ventures | Development "
        "costs"
    ),
    "noncurrent.assets.total": (
        "Total non-current assets | Total noncurrent assets | TOTAL NON-CURRENT ASSETS | Total fixed assets"
    ),
    "assets.total": "Total assets | TOTAL ASSETS | Total Assets | TOTAL",
    "liabilities.and.equity": (
        "LIABILITIES AND STOCKHOLDERS’ EQUITY | Liabilities and shareholders' equity | Liabilities and Equity | "
        "EQUITY AND LIABILITIES | LIABILITIES, REDEEMABLE NONCONTROLLING INTERESTS AND EQUITY"
    ),
    "current.liabilities": "Current liabilities: | CURRENT LIABILITIES | Current liabilities | Current Liabilities:",
    "current.liability": (
        "Accounts payable | Accrued liabilities | Accrued compensation and benefits | Deferred revenue | Current "
        "portion of long-term debt | Short-term borrowings | Commercial paper | Income taxes payable | Other current "
        "liabilities | Operating lease liabilities, current | Dividends payable | Customer deposits | Accrued "
        "interest | Unearned revenue | Trade payables | Notes payable | Gift card liability | Construction payables | "
        "Accrued advertising | Book overdrafts"
    ),
    "current.liability@ifrs": (
        "Trade and other payables | Borrowings | Lease liabilities | Current tax liabilities | Provisions | Contract "
        "liabilities | Employee benefits | Bank overdrafts | Derivative financial instruments | Deferred income | "
        "Amounts due to shareholders | Dividend payable | Liabilities directly associated with assets held for sale"
    ),
    "current.liabilities.total": "Total current liabilities | TOTAL CURRENT LIABILITIES | Current liabilities, total",
    "noncurrent.liabilities": (
        "Non-current liabilities | Long-term liabilities: | NON-CURRENT LIABILITIES | Noncurrent liabilities:"
    ),
    "noncurrent.liability": (
        "Long-term debt | Long-term debt, net of current portion | Deferred income taxes | Other long-term "
        "liabilities | Pension and postretirement benefits | Operating lease liabilities | Other noncurrent "
        "liabilities | Asset retirement obligations | Deferred revenue, less current portion | Senior notes, net | "
        "Due to parent | Convertible notes"
    ),
    "noncurrent.liability@ifrs": (
        "Borrowings | Lease liabilities | Deferred tax liabilities | Provisions | Retirement benefit obligations | "
        "Other payables | Employee benefit obligations | Loans from related parties | Deferred government grants"
    ),
    "noncurrent.liabilities.total": (
        "Total non-current liabilities | TOTAL NON-CURRENT LIABILITIES | Total long-term liabilities"
    ),
    "liabilities.total": "Total liabilities | TOTAL LIABILITIES | Total Liabilities",
    "commitments": (
        "Commitments and contingencies (Note 12) | Commitments and contingencies | COMMITMENTS AND CONTINGENCIES "
        "(Notes 6 and 11) | Contingencies (Note P)"
    ),
    "equity": (
        "Stockholders’ equity: | SHAREHOLDERS' EQUITY | Shareholders’ equity: | Equity: | Common shareholders' "
        "investment"
    ),
    "equity@ifrs": (
        "Equity | EQUITY | Capital and reserves | Equity attributable to owners of the parent | Shareholders' funds"
    ),
    "equity.item": (
        "Common stock, $0.01 par value; 1,800 shares authorized; 902 and 911 shares issued | Additional paid-in "
        "capital | Accumulated other comprehensive loss | Treasury stock, at cost | Noncontrolling interests | "
        "Preferred stock, no par value | Capital in excess of par value | Common shares | Unearned compensation | "
        "Class A common stock | Capital surplus"
    ),
    "equity.item@ifrs": (
        "Share capital | Issued capital | Share premium | Reserves | Other reserves | Foreign currency translation "
        "reserve | Non-controlling interests | Treasury shares | Hedging reserve | Contributed equity | Capital "
        "redemption reserve | Revaluation surplus"
    ),
    "retained": (
        "Retained earnings | Accumulated deficit | Earnings retained | Reinvested earnings | Retained earnings "
        "(deficit)"
    ),
    "retained@ifrs": "Retained earnings | Accumulated losses | Retained profits | Profit and loss reserve",
    "equity.total": (
        "Total stockholders’ equity | Total shareholders' equity | Total equity | TOTAL EQUITY | Total common "
        "stockholders' investment | Total deficit"
    ),
    "net.assets": "Net assets | NET ASSETS | Net liabilities | Total assets less total liabilities",
    "liabilities.and.equity.total": (
        "Total liabilities and stockholders’ equity | Total liabilities and equity | TOTAL LIABILITIES AND "
        "SHAREHOLDERS' EQUITY | Total equity and liabilities | TOTAL LIABILITIES AND EQUITY"
    ),
    "bank.asset": (
        "Card loans (includes gross loans available to settle: 2022, $28,461; 2021, $26,587), less reserves | "
        "Other loans, less reserves for credit losses: 2022, $59; 2021, $52 | Securities (amortized cost of $512) | "
        "Cash and due from banks | Federal funds sold | Trading assets | Loans | Allowance for loan losses | "
        "Securities available for sale, at fair value | Deposits with banks | Premises and equipment | Loans and "
        "advances to customers | Bank owned life insurance | Deferred policy acquisition costs | Reinsurance "
        "recoverables | Fixed maturities | Mortgage loans | Accrued investment income | Separate account assets | "
        "Goodwill | Other assets | Customer acceptances"
    ),
    "bank.liability": (
        "Deposits | Noninterest-bearing | Federal Home Loan Bank advances | Securities sold under repurchase "
        "agreements | Accrued interest payable | Subordinated debt | Unearned premiums | Future policy benefits | "
        "Unpaid losses and loss adjustment expenses | Trading liabilities | Customer accounts | Debt securities in "
        "issue | Other liabilities | Long-term borrowings"
    ),
}

PARTS = (TITLES, INCOME, BALANCE, FLOWS)
ENGLISH = {slot: tuple(text.split(" | ")) for part in PARTS for slot, text in part.items()}
