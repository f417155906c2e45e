"""What several places state: joined where it agrees, a conflict with a reason where it does not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from data.schemas import BBox, Fact, Period, Provenance
from data.schemas.fact import Place
from pipelines.backends.null import NullBackend
from pipelines.contracts import Evidence, Judging, Opinion
from pipelines.facts.merge import SECONDARY
from pipelines.facts.reconcile import agree, reconcile

YEAR = Period(start=date(2022, 1, 1), end=date(2022, 12, 31))


def fact(
    name: str, value: str, text: str, place: Place = "income", scope: str = "consolidated", concept: str = "Revenues"
) -> Fact:
    return Fact(
        id=name,
        concept=concept,
        label="Revenue",
        statement=place,
        scope=scope,
        value=Decimal(value),
        unit="USD",
        period=YEAR,
        confidence=0.9,
        provenance=(Provenance(page=3 if place == "income" else 9, bbox=BBox(0, 0, 1, 1), text=text),),
    )


def test_a_rounded_figure_agrees() -> None:
    exact = fact("f1", "1234567000", "1,234,567")
    note = fact("f2", "1230000000", "1.23", "note")
    assert agree(exact.value, note)
    assert not agree(exact.value, fact("f3", "1240000000", "1.24", "note"))
    facts, conflicts = reconcile((exact, note), NullBackend())
    assert [f.id for f in facts] == ["f1"]
    assert len(facts[0].provenance) == 2
    assert facts[0].confidence > 0.9
    assert conflicts == ()


def test_the_statement_wins_over_the_note() -> None:
    facts, (conflict,) = reconcile((fact("f2", "5", "5", "note"), fact("f1", "7", "7")), NullBackend())
    assert len(facts) == 2
    assert conflict.kept == "f1"
    assert conflict.weights["f1"] > conflict.weights["f2"]
    assert "page 9" in conflict.reason


class Contrarian(NullBackend):
    """Always believes the last reading."""

    def judge(self, questions: list[Judging]) -> list[Opinion]:  # type: ignore[override]
        return [Opinion(q.readings[-1], 0.9) for q in questions]


def test_the_backend_judges_first() -> None:
    _, (conflict,) = reconcile((fact("f1", "7", "7"), fact("f2", "5", "5", "note")), Contrarian())
    assert conflict.kept == "f2"
    assert "model" in conflict.reason


def test_the_backend_is_told_what_each_reading_is_worth() -> None:
    asked: list[Judging] = []

    class Listener(NullBackend):
        """Remembers what it was asked."""

        def judge(self, questions: list[Judging]) -> list[Opinion]:  # type: ignore[override]
            asked.extend(questions)
            return super().judge(questions)

    before = fact("f0", "1100000000", "1,100").model_copy(
        update={"period": Period(start=date(2021, 1, 1), end=date(2021, 12, 31))}
    )
    statement, note = fact("f1", "1234000000", "1,234"), fact("f2", "1280000000", "1.28", "note")
    told = (Evidence("sum", 1.234e9),)
    reconcile((before, statement, note), Listener(), lambda readings, facts: told)
    (question,) = asked
    assert question.readings == ("1234000000", "1280000000")
    assert question.kinds == ("text-layer", "note")
    assert question.steps == (1e6, 1e7)
    assert question.evidence == told
    assert question.neighbours == (1.1e9,)


def test_the_model_s_weights_are_told() -> None:
    class Judge(NullBackend):
        """Gives the second reading three quarters."""

        def judge(self, questions: list[Judging]) -> list[Opinion]:  # type: ignore[override]
            return [Opinion(q.readings[1], 0.75, ((q.readings[0], 0.25),)) for q in questions]

    _, (conflict,) = reconcile((fact("f1", "7", "7"), fact("f2", "5", "5", "note")), Judge())
    assert conflict.kept == "f2" and conflict.weights == {"f1": 0.25, "f2": 0.75}


def test_another_company_s_statement_is_no_contradiction() -> None:
    ours = [fact(f"f{n}", str(100 + n), str(100 + n), concept=c) for n, c in enumerate(("Revenues", "GrossProfit"))]
    theirs = [
        fact(f"g{n}", str(10 + n), str(10 + n), scope=SECONDARY, concept=c)
        for n, c in enumerate(("Revenues", "GrossProfit"))
    ]
    facts, conflicts = reconcile((*ours, *theirs), NullBackend())
    assert len(facts) == 4
    assert conflicts == ()


def test_segments_do_not_contradict_the_whole() -> None:
    _, conflicts = reconcile((fact("f1", "7", "7"), fact("f2", "5", "5", "segment", "segment:Europe")), NullBackend())
    assert conflicts == ()
