"""The us-gaap element of any printed line, by a small linear model over hashed pieces of its words and surroundings.

    line ─► pieces (character 3-5-grams and words of the label; words of heading, neighbours, total; statement)
         ─► mean of their vectors (int8, D wide) ─► softmax over C elements and "none of these"

Trained by `benchmarks/train_concepts.py` on lines of SEC filings; weights in `data/weights/lines.npz`.
Shapes: B buckets, D width, C elements (the last one is "none"), N lines.
Source: bag of hashed n-grams as in Joulin et al. 2016 (arXiv:1607.01759).
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

NONE = "none"
BUCKETS = 1 << 16
_DIGITS = re.compile(r"\d[\d,.]*")
_WORDS = re.compile(r"[a-z0]+|[\u4e00-\u9fff]")


class Line(NamedTuple):
    """A printed line with its surroundings, as the training data names them."""

    label: str
    statement: str  # IS, BS, CF, EQ, CI
    heading: str = ""
    before: str = ""
    after: str = ""
    total: str = ""


class Guess(NamedTuple):
    """An element with the probability that the model gives it."""

    concept: str
    confidence: float


def _folded(text: str) -> str:
    return _DIGITS.sub("0", unicodedata.normalize("NFKC", text).casefold().replace("’", "'"))


def pieces(line: Line) -> list[int]:
    """Buckets of a line's pieces; a piece that occurs twice counts twice."""
    label, statement = _folded(line.label), line.statement
    words = _WORDS.findall(label)
    text = f"<{' '.join(words)}>" if words else "<>"
    found = [f"s{statement}", f"e{statement}{text}"]
    found += [f"c{text[i : i + n]}" for n in (3, 4, 5) for i in range(len(text) - n + 1)]
    found += [f"w{w}" for w in words] + [f"k{statement}{w}" for w in words]
    found += [f"b{a}_{b}" for a, b in pairwise(words)]
    for mark, around in (("h", line.heading), ("p", line.before), ("n", line.after), ("t", line.total)):
        near = _WORDS.findall(_folded(around))
        found += [f"{mark}{w}" for w in near] + [f"{mark}={' '.join(near)}"]
    return [zlib.crc32(p.encode()) % BUCKETS for p in found]


@dataclass(frozen=True)
class Model:
    """The shipped weights, unpacked once."""

    elements: tuple[str, ...]
    balance: dict[str, str]  # debit or credit, where the taxonomy says
    vectors: NDArray[np.int8]  # (B, D)
    scale: NDArray[np.float32]  # (B,) of each vector
    weights: NDArray[np.float32]  # (D, C)
    bias: NDArray[np.float32]  # (C,)
    temperature: float

    def probabilities(self, lines: list[Line]) -> NDArray[np.float32]:
        """(N, C)"""
        hidden = np.zeros((len(lines), self.vectors.shape[1]), dtype=np.float32)
        for i, line in enumerate(lines):
            buckets = np.array(pieces(line))
            rows = self.vectors[buckets].astype(np.float32) * self.scale[buckets, None]  # (pieces, D)
            hidden[i] = rows.sum(0) / np.sqrt(len(buckets))
        logits = (hidden @ self.weights + self.bias) / self.temperature  # (N, C)
        logits -= logits.max(1, keepdims=True)
        odds = np.exp(logits)
        result: NDArray[np.float32] = odds / odds.sum(1, keepdims=True)
        return result


@lru_cache(maxsize=1)
def model() -> Model:
    """The weights of `data/weights/lines.npz`."""
    with (files("data") / "weights" / "lines.npz").open("rb") as file, np.load(file) as packed:
        names = tuple(str(packed["elements"]).split("\n"))
        sides = str(packed["balance"]).split("\n")
        return Model(
            elements=names,
            balance={n: s for n, s in zip(names, sides, strict=True) if s},
            vectors=packed["vectors"],
            scale=packed["scale"].astype(np.float32),
            weights=packed["weights"].astype(np.float32),
            bias=packed["bias"].astype(np.float32),
            temperature=float(packed["temperature"]),
        )


def guesses(lines: list[Line], most: int = 4) -> list[tuple[Guess, ...]]:
    """The likeliest elements of each line, best first; "none" among them where the line is the company's own."""
    if not lines:
        return []
    known = model()
    odds = known.probabilities(lines)
    best = np.argsort(-odds, axis=1)[:, :most]
    return [tuple(Guess(known.elements[c], float(odds[i, c])) for c in row) for i, row in enumerate(best)]
