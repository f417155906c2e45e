"""No number without a citation: every claim of every section, in both languages, is walked number by number."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import permutations

import pytest

from data.schemas import Claim, Fact, Reading, Report, Result, Sentence
from pipelines.reports import write_report

NUMBER = re.compile(
    r"−?[^\d\s]{0,3}\s?(\d[\d,]*(?:\.\d+)?)\s?(trillion|billion|million|thousand|万亿|亿|万|%|percentage|个百分点)?"
)
SCALES = {
    "trillion": 10**12,
    "billion": 10**9,
    "million": 10**6,
    "thousand": 10**3,
    "万亿": 10**12,
    "亿": 10**8,
    "万": 10**4,
}
OWN_WORDS = ("drivers", "checks", "warnings", "missing")  # quote the document, the rules, or page numbers


@pytest.fixture(params=["en", "zh"])
def report(
    request: pytest.FixtureRequest,
    netflix: Result,
    netflix_reading: Reading,
    netflix_drivers: tuple[tuple[Sentence, str], ...],
) -> Report:
    return write_report(netflix_reading, netflix.checks or (), netflix.findings or (), request.param, netflix_drivers)


def claims(report: Report) -> list[Claim]:
    return [c for section in report.sections if section.id not in OWN_WORDS for c in section.claims]


def test_every_number_of_a_claim_is_marked_or_is_the_date_of_its_period(report: Report, netflix: Result) -> None:
    years = {str(fact.period.last.year) for fact in netflix.facts or ()}
    for claim in claims(report):
        rest = claim.text
        for mark in reversed(claim.marks):
            rest = rest[: mark.start] + rest[mark.end :]
        rest = re.sub(r"\d{1,2} [A-Z][a-z]{2} (\d{4})|(\d{4})年\d{1,2}月\d{1,2}日", r"\1\2", rest)
        assert set(re.findall(r"\d+", rest)) <= years, claim.text


def test_every_mark_is_a_cited_value_rounded_or_computed_from_cited_values(report: Report, netflix: Result) -> None:
    facts = {fact.id: fact for fact in netflix.facts or ()}
    seen = 0
    for claim in claims(report):
        for mark in claim.marks:
            shown = claim.text[mark.start : mark.end]
            assert set(mark.facts) <= set(claim.citations)
            assert explains([facts[one] for one in mark.facts], shown), (claim.text, shown)
            seen += 1
    assert seen > 60


def explains(facts: list[Fact], shown: str) -> bool:
    """The printed number is one of the values, or their change, share, multiple, difference, rounded as printed."""
    digits, scale = NUMBER.search(shown).groups()  # type: ignore[union-attr]
    value = Decimal(digits.replace(",", ""))
    half = Decimal(1).scaleb(value.as_tuple().exponent) / 2  # type: ignore[arg-type]
    if scale in SCALES:
        value, half = value * SCALES[scale], half * SCALES[scale]
    candidates = [abs(fact.value) for fact in facts]
    for one, other in permutations(facts, 2):
        candidates.append(abs(one.value - other.value))
        if other.value:
            ratio = one.value / other.value
            candidates += [abs(ratio), abs(ratio) * 100, abs(ratio - 1) * 100]
    if len(facts) == 4:  # the distance of two shares, each rounded before
        a, b, c, d = (fact.value for fact in facts)
        candidates.append(abs(round(a / b * 100, 1) - round(c / d * 100, 1)))
    return any(abs(candidate - value) <= half * Decimal("1.0000001") for candidate in candidates)


def test_a_sentence_of_the_document_is_quoted_word_for_word_with_its_place(
    report: Report, netflix_drivers: tuple[tuple[Sentence, str], ...]
) -> None:
    section = next(s for s in report.sections if s.id == "drivers")
    for claim, (sentence, _) in zip(section.claims, netflix_drivers, strict=True):
        assert sentence.text in claim.text
        assert claim.quotes[0].page == sentence.page
        assert claim.quotes[0].bbox == sentence.bbox


def test_key_figures_and_plots_name_facts_that_are_there(report: Report, netflix: Result) -> None:
    ids = {fact.id for fact in netflix.facts or ()}
    for figure in report.figures:
        assert {figure.current, *figure.trend} <= ids
        assert figure.trend[-1] == figure.current
    for plot in report.plots:
        for line in plot.lines:
            assert len(line.values) == len(line.texts) == len(line.facts) == len(plot.labels)
            assert {one for facts in line.facts for one in facts} <= ids
            assert not re.search(r"\d", plot.title)
