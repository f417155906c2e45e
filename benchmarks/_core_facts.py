"""Core facts of a filing against known ones: right, wrong, missing, mixed; page and box hits.

A known fact is right when a fact of scope `consolidated` has the contract's concept for its item, a period that ends
within 3 days of its own and has its length, and exactly its value (or one accepted beside it). `mixed`: right, with
another value beside it. A box hits when it holds the centre of the printed number and is at most four lines high.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from data.schemas import Conflict, Document, Fact, Provenance
from pipelines.backends.null import NullBackend
from pipelines.contracts import Backend

CONCEPTS = {
    "revenue": "Revenues",
    "cost_of_revenue": "CostOfRevenue",
    "gross_profit": "GrossProfit",
    "rnd": "ResearchAndDevelopmentExpense",
    "sga": "SellingGeneralAndAdministrativeExpense",
    "operating_income": "OperatingIncomeLoss",
    "interest_expense": "InterestExpense",
    "pretax_income": "IncomeLossFromContinuingOperationsBeforeIncomeTaxes",
    "income_tax": "IncomeTaxExpenseBenefit",
    "net_income": "ProfitLoss",
    "net_income_attributable": "NetIncomeLoss",
    "eps_basic": "EarningsPerShareBasic",
    "eps_diluted": "EarningsPerShareDiluted",
    "cfo": "NetCashProvidedByUsedInOperatingActivities",
    "cfi": "NetCashProvidedByUsedInInvestingActivities",
    "cff": "NetCashProvidedByUsedInFinancingActivities",
    "depreciation_amortization": "DepreciationDepletionAndAmortization",
    "cash": "CashAndCashEquivalentsAtCarryingValue",
    "receivables": "AccountsReceivableNetCurrent",
    "inventory": "InventoryNet",
    "total_current_assets": "AssetsCurrent",
    "ppe_net": "PropertyPlantAndEquipmentNet",
    "goodwill": "Goodwill",
    "total_assets": "Assets",
    "accounts_payable": "AccountsPayableCurrent",
    "total_current_liabilities": "LiabilitiesCurrent",
    "long_term_debt": "LongTermDebtNoncurrent",
    "deposits": "Deposits",
    "total_liabilities": "Liabilities",
    "retained_earnings": "RetainedEarningsAccumulatedDeficit",
    "equity_attributable": "StockholdersEquity",
    "total_equity": "StockholdersEquityIncludingPortionAttributableToNoncontrollingInterest",
    "capex": "PaymentsToAcquirePropertyPlantAndEquipment",
    "dividends_paid": "PaymentsOfDividends",
}
BALANCE = frozenset(
    {
        *("cash", "receivables", "inventory", "total_current_assets", "ppe_net", "goodwill", "total_assets"),
        *("accounts_payable", "total_current_liabilities", "long_term_debt", "deposits", "total_liabilities"),
        *("retained_earnings", "equity_attributable", "total_equity"),
    }
)
NULL = NullBackend()
SLACK_DAYS, SLACK_LENGTH, MONTH = 3, 25, 30.4
Box = Sequence[float]


@dataclass(frozen=True)
class Known:
    """A fact that a person read in the filing."""

    item: str
    period: str  # "FY2022", "Q2-2023", "6M-2023", or the day of an instant
    ends: date | None  # None: the period's year decides
    values: tuple[Decimal, ...]  # whole units; the first is the truth, the others are accepted
    page: int
    bbox: Box
    optional: bool = False
    unsigned: bool = False  # the sign stands as printed, not as XBRL has it


@dataclass
class Score:
    """Counts of one filing, or of several added up."""

    n: int = 0
    right: int = 0
    wrong: int = 0
    missing: int = 0
    page: int = 0
    box: int = 0
    mixed: int = 0
    errors: list[str] = field(default_factory=list)

    def __add__(self, other: Score) -> Score:
        names = ("n", "right", "wrong", "missing", "page", "box", "mixed")
        return Score(*(getattr(self, k) + getattr(other, k) for k in names), errors=self.errors + other.errors)

    def shares(self) -> dict[str, float | int]:
        """The figures of the bars."""
        right, given = max(self.right, 1), max(self.right + self.wrong, 1)
        return {
            "right": round(self.right / max(self.n, 1), 4),
            "wrong of given": round(self.wrong / given, 4),
            "page": round(self.page / right, 4),
            "box": round(self.box / right, 4),
            "mixed": self.mixed,
            "n": self.n,
        }


def facts_of(path: Path) -> tuple[tuple[Fact, ...], tuple[Conflict, ...]]:
    """The chain of the report task up to facts: read, find statements, name lines, reconcile."""
    from pipelines.readers.pdf import read

    return facts_in(read(path))


def facts_in(document: Document, backend: Backend = NULL) -> tuple[tuple[Fact, ...], tuple[Conflict, ...]]:
    """The chain behind the reader."""
    from pipelines.facts.build import build_facts
    from pipelines.facts.cover import document_info
    from pipelines.facts.reconcile import reconcile
    from pipelines.facts.statements import find_statements
    from pipelines.rules import Witness

    statements = find_statements(document, backend=backend)
    facts = build_facts(statements, document_info(document, statements), backend)
    return reconcile(facts, backend, Witness(document, statements))


def known_facts(filing: dict[str, Any]) -> Iterator[Known]:
    """The facts of a filing of gold_core.json for which the contract names a concept."""
    for raw in filing["facts"]:
        if raw["item"] in CONCEPTS:
            scale = Decimal(str(raw["scale"]))
            values = [raw["value"], *(raw.get("accept_values") or [])]
            yield Known(
                item=raw["item"],
                period=raw["period"],
                ends=date.fromisoformat(raw["period_end"]),
                values=tuple(Decimal(str(v)) * scale for v in values),
                page=raw["page"],
                bbox=raw["bbox"],
                optional=bool(raw.get("optional")),
            )


def score(facts: Sequence[Fact], conflicts: Sequence[Conflict], truths: Sequence[Known]) -> Score:
    """What was found of what is known."""
    lost = {i for c in conflicts for i in c.facts if i != c.kept}
    usable = [
        f
        for f in facts
        if f.scope == "consolidated" and f.statement in (None, "income", "balance", "cashflow") and f.id not in lost
    ]
    total = Score()
    for known in truths:
        got = [f for f in usable if f.concept == CONCEPTS[known.item] and same_period(f, known)]
        if not known.optional or got:
            total += _judged(known, got)
    return total


def _judged(known: Known, got: Sequence[Fact]) -> Score:
    good = [f for f in got if is_right(f, known)]
    if not good:
        what = f"{known.item} {known.period}: {known.values[0]:,} but {[str(f.value) for f in got]}"
        return Score(n=1, wrong=int(bool(got)), missing=int(not got), errors=[what])
    places = [p for f in good for p in f.provenance if p.page == known.page]
    return Score(
        n=1,
        right=1,
        page=int(bool(places)),
        box=int(any(hits(p, known.bbox) for p in places)),
        mixed=int(known.ends is not None and any(not is_right(f, known) and f.unit == good[0].unit for f in got)),
    )


def is_right(fact: Fact, known: Known) -> bool:
    """Exactly the known value, or one accepted beside it."""
    value = abs(fact.value) if known.unsigned else fact.value
    return value in (tuple(abs(v) for v in known.values) if known.unsigned else known.values)


def same_period(fact: Fact, known: Known) -> bool:
    """Balance items are instants; flows have a start and the length that the period's name says."""
    if known.ends is None:
        return int(known.period[2:6]) in _fiscal_years(fact) and (known.item in BALANCE or 350 < fact.period.days < 380)
    if abs((fact.period.last - known.ends).days) > SLACK_DAYS:
        return False
    if known.item in BALANCE:
        return fact.period.instant is not None
    return fact.period.days > 0 and abs(fact.period.days - 1 - MONTH * months(known.period)) < SLACK_LENGTH


def _fiscal_years(fact: Fact) -> tuple[int, ...]:
    """A year that ends in January is called by either of its calendar years."""
    last = fact.period.last
    return (last.year - 1, last.year) if last.month == 1 else (last.year,)


def months(period: str) -> int:
    """12 for "FY2022", 3 for "Q2-2023", 6 for "6M-2023"."""
    if period.startswith("Q"):
        return 3
    return int(period.split("M-")[0]) if "M-" in period else 12


def hits(place: Provenance, target: Box) -> bool:
    """The box holds the centre of the printed number and is no taller than a few lines of it."""
    x, y = (target[0] + target[2]) / 2, (target[1] + target[3]) / 2
    box = place.bbox
    inside = box.x0 - 2 <= x <= box.x1 + 2 and box.top - 2 <= y <= box.bottom + 2
    return inside and box.height <= 4 * (target[3] - target[1])
