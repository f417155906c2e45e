"""Equity statements and notes of real filings, against numbers read on their pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pymupdf
import pytest

from data.schemas import Fact, Period
from pipelines.backends.null import NullBackend
from pipelines.facts.build import build_facts
from pipelines.facts.cover import document_info
from pipelines.facts.equity import equity_facts
from pipelines.facts.notes import note_facts
from pipelines.facts.reconcile import reconcile
from pipelines.facts.statements import find_statements
from pipelines.facts.told import with_told
from pipelines.layout.lines import document_lines
from pipelines.layout.regions import find_regions
from pipelines.readers import read
from pipelines.tables import find_tables

pytestmark = pytest.mark.shared
WHOLE = "StockholdersEquityIncludingPortionAttributableToNoncontrollingInterest"


@dataclass(frozen=True)
class Filing:
    name: str
    pages: tuple[int, ...]  # of the filing: cover, statements, a note
    scale: int
    note: int  # the note's place among those pages


COMPANY = Filing("3M_2018_10K", (1, 56, 58, 59, 60, 81), 10**6, note=6)
BANK = Filing("AMERICANEXPRESS_2022_10K", (1, 96, 98, 99, 100, 145), 10**6, note=6)
AUSTRALIAN = Filing("0a61a353b1ea9fd9b8f63b60239634ca3007d58f", (1, 61, 62, 63, 64, 98), 10**5, note=6)
CHINESE = Filing("600201_金宇生物_2020_年度报告", (1, 160, *range(66, 79)), 1, note=2)


def facts_of(filing: Filing, folder: Path, target: Path) -> tuple[Fact, ...]:
    """The facts of those pages alone."""
    with pymupdf.open(folder / f"{filing.name}.pdf") as whole:
        whole.select([page - 1 for page in filing.pages])
        whole.save(target)
    document = read(target)
    statements = find_statements(document)
    info = document_info(document, statements)
    tables = find_tables(document, (filing.note,))
    regions = find_regions(document, tables, document_lines(document))
    facts, _ = reconcile(build_facts(statements, info, NullBackend()), NullBackend())
    facts = with_told(facts, equity_facts(statements, facts))
    return with_told(facts, note_facts(document, info, regions, tables, facts))


def value(facts: tuple[Fact, ...], concept: str, scope: str, period: Period) -> Decimal | None:
    found = {f.value for f in facts if (f.concept, f.scope, f.period) == (concept, scope, period)}
    assert len(found) <= 1
    return found.pop() if found else None


def year(number: int, month: int = 12, day: int = 31) -> Period:
    return Period(start=date(number - (month < 12), month % 12 + 1, 1), end=date(number, month, day))


def at(number: int, month: int = 12, day: int = 31) -> Period:
    return Period(instant=date(number, month, day))


READ = {
    COMPANY: [
        (WHOLE, "consolidated", at(2015), 11_468),
        (WHOLE, "component:RetainedEarnings", at(2018), 40_636),
        (WHOLE, "component:TreasuryStock", at(2016), -25_434),
        ("StockRepurchasedDuringPeriodValue", "consolidated", year(2018), 4_888),
        ("Dividends", "component:RetainedEarnings", year(2017), 2_803),
        ("Land", "consolidated", at(2018), 340),
        ("PropertyPlantAndEquipmentGross", "consolidated", at(2017), 24_914),
    ],
    BANK: [
        ("StockholdersEquity", "consolidated", at(2019), 23_071),
        ("StockholdersEquity", "component:AccumulatedOtherComprehensiveIncome", at(2020), -2_895),
        ("StockRepurchasedDuringPeriodValue", "component:RetainedEarnings", year(2021), 6_958),
        ("r1:DelinquencyFees", "note:SERVICE FEES AND OTHER REVENUE AND OTHER EXPENSES", year(2020), 772),
    ],
    AUSTRALIAN: [
        (WHOLE, "consolidated", at(2021, 6, 30), 29_574),
        (WHOLE, "component:RetainedEarnings", at(2022, 6, 30), 1_617),
        ("ProfitLoss", "component:NoncontrollingInterest", year(2022, 6, 30), 4),
        ("Dividends", "consolidated", year(2022, 6, 30), 1_714),
        ("r1:TotalBorrowings", "note:Borrowings", at(2021, 6, 30), 14_816),
    ],
    CHINESE: [
        (WHOLE, "component:StatutoryReserve", at(2019), Decimal("411830390.60")),
        (WHOLE, "component:TreasuryStock", at(2019), Decimal("-139995623.87")),
        ("r1:稳岗补贴", "note:其他收益", year(2019), Decimal("186039.48")),
        ("r1:工业高质量发展专项资金", "note:其他收益", year(2020), Decimal("1800000.00")),
    ],
}


@pytest.mark.parametrize("filing", READ, ids=lambda f: f.name[:12])
def test_numbers_read_on_the_page(filing: Filing, shared: Path, tmp_path: Path) -> None:
    facts = facts_of(filing, shared / "filings" / "pdf", tmp_path / "part.pdf")
    for concept, scope, period, printed in READ[filing]:
        assert value(facts, concept, scope, period) == printed * filing.scale, (concept, scope, period)
    whole = [(f.concept, f.unit, f.period) for f in facts if f.scope == "consolidated"]
    assert len(set(whole)) == len(whole)  # nothing of the company has two values
