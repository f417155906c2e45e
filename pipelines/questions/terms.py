"""Terms: what a question looks for, weighed by how rare each word is in the document."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from data.knowledge import knowledge
from data.schemas import Digest, Question

from .wording import content_words, stem, stems


@cache
def _same() -> dict[str, str]:
    return {stem(word): stem(group[0]) for group in knowledge("questions")["synonyms"] for word in group}


def canonical(words: Iterable[str]) -> tuple[str, ...]:
    """Stems, words of one meaning made one."""
    return tuple(_same().get(word, word) for word in words)


@cache
def terms_of(text: str) -> frozenset[str]:
    """Terms of a label, a heading or a sentence."""
    return frozenset(canonical(stems(text)))


@dataclass(frozen=True)
class Terms:
    """The words sought with their weights. `cover` is the share of weight that a text has."""

    weights: dict[str, float]

    @property
    def rarest(self) -> str:
        """The word that says most."""
        return max(self.weights, key=lambda word: self.weights[word])

    def cover(self, words: Iterable[str]) -> float:
        """0 to 1."""
        total = sum(self.weights.values())
        return sum(self.weights.get(word, 0.0) for word in set(words)) / total if total else 0.0


def terms_for(question: Question, digest: Digest) -> Terms:
    """Words of the question that are left, and those of the metrics it names."""
    words = list(question.words)
    words += [word for phrase in question.phrases for word in content_words(phrase)]
    sought = tuple(dict.fromkeys(canonical(stem(word) for word in words)))
    return Terms({word: _rarity(word, digest) for word in sought})


def _rarity(word: str, digest: Digest) -> float:
    """Inverse frequency over the rows and sentences; a word that never occurs weighs most."""
    units = max(len(digest.lines) + len(digest.sentences), 1)
    found = len(re.findall(re.escape(word), digest.text))
    return math.log(1 + units / (1 + found))


def absent(words: Sequence[str], digest: Digest) -> tuple[str, ...]:
    """Words that the document does not contain in any form."""
    return tuple(word for word in words if stem(word) not in digest.text)
