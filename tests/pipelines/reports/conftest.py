"""The facts of a real filing (Netflix, 10-K for 2015), typed from its pages, and a way to make small ones."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from data.schemas import BBox, Document, DocumentInfo, Fact, Period, Provenance, Reading, Result, Sentence

NETFLIX = Path(__file__).parents[1] / "netflix_2015.json"
BALANCE = {"Assets", "AssetsCurrent", "Liabilities", "LiabilitiesCurrent", "StockholdersEquity", "Deposits", "Goodwill"}


@pytest.fixture(scope="session")
def netflix() -> Result:
    return Result.model_validate_json(json.dumps(json.loads(NETFLIX.read_text(encoding="utf-8"))["result"]))


@pytest.fixture(scope="session")
def netflix_drivers() -> tuple[tuple[Sentence, str], ...]:
    found = json.loads(NETFLIX.read_text(encoding="utf-8"))["drivers"]
    return tuple((Sentence(s["text"], s["page"], BBox(*s["bbox"]), s["section"]), concept) for s, concept in found)


@pytest.fixture(scope="session")
def netflix_reading(netflix: Result) -> Reading:
    return reading_of(netflix.document, netflix.facts or ())


def reading_of(info: DocumentInfo, facts: tuple[Fact, ...]) -> Reading:
    document = Document(info.sha256, info.name, "", info.media_type, ())
    return Reading(document, info, facts=facts)


@pytest.fixture
def company() -> Callable[..., Reading]:
    """A reading of the lines given: `company(Revenues=(120, 100))` is this year's and last year's, in millions.

    `months` is the length of the period; what stands in a balance sheet becomes an instant.
    """

    def make(
        months: int = 12, currency: str = "USD", scale: int = 10**6, form: str = "10-K", **lines: tuple[float, ...]
    ) -> Reading:
        facts = []
        for concept, values in lines.items():
            for back, value in enumerate(values):
                per_share = concept.startswith("EarningsPerShare")
                facts.append(
                    Fact(
                        id=f"f{len(facts) + 1}",
                        concept=concept,
                        label=concept,
                        statement=_statement(concept),
                        value=Decimal(str(value)) * (1 if per_share else scale),
                        unit=f"{currency}/shares" if per_share else currency,
                        period=_period(2023 - back, 0 if _statement(concept) == "balance" else months),
                        confidence=0.98,
                        provenance=(Provenance(page=7 + back, bbox=BBox(10, 10, 50, 20), text=str(value)),),
                    )
                )
        info = DocumentInfo(
            sha256="ab" * 32, name="acme.pdf", media_type="application/pdf", pages=9, entity="Acme Inc.",
            form=form, currency=currency, period_end=date(2023, 12, 31),
        )  # fmt: skip
        return reading_of(info, tuple(facts))

    return make


def _statement(concept: str) -> str:
    if concept in BALANCE or concept.startswith(("Cash", "Inventory", "AccountsReceivable", "LongTermDebt")):
        return "balance"
    return "cashflow" if concept.startswith(("NetCash", "Payments")) else "income"


def _period(year: int, months: int) -> Period:
    end = date(year, 12, 31)
    if not months:
        return Period(instant=end)
    return Period(start=end - timedelta(days=round(months * 30.42) - 1), end=end)
