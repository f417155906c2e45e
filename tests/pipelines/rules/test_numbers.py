"""Ratios, scores and warnings: known values of real filings, and what cannot be computed."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from data.knowledge import knowledge
from data.schemas import Fact, Reading
from pipelines.formulas import Book, Missing
from pipelines.ledger import Ledger
from pipelines.rules import derive_ratios, run_rules, scores, trends

FactOf = Callable[..., Fact]
ReadingOf = Callable[..., Reading]

KRAFT_HEINZ = {
    "income": {
        "Revenues": ("26268", "26076"),
        "GrossProfit": ("8921", "9033"),
        "SellingGeneralAndAdministrativeExpense": ("19141", "2976"),
        "OperatingIncomeLoss": ("-10220", "6057"),
        "InterestExpense": ("1284", "1234"),
        "ProfitLoss": ("-10254", "10932"),
    },
    "balance": {
        "CashAndCashEquivalentsAtCarryingValue": ("1130", "1629"),
        "AccountsReceivableNetCurrent": ("2129", "921"),
        "InventoryNet": ("2667", "2760"),
        "AssetsCurrent": ("9075", "7201"),
        "PropertyPlantAndEquipmentNet": ("7078", "7061"),
        "Goodwill": ("36503", "44825"),
        "Assets": ("103461", "120092"),
        "LiabilitiesCurrent": ("7503", "10154"),
        "LongTermDebtNoncurrent": ("30770", "28308"),
        "Liabilities": ("51683", "54016"),
        "RetainedEarningsAccumulatedDeficit": ("-4853", "8495"),
        "StockholdersEquityIncludingPortionAttributableToNoncontrollingInterest": ("51775", "66070"),
    },
    "cashflow": {
        "NetCashProvidedByUsedInOperatingActivities": ("2574", "501"),
        "DepreciationDepletionAndAmortization": ("983", "1031"),
        "PaymentsToAcquirePropertyPlantAndEquipment": ("826", "1194"),
    },
}


@pytest.fixture
def kraft_heinz(fact_of: FactOf) -> tuple[Fact, ...]:
    return tuple(
        fact_of(concept, value, year, place)
        for place, concepts in KRAFT_HEINZ.items()
        for concept, values in concepts.items()
        for value, year in zip(values, (2018, 2017), strict=True)
    )


def _without(facts: tuple[Fact, ...], *concepts: str) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if fact.concept not in concepts)


def test_the_known_scores_of_kraft_heinz_2018(kraft_heinz: tuple[Fact, ...], reading_of: ReadingOf) -> None:
    found = {f.rule: f for f in scores.check(reading_of(facts=kraft_heinz))}
    assert round(Decimal(found["score.altman-z2"].properties["value"]), 2) == Decimal("0.33")
    assert found["score.altman-z2"].level == "warning"
    assert round(Decimal(found["score.beneish-m"].properties["value"]), 3) == Decimal("-2.841")
    assert set(found["score.beneish-m"].properties["inputs"]) >= {"DSRI", "GMI", "AQI", "SGI", "DEPI", "SGAI", "TATA"}
    assert found["score.piotroski-f"].properties["not_computed"] == {"no_new_shares": "shares"}


@pytest.mark.shared
@pytest.mark.parametrize(("name", "expected"), [("MGMRESORTS_2020_10K", "1.36"), ("FEDEX_2023_annualreport", "2.52")])
def test_the_known_z_scores_where_total_liabilities_are_not_stated(
    shared: Path, fact_of: FactOf, reading_of: ReadingOf, name: str, expected: str
) -> None:
    concepts = {
        "total_current_assets": ("AssetsCurrent", "balance"),
        "total_current_liabilities": ("LiabilitiesCurrent", "balance"),
        "total_assets": ("Assets", "balance"),
        "retained_earnings": ("RetainedEarningsAccumulatedDeficit", "balance"),
        "total_equity": ("StockholdersEquityIncludingPortionAttributableToNoncontrollingInterest", "balance"),
        "operating_income": ("OperatingIncomeLoss", "income"),
    }
    gold = json.loads((shared / "filings" / "gold_core.json").read_text(encoding="utf-8"))
    filing = next(f for f in gold["filings"] if f["doc_name"] == name)
    stated = filing.get("facts") or filing["items"]
    latest = max(item["period_end"] for item in stated)
    facts = tuple(
        fact_of(concept, str(Decimal(str(item["value_base"])) / 10**6), 2020, place)
        for item in stated
        if item["period_end"] == latest and item["item"] in concepts
        for concept, place in [concepts[item["item"]]]
    )
    found = {f.rule: f for f in scores.check(reading_of(facts=facts))}
    assert round(Decimal(found["score.altman-z2"].properties["value"]), 2) == Decimal(expected)


def test_a_bank_has_no_scores(kraft_heinz: tuple[Fact, ...], fact_of: FactOf, reading_of: ReadingOf) -> None:
    bank = (*kraft_heinz, fact_of("Deposits", "50000", 2018, "balance"))
    assert {f.kind for f in scores.check(reading_of(facts=bank))} == {"notApplicable"}


def test_a_regulated_utility_has_no_z_score_and_the_others(
    kraft_heinz: tuple[Fact, ...], fact_of: FactOf, reading_of: ReadingOf
) -> None:
    utility = (*kraft_heinz, fact_of("RegulatoryAssetsNoncurrent", "1127", 2018, "balance"))
    kinds = {f.rule: f.kind for f in scores.check(reading_of(facts=utility))}
    assert [rule for rule, kind in kinds.items() if kind == "notApplicable"] == ["score.altman-z2"]


def test_goodwill_many_times_equity_is_told_in_times(fact_of: FactOf, reading_of: ReadingOf) -> None:
    """Boeing 2018: equity of 410 million, bought back below goodwill."""
    facts = (
        fact_of("Revenues", "101127", 2018, "income"),
        fact_of("Goodwill", "7840", 2018, "balance"),
        fact_of("StockholdersEquityIncludingPortionAttributableToNoncontrollingInterest", "410", 2018, "balance"),
    )
    (finding,) = trends.check(reading_of(facts=facts))
    assert finding.message == "Goodwill of $7.84 billion is 19.12 times equity of $410 million."


def test_a_quarter_that_uses_cash_is_the_season(fact_of: FactOf, reading_of: ReadingOf) -> None:
    facts = (
        fact_of("ProfitLoss", "1944", 2018, "income"),
        fact_of("NetCashProvidedByUsedInOperatingActivities", "-392", 2018, "cashflow"),
    )
    quarter = tuple(
        f.model_copy(update={"period": f.period.model_copy(update={"start": f.period.last.replace(month=10, day=1)})})
        for f in facts
    )
    assert trends.check(reading_of(facts=quarter)) == ()


def test_a_missing_input_is_named(kraft_heinz: tuple[Fact, ...], reading_of: ReadingOf) -> None:
    facts = _without(kraft_heinz, "RetainedEarningsAccumulatedDeficit")
    found = {f.rule: f for f in scores.check(reading_of(facts=facts))}
    assert found["score.altman-z2"].kind == "notApplicable"
    assert found["score.altman-z2"].message.endswith("does not state retained earnings.")


def test_what_is_missing_is_named_as_a_reader_calls_it(kraft_heinz: tuple[Fact, ...], reading_of: ReadingOf) -> None:
    facts = tuple(f for f in kraft_heinz if f.id not in ("AccountsReceivableNetCurrent.2017", "GrossProfit.2018"))
    said = {f.rule: f.message for f in scores.check(reading_of(facts=facts))}
    names = "trade receivables of the year before, gross profit or cost of revenue"
    assert said["score.beneish-m"] == f"Beneish M cannot be computed: the document does not state {names}."
    missing = "share count, gross profit or cost of revenue"
    assert said["score.piotroski-f"].endswith(f"of the 7 tests that can be computed are met (not stated: {missing}).")
    told = {f.rule: f.message for f in scores.check(reading_of(facts=facts, language="zh"))}
    assert told["score.beneish-m"] == "无法计算贝尼什M值：文件未列示上年应收账款、毛利或营业成本。"


def test_every_input_of_a_score_has_a_name_in_words() -> None:
    pack = knowledge("ratios")
    assert set(pack["names"]) <= set(pack["words"]) | {"liquid", "ebitda"}


def test_ratios_name_the_facts_they_come_from(kraft_heinz: tuple[Fact, ...]) -> None:
    ratios = {(f.concept, f.period.last.year): f for f in derive_ratios(kraft_heinz)}
    current = ratios["r1:CurrentRatio", 2018]
    assert current.value == Decimal("1.209516")
    assert current.formula == "(AssetsCurrent.2018 / LiabilitiesCurrent.2018)"
    assert current.method == "derived"
    assert ratios["r1:FreeCashFlow", 2018].value == Decimal(1748) * 10**6
    assert ratios["r1:FreeCashFlow", 2018].unit == "USD"
    assert ("r1:EffectiveTaxRate", 2018) not in ratios
    assert len({fact.id for fact in ratios.values()}) == len(ratios)


def test_no_days_of_sales_for_a_quarter(kraft_heinz: tuple[Fact, ...]) -> None:
    """A flow of three months over a stock would have to be annualised, and is left out."""
    quarter = tuple(
        fact.model_copy(
            update={"period": fact.period.model_copy(update={"start": fact.period.end.replace(month=10, day=1)})}
        )
        if fact.period.end
        else fact
        for fact in kraft_heinz
    )
    concepts = {fact.concept for fact in derive_ratios(quarter)}
    assert "r1:DaysSalesOutstanding" not in concepts
    assert {"r1:GrossMargin", "r1:CurrentRatio", "r1:RevenueGrowth"} <= concepts


def test_the_warnings_an_analyst_would_give(kraft_heinz: tuple[Fact, ...], reading_of: ReadingOf) -> None:
    found = {f.rule: f for f in trends.check(reading_of(facts=kraft_heinz))}
    assert set(found) == {
        "receivables.outgrow-revenue",
        "goodwill.above-half-of-equity",
        "profit.operating-loss",
        "margin.operating-drop",
    }
    assert found["profit.operating-loss"].message == "Operations lost $10.2 billion."
    assert all(finding.facts and finding.provenance for finding in found.values())


def test_the_chinese_words_and_units(kraft_heinz: tuple[Fact, ...], reading_of: ReadingOf) -> None:
    found = {f.rule: f.message for f in trends.check(reading_of(facts=kraft_heinz, language="zh"))}
    assert found["profit.operating-loss"] == "营业亏损102.20亿美元。"


@pytest.mark.parametrize("rule", knowledge("trends")["rules"], ids=lambda rule: rule["id"])
def test_every_rule_can_be_read(rule: dict[str, object], kraft_heinz: tuple[Fact, ...]) -> None:
    """A misspelt name would be silent for ever: every name is of the vocabulary or a concept."""
    ledger = Ledger(kraft_heinz)
    book = Book(ledger, ledger.moments()[0], knowledge("ratios")["names"])
    try:
        book.holds(str(rule["when"]))
    except Missing as missing:
        named = set(knowledge("ratios")["names"]) | {"a comparable period a year before"}
        assert str(missing) in named or str(missing)[0].isupper()
    assert {"title", "level", "source", "en", "zh", "show"} <= set(rule)


def test_a_division_by_nothing_is_missing_and_not_infinite(kraft_heinz: tuple[Fact, ...]) -> None:
    ledger = Ledger(kraft_heinz)
    book = Book(ledger, ledger.moments()[0], knowledge("ratios")["names"])
    with pytest.raises(Missing):
        book.value("revenue / (cash - cash)")


def test_all_rules_run_on_nothing_and_find_nothing(reading_of: ReadingOf) -> None:
    checks, findings = run_rules(reading_of())
    assert not checks
    assert all(finding.kind != "fail" for finding in findings)


def test_the_gravest_findings_come_first(kraft_heinz: tuple[Fact, ...], reading_of: ReadingOf) -> None:
    _, findings = run_rules(reading_of(facts=kraft_heinz))
    assert findings[0].kind == "fail"
    assert run_rules(reading_of(facts=kraft_heinz))[1] == findings


def test_an_insurer_with_working_capital_has_scores(
    kraft_heinz: tuple[Fact, ...], fact_of: FactOf, reading_of: ReadingOf
) -> None:
    """A pharmacy chain that owns a health insurer classifies its balance sheet."""
    mixed = (*kraft_heinz, fact_of("PremiumsEarnedNet", "50000", 2018, "income"))
    assert "notApplicable" not in {f.kind for f in scores.check(reading_of(facts=mixed))}


def test_profit_with_cash_flowing_out_is_a_warning(fact_of: FactOf, reading_of: ReadingOf) -> None:
    facts = (
        fact_of("ProfitLoss", "122.6", 2018, "income"),
        fact_of("NetCashProvidedByUsedInOperatingActivities", "-749.4", 2018, "cashflow"),
    )
    (finding,) = trends.check(reading_of(facts=facts))
    assert (finding.rule, finding.level) == ("cash-flow.negative-with-profit", "warning")
    assert finding.message == "Operations used $749.4 million of cash although net income was $122.6 million."


def test_rules_speak_the_language_asked_for(kraft_heinz: tuple[Fact, ...], reading_of: ReadingOf) -> None:
    _, findings = run_rules(reading_of(facts=kraft_heinz), "zh")
    assert all(any("一" <= letter <= "鿿" for letter in finding.message) for finding in findings)
    assert run_rules(reading_of(facts=kraft_heinz), None) == run_rules(reading_of(facts=kraft_heinz), "en")
