"""Labels: facts found by what the print calls them, for lines that the lexicon has no metric for.

A fact must cover every word that is sought, by its label and its scope; of those that do, the one whose label says
least besides is meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from data.schemas import Digest, Fact, Question
from pipelines.ledger import FULL_YEAR

from .periods import When
from .terms import Terms, terms_of

COST = "cost"
COVERED = 0.97  # share of the weight of the words sought
PLACES = ("income", "balance", "cashflow", "segment", "note", "equity", "narrative")


@dataclass(frozen=True, slots=True)
class Named:
    """A fact by its name. `close`: the share of its label's words that were asked for."""

    fact: Fact
    close: float


def find_named(question: Question, terms: Terms, digest: Digest, when: When | None) -> Named | None:
    """The fact that the words name in the period; of equals the statement asked for, then the surest."""
    fitting = []
    for fact in digest.facts:
        if fact.method == "derived" or not _in(fact, when):
            continue
        words = terms_of(fact.label)
        scope = terms_of(fact.scope.partition(":")[2])
        meant = terms_of(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", fact.concept.removeprefix("r1:")))
        if terms.cover(words | scope | meant) < COVERED or not words & terms.weights.keys():
            continue
        if fact.concept.removeprefix("r1:").startswith("Cost") and COST not in words | terms.weights.keys():
            continue  # the cost of a thing is not the thing
        close = len((words | scope) & terms.weights.keys()) / len(words | scope)
        stated = fact.statement == question.statement if question.statement else fact.statement in PLACES[:3]
        extra = len(meant - terms.weights.keys())  # "cost of subscription revenue" says more than was asked
        fitting.append((close, -extra, stated, _full(fact), fact.confidence, fact))
    if not fitting:
        return None
    best = max(fitting, key=lambda item: item[:5])
    return Named(best[5], best[0])


def _in(fact: Fact, when: When | None) -> bool:
    if when is None:
        return True
    period, moment = fact.period, when.moment
    if period.instant:
        return abs((period.instant - moment.end).days) <= 4
    same_end = abs((period.last - moment.end).days) <= 4
    return same_end and (moment.start == moment.end or abs(period.days - (moment.end - moment.start).days - 1) <= 8)


def _full(fact: Fact) -> bool:
    return fact.period.instant is not None or fact.period.days >= FULL_YEAR


def scopes(digest: Digest) -> dict[str, tuple[Fact, ...]]:
    """Facts of the parts of the company, by the name of the part."""
    found: dict[str, list[Fact]] = {}
    for fact in digest.facts:
        kind, _, name = fact.scope.partition(":")
        if kind == "segment" and name:
            found.setdefault(name, []).append(fact)
    return {name: tuple(facts) for name, facts in found.items()}
