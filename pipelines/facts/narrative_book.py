"""The statements' facts as mentions look them up: by concept and period, days that differ a little allowed."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from data.schemas import Fact, Figure, Mention, Period
from pipelines.facts.disputes import step_of

OWN = ("income", "balance", "cashflow")
SEGMENT = "segment:"
HALF = Decimal("0.51")  # steps: what rounding hides, a hair allowed for a figure that is cut
DIGITS = 3  # of an amount that names its line by itself: two digits may agree by chance
DAYS, LENGTH = 3, 10  # days by which two ends, two lengths of one period may differ


class Book:
    """Facts of the statements and of segments."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._facts: dict[tuple[str, str], list[Fact]] = {}
        for fact in facts:
            own = fact.scope == "consolidated" and fact.statement in OWN
            if fact.method is None and (own or fact.scope.startswith(SEGMENT)):
                self._facts.setdefault((fact.concept, fact.scope), []).append(fact)

    def of(self, concept: str, scope: str = "consolidated") -> list[Fact]:
        return self._facts.get((concept, scope), [])

    def at(self, concept: str, period: Period, scope: str = "consolidated") -> Fact | None:
        """The fact of that period; the balance at its end for what has no length."""
        facts = self.of(concept, scope)
        near = [f for f in facts if abs((f.period.last - period.last).days) <= DAYS]
        same = [f for f in near if _alike(f.period, period)]
        return next(iter(same or [f for f in near if not f.period.days]), None)

    def agreeing(self, mention: Mention, figure: Figure) -> Fact | None:
        """The fact that the level repeats; without a period, the only one it can be."""
        if figure.period is not None:
            named = (self.at(concept, figure.period, mention.scope) for concept in mention.concepts)
            return next((fact for fact in named if fact and _equal(fact, figure)), None)
        if digits(figure) < DIGITS:
            return None
        for concept in mention.concepts:
            equal = [fact for fact in self.of(concept, mention.scope) if _equal(fact, figure)]
            if equal:
                return equal[0] if len({fact.period for fact in equal}) == 1 else None
        return None


def _alike(one: Period, other: Period) -> bool:
    return bool(one.days) == bool(other.days) and abs(one.days - other.days) <= LENGTH


def _equal(fact: Fact, figure: Figure) -> bool:
    return abs(abs(fact.value) - figure.value) <= HALF * (figure.step + (step_of(fact) or 0))


def digits(figure: Figure) -> int:
    """Printed digits that count: 3 of $32.8 billion."""
    return len(str(int(figure.value / figure.step)).lstrip("-"))
