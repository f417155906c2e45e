"""Match: which passages speak for a rule, which against it, and how clearly. Words alone; the model comes after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .packs import Rule
from .passages import Passage
from .pattern import compiled


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that fits a pattern. `sense`: any, partial or against."""

    passage: Passage
    sense: str
    pattern: str


def hits(rule: Rule, passages: Sequence[Passage]) -> list[Hit]:
    """All hits of a rule in the order of the document."""
    return [hit for passage in passages if (hit := _hit(rule, passage))]


def _hit(rule: Rule, passage: Passage) -> Hit | None:
    for sense, sources in (("any", rule.any), ("against", rule.against), ("partial", rule.partial)):
        for source in sources:
            if compiled(source).find(passage.text, passage.lowered):
                return Hit(passage, _weakened(rule, passage, sense), source)
    return None


def _weakened(rule: Rule, passage: Passage, sense: str) -> str:
    """`partial` for a clause that weak words take half back."""
    if sense == "any" and any(compiled(source).find(passage.text, passage.lowered) for source in rule.weak):
        return "partial"
    return sense


def nearest(rule: Rule, passages: Sequence[Passage]) -> Passage | None:
    """The passage that has most of what a pattern asks for; None where none has anything."""
    patterns = [compiled(source) for source in (*rule.any, *rule.partial)]
    best, share = None, 0.0
    for passage in passages:
        own = max((pattern.share(passage.lowered) for pattern in patterns), default=0.0)
        if own > share:
            best, share = passage, own
    return best
