"""Clause model: how much a passage reads like each commercial category. Linear, over hashed words and pairs of words.

Rules know the wordings we thought of; the model knows those that lawyers marked. A logistic regression over both, one
for all categories, says how likely the clause is there at all: that is the confidence of a finding.

Weights: `data/weights/clauses.npz`, trained by `benchmarks/train_clauses.py` on the development contracts of CUAD v1
(The Atticus Project, CC BY 4.0). Features: Weinberger et al. 2009, Feature hashing (arXiv:0902.2206).
"""

from __future__ import annotations

import itertools
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.knowledge import FOLDER

from .passages import Passage

WEIGHTS = FOLDER.parent / "weights" / "clauses.npz"
SIZE = 1 << 15  # hashed features
WORDS = 160  # of a passage
HEADING = 6  # words of the heading
USUAL = 5.0  # logarithm of the passages of a usual contract
FAR = -12.0  # score of a category that no rule met
WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+|[$%]")

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Clauses:
    """`table`: a row a feature, a column a category; `scale` turns its small integers into weights."""

    categories: tuple[str, ...]
    table: NDArray[np.int8]
    scale: Floats
    bias: Floats
    rules: Floats  # what a rule's hit is worth
    idf: Floats
    prior: Floats
    mixture: Floats  # of `evidence`

    def scores(self, passages: Sequence[Passage], met: Mapping[str, Sequence[int]]) -> Floats:
        """A row a passage, a column a category. `met`: for each category the passages that its rule met."""
        found = np.stack([self._score(passage) for passage in passages])
        for column, name in enumerate(self.categories):
            found[list(met.get(name, ())), column] += self.rules[column]
        return found

    def _score(self, passage: Passage) -> Floats:
        columns = features(passage.lowered, passage.heading)
        weights = self.idf[columns]
        norm = float(np.sqrt(weights @ weights)) or 1.0
        return (weights / norm) @ self.table[columns].astype(np.float32) * self.scale + self.bias

    def present(self, scores: Floats, met: Mapping[str, Sequence[int]]) -> dict[str, float]:
        """How likely the contract has each category."""
        return {
            name: sigmoid(float(evidence(scores[:, column], met.get(name, ()), self.prior[column]) @ self.mixture))
            for column, name in enumerate(self.categories)
        }


def features(text: str, heading: str) -> NDArray[np.int64]:
    """Rows of the table that a passage touches."""
    words = ["0" if word.isdigit() else word for word in WORD.findall(text)[:WORDS]]
    names = {*words, *(f"{a}_{b}" for a, b in itertools.pairwise(words))}
    names |= {f"h:{word}" for word in WORD.findall(heading.lower())[:HEADING]}
    return np.array(sorted({zlib.crc32(name.encode()) & (SIZE - 1) for name in names}), np.int64)


def evidence(scores: Floats, met: Sequence[int], prior: float) -> NDArray[np.float64]:
    """What the mixture looks at: the best score, whether and how often rules met, the best among those, the second."""
    ordered = np.sort(scores)[::-1]
    best_met = max((float(scores[index]) for index in met), default=FAR)
    second = ordered[1] if len(ordered) > 1 else ordered[0]
    counted = np.log1p(len(met))
    return np.array([1.0, ordered[0], bool(met), best_met, second, counted, prior, np.log(len(scores)) - USUAL])


def sigmoid(value: float) -> float:
    return float(1.0 / (1.0 + np.exp(-value)))


@cache
def clauses() -> Clauses:
    """The shipped model."""
    with np.load(WEIGHTS, allow_pickle=False) as file:
        kept: dict[str, Any] = {name: file[name] for name in file.files}
    return Clauses(categories=tuple(map(str, kept.pop("categories"))), **kept)
