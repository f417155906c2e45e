"""Core rules on whole statements of many companies: labels as displayed, no numbers, the company's own choice as truth.

Lines of one filing and statement of `labels/lines.jsonl.gz` (and the lines with elements of their own) in printed order
make a statement. Elements that filers choose alike for a core concept count as it (FAMILY), and so does an element of
the company's own: it says that the taxonomy had none that fits, not what the line is.
Without numbers, rules that do arithmetic or tie statements to each other do not count.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from data.schemas import Amount, BBox, Column, Row, Statement
from data.schemas.statement import Kind
from pipelines.facts.concepts_core import core_picks
from pipelines.facts.concepts_view import view_of
from pipelines.facts.lexicon import core_concepts

KINDS: dict[str, Kind] = {"BS": "balance", "IS": "income", "CF": "cashflow"}
FEWEST = 8  # lines of a statement worth asking
FAMILY = {
    "Revenues": "Revenue|Sales",
    "CostOfRevenue": "Cost",
    "IncomeLossFromContinuingOperationsBeforeIncomeTaxes": "IncomeLoss(?:FromContinuing|BeforeIncome)",
    "DepreciationDepletionAndAmortization": "Depreciation",
    "StockholdersEquity": "Equity|Capital",
    "StockholdersEquityIncludingPortionAttributableToNoncontrollingInterest": "Equity|Capital",
    "ProfitLoss": "NetIncomeLoss",
    "NetIncomeLoss": "ProfitLoss|NetIncomeLoss",
    "EarningsPerShareBasic": "Per(?:Basic|Outstanding|Share)",
    "EarningsPerShareDiluted": "Per(?:Basic|Diluted|Outstanding|Share)",
    "PaymentsToAcquirePropertyPlantAndEquipment": "Payments.*(?:Productive|Property|Machinery)|CapitalExp",
    "PaymentsOfDividends": "Dividend",
    "LongTermDebtNoncurrent": "Debt|Borrow|Notes|Loan",
    "AccountsPayableCurrent": "AccountsPayable",
    "AccountsReceivableNetCurrent": "Receivable",
    "InterestExpense": "Interest",
    "CashAndCashEquivalentsAtCarryingValue": "Cash",
    "InventoryNet": "Inventor|Supplies",
    "PropertyPlantAndEquipmentNet": "Property",
    "ResearchAndDevelopmentExpense": "Research|Development|Technolog",
    "RetainedEarningsAccumulatedDeficit": "Retained|Accumulated",
    "SellingGeneralAndAdministrativeExpense": "SellingGeneral|Administrative",
    "IncomeTaxExpenseBenefit": "IncomeTax",
    "Deposits": "Deposits",
}


@dataclass
class Tally:
    """Lines whose element is a core concept, those of them found, lines given, and those given wrongly."""

    known: int = 0
    found: int = 0
    given: int = 0
    wrong: int = 0

    def shares(self) -> dict[str, float | int]:
        """Figures of the table."""
        return {
            "core lines found": round(self.found / max(self.known, 1), 4),
            "wrong of given": round(self.wrong / max(self.given, 1), 4),
            "given": self.given,
        }


def rule_shares(folder: Path, every: int = 1) -> dict[str, float | int]:
    """Shares over the filings; `every` takes every so-manyth company."""
    total = Tally()
    for filing in statements(folder, lambda company: company % every == 0):
        for statement, truth in filing:
            _count(total, statement, truth)
    return total.shares()


def _count(total: Tally, statement: Statement, truth: list[str]) -> None:
    picks = core_picks(view_of(statement))
    for concept in core_concepts():
        lines = [i for i, element in enumerate(truth) if element == concept]
        pick = picks.get(concept)
        # net income and cash of a cash flow statement are concepts only where other statements say the same
        if lines and not (statement.kind == "cashflow" and concept in ("ProfitLoss", "NetIncomeLoss")):
            beginning = concept.startswith("Cash") and statement.kind == "cashflow"
            total.known += not beginning
            total.found += not beginning and pick is not None
        if pick is not None:
            total.given += 1
            total.wrong += not alike(concept, truth[pick.row])


def alike(concept: str, element: str) -> bool:
    if element.startswith((concept, "ext:")):  # NetCash…OperatingActivitiesContinuingOperations
        return True
    return re.search(FAMILY.get(concept, "$^"), element) is not None


def statements(folder: Path, wanted: Callable[[int], bool]) -> Iterator[list[tuple[Statement, list[str]]]]:
    """The statements of each filing of the wanted companies, each with the element of every row ("" for a heading)."""
    groups: dict[tuple[int, str], dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for name in ("lines.jsonl.gz", "extensions.jsonl.gz"):
        with gzip.open(folder / name, "rt", encoding="utf-8") as file:
            for r in map(json.loads, file):
                if r["stmt"] in KINDS and not r.get("paren") and r.get("kind") != "standard" and wanted(r["cik"]):
                    groups[r["cik"], r["filing"]][r["stmt"]].append(r)
    for filing in groups.values():
        whole = {mark: records for mark, records in filing.items() if len(records) >= FEWEST}
        if whole:
            yield [_statement(KINDS[mark], sorted(rs, key=lambda r: int(r["order"]))) for mark, rs in whole.items()]


def _statement(kind: Kind, records: list[dict[str, Any]]) -> tuple[Statement, list[str]]:
    rows, truth, heading = list[Row](), list[str](), ""
    for r in records:
        if (r.get("heading") or "") != heading:
            heading = r.get("heading") or ""
            rows.append(Row(heading, 1, BBox(0, 0, 1, 1), (None,)))
            truth.append("")
        truth.append(r.get("now") or r["concept"])
        rows.append(Row(r["label"], 1, BBox(0, 0, 1, 1), (_amount(truth[-1], len(rows)),), heading=heading))
    columns = (Column("", None, 1, BBox(0, 0, 1, 1)),)
    one = Decimal(1)
    made = Statement(
        kind, "", "consolidated", (1,), "USD", one, one, one, columns, tuple(rows), (), confidence=1.0, primary=True
    )
    return made, truth


def _amount(element: str, n: int) -> Amount:
    """A number that is no sum of others, in the unit that a reader would have seen."""
    per_share = re.search("Per(?:Basic|Diluted|Outstanding)?(?:And)?.*(?:Share|Unit)", element) is not None
    shares = not per_share and ("NumberOf" in element or element.endswith("SharesOutstanding"))
    value = Decimal("1.23") if per_share else Decimal(1000 + 37 * n + n * n)
    unit = "per-share" if per_share else "shares" if shares else "money"
    return Amount(str(value), value, 1, BBox(0, 0, 1, 1), unit=unit)  # type: ignore[arg-type]
