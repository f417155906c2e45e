"""What routing costs in quality: ours and two dense models trained side by side on the same lines, steps and seed.

    total     a dense model with as many weights as ours has altogether: the one to stay within a point of
    active    a dense model with as many as a position of ours uses: the one to be better than

The task is the concept of statement lines, measured on companies kept apart. Data: `labels/` of the development data.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from r1core.concepts import QUESTION
from r1core.config import R1Config
from r1core.evaluate import count_flops
from r1core.line_corpus import Corpus, load
from r1core.line_scores import frequent_concepts
from r1core.model import R1Model
from r1core.peers import dense_peer
from r1core.train_lines import DROPOUT, LineTraining, Training


@dataclass(frozen=True)
class Trained:
    """One of the three after its training."""

    name: str
    exact: float  # share of all lines of the held companies, of the 150 most frequent concepts
    unseen: float  # of those whose wording was never seen
    flops: float  # millions a line


def side_by_side(labels: Path, steps: int, seed: int = 1, preset: str = "small", **changes: Any) -> list[Trained]:
    """Trains all three; `changes` are fields of the configuration."""
    corpus = load(labels, seed)
    ours = R1Config.preset(preset, questions={QUESTION: corpus.classes}, dropout=DROPOUT, **changes)
    three = {"routed": ours, "dense, total": dense_peer(ours, "total"), "dense, active": dense_peer(ours, "active")}
    frequent = frequent_concepts(labels)
    return [trained(name, config, corpus, frequent, steps, seed) for name, config in three.items()]


def trained(name: str, config: R1Config, corpus: Corpus, frequent: frozenset[str], steps: int, seed: int) -> Trained:
    """One model after `steps` steps."""
    torch.manual_seed(seed)
    options = LineTraining(seed=seed, save_every=steps + 1, warmup=max(1, steps // 8), average=0.99)
    with tempfile.TemporaryDirectory() as folder:
        training = Training(R1Model(config), corpus, Path(folder), options)
        training.total = steps
        for _ in training.steps():
            pass
        figures = training.measure(frequent)
    return Trained(name, figures["all"]["exact"], figures["unseen"]["exact"], line_cost(training.averaged_model()))


def line_cost(model: R1Model, statements: int = 8, lines: int = 40) -> float:
    """Millions of operations a line, counted over some statements."""
    pieces = torch.randint(1, model.config.piece_buckets, (statements, lines, 60))
    asked = torch.ones(statements, dtype=torch.long)
    return count_flops(model.eval(), piece_ids=pieces, question_ids=asked) / (statements * lines) / 1e6


def told(three: Sequence[Trained]) -> str:
    """The three for a reader."""
    lines = [f"{'concept of a line, held companies':38}{'exact':>9}{'unseen':>9}{'MFLOP/line':>12}"]
    lines += [f"{one.name:38}{one.exact:9.4f}{one.unseen:9.4f}{one.flops:12.1f}" for one in three]
    return "\n".join([*lines, ""])
