"""The report task, whole, on filings that ship with the repository."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from data.schemas import BBox, Document, Page, Result, Word
from pipelines import registry
from pipelines.contracts import Context
from pipelines.tasks import report

CONTEXT = Context(registry.load("backends", "null").connect(""))
YEAR = (date(2015, 1, 1), date(2015, 12, 31))


@pytest.fixture(scope="module")
def netflix(samples: Path) -> Result:
    return report.run(samples / "netflix_2015_10k.pdf", report.Params(), CONTEXT)


@pytest.mark.parametrize(
    ("concept", "value"),
    [
        ("Revenues", 6_779_511_000),
        ("OperatingIncomeLoss", 305_826_000),
        ("NetIncomeLoss", 122_641_000),
        ("ProfitLoss", 122_641_000),
        ("EarningsPerShareDiluted", Decimal("0.28")),
        ("NetCashProvidedByUsedInOperatingActivities", -749_439_000),
        ("Assets", 10_202_871_000),
        ("StockholdersEquity", 2_223_426_000),
    ],
)
def test_core_facts_of_the_current_year(netflix: Result, concept: str, value: Decimal) -> None:
    found = {
        fact.value
        for fact in netflix.facts or ()
        if fact.concept == concept and fact.scope == "consolidated" and fact.period.last == YEAR[1]
        if fact.period.days in (0, 365)
    }
    assert found == {value}


def test_who_and_when_is_known(netflix: Result) -> None:
    document = netflix.document
    assert (document.entity, document.form, document.fiscal_year) == ("Netflix, Inc.", "10-K", 2015)
    assert (document.language, document.currency, document.period_end) == ("en", "USD", YEAR[1])


def test_every_citation_leads_to_a_fact(netflix: Result) -> None:
    ids = [fact.id for fact in netflix.facts or ()]
    assert len(ids) == len(set(ids))
    assert netflix.report
    cited = {name for section in netflix.report.sections for claim in section.claims for name in claim.citations}
    cited |= {name for check in netflix.checks or () for name in check.facts}
    cited |= {name for finding in netflix.findings or () for name in finding.facts}
    cited |= {name for conflict in netflix.conflicts or () for name in conflict.facts}
    assert cited <= set(ids)


def test_the_json_says_it_all(netflix: Result) -> None:
    assert Result.model_validate_json(netflix.to_json()).to_json() == netflix.to_json()


def test_the_same_again_is_the_same_to_the_byte(samples: Path) -> None:
    path = samples / "lockheedmartin_2023q2_results.pdf"
    first, second = (report.run(path, report.Params(), CONTEXT).model_copy(update={"run": None}) for _ in range(2))
    assert first.to_json() == second.to_json()


def test_stages_are_timed(netflix: Result) -> None:
    assert netflix.run
    assert {"read", "statements", "tables", "layout and facts", "told", "rules", "report"} == set(netflix.run.stages)


def test_the_language_is_chosen(samples: Path) -> None:
    path = samples / "lockheedmartin_2023q2_results.pdf"
    chinese = report.run(path, report.Params(lang="zh"), CONTEXT).report
    assert chinese and chinese.language == "zh"
    assert any(
        "\u4e00" <= character <= "\u9fff"
        for character in json.dumps(chinese.model_dump(mode="json"), ensure_ascii=False)
    )


def test_a_letter_gives_a_report_that_says_what_was_not_found(small_pdf: Path) -> None:
    result = report.run(small_pdf, report.Params(), CONTEXT)
    assert not [fact for fact in result.facts or () if fact.scope == "consolidated" and fact.statement == "income"]
    assert result.report and all(section.claims or section.empty for section in result.report.sections)


def test_tables_are_looked_for_where_numbers_stand() -> None:
    def page(number: int, numbers: int, words: int) -> Page:
        box = BBox(0, 0, 1, 1)
        return Page(number, 612, 792, tuple(Word("1,234" if n < numbers else "word", box) for n in range(words)))

    pages = (page(1, 5, 400), page(2, 90, 400), page(3, 0, 0), page(4, 29, 60), page(5, 40, 1000))
    document = Document("0" * 64, "x.pdf", "x.pdf", "application/pdf", pages)
    assert report.dense_pages(document) == {2}
