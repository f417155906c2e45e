"""Reconciliation: what several places of a document state of one thing, agreed or in conflict.

    facts ─► groups of equal concept, unit and period ─► equal within rounding: places joined
                                                      ─► not equal: the backend judges, else the better source wins

The primary statements come first, then the cash flow's repetition of the income statement's figures, then condensed
statements elsewhere, then tables of notes, then sentences. A value rounded to a coarser unit agrees with the exact one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import groupby

from data.schemas import Conflict, Fact
from pipelines.contracts import Backend, Witness, no_witness
from pipelines.facts.disputes import RANK, rank, settled, step_of
from pipelines.facts.lexicon import core_concepts
from pipelines.facts.merge import SECONDARY, joined, key_of

LEAST_AGREEMENT = 0.75  # share of equal figures from which a second statement is the same company's

Key = tuple[str, str, str]


def reconcile(
    facts: Sequence[Fact], backend: Backend, witness: Witness = no_witness
) -> tuple[tuple[Fact, ...], tuple[Conflict, ...]]:
    """Facts with agreeing places joined, and the conflicts that remain. Ids stay as they were."""
    kept: dict[str, Fact] = {f.id: f for f in facts}
    disputes: list[tuple[Fact, list[Fact]]] = []
    pairs = [(best, other) for best, *others in _groups(facts) for other in others if rank(best) < RANK["note"]]
    strangers = _strangers(pairs)
    for best, group in groupby(pairs, key=lambda pair: pair[0]):
        against = []
        for _, other in group:
            if _place(other) in strangers:
                continue
            if agree(best.value, other):
                kept[best.id] = joined(kept[best.id], other)
                del kept[other.id]
            else:
                against.append(other)
        if against:
            disputes.append((kept[best.id], against))
    return tuple(kept.values()), tuple(settled(disputes, facts, backend, witness))


def reconcile_told(
    facts: Sequence[Fact], told: Sequence[Fact], backend: Backend, witness: Witness = no_witness
) -> tuple[tuple[Fact, ...], tuple[Conflict, ...]]:
    """Facts with what running text repeats of them as further places; what it contradicts as conflicts.

    A told fact that no other states is added as it is. Of one that is contradicted, both stay, and one is kept.
    """
    kept = {fact.id: fact for fact in facts}
    homes = {key_of(fact): fact.id for fact in reversed(facts)}
    disputes: dict[str, list[Fact]] = {}
    for fact in told:
        home = homes.get(key_of(fact))
        if home is None:
            homes[key_of(fact)] = fact.id
            kept[fact.id] = fact
        elif _told_alike(kept[home], fact):
            kept[home] = joined(kept[home], fact)
        elif kept[home].statement != "narrative":
            kept[fact.id] = fact
            disputes.setdefault(home, []).append(fact)
    against = [(kept[best], others) for best, others in disputes.items()]
    return tuple(kept.values()), tuple(settled(against, facts, backend, witness))


def _place(fact: Fact) -> tuple[str | None, int]:
    return fact.statement, fact.provenance[0].page


def _strangers(pairs: Sequence[tuple[Fact, Fact]]) -> set[tuple[str | None, int]]:
    """Pages whose statement is not the company's after all: most of what it repeats is another number.

    A joint venture's accounts, a subsidiary's, pro forma figures: printed like the company's, and no contradiction.
    """
    told: dict[tuple[str | None, int], list[bool]] = {}
    for best, other in pairs:
        if other.scope == SECONDARY:
            told.setdefault(_place(other), []).append(agree(best.value, other))
    return {place for place, same in told.items() if sum(same) < LEAST_AGREEMENT * len(same)}


def agree(value: Decimal, other: Fact) -> bool:
    """Equal, or equal once rounded to the other's last printed digit."""
    if value == other.value:
        return True
    step = step_of(other)
    return step is not None and abs(value - other.value) * 2 <= step


def _told_alike(fact: Fact, told: Fact) -> bool:
    """Equal once both are rounded: a sentence may be finer than a statement in thousands."""
    return abs(fact.value - told.value) * 2 <= (step_of(fact) or 0) + (step_of(told) or 0)


def _groups(facts: Iterable[Fact]) -> list[list[Fact]]:
    """Core facts of the whole company that state one thing more than once, the best source first."""
    found: dict[Key, list[Fact]] = {}
    for fact in facts:
        if fact.scope in ("consolidated", SECONDARY) and fact.concept in core_concepts():
            found.setdefault((fact.concept, fact.unit, f"{fact.period.start}/{fact.period.last}"), []).append(fact)
    ranked = (sorted(group, key=lambda f: (rank(f), -f.confidence)) for group in found.values())
    return [group for group in ranked if len(group) > 1 and group[0].scope == "consolidated"]
