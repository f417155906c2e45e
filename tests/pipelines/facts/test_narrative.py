"""What sentences state: metric, amount, period and scope. One trap a test."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from data.schemas import BBox, DocumentInfo, Fact, Mention, Period, Provenance, Sentence
from pipelines.backends.null import NullBackend
from pipelines.facts.narrative import find_mentions, narrative_facts
from pipelines.facts.narrative_times import Times
from pipelines.facts.reconcile import reconcile_told

BOX = BBox(50, 100, 500, 112)
INFO = DocumentInfo(
    sha256="0" * 64,
    name="made.pdf",
    media_type="application/pdf",
    pages=9,
    entity="Acme Inc.",
    currency="USD",
    fiscal_year=2022,
    period_end=date(2022, 12, 31),
)


def year(number: int) -> Period:
    return Period(start=date(number, 1, 1), end=date(number, 12, 31))


def close(number: int) -> Period:
    return Period(instant=date(number, 12, 31))


def fact(concept: str, period: Period, value: str, label: str = "", scope: str = "consolidated") -> Fact:
    kind = "balance" if period.instant else "income"
    return Fact(
        id=f"{concept}{period.last}{scope}",
        concept=concept,
        label=label or concept,
        statement="segment" if scope.startswith("segment") else kind,
        scope=scope,
        value=Decimal(value),
        unit="USD/shares" if "Share" in concept else "USD",
        period=period,
        confidence=0.99,
        provenance=(Provenance(page=5, bbox=BOX, text=value),),
    )


FACTS = (
    fact("Revenues", year(2022), "32765000000", "Net sales"),
    fact("Revenues", year(2021), "31657000000", "Net sales"),
    fact("NetIncomeLoss", year(2022), "2412000000", "Net income"),
    fact("NetIncomeLoss", year(2021), "2100000000", "Net income"),
    fact("EarningsPerShareDiluted", year(2022), "2.41", "Diluted"),
    fact("EarningsPerShareDiluted", year(2021), "2.05", "Diluted"),
    fact("GeneralAndAdministrativeExpense", year(2022), "1204000000", "General and administrative"),
    fact("CashAndCashEquivalentsAtCarryingValue", close(2022), "5101000000", "Cash and cash equivalents"),
    fact("CashAndCashEquivalentsAtCarryingValue", close(2021), "4703000000", "Cash and cash equivalents"),
    fact("NetCashProvidedByUsedInInvestingActivities", year(2022), "-1520000000", "Net cash used in investing"),
    fact("Revenues", year(2022), "12800000000", scope="segment:Cloud"),
)


def mentions(text: str, section: str = "", info: DocumentInfo = INFO) -> tuple[Mention, ...]:
    return find_mentions((Sentence(text, 7, BOX, section),), info, FACTS)


def levels(text: str, section: str = "") -> list[tuple[str, str, str | None]]:
    """Concept, amount and last day of every level."""
    return list(_levels(mentions(text, section)))


def _levels(found: tuple[Mention, ...]) -> Iterator[tuple[str, str, str | None]]:
    for mention in found:
        for figure in mention.figures:
            if figure.role == "level":
                yield mention.concept, figure.text, figure.period.last.isoformat() if figure.period else None


def told(text: str, section: str = "") -> dict[tuple[str, str, str], Decimal]:
    facts = narrative_facts(mentions(text, section), FACTS)
    return {(f.concept, f.scope, f.period.last.isoformat()): f.value for f in facts}


NOW, BEFORE = "2022-12-31", "2021-12-31"


def test_an_amount_its_change_and_the_year_before() -> None:
    (mention,) = mentions(
        "Net sales increased $1.1 billion, or 3.5%, to $32.8 billion in 2022 from $31.7 billion in 2021."
    )
    assert [(f.role, f.value, f.step) for f in mention.figures] == [
        ("change", Decimal("1100000000"), Decimal("100000000")),
        ("rate", Decimal("3.5"), Decimal("0.1")),
        ("level", Decimal("32800000000"), Decimal("100000000")),
        ("level", Decimal("31700000000"), Decimal("100000000")),
    ]
    assert [f.period for f in mention.figures] == [year(2022), year(2022), year(2022), year(2021)]
    assert mention.figures[1].since == year(2021)


def test_amounts_and_years_respectively() -> None:
    text = "Net sales were $32.8 billion, $31.7 billion and $30.1 billion in 2022, 2021 and 2020, respectively."
    assert levels(text) == [
        ("Revenues", "$32.8 billion", NOW),
        ("Revenues", "$31.7 billion", BEFORE),
        ("Revenues", "$30.1 billion", "2020-12-31"),
    ]


def test_two_metrics_respectively() -> None:
    text = "In 2022, net sales and net income were $32.8 billion and $2.4 billion, respectively."
    assert levels(text) == [("Revenues", "$32.8 billion", NOW), ("NetIncomeLoss", "$2.4 billion", NOW)]


def test_several_claims_in_a_sentence() -> None:
    text = "In 2022, net sales increased 3.5% to $32.8 billion and net income was $2.4 billion."
    assert levels(text) == [("Revenues", "$32.8 billion", NOW), ("NetIncomeLoss", "$2.4 billion", NOW)]


def test_earnings_per_share_behind_net_income() -> None:
    text = "Net income for 2022 was $2.4 billion, or $2.41 per diluted share, compared to $2.1 billion in 2021."
    assert ("EarningsPerShareDiluted", "$2.41", NOW) in levels(text)


def test_a_year_after_a_full_date_takes_its_day() -> None:
    text = (
        "Cash and cash equivalents were $5.1 billion and $4.7 billion as of December 31, 2022 and 2021, respectively."
    )
    assert levels(text) == [
        ("CashAndCashEquivalentsAtCarryingValue", "$5.1 billion", NOW),
        ("CashAndCashEquivalentsAtCarryingValue", "$4.7 billion", BEFORE),
    ]


def test_a_label_of_the_statements_with_expenses_behind_it() -> None:
    text = "General and administrative expenses were $1.2 billion in 2022."
    assert told(text) == {("GeneralAndAdministrativeExpense", "consolidated", NOW): Decimal("1200000000.0")}


def test_the_period_of_the_heading() -> None:
    assert levels("Net sales increased to $32.8 billion.", "2022 Compared with 2021") == [
        ("Revenues", "$32.8 billion", NOW)
    ]


def test_the_year_before_in_parentheses() -> None:
    assert levels("Revenue for the year was $32.8 billion (2021: $31.7 billion).") == [
        ("Revenues", "$32.8 billion", NOW),
        ("Revenues", "$31.7 billion", BEFORE),
    ]


def test_an_amount_repeated_in_another_currency_is_passed_over() -> None:
    text = "Net sales rose from $31.7 billion in 2021 to $32.8 billion (RMB230.1 billion) in 2022."
    assert [level[1] for level in levels(text)] == ["$31.7 billion", "$32.8 billion"]


def test_a_segment_has_its_own_scope() -> None:
    assert told("Cloud revenue was $12.8 billion in 2022.") == {
        ("Revenues", "segment:Cloud", NOW): Decimal("12800000000.0")
    }


def test_under_a_segment_heading_the_bare_name_is_the_segments() -> None:
    (mention,) = mentions("Net sales were $12.8 billion in 2022.", "Cloud segment")
    assert mention.scope == "segment:Cloud"


@pytest.mark.parametrize(
    "text",
    [
        "Adjusted net income was $2.6 billion in 2022.",
        "Organic net sales increased to $32.8 billion in 2022.",
        "Net sales excluding divestitures were $32.1 billion in 2022.",
        "Pro forma net sales were $33.9 billion in 2022.",
        "Snack net sales were $3.1 billion in 2022.",
        "In Canada, net sales were $3.1 billion in 2022.",
        "Net sales in Europe were $3.1 billion in 2022.",
        "We expect net sales of $34.1 billion in 2023.",
        "Net sales could reach $34.1 billion in 2022.",
        "The increase was driven by net sales of $3.1 billion of new products in 2022.",
        "Aetna reported, and we consolidated, net sales of $3.1 billion in 2022.",
    ],
)
def test_what_is_not_the_companys_own_figure(text: str) -> None:
    assert not mentions(text)


@pytest.mark.parametrize(
    "text",
    [
        "In June 2022, we recorded net sales of $3.1 billion.",  # a month is no period of the statements
        "Net sales were $3.1 billion in the second quarter of 2019.",  # nor is a quarter before all of them
    ],
)
def test_a_time_that_is_no_period_of_the_company(text: str) -> None:
    assert not told(text)


def test_an_interim_report_says_nothing_by_a_bare_year() -> None:
    quarter = Period(start=date(2022, 4, 1), end=date(2022, 6, 30))
    info = INFO.model_copy(update={"period_end": quarter.end})
    times = Times(info, (fact("Revenues", quarter, "1"),))
    assert times.year(2022) is None
    assert times.quarter(1, 2022) == quarter, "its only length is three months: the first quarter of the year"


def test_what_no_statement_has_becomes_a_fact_of_the_text() -> None:
    text = "Advertising expense for 2022 and 2021 was $141.7 million and $135.8 million, respectively."
    assert told(text) == {
        ("r1:AdvertisingExpense", "consolidated", NOW): Decimal("141700000.0"),
        ("r1:AdvertisingExpense", "consolidated", BEFORE): Decimal("135800000.0"),
    }


def test_a_bare_amount_may_count_thousands() -> None:
    assert not told("The annual service backlog at December 31, 2022 was $404,381.")


def test_two_values_of_one_name_are_nobodys() -> None:
    sentences = tuple(
        Sentence(f"Net pension expense for 2022 was ${amount} million.", 7, BOX) for amount in ("41.2", "17.9")
    )
    assert narrative_facts(find_mentions(sentences, INFO, FACTS), FACTS) == ()


def test_agreement_adds_a_place_to_the_fact() -> None:
    text = "Net cash used in investing activities was $1.5 billion in 2022."
    facts, conflicts = reconcile_told(FACTS, narrative_facts(mentions(text), FACTS), NullBackend())
    (tied,) = [f for f in facts if len(f.provenance) > 1]
    assert (tied.concept, tied.value) == ("NetCashProvidedByUsedInInvestingActivities", Decimal("-1520000000"))
    assert tied.provenance[1].page == 7
    assert not conflicts
    assert len(facts) == len(FACTS)


def test_contradiction_is_a_conflict_and_the_statement_is_kept() -> None:
    text = "Net sales were $38.2 billion in 2022, compared to $31.7 billion in 2021."
    facts, (conflict,) = reconcile_told(FACTS, narrative_facts(mentions(text), FACTS), NullBackend())
    assert conflict.kept == FACTS[0].id
    assert "narrative, page 7" in conflict.reason
    assert {f.id for f in facts} >= set(conflict.facts)


def test_a_lone_amount_contradicts_only_what_no_part_of_a_company_has() -> None:
    sure = mentions("Net cash used in investing activities was $1.9 billion in 2022.")
    assert reconcile_told(FACTS, narrative_facts(sure, FACTS), NullBackend())[1]
    assert not narrative_facts(mentions("Net sales were $28.3 billion in 2022."), FACTS)  # may be a part's


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022年，公司实现营业收入327.65亿元，较上年同期增长3.50%；", [("level", NOW), ("rate", NOW)]),
        ("报告期内，公司实现营业收入 3,276,500 万元，上年同期为 3,165,700 万元。", [("level", NOW), ("level", BEFORE)]),
    ],
)
def test_chinese_claims(text: str, expected: list[tuple[str, str]]) -> None:
    (mention,) = mentions(text)
    assert mention.concept == "Revenues"
    assert [(f.role, f.period.last.isoformat() if f.period else "") for f in mention.figures] == expected


@pytest.mark.parametrize(
    "text",
    [
        "子公司实现营业收入327.65亿元。",
        "公司预计2022年实现营业收入327.65亿元。",
        "扣除非经常性损益后的净利润24.12亿元。",
        "主营业务收入156,732 万元。",
    ],
)
def test_chinese_figures_of_others(text: str) -> None:
    assert not mentions(text)
