"""Teaches questions to a trained model whose backbone stays as it is: what it answered before, it answers alike.

    requests ─► hidden states of the frozen backbone, once ─► a linear layer a question ─► its temperature

A new question enters as the one that the backbone was trained on: its row of the question table is a copy of that row,
so that words mean what they meant. Then a head is a logistic regression, trained in seconds and the same every time.
Every fifth request is kept from training and sets the temperature (Guo et al. 2017, arXiv:1706.04599).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from r1core.heads import IGNORED
from r1core.model import R1Model
from r1core.requests import Reading, collate

TOGETHER = 2048  # positions of one pass, padding counted
STEPS, BATCH, RATE, DECAY = 2000, 1024, 2e-3, 1e-3
KEPT = 5  # one request in so many sets the temperature


class Readings(Protocol):
    """A data set of readings: of GeneratedPages, Labelled, or a folder."""

    questions: dict[str, list[str]]

    def __len__(self) -> int: ...
    def __getitem__(self, index: int, /) -> Reading: ...


def train(model: R1Model, data: Readings, seed: int = 1) -> dict[str, Mapping[str, float]]:
    """Teaches every question of the data to the model, which knows them already by name (new_questions).

    The model is changed in place; what is returned says how right each head is on the requests kept from it.
    """
    model.eval().requires_grad_(False)
    requests = [data[index] for index in range(len(data))]
    return {name: teach(model, name, [r for r in requests if r.question == name], seed) for name in data.questions}


def teach(model: R1Model, question: str, requests: Sequence[Reading], seed: int) -> Mapping[str, float]:
    """One question."""
    table, row = model.embeddings.questions.weight, model.config.question_id(question)
    table[row] = table[model.config.question_id(trained_question(model, question))]
    learned = [r for n, r in enumerate(requests) if n % KEPT]
    kept = [r for n, r in enumerate(requests) if not n % KEPT]
    head = model.tag.of(row)
    x, truth = gathered(model, learned)
    fit(head, x, truth, seed)
    x, truth = gathered(model, kept)
    with torch.no_grad():
        logits = head(x)
        model.tag.temperature[row] = temperature_of(logits, truth)
        right = float((logits.argmax(-1) == truth).float().mean())
    return {"right": right, "positions": float(len(truth)), "temperature": float(model.tag.temperature[row])}


def trained_question(model: R1Model, besides: str) -> str:
    """The first question that the model was given: the one its backbone was trained on."""
    names = [name for name in model.config.question_names or () if name != besides]
    if not names:
        raise ValueError("a head alone is taught to a model that was trained on another question; train that one first")
    return names[0]


@torch.no_grad()
def gathered(model: R1Model, requests: Sequence[Reading]) -> tuple[Tensor, Tensor]:
    """Hidden states (N, D) of all positions that have a label, and the labels (N,)."""
    states, labels = [], []
    for batch in batches(requests):
        inputs = collate(batch, model.config)
        truth = inputs.pop("labels")
        hidden = model(**inputs).last_hidden_state
        counted = truth != IGNORED
        states.append(hidden[counted])
        labels.append(truth[counted])
    return torch.cat(states), torch.cat(labels)


def batches(requests: Sequence[Reading]) -> Iterator[list[Reading]]:
    """Requests of like length together."""
    batch: list[Reading] = []
    for request in sorted(requests, key=lambda r: len(r.pieces)):
        if batch and len(request.pieces) * (len(batch) + 1) > TOGETHER:
            yield batch
            batch = []
        batch.append(request)
    if batch:
        yield batch


def fit(head: nn.Linear, x: Tensor, truth: Tensor, seed: int) -> None:
    """Logistic regression by AdamW from zero on; the rarer a label, the more it weighs, by the root."""
    chance = torch.Generator().manual_seed(seed)
    nn.init.zeros_(head.weight)
    nn.init.zeros_(head.bias)
    counts = torch.bincount(truth, minlength=head.out_features).clamp(min=1).float()
    weights = (counts.mean() / counts).sqrt()
    head.requires_grad_(True)
    optimizer = torch.optim.AdamW(head.parameters(), lr=RATE, weight_decay=DECAY)
    for step in range(STEPS):
        rows = torch.randint(len(x), (min(BATCH, len(x)),), generator=chance)
        loss = F.cross_entropy(head(x[rows]), truth[rows], weights)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        optimizer.param_groups[0]["lr"] = RATE * (1 - (step + 1) / STEPS)
    head.requires_grad_(False)


def temperature_of(logits: Tensor, truth: Tensor) -> Tensor:
    """The temperature under which the kept positions are likeliest, from 0.4 to 4.5."""
    steps = torch.linspace(-1, 1.5, 51).exp()
    return steps[torch.stack([F.cross_entropy(logits / step, truth) for step in steps]).argmin()]
