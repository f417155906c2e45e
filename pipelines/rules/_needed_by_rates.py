"""What sentences say a disputed number is: "increased 8%", "decreased by $3 million", counted from the year before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from data.schemas import Fact, Figure, Mention, Period

from ._told import DAYS, TWINS, as_long, year_apart

Needed = tuple[Decimal, Decimal]  # whole units: the value, and how far off a number may be

SLACK = Decimal("1.05")  # steps of the printed figure: it is often computed from rounded amounts


def needed_by_rates(fact: Fact, facts: Sequence[Fact], mentions: Iterable[Mention]) -> Iterator[Needed]:
    """One for each change or rate told of the fact's line that leads to its period or starts from it."""
    beside = [f for f in facts if _is_beside(f, fact)]
    for mention in mentions:
        names = [c for concept in mention.concepts for c in (concept, *TWINS.get(concept, ()))]
        if mention.scope == "consolidated" and fact.concept in names:
            for figure in mention.figures:
                yield from _needed(fact, beside, figure)


def _is_beside(other: Fact, fact: Fact) -> bool:
    """The same line a year earlier or later."""
    alike = (other.concept, other.unit, other.scope) == (fact.concept, fact.unit, "consolidated")
    near = year_apart(fact.period, other.period) or year_apart(other.period, fact.period)
    return alike and near and as_long(fact.period, other.period)


def _needed(fact: Fact, beside: Sequence[Fact], figure: Figure) -> Iterator[Needed]:
    if figure.role not in ("rate", "change") or figure.period is None:
        return
    for other in beside:
        later = other.period.last > fact.period.last
        now, before = (other.period, fact.period) if later else (fact.period, other.period)
        if other.value and _is(figure.period, now) and (figure.since is None or _is(figure.since, before)):
            yield _moved(other.value, figure, backwards=later)


def _is(told: Period, period: Period) -> bool:
    same = abs((told.last - period.last).days) <= DAYS
    return same and (not told.days or not period.days or as_long(told, period))


def _moved(base: Decimal, figure: Figure, *, backwards: bool) -> Needed:
    """The value that the base becomes, or came from. Costs and losses that grow move away from zero."""
    within = figure.step * SLACK
    if figure.role == "change":
        moved = abs(base) - figure.value if backwards else abs(base) + figure.value
        return moved.copy_sign(base * moved), within
    factor = 1 + figure.value / 100
    if backwards and not factor:
        return Decimal(0), abs(base)
    value = base / factor if backwards else base * factor
    return value, abs(value / (factor if backwards else 1)) * within / 100
