"""Facts of statements: units, scopes, periods, places, ids."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from data.schemas import DocumentInfo, Fact, Period, Statement
from pipelines.backends.null import NullBackend
from pipelines.contracts import Opinion, Tagging
from pipelines.facts.build import build_facts

INFO = DocumentInfo(sha256="0" * 64, name="x.pdf", media_type="application/pdf", pages=1)
CASH = "CashAndCashEquivalentsAtCarryingValue"
INCOME = """
Revenue | 100 | 90
Cost of sales | (60) |
Net profit for the year | 40 | —
Basic and diluted earnings per share | 21.3 | 25.4
Weighted average number of shares | 700 | 690
"""
BALANCE = """
Current assets
Cash and cash equivalents | 30 | 25
Total assets | 500 | 450
"""
FLOWS = """
Cash flows from operating activities
Net profit for the year | 40 | —
Net cash from operating activities | 55 | 50
Cash at the beginning of the year | 25 | 20
Cash at the end of the year | 30 | 25
"""


def built(*statements: Statement) -> tuple[Fact, ...]:
    return build_facts(statements, INFO, NullBackend())


def first(facts: tuple[Fact, ...], concept: str) -> Fact:
    return next(f for f in facts if f.concept == concept)


def test_values_are_whole_units(statement: Callable[..., Statement]) -> None:
    facts = built(statement("income", INCOME, currency="AUD", per_share_scale=Decimal("0.01")))
    assert first(facts, "Revenues").value == 100_000_000
    eps = first(facts, "EarningsPerShareDiluted")
    assert (eps.value, eps.unit) == (Decimal("0.213"), "AUD/shares")
    assert [f.unit for f in facts if "eighted" in f.label] == ["shares", "shares"]


def test_an_empty_cell_is_no_fact_and_a_dash_is_zero(statement: Callable[..., Statement]) -> None:
    facts = built(statement("income", INCOME))
    assert [f.period.last.year for f in facts if f.concept == "CostOfRevenue"] == [2022]
    assert [f.value for f in facts if f.concept == "ProfitLoss"] == [40_000_000, 0]


def test_one_net_income_is_both(statement: Callable[..., Statement]) -> None:
    facts = built(statement("income", INCOME))
    assert first(facts, "ProfitLoss").value == first(facts, "NetIncomeLoss").value


def test_a_column_without_a_period_gives_nothing(statement: Callable[..., Statement]) -> None:
    made = statement("income", INCOME)
    blind = replace(made, columns=tuple(replace(c, period=None) for c in made.columns))
    assert built(blind) == ()


def test_places_are_those_of_the_printed_number(statement: Callable[..., Statement]) -> None:
    made = statement("income", INCOME)
    fact = first(built(made), "Revenues")
    amount = made.rows[0].amounts[0]
    assert amount is not None
    assert (fact.provenance[0].bbox, fact.provenance[0].text) == (amount.bbox, "100")


def test_statements_that_agree_make_one_fact(statement: Callable[..., Statement]) -> None:
    facts = built(statement("income", INCOME), statement("balance", BALANCE), statement("cashflow", FLOWS))
    (profit,) = [f for f in facts if f.concept == "ProfitLoss" and f.period.last.year == 2022]
    assert len(profit.provenance) == 2
    cash = {f.period.instant: f.value for f in facts if f.concept == CASH}
    assert cash == {date(2022, 12, 31): 30_000_000, date(2021, 12, 31): 25_000_000}


def test_cash_of_another_kind_is_not_the_balance_sheet_s(statement: Callable[..., Statement]) -> None:
    flows = FLOWS.replace("Cash at the end of the year | 30", "Cash at the end of the year | 33")
    facts = built(statement("balance", BALANCE), statement("cashflow", flows))
    assert {f.value for f in facts if f.concept == CASH} == {30_000_000, 25_000_000}


def test_a_beginning_is_the_day_before(statement: Callable[..., Statement]) -> None:
    facts = built(statement("cashflow", FLOWS))
    begin = next(f for f in facts if "beginning" in f.label)
    assert begin.period == Period(instant=date(2021, 12, 31))


def test_other_scopes_never_say_consolidated(statement: Callable[..., Statement]) -> None:
    parent = statement("balance", BALANCE.replace("500", "400"), scope="parent", primary=False)
    again = statement("balance", BALANCE.replace("500", "300"), primary=False)
    facts = built(statement("balance", BALANCE), parent, again)
    assert {f.value for f in facts if f.concept == "Assets" and f.scope == "consolidated"} == {500_000_000, 450_000_000}
    assert {f.scope for f in facts} == {"consolidated", "parent", "other:secondary statement"}


def test_a_restated_column_wins(statement: Callable[..., Statement]) -> None:
    made = statement("balance", BALANCE)
    reported, restated = made.columns
    made = replace(made, columns=(reported, replace(restated, period=reported.period, restated=True)))
    facts = built(made)
    assert [f.value for f in facts if f.concept == "Assets" and f.scope == "consolidated"] == [450_000_000]


def test_a_translation_keeps_its_own_scope(statement: Callable[..., Statement]) -> None:
    made = statement("balance", BALANCE, currency="CNY")
    yuan, dollars = made.columns
    made = replace(made, columns=(yuan, replace(dollars, period=yuan.period, currency="USD")))
    assets = [(f.scope, f.unit) for f in built(made) if f.concept == "Assets"]
    assert assets == [("consolidated", "CNY"), ("other:translation", "USD")]


def test_ids_are_stable(statement: Callable[..., Statement]) -> None:
    once, twice = (built(statement("income", INCOME), statement("balance", BALANCE)) for _ in range(2))
    assert once == twice
    assert [f.id for f in once] == [f"f{n}" for n in range(1, len(once) + 1)]


class Opinionated(NullBackend):
    """Knows what a Zorblax is."""

    def tag(self, questions: list[Tagging]) -> list[tuple[Opinion, ...]]:  # type: ignore[override]
        return [
            tuple(Opinion("OtherNonoperatingIncomeExpense", 0.97 * item.startswith("Zorblax")) for item in q.items)
            for q in questions
        ]


def test_the_backend_is_asked_where_the_line_model_is_unsure(statement: Callable[..., Statement]) -> None:
    made = statement("income", INCOME + "Zorblax of quuxes | 7 | 8\n")
    facts = build_facts([made], INFO, Opinionated())
    assert first(facts, "OtherNonoperatingIncomeExpense").value == 7_000_000
    assert first(built(made), "r1:ZorblaxOfQuuxes").value == 7_000_000


def test_a_shipped_filing_end_to_end(samples: Path) -> None:
    """Netflix 2015: figures of the printed statements."""
    pytest.importorskip("pymupdf")
    from pipelines.facts.cover import document_info
    from pipelines.facts.statements import find_statements
    from pipelines.readers.pdf import read

    document = read(samples / "netflix_2015_10k.pdf")
    statements = find_statements(document)
    facts = build_facts(statements, document_info(document, statements), NullBackend())
    found = {f.concept: f.value for f in facts if f.scope == "consolidated" and f.period.last == date(2015, 12, 31)}
    assert found["Revenues"] == 6_779_511_000
    assert found["OperatingIncomeLoss"] == 305_826_000
    assert found["DepreciationDepletionAndAmortization"] == 62_283_000
    assert found["EarningsPerShareDiluted"] == Decimal("0.28")
