"""A question says what it wants in many ways; the grammar sees the same thing in all of them."""

from __future__ import annotations

import pytest

from data.knowledge import knowledge
from pipelines.questions import understand
from pipelines.questions.lexicon import find_metrics, metrics, vocabulary
from pipelines.questions.wording import fold


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("What was Acme's capex in 2022, in USD millions?", "value · capex · FY2022 · in USD millions"),
        ("Acme公司2022年的资本性支出是多少百万美元？", "value · capex · FY2022 · in USD millions"),
        ("What is the FY2022 gross margin? Round to one decimal place.",
            "value · gross_margin · FY2022 · 1 decimal places"),
        ("2022年毛利率是多少？保留一位小数", "value · gross_margin · FY2022 · 1 decimal places"),
        ("By what percentage did sales grow from 2021 to 2022?", "growth · revenue · FY2021, FY2022 · in percent"),
        ("What is the FY2020 - FY2022 3 year average of capex as a % of revenue?",
         "average · capex / revenue · FY2020, FY2021, FY2022 · in percent"),
        ("What is the 2 year revenue CAGR from FY2020 to FY2022?", "cagr · revenue · FY2020, FY2022 · in percent"),
        ("Does Acme have an improving operating margin profile as of FY2022?", "compare · operating_margin · FY2022"),
        ("Does Acme have positive working capital based on FY2022 data?", "threshold · working_capital · FY2022"),
        ("In which year was net income highest, 2020 or 2022?", "best period · owners_income · FY2020, FY2021, FY2022"),
        ("Which segment had the highest revenue in 2022?", "best member · revenue · FY2022"),
        ("Is Acme a capital-intensive business?", "profile · capital_intensity"),
        ("Basing your judgments off of the cash flow statement, what was FY2022 D&A?", "value · depreciation · FY2022"),
        ("What was net income in Q2 of FY2022?", "value · owners_income · Q2 2022"),
    ],
)  # fmt: skip
def test_the_same_is_seen_in_many_wordings(text: str, shown: str) -> None:
    assert understand(text, ("Acme Corporation",)).shown() == shown


@pytest.mark.parametrize(
    ("definition", "formula"),
    [
        ("Acme ratio is defined as: FY2022 revenue / (average PP&E between FY2021 and FY2022).",
         "revenue / ( average(fixed_assets) )"),
        ("Define Acme ratio as total current assets less total current liabilities.",
         "current_assets - current_liabilities"),
        ("Acme ratio is defined as: 365 * (average accounts payable between FY2021 and FY2022) / "
         "(FY2022 COGS + change in inventory between FY2021 and FY2022).",
         "365 * ( average(payables) ) / ( cost_of_revenue + (inventory - opening(inventory)) )"),
        ("Acme ratio is defined as: cash from operations (from the cash flow statement) divided by total assets.",
         "cfo / total_assets"),
    ],
)  # fmt: skip
def test_a_definition_in_the_question_is_taken(definition: str, formula: str) -> None:
    assert understand(f"What is the FY2022 Acme ratio? {definition}").subject == formula


def test_a_defined_part_is_put_into_the_whole() -> None:
    asked = "What is the EBITDA % margin? Calculate EBITDA using operating income and D&A (from cash flow statement)."
    assert understand(asked).subject == "((operating_income + depreciation)) / revenue"


def test_what_a_company_is_called_is_no_word_of_the_question() -> None:
    assert understand("What was Best Buy's revenue in 2022?", ("BEST BUY CO., INC.",)).words == ()
    assert understand("What was AMD's revenue?", ("ADVANCED MICRO DEVICES, INC.",)).words == ()
    assert "american" in understand("What was American revenue?", ("American Express Company",)).words


def test_words_that_make_it_another_metric_are_kept() -> None:
    question = understand("What was revenue from theme parks in 2022?")
    assert question.words == ("theme", "parks") and question.qualifiers
    assert understand("What were deferred taxes?").metrics == ()
    assert not understand("What did Acme pull in as revenue?", ("Acme",)).qualifiers


def test_every_metric_is_found_by_its_own_names_and_computable_words() -> None:
    known = vocabulary()
    for entry in knowledge("questions")["metrics"]:
        assert entry["id"] in metrics()
        label = fold(entry["label"]["en"])
        found = find_metrics(label, "en")
        assert entry.get("source") or entry["unit"] in ("money", "shares", "per_share"), entry["id"]
        assert not found or found[0].metric.unit, label
        assert entry["id"] not in known or known[entry["id"]] != [entry["id"]], "a name that stands for itself"
