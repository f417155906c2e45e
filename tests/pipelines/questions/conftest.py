"""Acme Corporation: a digest made by hand, in which every number can be checked in the head."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from data.schemas import BBox, Digest, DocumentInfo, Fact, Line, Period, Place, Provenance, Sentence

BOX = BBox(0, 0, 10, 10)
FLOWS = {  # millions: 2022, 2021, 2020
    ("Revenues", "income", "Net sales"): (1000, 800, 500),
    ("CostOfRevenue", "income", "Cost of sales"): (600, 500, 300),
    ("OperatingIncomeLoss", "income", "Operating income"): (150, 160, 90),
    ("IncomeLossFromContinuingOperationsBeforeIncomeTaxes", "income", "Income before taxes"): (140, 150, 80),
    ("IncomeTaxExpenseBenefit", "income", "Income taxes"): (35, 30, 20),
    ("NetIncomeLoss", "income", "Net income"): (105, 120, 60),
    ("DeferredIncomeTaxExpenseBenefit", "cashflow", "Deferred income taxes"): (7, 6, 5),
    ("DepreciationDepletionAndAmortization", "cashflow", "Depreciation and amortization"): (50, 40, 30),
    ("NetCashProvidedByUsedInOperatingActivities", "cashflow", "Cash from operations"): (180, 170, 100),
    ("PaymentsToAcquirePropertyPlantAndEquipment", "cashflow", "Capital expenditures"): (80, 40, 30),
    ("PaymentsOfDividends", "cashflow", "Dividends paid"): (42, 40, 20),
}
STOCKS = {  # 2022, 2021
    ("AssetsCurrent", "Total current assets"): (400, 300),
    ("InventoryNet", "Inventories"): (120, 80),
    ("InventoryFinishedGoods", "Finished goods"): (70, 50),
    ("AccountsPayableCurrent", "Accounts payable"): (90, 60),
    ("LiabilitiesCurrent", "Total current liabilities"): (500, 250),
    ("PropertyPlantAndEquipmentNet", "Property, plant and equipment, net"): (300, 200),
    ("Assets", "Total assets"): (1200, 800),
}
SEGMENTS = {"Tools": 700, "Toys": 250, "Tea": 50}


@pytest.fixture(scope="session")
def acme() -> Digest:
    """The document."""
    info = DocumentInfo(
        sha256="0" * 64, name="acme.pdf", media_type="application/pdf", pages=9, entity="Acme Corporation",
        form="10-K", language="en", currency="USD", fiscal_year=2022, period_end=date(2022, 12, 31),
    )  # fmt: skip
    return Digest(info, tuple(_facts()), _lines(), _sentences())


def _facts() -> list[Fact]:
    found = []
    for (concept, place, label), values in FLOWS.items():
        for year, value in zip((2022, 2021, 2020), values, strict=True):
            period = Period(start=date(year, 1, 1), end=date(year, 12, 31))
            found.append(_fact(len(found), concept, label, place, value, period))
    for (concept, label), values in STOCKS.items():
        for year, value in zip((2022, 2021), values, strict=True):
            found.append(_fact(len(found), concept, label, "balance", value, Period(instant=date(year, 12, 31))))
    for name, value in SEGMENTS.items():
        period = Period(start=date(2022, 1, 1), end=date(2022, 12, 31))
        found.append(_fact(len(found), "Revenues", name, "segment", value, period, f"segment:{name}"))
    return found


def _fact(
    at: int, concept: str, label: str, place: str, value: int, period: Period, scope: str = "consolidated"
) -> Fact:
    return Fact(
        id=f"f{at + 1}", concept=concept, label=label, statement=place, scope=scope, value=Decimal(value * 10**6),
        unit="USD", period=period, confidence=0.98, provenance=(Provenance(page=5, bbox=BOX, text=f"{value:,}"),),
    )  # fmt: skip


def _lines() -> tuple[Line, ...]:
    def row(label: str, *texts: str) -> Line:
        heads = ("2022 End of year", "2021 End of year")
        cells = tuple(Place(head, text, 7, BOX) for head, text in zip(heads, texts, strict=True))
        return Line("t1", "Number of stores by country", "", label, 7, cells)

    return (row("Norway", "12", "15"), row("Denmark", "30", "28"), row("Total", "42", "43"))


def _sentences() -> tuple[Sentence, ...]:
    said = (
        "As of December 31, 2022, we employed approximately 9,000 people, 6,000 in Norway and 3,000 in Denmark.",
        "We now expect organic volume growth of 9 percent (previously 7 percent).",
    )
    return tuple(Sentence(text, 8, BOX) for text in said)
