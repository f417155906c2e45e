"""Teaches the head that tells concepts of the company's own, the backbone as it is, on companies it never saw.

On the companies that the backbone has learned from it is too sure, and a head that reads its certainty would learn
that; so the companies kept apart are divided: on two thirds the head learns, on the rest it is measured
(`line_corpus.head_apart`). How often a concept repeats in its statement is counted on the companies of the training.

Shapes: N lines, C classes, F features.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional as F

from r1core.concepts import QUESTION, Pieces, Statements, answers, predicted
from r1core.config import R1Config
from r1core.heads import OwnHead
from r1core.line_corpus import RARE, Corpus, head_apart, load
from r1core.line_scores import auroc, frequent_concepts, none_apart, scores
from r1core.model import R1Model
from r1core.train_lines import softmax, torch_logits
from r1core.whole_statement import features, once, repeats_of, settled

WIDTH, EPOCHS, LINES = 32, 8, 256
RATE, DECAY = 3e-3, 0.03
PARTS = 4  # of the cross-fitted figure

Floats = NDArray[np.float32]


def train(folder: Path, run: Path, model: R1Model, seed: int = 1) -> R1Model:
    """The model with its head; figures on the companies kept apart go to `run/figures.json`."""
    corpus = load(folder, seed, statements=0)
    grown = with_own_head(model).eval()
    repeats = counted(corpus)
    read, truth, companies = examples(grown, corpus, repeats)
    parts = companies % PARTS
    crossed = np.zeros(len(truth))
    for part in range(PARTS):
        crossed[parts == part] = chances(fitted(read[parts != part], truth[parts != part], seed), read[parts == part])
    learned = np.array([not head_apart(int(company)) for company in companies])
    head = fitted(read[learned], truth[learned], seed)
    head.repeats = torch.from_numpy(repeats)
    grown.own.load_state_dict(head.state_dict())
    figures = {**measured(grown, corpus, folder), "none, cross-fitted": {"auroc": auroc(crossed, truth)}}
    run.mkdir(parents=True, exist_ok=True)
    (run / "figures.json").write_text(json.dumps(figures, indent=1), "utf-8")
    return grown


def with_own_head(model: R1Model) -> R1Model:
    """The same model with room for the head."""
    if model.config.own_width:
        return model
    grown = R1Model(R1Config.from_dict({**model.config.to_dict(), "own_width": WIDTH}))
    grown.load_state_dict({**grown.state_dict(), **model.state_dict()}, strict=True)
    return grown


def counted(corpus: Corpus) -> Floats:
    """How often each class shares its statement with itself, in the filings of the training."""
    index = {name: i for i, name in enumerate(corpus.classes)}
    filings = [
        [(example.line.statement, index.get(example.then, index[RARE])) for example in request]
        for request in corpus.requests
        if len(request) > 1  # word lists stand alone
    ]
    return repeats_of(filings, len(corpus.classes))


def examples(model: R1Model, corpus: Corpus, repeats: Floats) -> tuple[Floats, NDArray[np.bool_], NDArray[np.int64]]:
    """Features (N, F) of the lines kept apart, whether their concept is the company's own, and their companies."""
    rows: list[Floats] = []
    probabilities = tagged(model)

    def tag(requests: Sequence[Pieces], statements: Sequence[Statements]) -> list[Floats]:
        odds = probabilities(requests, statements)
        return [features(o, once(o, s, repeats), s) for o, s in zip(odds, statements, strict=True)]

    order: list[int] = []
    for indices, found in predicted(corpus.held, tag):
        order += indices
        rows.append(found)
    read = np.concatenate(rows)[np.argsort(order)]
    truth = np.array([record["concept"].startswith("ext:") for record in corpus.held])
    return read, truth, np.array([record["cik"] for record in corpus.held])


def tagged(model: R1Model) -> Any:
    """Probabilities (T, C) of each request, before its statement is read as a whole."""
    logits = torch_logits(model)
    temperature = float(model.tag.temperature[model.config.question_id(QUESTION)])
    return lambda requests, statements: [softmax(one / temperature) for one in logits(requests, statements)]


def fitted(read: Floats, truth: NDArray[np.bool_], seed: int) -> OwnHead:
    """A head that has learned these lines."""
    torch.manual_seed(seed)
    head = OwnHead(WIDTH, 1)
    head.mean, head.scale = torch.from_numpy(read.mean(0)), torch.from_numpy(read.std(0) + 1e-3)
    inputs, targets = torch.from_numpy(read), torch.from_numpy(truth).float()
    optimizer = torch.optim.AdamW(head.parameters(), RATE, weight_decay=DECAY)
    steps = EPOCHS * -(-len(inputs) // LINES)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.0, steps)
    for _ in range(EPOCHS):
        for rows in torch.randperm(len(inputs)).split(LINES):
            loss = F.binary_cross_entropy_with_logits(head(inputs[rows]), targets[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    return head.eval()


@torch.no_grad()
def chances(head: OwnHead, read: Floats) -> Floats:
    """Probabilities (N,)."""
    found: Floats = head(torch.from_numpy(read)).sigmoid().numpy()
    return found


def measured(model: R1Model, corpus: Corpus, folder: Path) -> dict[str, Any]:
    """The figures of the whole model; "none" on the companies that the head has not seen either."""
    probabilities, repeats = tagged(model), model.own.repeats.numpy()

    def tag(requests: Sequence[Pieces], statements: Sequence[Statements]) -> list[Floats]:
        odds = zip(probabilities(requests, statements), statements, strict=True)
        return [settled(o, s, repeats, lambda read: chances(model.own, read)) for o, s in odds]

    found = answers(corpus.held, tag, corpus.classes)
    return {**scores(corpus.held, found, frequent_concepts(folder)), "none": none_apart(corpus.held, found)}
