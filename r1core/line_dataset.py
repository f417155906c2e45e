"""Statement lines as a data set of `Trainer`: requests of the question `concept`, with other parts hidden each time.

The labels are a folder in the form of `data/labels`, named by the caller or by the environment variable R1DOC_LABELS.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import torch

from r1core.concepts import QUESTION
from r1core.line_batches import Batches, LineTable, Noise
from r1core.line_corpus import FILES, load
from r1core.requests import Reading

VARIABLE = "R1DOC_LABELS"


class StatementLines(torch.utils.data.Dataset[Reading]):
    """A request is a filing, a statement, or a single line of a word list."""

    def __init__(self, folder: Path, noise: Noise | None = None, seed: int = 1) -> None:
        corpus = load(folder, seed)
        self.questions = {QUESTION: corpus.classes}
        self.batches = Batches(LineTable(corpus), size=1, noise=noise or Noise(), seed=seed)

    def __len__(self) -> int:
        return len(self.batches.table.begins) - 1

    def __getitem__(self, index: int) -> Reading:
        """Noise is drawn from torch's generator, so that a seeded run sees the same requests again."""
        chance = np.random.default_rng(int(torch.randint(1 << 31, ())))
        parts = self.batches.parts(index, chance)
        lines = parts[chance.integers(len(parts))]  # of a filing that is cut into statements one is read
        rows, labels = zip(*(self.batches.row(int(line), chance) for line in lines), strict=True)
        weights = self.batches.table.weights[lines]
        return Reading(QUESTION, tuple(row.tolist() for row in rows), labels, weights=tuple(weights.tolist()))

    @property
    def forms(self) -> list[str]:
        """What kind each request is, for `Trainer`: all alike."""
        return [Reading.__name__] * len(self)


def statement_lines(_: object = None) -> StatementLines:
    """The labels of the folder that R1DOC_LABELS names."""
    folder = os.environ.get(VARIABLE)
    if not folder:
        raise ValueError(f"set {VARIABLE} to the folder that holds {', '.join(FILES)}")
    return StatementLines(Path(folder))
