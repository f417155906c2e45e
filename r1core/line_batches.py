"""Training requests as tensors: the pieces of every line are hashed once, each epoch hides and exchanges other parts.

    year         told: the company's name is the target; hidden, or raised to today: the name of today
    parts        heading, neighbours, total are hidden at random, single pieces too (n-gram dropout)
    wording      now and then another company's wording of the same concept in the same statement
    lines        left out at random, filings cut into statements: fragments are read as well as whole filings

Shapes: N lines of the corpus, B requests, T lines of a request, P pieces of a line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from r1core.line_corpus import RARE, Corpus, Example
from r1core.pieces import MOST, NEW_NAMES, PARTS, buckets, era, parts_of

IGNORED = -100
YEAR, STATEMENT, WORDING = PARTS.index("year"), PARTS.index("statement"), PARTS.index("wording")
TODAY = buckets(era(NEW_NAMES))


@dataclass(frozen=True)
class Noise:
    """How much training hides; each is a probability."""

    piece: float = 0.5
    whole: float = 0.6  # the pieces that are the whole wording: an unseen one does not have them
    parts: tuple[float, ...] = (0.1, 0.0, 0.25, 0.25, 0.25, 0.25, 0.0)  # by PARTS
    year_raised: float = 0.1
    wording: float = 0.2
    split: float = 0.4  # a filing into its statements
    thinned: float = 0.5  # requests that lose lines
    line: float = 0.5  # at most, of a thinned request


class Batch(NamedTuple):
    """Padded tensors of several requests."""

    pieces: NDArray[np.int64]  # (B, T, P)
    real: NDArray[np.bool_]  # (B, T)
    labels: NDArray[np.int64]  # (B, T)
    weights: NDArray[np.float32]  # (B, T)


class LineTable:
    """The lines of a corpus: pieces part by part, targets, weights, and where each request begins."""

    def __init__(self, corpus: Corpus) -> None:
        examples = [e for request in corpus.requests for e in request]
        self.begins = np.cumsum([0, *map(len, corpus.requests)])
        self.pieces, self.bounds = _hashed(examples)
        index = {name: i for i, name in enumerate(corpus.classes)}
        rare = index[RARE]
        self.then = np.array([index.get(e.then, rare) for e in examples])
        self.now = np.array([index.get(e.now, rare) for e in examples])
        self.weights = np.array([e.weight for e in examples], np.float32)
        self.statements = np.array([e.line.statement for e in examples])
        self.alike = _alike(examples, rare_or_none={rare, len(index) - 1}, targets=self.now)

    def __len__(self) -> int:
        return len(self.then)

    def part(self, line: int, part: int) -> NDArray[np.uint16]:
        """The buckets of one part of a line."""
        return self.pieces[self.bounds[line, part] : self.bounds[line, part + 1]]


def _hashed(examples: Sequence[Example]) -> tuple[NDArray[np.uint16], NDArray[np.int64]]:
    """All pieces in a row, and where the parts of each line begin, (N, parts + 1)."""
    known: dict[tuple[str, ...], NDArray[np.uint16]] = {}
    rows, sizes = [], np.zeros((len(examples), len(PARTS)), np.int64)
    for i, example in enumerate(examples):
        for j, part in enumerate(parts_of(example.line)):
            key = tuple(part)
            if key not in known:
                known[key] = np.array(buckets(part), np.uint16)
            rows.append(known[key])
            sizes[i, j] = len(part)
    ends = sizes.cumsum().reshape(sizes.shape)
    return np.concatenate(rows), np.concatenate([ends[:, :1] - sizes[:, :1], ends], axis=1)


def _alike(examples: Sequence[Example], rare_or_none: set[int], targets: NDArray[np.int64]) -> list[list[int]]:
    """For each line the lines of the same concept in the same statement: wordings that may stand for it."""
    groups: dict[tuple[int, str], list[int]] = defaultdict(list)
    for i, example in enumerate(examples):
        groups[int(targets[i]), example.line.statement].append(i)
    alone: list[int] = []
    return [
        alone if int(targets[i]) in rare_or_none else groups[int(targets[i]), example.line.statement]
        for i, example in enumerate(examples)
    ]


class Batches:
    """Batches of about `size` lines, an epoch after another, the same for the same seed."""

    def __init__(self, table: LineTable, size: int, noise: Noise, seed: int) -> None:
        self.table, self.size, self.noise, self.seed = table, size, noise, seed

    def epoch(self, number: int) -> list[list[NDArray[np.int64]]]:
        """The requests of each batch: arrays of line numbers."""
        chance = np.random.default_rng((self.seed, number))
        requests = [part for index in range(len(self.table.begins) - 1) for part in self.parts(index, chance)]
        order = chance.permutation(len(requests))
        batches: list[list[NDArray[np.int64]]] = []
        for start in range(0, len(order), 800):  # like lengths together, but not the whole corpus in one order
            batches += self._filled(sorted((requests[i] for i in order[start : start + 800]), key=len))
        return [batches[i] for i in chance.permutation(len(batches))]

    def parts(self, index: int, chance: np.random.Generator) -> list[NDArray[np.int64]]:
        """The lines of a request as it is, without some of them, or cut into its statements."""
        request = np.arange(*self.table.begins[index : index + 2])
        if chance.random() < self.noise.thinned:
            kept = request[chance.random(len(request)) >= chance.uniform(0, self.noise.line)]
            request = kept if len(kept) else request
        if chance.random() >= self.noise.split:
            return [request]
        names = self.table.statements[request]
        return np.split(request, np.flatnonzero(names[1:] != names[:-1]) + 1)

    def _filled(self, requests: Sequence[NDArray[np.int64]]) -> Iterator[list[NDArray[np.int64]]]:
        batch: list[NDArray[np.int64]] = []
        for request in requests:
            if batch and len(request) * (len(batch) + 1) > self.size:
                yield batch
                batch = []
            batch.append(request)
        if batch:
            yield batch

    def tensors(self, requests: Sequence[NDArray[np.int64]], chance: np.random.Generator) -> Batch:
        """What the model reads and what it should answer."""
        lines = np.concatenate(requests)
        rows, labels = zip(*(self.row(int(i), chance) for i in lines), strict=True)
        real = np.arange(max(map(len, requests))) < np.array([len(r) for r in requests])[:, None]
        shape = real.shape
        pieces = padded(rows)
        out = Batch(
            np.zeros((*shape, pieces.shape[1]), np.int64), real, np.full(shape, IGNORED), np.zeros(shape, np.float32)
        )
        out.pieces[real], out.labels[real], out.weights[real] = pieces, np.array(labels), self.table.weights[lines]
        return out

    def row(self, line: int, chance: np.random.Generator) -> tuple[NDArray[np.int64], int]:
        """Pieces and target of one line as this step sees it."""
        noise, table = self.noise, self.table
        hidden = chance.random(len(PARTS)) < noise.parts
        raised = chance.random() < noise.year_raised
        alike = table.alike[line]
        other = alike[chance.integers(len(alike))] if alike and chance.random() < noise.wording else line
        sources = [other if part in (STATEMENT, WORDING) else line for part in range(len(PARTS))]
        parts = [table.part(sources[j], j) for j in range(len(PARTS)) if not hidden[j] and not (raised and j == YEAR)]
        row = np.concatenate(parts).astype(np.int64)
        if chance.random() < noise.whole:
            row = row[~np.isin(row, [table.part(other, STATEMENT)[1], table.part(other, WORDING)[0]])]
        kept = row[chance.random(len(row)) >= noise.piece]
        told = len(table.part(line, YEAR)) and not hidden[YEAR] and not raised
        first = np.array(TODAY if raised else [], np.int64)
        return np.concatenate([first, kept])[:MOST], int(table.then[line] if told else table.now[line])


def padded(rows: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Rows of different lengths as one array, 0 after their end, (N, P)."""
    sizes = np.array([len(row) for row in rows])
    where = np.arange(max(1, sizes.max())) < sizes[:, None]
    out = np.zeros(where.shape, np.int64)
    out[where] = np.concatenate(rows)
    return out
