"""Masking: the clause that asks without company, periods and metrics; ⟪0⟫ stands for a metric, ⟦⟧ for a period."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from data.knowledge import knowledge
from data.schemas import Span

from . import clauses as parts
from .clauses import Clauses
from .lexicon import Found, find_metrics
from .spans import each, find_spans
from .wording import fold

MARK = re.compile(r"⟪(\d+)⟫")


@dataclass(frozen=True, slots=True)
class Masked:
    """The core with periods, company and metrics taken out."""

    text: str
    found: tuple[Found, ...]
    phrases: tuple[str, ...]
    spans: tuple[Span, ...]
    ranged: bool
    named: tuple[str, ...] = ()

    def text_of(self, mark: int) -> str:
        """How the question calls the metric."""
        return self.named[mark]


def mask(clauses: Clauses, entities: Sequence[str]) -> Masked:
    core = parts.without_statements(clauses.core)
    for entity in entities:
        core = re.sub(rf"(?<![a-z]){entity_pattern(entity)}(?![a-z])", " ", core) if entity else core
    spans, text, ranged = find_spans(core)
    if not spans:
        spans, _, ranged = find_spans(clauses.whole)
    found = find_metrics(text, clauses.language)
    named = tuple(text[one.start : one.end] for one in found)
    phrases = tuple(dict.fromkeys(named))
    for number in range(len(found) - 1, -1, -1):
        text = f"{text[: found[number].start]} ⟪{number}⟫ {text[found[number].end :]}"
    return Masked(re.sub(r"\s+", " ", text).strip(), tuple(found), phrases, tuple(each(spans)), ranged, named)


def entity_pattern(entity: str) -> str:
    """The company as people call it: its first words suffice, "the" and legal forms may be missing."""
    words = fold(entity).replace(",", " ").replace(".", " ").split()
    words = [word for word in words if word not in _legal()]
    if not words:
        return r"(?!)"
    sure = 2 if words[0] in _common() else 1  # "american" alone is no name of American Express
    head = r"[ ,]+".join(re.escape(word) for word in words[:sure])
    tail = "".join(rf"(?:[ ,]+{re.escape(word)})?" for word in words[sure:])
    if len(words) > 2:
        head = rf"(?:{head}|{''.join(word[0] for word in words)}(?![a-z]))"
    return rf"(?:the )?{head}{tail}(?:[ ,]+(?:{'|'.join(sorted(_legal()))})\b\.?)*"


def _common() -> frozenset[str]:
    return frozenset(knowledge("questions")["common"].split())


def _legal() -> frozenset[str]:
    return frozenset(knowledge("questions")["legal"].split())
