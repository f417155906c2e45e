"""Wordings that companies printed, sorted into the slots of generated statements: a folder of labels makes them many.

    line with concept ─► slot of a sum, by the concept
    other line        ─► slot of an item, by its statement and the total that it counts to, or the heading above it
    Chinese word list ─► the slot in which most English lines of the same concept are

Lines of companies kept apart for measuring (line_corpus.held_out) are left out. What fits no slot is left out too:
a wording in a wrong place would teach a wrong role.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from r1core.line_corpus import held_out
from r1core.lines import read_records
from r1core.synth.statements_wordings import Slots, Wordings, built_in

LINES, CHINESE_LIST = "lines.jsonl.gz", "lexicon_zh.jsonl"
LONGEST = 110  # characters of a label that is worth printing
SUMS = {
    "AssetsCurrent": "current.assets.total",
    "AssetsNoncurrent": "noncurrent.assets.total",
    "Assets": "assets.total",
    "LiabilitiesCurrent": "current.liabilities.total",
    "LiabilitiesNoncurrent": "noncurrent.liabilities.total",
    "Liabilities": "liabilities.total",
    "StockholdersEquity": "equity.total",
    "StockholdersEquityIncludingPortionAttributableToNoncontrollingInterest": "equity.total",
    "LiabilitiesAndStockholdersEquity": "liabilities.and.equity.total",
    "RetainedEarningsAccumulatedDeficit": "retained",
    "CommitmentsAndContingencies": "commitments",
    "CommitmentsAndContingencies2009": "commitments",
    "GrossProfit": "gross",
    "OperatingIncomeLoss": "operating.income",
    "CostsAndExpenses": "cost.total",
    "OperatingExpenses": "cost.total",
    "IncomeTaxExpenseBenefit": "tax",
    "NetIncomeLoss": "net.income",
    "ProfitLoss": "net.income",
    "NetIncomeLossAvailableToCommonStockholdersBasic": "attributable",
    "NetIncomeLossAttributableToNoncontrollingInterest": "minority",
    "NetCashProvidedByUsedInOperatingActivities": "operating.total",
    "NetCashProvidedByUsedInInvestingActivities": "investing.total",
    "NetCashProvidedByUsedInFinancingActivities": "financing.total",
    "EffectOfExchangeRateOnCashAndCashEquivalents": "exchange",
    "CashAndCashEquivalentsPeriodIncreaseDecrease": "cash.change",
    "OtherComprehensiveIncomeLossNetOfTax": "oci.total",
    "OtherComprehensiveIncomeLossNetOfTaxPeriodIncreaseDecrease": "oci.total",
    "ComprehensiveIncomeNetOfTax": "comprehensive",
    "ComprehensiveIncomeNetOfTaxIncludingPortionAttributableToNoncontrollingInterest": "comprehensive",
}
BEGINNINGS = (  # of concepts whose lines are no items, or items of one kind
    ("IncomeLossFromContinuingOperationsBefore", "pretax"),
    ("WeightedAverageNumber", "shares"),
    ("EarningsPerShare", "share"),
    ("CommonStockDividendsPerShare", "share"),
    ("IncreaseDecrease", "working"),
)
ITEMS = (  # statement, who says it, what: the total that the line counts to, the heading above it; slot
    ("BS", "total", r"^total current assets", "current.asset"),
    ("BS", "total", r"^total assets", "noncurrent.asset"),
    ("BS", "total", r"^total current liabilities", "current.liability"),
    ("BS", "total", r"^total (?:non-?current |long-term )?liabilities$", "noncurrent.liability"),
    ("BS", "total", r"^total .*(?:equity|investment|deficit)$", "equity.item"),
    ("IS", "total", r"^(?:total )?(?:net |operating )?(?:revenues?|sales)", "revenue"),
    ("IS", "total", r"^total .*(?:costs?|expenses)", "cost"),
    ("IS", "total", r"before .*tax|other income|non-?operating", "other.income"),
    ("CF", "heading", r"adjustments|reconcile", "adjustment"),
    ("CF", "heading", r"supplement|cash paid", "supplement"),
    ("CF", "total", r"investing", "investing"),
    ("CF", "total", r"financing", "financing"),
)
NO_EQUITY = re.compile(r"liabilit|deferred|payable|due to|due from|\bdebt\b|notes", re.IGNORECASE)
TOTAL = re.compile(r"^(?:total|net cash|balance|subtotal)\b|合[计計]|总[计额]|總[計額值]", re.IGNORECASE)


def printed_wordings(folder: Path) -> Wordings:
    """The built-in wordings and those of the folder."""
    english: dict[str, Counter[str]] = defaultdict(Counter)
    slots: dict[str, Counter[str]] = defaultdict(Counter)  # of each concept
    for record in read_records(folder / LINES):
        slot = slot_of(record)
        if slot is None or held_out(record["cik"]) or not 3 <= len(record["label"]) <= LONGEST:
            continue
        english[slot][record["label"].strip()] += 1
        slots[record["concept"]][slot] += 1
    chinese = _chinese(read_records(folder / CHINESE_LIST), slots)
    lists = {slot: tuple(words) for slot, words in sorted(english.items())}
    return built_in().with_printed({"en": lists, "zh": chinese})


def slot_of(record: Mapping[str, Any]) -> str | None:
    """The slot that a line belongs in; None where that is not certain."""
    concept, label = record["concept"], record["label"]
    if concept in SUMS:
        return SUMS[concept] if record["stmt"] != "EQ" else None
    if "PerBasic" in concept or "PerDiluted" in concept:
        return "share"
    if (begun := next((slot for begin, slot in BEGINNINGS if concept.startswith(begin)), None)) is not None:
        return begun
    if record["stmt"] == "CI" and concept.startswith("OtherComprehensiveIncome"):
        return "oci"
    if concept.startswith(("CashAndCash", "CashCash")):
        return _cash(record)
    if TOTAL.search(label) or label.rstrip().endswith(":") or "Shares" in concept or "PerShare" in concept:
        return None
    told = {who: (record.get(who) or "").casefold() for who in ("total", "heading")}
    fits = (slot for stmt, who, said, slot in ITEMS if stmt == record["stmt"] and re.search(said, told[who]))
    found = next(fits, None)
    return None if found == "equity.item" and NO_EQUITY.search(label) else found


def _cash(record: Mapping[str, Any]) -> str | None:
    """Cash in a cash flow statement opens or closes it, in a balance sheet it is an asset."""
    if record["stmt"] == "BS":
        return "current.asset"
    opens, closes = ("beginning" in record["label"].casefold(), " end" in record["label"].casefold())
    if record["stmt"] != "CF" or opens == closes:
        return None
    return "cash.opening" if opens else "cash.closing"


def _chinese(records: Iterable[Mapping[str, Any]], slots: Mapping[str, Counter[str]]) -> Slots:
    """Each wording in the slot of its concept."""
    found: dict[str, list[str]] = defaultdict(list)
    for record in records:
        concept, label = record["concept"] or "", record["label"]
        usual = slots.get(concept)
        if not usual:
            continue
        slot = usual.most_common(1)[0][0]
        if concept in SUMS or not TOTAL.search(label):
            found[slot].append(label)
    return {slot: tuple(dict.fromkeys(words)) for slot, words in sorted(found.items())}
