"""One fact for what several lines state alike, and one value for one concept.

Facts of equal concept, scope, unit, period and value become one whose provenance names every place; where a core
concept's second value differs, both stay for `reconcile`; where another concept's does, the later line keeps a name
of its own.
"""

from __future__ import annotations

from collections.abc import Iterable

from data.schemas import Fact
from pipelines.facts.lexicon import core_concepts, own_name

SECONDARY = "other:secondary statement"  # scope of a consolidated statement that is not the primary one of its kind

Key = tuple[str, str, str, str]


def key_of(fact: Fact) -> Key:
    """What a fact is about: concept, scope, unit, period."""
    return fact.concept, fact.scope, fact.unit, f"{fact.period.start}/{fact.period.last}"


def merged(facts: Iterable[Fact]) -> list[Fact]:
    """Facts without repetition, in the order of their first appearance."""
    found: dict[Key, list[Fact]] = {}
    order: list[tuple[Key, int]] = []
    for fact in facts:
        key = key_of(fact)
        same = next((n for n, f in enumerate(found.get(key, ())) if f.value == fact.value), None)
        if same is not None:
            found[key][same] = joined(found[key][same], fact)
            continue
        if key in found and fact.concept not in core_concepts():
            fact = fact.model_copy(update={"concept": own_name(fact.label, fact.statement or "", again=True)})
            key = key_of(fact)
            if key in found:
                continue
        found.setdefault(key, []).append(fact)
        order.append((key, len(found[key]) - 1))
    return [found[key][n] for key, n in order]


def joined(first: Fact, second: Fact) -> Fact:
    """The first fact with the second's places added; two places are surer than one."""
    places = (*first.provenance, *(p for p in second.provenance if p not in first.provenance))
    doubt = (1 - first.confidence) * (1 - second.confidence * 0.5)
    return first.model_copy(update={"provenance": places, "confidence": round(1 - doubt, 4)})
