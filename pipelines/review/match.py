"""Match: which passages speak for a rule, which against it, and how clearly. Words alone; the model comes after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .packs import Rule, compiled
from .passages import Passage


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that fits a pattern. `sense`: any, partial or against."""

    passage: Passage
    sense: str
    pattern: str
    start: int  # of the words that fit, in the script
    end: int


def hits(rule: Rule, passages: Sequence[Passage]) -> list[Hit]:
    """All hits of a rule in the order of the document."""
    found = []
    for passage in passages:
        hit = _hit(rule, passage)
        if hit:
            found.append(hit)
    return found


def _hit(rule: Rule, passage: Passage) -> Hit | None:
    text = passage.text if rule.scope == "sentence" else passage.around
    for sense, sources in (("any", rule.any), ("against", rule.against), ("partial", rule.partial)):
        for source in sources:
            match = compiled(source).find(text)
            if match:
                return Hit(passage, _weakened(rule, text, sense), source, passage.start, passage.end)
    return None


def _weakened(rule: Rule, text: str, sense: str) -> str:
    """`partial` for a clause that weak words take half back."""
    if sense == "any" and any(compiled(source).find(text) for source in rule.weak):
        return "partial"
    return sense
