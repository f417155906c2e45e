"""Claims of running text, and whether the statements bear them out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from data.schemas import BBox, Check, Document, DocumentInfo, Fact, Finding, Period, Provenance, Reading, Sentence
from pipelines.facts.narrative import find_mentions
from pipelines.rules import narrative

BOX = BBox(50, 100, 500, 112)
INFO = DocumentInfo(
    sha256="0" * 64,
    name="made.pdf",
    media_type="application/pdf",
    pages=9,
    currency="USD",
    fiscal_year=2022,
    period_end=date(2022, 12, 31),
)


def fact(concept: str, year: int, value: str, unit: str = "USD") -> Fact:
    return Fact(
        id=f"{concept}{year}",
        concept=concept,
        label=concept,
        statement="income",
        value=Decimal(value),
        unit=unit,
        period=Period(start=date(year, 1, 1), end=date(year, 12, 31)),
        confidence=0.99,
        provenance=(Provenance(page=5, bbox=BOX, text=value),),
    )


FACTS = (
    fact("Revenues", 2021, "31657000000"),
    fact("Revenues", 2022, "32765000000"),
    fact("NetIncomeLoss", 2021, "400000000"),
    fact("NetIncomeLoss", 2022, "-100000000"),
    fact("EarningsPerShareDiluted", 2021, "2.81", "USD/shares"),
    fact("EarningsPerShareDiluted", 2022, "8.95", "USD/shares"),
)


def judged(text: str) -> list[str]:
    document = Document("0" * 64, "made.pdf", "", "application/pdf", ())
    mentions = find_mentions((Sentence(text, 7, BOX),), INFO, FACTS)
    found = narrative.check(Reading(document, INFO, facts=FACTS, mentions=mentions))
    assert all(word.provenance and word.facts for word in found)
    return [word.kind if isinstance(word, Check) else "finding" for word in found if isinstance(word, Check | Finding)]


@pytest.mark.parametrize(
    "text",
    [
        "Net sales increased 3.5% to $32.8 billion.",
        "In 2022, our total revenues increased by $1,108 million, or 3.5 percent, compared to 2021.",
        "Revenue was $32.77 billion in 2022, compared to $31.66 billion in 2021, an increase of 3.5%.",
        "Diluted EPS increased 218.5% to $8.95 in 2022 compared to $2.81 in 2021.",
        "公司实现营业收入327.65亿元，同比增长3.50%。",
    ],
)
def test_what_the_statements_bear_out(text: str) -> None:
    assert judged(text) == ["pass"]


@pytest.mark.parametrize(
    "text",
    [
        "Net sales increased 4.5% to $32.8 billion.",
        "Net sales decreased 3.5% to $32.8 billion.",
        "Revenues increased by $1,108 million, or 5.3 percent, compared to 2021.",
        "Revenue was $32,765 million in 2022, compared to $33,657 million in 2021.",
    ],
)
def test_what_they_contradict(text: str) -> None:
    assert judged(text) == ["fail", "finding"]


@pytest.mark.parametrize(
    "text",
    [
        "Organic net sales increased 4.5% to $32.8 billion.",  # another measure
        "Net sales increased 4.5% to $32.8 billion excluding currency.",
        "Snack net sales increased 9.5% to $12.8 billion.",  # a product
        "Net sales in Europe increased 9.5% to $12.8 billion.",  # a place
        "Net sales increased 9.5%.",  # nothing ties it to the statements
        "We expect net sales to increase 9.5% to $32.8 billion.",
        "Net sales increased 4.5 percentage points faster than the market.",
        "Net income decreased 125% compared to 2021.",  # the sign turned: a rate means nothing
        "子公司实现营业收入327.65亿元，同比增长13.50%。",
    ],
)
def test_what_nothing_is_said_about(text: str) -> None:
    assert judged(text) == []


def test_an_amount_said_again_in_another_currency_is_not_a_change() -> None:
    text = "Net sales increased by 3.5% from $31,657 million to $32,765 million (US$9.1 million) in 2022."
    assert judged(text) == ["pass"]


def test_a_change_of_sign_is_the_whole_way_from_one_to_the_other() -> None:
    """400 million of profit, then 100 million of loss, are 500 million apart, not 300."""
    assert judged("Net income decreased $500 million to a loss of $100 million.") == ["pass"]
