"""What the sentences say: directions, losses, bases that mean nothing, banks, quarters, documents with little."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from data.schemas import Check, Conflict, Document, DocumentInfo, Finding, Period, Reading, Report
from pipelines.reports import key_figures, write_report

Company = Callable[..., Reading]


def written(reading: Reading, language: str = "en") -> Report:
    return write_report(reading, (), (), language)


def text(report: Report, section: str) -> str:
    found = next(s for s in report.sections if s.id == section)
    return " ".join([*(claim.text for claim in found.claims), found.empty])


def test_a_rise_is_said_with_both_values_and_the_year_before_is_named_once(company: Company) -> None:
    report = written(company(Revenues=(6780, 5500), NetIncomeLoss=(120, 100)))
    said = text(report, "performance")
    assert said.startswith(
        "In the year to 31 Dec 2023, revenue rose 23.3% to $6.78 billion, from $5.50 billion a year earlier."
    )
    assert said.count("a year earlier") == 1


@pytest.mark.parametrize(
    ("now", "then", "words"),
    [
        (-5, -3, "The net loss widened to $5 million, from $3 million."),
        (-3, -5, "The net loss narrowed to $3 million, from $5 million."),
        (-3, 5, "The net loss was $3 million, after net income of $5 million."),
        (5, -3, "Net income of $5 million replaced a net loss of $3 million."),
        (5, 0, "Net income was $5 million, after none."),
        (500, 5, "Net income rose to $500 million, from $5 million."),
        (100, 100, "Net income stood at $100 million, little changed."),
    ],
)
def test_losses_are_named_as_losses(company: Company, now: float, then: float, words: str) -> None:
    assert words in text(written(company(NetIncomeLoss=(now, then), Revenues=(900, 800))), "performance")


@pytest.mark.parametrize(
    ("now", "then", "words"),
    [
        (-5, -3, "归母净亏损扩大至500万美元，此前为300万美元。"),
        (-3, 5, "由盈转亏：归母净亏损为300万美元，此前归母净利润为500万美元。"),
        (5, -3, "扭亏为盈：归母净利润为500万美元，此前为归母净亏损300万美元。"),
    ],
)
def test_chinese_losses(company: Company, now: float, then: float, words: str) -> None:
    assert words in text(written(company(NetIncomeLoss=(now, then), Revenues=(900, 800)), "zh-CN"), "performance")


def test_a_change_from_or_to_a_negative_is_not_meaningful(company: Company) -> None:
    report = written(company(NetIncomeLoss=(5, -3), OperatingIncomeLoss=(-5, 3), Revenues=(6, 3)))
    assert [(f.text, f.change, f.direction) for f in report.figures] == [
        ("6,000", "▲ 100.0 %", "up"),
        ("(5,000)", "n.m.", "none"),
        ("5,000", "n.m.", "none"),
    ]
    assert report.unit == "US$ thousand"


def test_margins_change_in_percentage_points(company: Company) -> None:
    said = text(written(company(Revenues=(200, 100), GrossProfit=(90, 40), OperatingIncomeLoss=(-10, 10))), "margins")
    assert "Gross margin widened to 45.0%, from 40.0% a year earlier: 5.0 percentage points more." in said
    assert "Operating margin was −5.0%, against 10.0%." in said
    chinese = text(written(company(Revenues=(200, 100), GrossProfit=(90, 40)), "zh"), "margins")
    assert "毛利率为45.0%，同比上升5.0个百分点。" in chinese


def test_chinese_money_is_grouped_by_ten_thousand(company: Company) -> None:
    report = written(company(currency="CNY", scale=1, Revenues=(1581905034.5, 1126782011.0)), "zh")
    assert "营业收入为15.82亿元，同比增长40.4%。" in text(report, "performance")
    assert (report.unit, report.figures[0].text) == ("亿元", "15.82")


def test_cash_used_beside_a_profit_is_said(company: Company) -> None:
    said = text(
        written(company(NetCashProvidedByUsedInOperatingActivities=(-749, 16), NetIncomeLoss=(123, 267))), "cashflow"
    )
    assert "Operations used $749 million of cash, after bringing in $16 million a year earlier." in said
    assert "Net income was $123 million all the same, so profit was not turned into cash." in said


def test_short_liquidity_and_negative_equity_are_said_plainly(company: Company) -> None:
    reading = company(
        Assets=(100, 110), AssetsCurrent=(30, 40), LiabilitiesCurrent=(60, 30), StockholdersEquity=(-20, 5)
    )
    said = text(written(reading), "balance")
    assert "Current liabilities exceed current assets by $30 million; they are covered 0.50 times." in said
    assert "Equity is negative: −$20 million." in said
    assert "Liabilities exceed total assets" in text(written(reading), "glance")


def test_expenses_are_set_beside_revenue(company: Company) -> None:
    reading = company(Revenues=(110, 100), CostOfRevenue=(60, 50), ResearchAndDevelopmentExpense=(9, 10))
    said = text(written(reading), "performance")
    assert "Growing faster than revenue: cost of revenue (up 20.0% to $60 million)." in said
    assert "Falling while revenue rose: research and development (down 10.0% to $9 million)." in said


def test_a_bank_without_gross_profit_reads_well(company: Company) -> None:
    reading = company(
        InterestIncomeExpenseNet=(80, 70), NetIncomeLoss=(20, 18), Deposits=(900, 850), Assets=(1200, 1100),
        StockholdersEquity=(100, 95),
    )  # fmt: skip
    report = written(reading)
    assert "In the year to 31 Dec 2023, net interest income rose 14.3%" in text(report, "performance")
    assert "gross margin" in text(report, "margins")
    assert "Deposits fund 75.0% of total assets." in text(report, "balance")
    assert "inventory" not in text(report, "missing")


def test_a_quarter_is_named_and_the_year_to_date_follows(company: Company) -> None:
    quarter = company(months=3, form="10-Q", Revenues=(30, 25), NetIncomeLoss=(3, 2), OperatingIncomeLoss=(4, 3))
    half = company(months=6, form="10-Q", Revenues=(58, 51), NetIncomeLoss=(5, 4), OperatingIncomeLoss=(8, 6))
    later = tuple(fact.model_copy(update={"id": f"h{fact.id}"}) for fact in half.facts)
    report = written(Reading(quarter.document, quarter.info, facts=quarter.facts + later))
    said = text(report, "performance")
    assert "In the three months to 31 Dec 2023, revenue rose 20.0% to $30 million" in said
    assert "In the six months to 31 Dec 2023, revenue rose 13.7% to $58 million" in said
    assert report.subtitle == "10-Q · three months to 31 Dec 2023"


def test_an_interim_balance_sheet_beside_the_last_years_end_names_its_date(company: Company) -> None:
    quarter = company(months=3, form="10-Q", Revenues=(30, 25), NetIncomeLoss=(3, 2), OperatingIncomeLoss=(4, 3))
    sheet = company(Assets=(10, 9), Liabilities=(5, 4), StockholdersEquity=(5, 5))
    opened = Period(instant=date(2023, 9, 30))
    balance = tuple(
        fact.model_copy(
            update={"id": f"b{fact.id}", "period": opened if fact.period.last.year == 2022 else fact.period}
        )
        for fact in sheet.facts
    )
    report = written(Reading(quarter.document, quarter.info, facts=quarter.facts + balance))
    assert report.columns == ("31 Dec 2023", "31 Dec 2022")
    assert "Total assets (from 30 Sep 2023)" in [figure.label for figure in report.figures]


def test_a_fact_that_lost_a_conflict_is_not_told(company: Company) -> None:
    reading = company(Revenues=(100, 90), NetIncomeLoss=(10, 9))
    wrong = reading.facts[0].model_copy(update={"id": "x", "value": reading.facts[0].value * 10, "confidence": 1.0})
    conflict = Conflict(facts=("f1", "x"), kept="f1", weights={"f1": 0.9, "x": 0.1}, reason="")
    report = written(Reading(reading.document, reading.info, facts=(wrong, *reading.facts), conflicts=(conflict,)))
    assert report.figures[0].current == "f1"


def test_no_facts_at_all_still_says_what_could_not_be_found() -> None:
    info = DocumentInfo(
        sha256="0", name="x.pdf", media_type="application/pdf", pages=1, notes=("page 1 was read by OCR",)
    )
    for language in ("en", "zh"):
        report = written(Reading(Document("0", "x.pdf", "", "application/pdf", ()), info), language)
        assert report.figures == () and report.plots == ()
        assert all(section.empty for section in report.sections)
        assert "OCR" in text(report, "missing")


def test_three_facts_only(company: Company) -> None:
    report = written(company(Assets=(10,), Revenues=(5,), NetIncomeLoss=(-1,)))
    assert [figure.previous_text for figure in report.figures] == ["—", "—", "—"]
    assert "The net loss was $1 million." in text(report, "performance")
    assert "prints no line that is clearly" in text(report, "missing")


def test_checks_of_several_periods_are_one_sentence_and_failures_come_first(company: Company) -> None:
    reading = company(Assets=(10, 9, 8), Liabilities=(5, 5, 4))
    passes = tuple(
        Check(
            rule="footing.balance", kind="pass", facts=(one,), message=f"Total assets is the sum of 4 lines ({year})."
        )
        for one, year in (("f1", 2023), ("f2", 2022))
    )
    fails = Check(
        rule="footing.balance", kind="fail", facts=("f4",), difference=1000000, message="Total is not the sum"
    )
    section = next(s for s in write_report(reading, (*passes, fails), (), "en").sections if s.id == "checks")
    assert [claim.text for claim in section.claims] == [
        "Total is not the sum.",
        "Total assets is the sum of 4 lines: holds for 2023 and 2022.",
    ]


def test_warnings_come_gravest_first_and_what_does_not_apply_is_left_out(company: Company) -> None:
    reading = company(Revenues=(10, 9), NetIncomeLoss=(1, 1))
    findings = tuple(
        Finding(rule=f"r.{level}", level=level, kind=kind, message=level, facts=("f1",))
        for level, kind in (("note", "fail"), ("error", "fail"), ("warning", "review"), ("none", "notApplicable"))
    )
    section = next(s for s in write_report(reading, (), findings, "en").sections if s.id == "warnings")
    assert [claim.text.lower() for claim in section.claims] == ["error", "warning", "note"]


def test_key_figures_stand_in_a_fixed_order_and_are_twenty_at_most(company: Company) -> None:
    backwards = company(StockholdersEquity=(5, 4), Assets=(10, 9), NetIncomeLoss=(1, 1), Revenues=(8, 7))
    figures = key_figures(backwards.facts, backwards.info)
    assert [f.concept for f in figures] == ["Revenues", "NetIncomeLoss", "Assets", "StockholdersEquity"]
    assert len(figures) <= 20
