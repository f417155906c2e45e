"""Errors planted into one of the places that tell a number: what a misreading makes of its print.

digit    one digit changed        1,234 -> 1,274
swap     two digits swapped       1,234 -> 1,324
lost     a digit lost             1,234 -> 124
sign     the sign turned round    1,234 -> (1,234)
scale    a scale lost or doubled  1,234 thousand -> 1,234; 1.2 million -> 1.2 billion
column   the figure of another period
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from benchmarks._told_twice import Told
from data.schemas import Amount, Fact, Provenance, Statement
from pipelines.facts.disputes import judging
from pipelines.facts.reconcile import agree

KINDS = ("digit", "swap", "lost", "sign", "scale", "column")
SCALES = (Decimal(10), Decimal(1000), Decimal("0.001"))
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Planted:
    """A group of facts of which one, `victim`, is wrong, and the statements that print it so."""

    kind: str
    victim: int
    readings: tuple[Fact, ...]
    statements: tuple[Statement, ...]


def plant(told: Told, count: int, draw: random.Random) -> Iterator[Planted]:
    """Up to `count` errors, of all kinds in turn, into places drawn from all that tell a number twice."""
    groups = list(told.groups)
    draw.shuffle(groups)
    for turn in range(min(count, 2 * len(groups))):
        group = groups[turn % len(groups)]
        victim, first = draw.randrange(len(group)), draw.randrange(len(KINDS))
        for kind in KINDS[first:] + KINDS[:first]:  # the next kind where one changes nothing that can be told
            wrong = slipped(group[victim], kind, told.facts, draw)
            if wrong and not any(_alike(wrong, other) for n, other in enumerate(group) if n != victim):
                readings = tuple(wrong if n == victim else fact for n, fact in enumerate(group))
                statements = tuple(_with(s, group[victim], wrong) for s in told.statements)
                yield Planted(kind, victim, readings, statements)
                break


def slipped(fact: Fact, kind: str, facts: Sequence[Fact], draw: random.Random) -> Fact | None:
    """The fact misread in one way; None where that way does not change it."""
    place = fact.provenance[0]
    match = _NUMBER.search(place.text)
    if match is None or not fact.value:
        return None
    text = match[0]
    if kind == "sign":
        return fact.model_copy(update={"value": -fact.value})
    if kind == "scale":
        return fact.model_copy(update={"value": fact.value * draw.choice(SCALES)})
    if kind == "column":
        others = [Decimal(repr(value)) for value in judging([fact], facts).neighbours]
        changed = _printed(draw.choice(others) / fact.value * _number(text), text) if others else ""
    else:
        changed = _misread(text, kind, draw)
    if not any(c in "123456789" for c in changed) or _number(changed) == _number(text):
        return None
    there = place.model_copy(update={"text": place.text.replace(text, changed, 1)})
    value = fact.value * _number(changed) / _number(text)
    return fact.model_copy(update={"value": value, "provenance": (there, *fact.provenance[1:])})


def _misread(text: str, kind: str, draw: random.Random) -> str:
    """The print with another digit, two digits swapped, or one lost."""
    at = draw.choice([i for i, mark in enumerate(text) if mark.isdigit()])
    if kind == "digit":
        return text[:at] + draw.choice([d for d in "0123456789" if d != text[at]]) + text[at + 1 :]
    if kind == "lost":
        return text[:at] + text[at + 1 :]
    after = next((i for i in range(at + 1, len(text)) if text[i].isdigit()), at)
    return text[:at] + text[after] + text[at + 1 : after] + text[at] * (after > at) + text[after + 1 :]


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _printed(value: Decimal, like: str) -> str:
    """Another value with as many decimals."""
    return f"{abs(value):,.{len(like.partition('.')[2])}f}"


def _alike(first: Fact, second: Fact) -> bool:
    return agree(first.value, second) or agree(second.value, first)


def _with(statement: Statement, fact: Fact, wrong: Fact) -> Statement:
    """The statement with the printed amount changed as the fact was."""
    place = fact.provenance[0]
    rows = [
        replace(
            row, amounts=tuple(_changed(a, wrong.value / fact.value) if _is_at(a, place) else a for a in row.amounts)
        )
        for row in statement.rows
    ]
    return replace(statement, rows=tuple(rows))


def _is_at(amount: Amount | None, place: Provenance) -> bool:
    return amount is not None and (amount.page, amount.bbox) == (place.page, place.bbox)


def _changed(amount: Amount | None, factor: Decimal) -> Amount | None:
    """Times the factor, with no more decimals than its print needs."""
    return amount and replace(amount, value=Decimal(f"{round(amount.value * factor, 4).normalize():f}"))
