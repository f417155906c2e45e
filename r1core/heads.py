"""Heads: labels for positions, whether two positions belong together, the value of a mark, and the next token.

Shapes: B requests, T positions, D width, L labels of a question, M pairs, V vocabulary.
Sources: biaffine scores, Dozat and Manning 2017 (arXiv:1611.01734); calibration by one temperature, Guo et al. 2017
(arXiv:1706.04599).
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from r1core.config import R1Config
from r1core.whole_statement import FEATURES as STATEMENT_FEATURES

IGNORED = -100  # label of a position that does not count


class TagHead(nn.Module):
    """One linear layer a question; one temperature a question, set by calibration, makes its confidence honest."""

    temperature: Tensor

    def __init__(self, config: R1Config) -> None:
        super().__init__()
        self.names = config.question_names or []
        labels = {name: len(them) for name, them in (config.questions or {}).items() if them}
        self.questions = nn.ModuleDict({name: nn.Linear(config.hidden_size, n) for name, n in labels.items()})
        self.register_buffer("temperature", torch.ones(config.max_questions))

    def forward(self, x: Tensor, question_ids: Tensor) -> Tensor:
        """x (B, T, D), question_ids (B,) to logits (B, T, L): L of the largest asked, -inf where there are fewer."""
        asked = question_ids.unique().tolist()
        if len(asked) == 1:
            return self.of(asked[0])(x)
        widest = max(self.of(question).out_features for question in asked)
        logits = x.new_full((*x.shape[:2], widest), float("-inf"))
        for question in asked:
            rows = (question_ids == question).nonzero().squeeze(-1)
            head = self.of(question)
            logits[rows, :, : head.out_features] = head(x[rows])
        return logits

    def of(self, question: int) -> nn.Linear:
        """The layer of a question, by its row in the question table."""
        name = self.names[question - 1] if 0 < question <= len(self.names) else None
        if name is None or name not in self.questions:
            raise ValueError(f"question {question} has no labels; tagging knows {', '.join(self.questions) or 'none'}")
        layer = self.questions[name]
        assert isinstance(layer, nn.Linear)
        return layer

    def confidence(self, logits: Tensor, question_ids: Tensor) -> Tensor:
        """Calibrated probabilities (B, T, L)."""
        return (logits / self.temperature[question_ids][:, None, None]).softmax(-1)


class OwnHead(nn.Module):
    """Is a line's concept the company's own: two layers over what its statement as a whole says (whole_statement.py).

    Beside it lies how often each concept shares a statement with itself, which is counted, not learned.
    """

    repeats: Tensor
    mean: Tensor
    scale: Tensor

    def __init__(self, width: int, classes: int) -> None:
        super().__init__()
        self.first, self.second = nn.Linear(STATEMENT_FEATURES, width), nn.Linear(width, 1)
        self.register_buffer("repeats", torch.ones(classes))  # 1: nothing is taken from anybody
        self.register_buffer("mean", torch.zeros(STATEMENT_FEATURES))
        self.register_buffer("scale", torch.ones(STATEMENT_FEATURES))

    def forward(self, features: Tensor) -> Tensor:
        """features (N, F) to logits (N,)."""
        told = (features - self.mean) / self.scale
        return self.second(F.gelu(self.first(told.to(self.first.weight.dtype)))).squeeze(-1)


class LinkHead(nn.Module):
    """Biaffine score of ordered pairs of positions; a sigmoid of it is the probability that they belong together."""

    def __init__(self, config: R1Config) -> None:
        super().__init__()
        self.first = nn.Linear(config.hidden_size, config.hidden_size // 2)
        self.second = nn.Linear(config.hidden_size, config.hidden_size // 2)
        self.alone = nn.Linear(2 * (config.hidden_size // 2), 1)

    def forward(self, x: Tensor, pairs: Tensor) -> Tensor:
        """x (B, T, D), pairs (B, M, 2) of positions to scores (B, M)."""
        rows = torch.arange(len(x), device=x.device)[:, None]
        first, second = self.first(x)[rows, pairs[..., 0]], self.second(x)[rows, pairs[..., 1]]  # (B, M, D/2)
        together = (first * second).sum(-1) * first.shape[-1] ** -0.5
        return together + self.alone(torch.cat([first, second], dim=-1)).squeeze(-1)


class ReadHead(nn.Module):
    """The value of a mark as a share of its axis, 0..1, and how far off it may be."""

    def __init__(self, config: R1Config) -> None:
        super().__init__()
        self.out = nn.Linear(config.hidden_size, 2)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """x (B, T, D) to value and spread (B, T)."""
        value, spread = self.out(x).float().unbind(-1)
        return value.sigmoid(), F.softplus(spread) + 1e-3


def tag_loss(logits: Tensor, labels: Tensor, weights: Tensor | None = None) -> Tensor:
    """Mean cross entropy over the labelled positions, by their weights if they have any; zero when there are none."""
    losses = F.cross_entropy(logits.flatten(0, -2).float(), labels.flatten(), ignore_index=IGNORED, reduction="none")
    counted = (labels != IGNORED).flatten().float() * (1.0 if weights is None else weights.flatten())
    return (losses * counted).sum() / counted.sum().clamp(min=1e-9)


def link_loss(scores: Tensor, labels: Tensor) -> Tensor:
    """Mean binary cross entropy of pairs labelled 0 or 1, IGNORED elsewhere; zero when there are none."""
    counted = labels != IGNORED
    losses = F.binary_cross_entropy_with_logits(scores[counted].float(), labels[counted].float(), reduction="sum")
    return losses / counted.sum().clamp(min=1)


def read_loss(value: Tensor, spread: Tensor, truth: Tensor) -> Tensor:
    """Laplace likelihood over the marks whose truth is not NaN: a wide spread costs, a narrow wrong one costs more."""
    counted = ~truth.isnan()
    return ((value - truth).abs() / spread + spread.log())[counted].sum() / counted.sum().clamp(min=1)


def next_token_loss(logits: Tensor, labels: Tensor) -> Tensor:
    """Cross entropy of each next token: logits (B, T, V) at t against labels (B, T) at t + 1."""
    return tag_loss(logits[:, :-1], labels[:, 1:])
