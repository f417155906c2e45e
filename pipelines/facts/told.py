"""Told again: what equity statements and notes repeat of facts already known, and what they add.

A number that states a known fact anew becomes one more place of it; a new one becomes a fact. A value that differs from
a known fact of the same name is not taken for it: core concepts are left out, other lines keep a name of their own.
"""

from __future__ import annotations

from collections.abc import Iterable

from data.schemas import Fact
from pipelines.facts.lexicon import core_concepts, own_name
from pipelines.facts.merge import joined, key_of
from pipelines.facts.reconcile import agree


def with_told(facts: Iterable[Fact], told: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts in their order, with the places that repeat them; then the new ones."""
    kept = {fact.id: fact for fact in facts}
    ids = {key_of(fact): fact.id for fact in reversed(list(kept.values()))}
    for fact in told:
        known = ids.get(key_of(fact))
        if known is None:
            ids[key_of(fact)] = fact.id
            kept[fact.id] = fact
        elif agree(kept[known].value, fact):
            kept[known] = joined(kept[known], fact)
        elif fact.concept not in core_concepts():
            name = own_name(fact.label, fact.statement or "", again=True)
            own = fact.model_copy(update={"concept": name})
            if key_of(own) not in ids:
                ids[key_of(own)] = own.id
                kept[own.id] = own
    return tuple(kept.values())
