"""Trains the question `concept` on labelled statement lines; a run can be stopped and taken up again.

    python -m r1core train --data lines --labels LABELS --output runs/lines

A run folder holds `log.jsonl` (loss, experts in use, figures on companies kept apart), `state.pt` (everything needed
to go on: weights, averaged weights, optimizer, position in the data) and in the end the model itself: the running
average of the weights, which is better than the last ones and needs no choice of a best moment.

Shapes: B requests, T lines, C classes.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from r1core.concepts import QUESTION, Pieces, Statements, decided, predicted
from r1core.config import R1Config
from r1core.line_batches import Batch, Batches, LineTable, Noise, padded
from r1core.line_corpus import RARE, Corpus, load
from r1core.line_loss import line_losses
from r1core.line_scores import frequent_concepts, scores, temperature_of
from r1core.model import R1Model
from r1core.pieces import BUCKETS

DROPOUT = 0.1  # of the embedded lines


@dataclass(frozen=True)
class LineTraining:
    """Options of one run."""

    epochs: float = 11.0
    batch_lines: int = 1024
    learning_rate: float = 1.5e-3
    piece_rate: float = 6e-3  # of the table of pieces: each row is touched rarely
    weight_decay: float = 0.05
    warmup: int = 100  # steps
    average: float = 0.998  # of the running average of the weights
    smoothing: float = 0.03
    uncommon: float = 0.5  # weight of the concepts that are not among the most frequent
    open_until: float = 0.4  # share of the steps: until then every request opens all experts
    narrow_from: float = 0.7  # from then on as many as its gate asks; between the two fewer and fewer
    noise: Noise = field(default_factory=Noise)
    seed: int = 1
    save_every: int = 100  # steps
    evaluate_every: int = 0  # steps; 0: only in the end
    sample: int = 1  # one in so many requests, for a quick look


def train(folder: Path, run: Path, start: R1Model | str, options: LineTraining) -> dict[str, Any]:
    """Trains a model, or a new one of a preset, in `run`, or goes on with what is there.

    Returns the figures on companies kept apart.
    """
    torch.manual_seed(options.seed)
    corpus = load(folder, options.seed)
    if options.sample > 1:
        corpus = Corpus(corpus.requests[:: options.sample], corpus.held, corpus.classes)
    frequent = frequent_concepts(folder)
    model = start if isinstance(start, R1Model) else new_model(start, corpus)
    training = Training(model, corpus, run, options)
    training.resume()
    for figures in training.steps():
        if options.evaluate_every and training.step % options.evaluate_every == 0:
            training.log({**figures, "held": training.measure(frequent)})
    final = training.measure(frequent)
    training.log({"step": training.step, "held": final})
    averaged = training.averaged_model()
    averaged.save_pretrained(run / "model")
    return final


def new_model(preset: str, corpus: Corpus) -> R1Model:
    """An untrained model that can be asked for the concepts of these lines."""
    questions = {QUESTION: corpus.classes}
    return R1Model(R1Config.preset(preset, questions=questions, dropout=DROPOUT, piece_buckets=BUCKETS))


class Training:
    """One run: model, data, optimizer, and how far it has come."""

    def __init__(self, model: R1Model, corpus: Corpus, run: Path, options: LineTraining) -> None:
        self.model, self.corpus, self.run, self.options = model, corpus, run, options
        run.mkdir(parents=True, exist_ok=True)
        self.batches = Batches(LineTable(corpus), options.batch_lines, options.noise, options.seed)
        self.question = model.config.question_id(QUESTION)
        self.total = math.ceil(len(self.batches.epoch(0)) * options.epochs)  # epochs differ by a few batches
        self.step, self.epoch, self.done, self.seconds = 0, 0, 0, 0.0
        self.average = {name: value.clone() for name, value in model.state_dict().items()}
        table = model.embeddings.pieces.weight
        others = [p for p in model.parameters() if p is not table]
        self.optimizer = torch.optim.AdamW(
            [
                {"params": [table], "lr": options.piece_rate, "weight_decay": 0.0},
                {"params": others, "lr": options.learning_rate, "weight_decay": options.weight_decay},
            ],
            betas=(0.9, 0.98),
        )
        self.rates = [group["lr"] for group in self.optimizer.param_groups]

    def steps(self) -> Iterator[dict[str, Any]]:
        """Every step that is left, with its figures."""
        self.model.train()
        began, losses = time.process_time() - self.seconds, []
        while self.step < self.total:
            for requests in self.batches.epoch(self.epoch)[self.done :]:
                torch.manual_seed(self.options.seed * 1_000_003 + self.step)  # a run taken up again draws the same
                chance = np.random.default_rng((self.options.seed, self.step, 1))
                losses.append(self.one(self.batches.tensors(requests, chance)))
                self.step, self.done = self.step + 1, self.done + 1
                self.seconds = time.process_time() - began
                figures = {"step": self.step, "loss": round(float(np.mean(losses[-50:])), 4), "cpu": int(self.seconds)}
                if self.step % self.options.save_every == 0:
                    self.log({**figures, "of": self.total})
                    self.save()
                yield figures
                if self.step >= self.total:
                    return
            self.epoch, self.done = self.epoch + 1, 0

    def one(self, batch: Batch) -> float:
        """One step; returns its loss."""
        for group, rate in zip(self.optimizer.param_groups, self.rates, strict=True):
            group["lr"] = rate * self.pace()
        self.model.complexity.floor = self.floor()
        output = self.forward(batch.pieces, batch.real)
        assert output.logits is not None and output.aux_loss is not None
        real = torch.from_numpy(batch.real)
        labels = torch.from_numpy(batch.labels)[real]
        each = line_losses(output.logits[real], labels, self.options.smoothing, self.options.uncommon)
        weights = torch.from_numpy(batch.weights)[real]
        loss = (each * weights).sum() / weights.sum()
        self.optimizer.zero_grad(set_to_none=True)
        (loss + output.aux_loss).backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        for router in self.model.routers():
            router.update()
        self.follow()
        return float(loss.detach())

    def pace(self) -> float:
        """Share of the learning rate at this step: up at once, down along a cosine."""
        share = self.step / max(1, self.total)
        return min(1.0, (self.step + 1) / self.options.warmup) * (0.02 + 0.98 * (0.5 + 0.5 * math.cos(math.pi * share)))

    def floor(self) -> float:
        """The least experts that a request opens at this step: all of them at first, in the end the gate decides."""
        least, most = self.model.config.pool_size
        first, last = self.options.open_until, self.options.narrow_from
        closed = (self.step / max(1, self.total) - first) / max(1e-9, last - first)
        return float(most - (most - least) * min(1.0, max(0.0, closed)))

    @torch.no_grad()
    def follow(self) -> None:
        """The average follows the weights, faster in the beginning; counters and thresholds are copied."""
        keep = min(self.options.average, (1 + self.step) / (10 + self.step))
        for name, value in self.model.state_dict().items():
            if value.is_floating_point():
                self.average[name].lerp_(value, 1 - keep)
            else:
                self.average[name].copy_(value)

    def forward(self, pieces: NDArray[np.int64], real: NDArray[np.bool_]) -> Any:
        questions = torch.full((len(pieces),), self.question)
        return self.model(
            piece_ids=torch.from_numpy(pieces), attention_mask=torch.from_numpy(real).long(), question_ids=questions
        )

    # ---------------------------------------------------------------- measuring, saving

    def averaged_model(self) -> R1Model:
        """A model with the averaged weights, ready to answer."""
        model = R1Model(self.model.config)
        model.load_state_dict(self.average)
        return model.eval()

    def measure(self, frequent: frozenset[str]) -> dict[str, Any]:
        """Figures of the averaged weights on the companies kept apart; sets their temperature."""
        model = self.averaged_model()
        logits = np.zeros((len(self.corpus.held), len(self.corpus.classes)), np.float32)
        for indices, part in predicted(self.corpus.held, torch_logits(model)):
            logits[indices] = part
        index = {name: i for i, name in enumerate(self.corpus.classes)}
        truth = np.array([_class_of(record["concept"], index) for record in self.corpus.held])
        common = np.array([record["concept"] in frequent for record in self.corpus.held])
        named = truth < len(index) - 2
        fits = [temperature_of(logits[rows, :-2][::5], truth[rows][::5]) for rows in (common, named)]
        temperature = round(sum(fits) / 2, 3)  # frequent concepts want sharper probabilities than rare ones
        self.average["tag.temperature"][self.question] = temperature
        found = decided(softmax(logits / temperature), self.corpus.classes)
        figures: dict[str, Any] = scores(self.corpus.held, found, frequent)
        return {**figures, "temperature": temperature}

    def log(self, figures: dict[str, Any]) -> None:
        with (self.run / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(figures) + "\n")

    def save(self) -> None:
        """Writes the state whole or not at all."""
        state = {
            "model": self.model.state_dict(),
            "average": self.average,
            "optimizer": self.optimizer.state_dict(),
            "step": self.step,
            "epoch": self.epoch,
            "done": self.done,
            "seconds": self.seconds,
            "options": asdict(self.options),
        }
        torch.save(state, self.run / "state.new")
        (self.run / "state.new").replace(self.run / "state.pt")

    def resume(self) -> None:
        """Takes up the run that is in the folder, if there is one with these options."""
        if not (self.run / "state.pt").is_file():
            return
        state = torch.load(self.run / "state.pt", weights_only=True)
        if {**state["options"], "epochs": self.options.epochs} != asdict(self.options):  # it may become longer
            raise ValueError(f"{self.run} holds a run with other options: {state['options']}")
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.average, self.step, self.seconds = state["average"], state["step"], state["seconds"]
        self.epoch, self.done = state["epoch"], state["done"]


def _class_of(concept: str, index: dict[str, int]) -> int:
    """The class of a record's concept: the last one is "none"."""
    return len(index) - 1 if concept.startswith("ext:") else index.get(concept, index[RARE])


def torch_logits(model: R1Model) -> Callable[[Sequence[Pieces], Sequence[Statements]], list[NDArray[np.float32]]]:
    """Logits (T, C) of each request by a model in memory."""
    question = model.config.question_id(QUESTION)

    def tag(requests: Sequence[Pieces], _: Sequence[Statements]) -> list[NDArray[np.float32]]:
        sizes = np.array([len(request) for request in requests])
        real = np.arange(sizes.max()) < sizes[:, None]  # (B, T)
        rows = padded([np.array(line, np.int64) for request in requests for line in request])
        pieces = np.zeros((*real.shape, rows.shape[1]), np.int64)  # (B, T, P)
        pieces[real] = rows
        with torch.no_grad():
            logits: Tensor = model(
                piece_ids=torch.from_numpy(pieces),
                attention_mask=torch.from_numpy(real).long(),
                question_ids=torch.full((len(pieces),), question),
            ).logits
        return [part[:size] for part, size in zip(logits.numpy(), sizes, strict=True)]

    return tag


def softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probabilities along the last axis."""
    odds = np.exp(logits - logits.max(-1, keepdims=True))
    result: NDArray[np.float32] = odds / odds.sum(-1, keepdims=True)
    return result
