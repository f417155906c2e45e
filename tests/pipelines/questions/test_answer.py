"""Answers over Acme, whose numbers can be checked in the head; what it does not state is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest

from data.schemas import Answer, Digest
from pipelines.questions import answer_question, pick, understand


def ask(text: str, digest: Digest) -> Answer:
    return answer_question(understand(text, (digest.info.entity or "",)), digest)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("What was Acme's capital expenditure in 2022 in USD millions?", "80", "USD millions"),
        ("What was total revenue in FY2021, in USD billions? Round to one decimal.", "0.8", "USD billions"),
        ("What was the gross margin in 2022?", "40", "percent"),
        ("By what percentage did sales grow from 2021 to 2022?", "25", "percent"),
        ("What is the 2 year revenue CAGR from FY2020 to FY2022? Round to one decimal place.", "41.4", "percent"),
        ("What is the FY2021 - FY2022 2 year average of capex as a % of revenue?", "6.5", "percent"),
        ("What was EBITDA in 2022?", "200", "USD millions"),
        ("What is the FY2022 inventory turnover ratio?", "6", "ratio"),
        ("What were days inventory outstanding in FY2022? Round to two decimals.", "60.83", "days"),
        ("How much did net income change between 2021 and 2022, in USD millions?", "-15", "USD millions"),
        ("Has Acme's operating margin improved in FY2022?", "15", "percent"),
        ("Does Acme have positive working capital based on FY2022 data?", "-100", "USD millions"),
        ("In which year was operating income highest, 2020, 2021 or 2022?", "160", "USD millions"),
        ("What were deferred income taxes in 2022, in USD millions?", "7", "USD millions"),
        ("What was finished goods inventory at year end 2022?", "70", "USD millions"),
        ("Which segment had the highest revenue in 2022?", "70", "percent"),
        ("What percentage of 2022 revenue came from Toys?", "25", "percent"),
        ("How many stores were there at the end of 2022?", "42", "count"),
        ("How many people did Acme employ as of December 31, 2022?", "9000", "count"),
        ("By how many percentage points was organic volume growth raised?", "2", "percentage points"),
        ("2022年的毛利率是多少？", "40", "percent"),
        ("2022年营业收入同比增长率是多少？", "25", "percent"),
        ("2021年的存货是多少？", "8000", "万元"),
    ],
)
def test_numbers(text: str, value: str, unit: str, acme: Digest) -> None:
    answer = ask(text, acme)
    assert (answer.value, answer.unit) == (Decimal(value), unit), answer.text
    assert answer.operands and all(operand.provenance for operand in answer.operands)


@pytest.mark.parametrize(
    "text",
    [
        "What was Zenith's revenue in 2022?",
        "What was Acme's revenue in 2009?",
        "What was Acme's operating margin in 2031?",
        "What was goodwill at the end of 2022?",
        "What is the inventory turnover for FY2021?",
        "What was revenue from theme parks in 2022?",
        "What was the same-store sales growth in 2022?",
        "How many barrels of oil were produced per day in 2022?",
        "What was the closing share price on March 3, 2022?",
        "What is the net interest margin?",
        "2022年的净息差是多少？",
        "特斯拉2022年的营业收入是多少？",
    ],
)
def test_what_is_not_stated_is_refused(text: str, acme: Digest) -> None:
    answer = ask(text, acme)
    assert answer.value is None, answer.text
    assert answer.text.startswith(("Not stated in the document", "文件中未说明"))


def test_the_answer_shows_how_it_came_about(acme: Digest) -> None:
    answer = ask("What was the operating margin in 2022?", acme)
    assert answer.formula == "FY2022: Operating income 150 / Net sales 1,000 = 15.00%"
    assert [operand.name for operand in answer.operands] == ["Operating income", "Net sales"]
    assert len(answer.citations) == 2 and answer.question.shown() == "value · operating_margin · FY2022"
    assert "operating income / revenue" in answer.text


def test_another_definition_is_named(acme: Digest) -> None:
    answer = ask("What was the inventory turnover in 2022?", acme)
    assert answer.value == 6 and answer.alternatives == ("5.00x on year-end inventory",)


def test_yes_and_no_come_with_both_values(acme: Digest) -> None:
    answer = ask("Does Acme have an improving operating margin as of FY2022?", acme)
    assert answer.text.startswith("No.") and "20.00%" in answer.text and "15.00%" in answer.text


def test_parts_above_a_share_are_all_named(acme: Digest) -> None:
    answer = ask("Are there any segments that represent more than 20% of revenue for 2022?", acme)
    assert "Tools" in answer.text and "Toys" in answer.text and "Tea" not in answer.text


def test_a_judgement_prints_its_rule(acme: Digest) -> None:
    answer = ask("Is Acme a capital-intensive business?", acme)
    assert "8.00%" in answer.text and "The rule" in answer.text and answer.confidence < 0.8


def test_several_documents_are_told_apart(acme: Digest) -> None:
    older = Digest(acme.info.model_copy(update={"fiscal_year": 2021}), acme.facts, (), ())
    other = Digest(acme.info.model_copy(update={"entity": "Zenith Ltd"}), acme.facts, (), ())
    assert pick(understand("What was Acme's revenue in 2021?"), [acme, older, other]) == [older]
    assert pick(understand("What was Zenith's revenue in 2022?"), [acme, older, other]) == [other]
    assert pick(understand("What was revenue?"), [acme, other]) == [acme, other]


def test_a_digest_survives_being_kept(acme: Digest) -> None:
    again = Digest.from_bytes(acme.to_bytes())
    assert again is not None
    assert (again.info, again.facts, again.lines) == (acme.info, acme.facts, acme.lines)
    assert Digest.from_bytes(b'{"format": 0}') is None
