"""Conflict resolution: readings of one quantity from several sources, to weights that sum to one and a confidence.

    features ─┐                      ┌─ relations of each pair
    embeddings ┴─► hidden of each ─► rounds of messages ─► score of each reading ┐
                                                       └─► score of "undecidable" ┴─► softmax

A reading never sees its place in the list, only its relations to the others: any order gives the same answer. The
same layer weighs, inside the backbone, what a word's letters say against what the pixels under it say: two readings
with embeddings and without features.

Shapes: B disputes, R readings, F features, G relations, H model width, C conflict width.
Source: message passing over complete graphs as in Gilmer et al. 2017 (arXiv:1704.01212), eq. 1-2.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from r1core.readings import FEATURES, RELATIONS

ROUNDS = 2


@dataclass(frozen=True)
class Verdict:
    """What the layer thinks of B disputes."""

    weights: Tensor  # (B, R), each row sums to one over its readings
    undecidable: Tensor  # (B,)
    logits: Tensor  # (B, R + 1), the last one for "undecidable"; -inf where there is no reading
    fused: Tensor  # (B, H), the embeddings by their weights


class R1ConflictLayer(nn.Module):
    """Weighs up to a handful of readings; `conflict_hidden_size` is the width C of its inner layers."""

    def __init__(self, hidden_size: int, conflict_hidden_size: int) -> None:
        super().__init__()
        narrow = conflict_hidden_size // 8
        self.enter = nn.Linear(FEATURES, narrow)
        self.embed = nn.Linear(hidden_size, narrow, bias=False)
        self.messages = nn.ModuleList(_Messages(narrow, conflict_hidden_size) for _ in range(ROUNDS))
        self.score = _two_layers(narrow, conflict_hidden_size, 1)
        self.doubt = _two_layers(3 * narrow, conflict_hidden_size, 1)
        self.log_temperature = nn.Parameter(torch.zeros(()), requires_grad=False)  # fitted after training

    def forward(
        self,
        features: Tensor,  # (B, R, F)
        relations: Tensor,  # (B, R, R, G)
        present: Tensor,  # (B, R) bool: False where a dispute has fewer readings
        embeddings: Tensor | None = None,  # (B, R, H)
    ) -> Verdict:
        hidden = self.enter(features)  # (B, R, C/8)
        if embeddings is not None:
            hidden = hidden + self.embed(embeddings)
        for layer in self.messages:
            hidden = layer(hidden, relations, present)
        scores = self.score(hidden).squeeze(-1).masked_fill(~present, -torch.inf)  # (B, R)
        logits = torch.cat([scores, self.doubt(_summary(hidden, present))], -1) / self.log_temperature.exp()
        weights = logits[:, :-1].softmax(-1)
        fused = torch.einsum("br,brh->bh", weights, embeddings) if embeddings is not None else hidden.new_zeros(())
        return Verdict(weights, logits.softmax(-1)[:, -1], logits, fused)


def conflict_loss(logits: Tensor, kept: Tensor) -> Tensor:
    """Negative log of the probability that falls on what may be kept; logits and kept (B, R + 1)."""
    return (logits.logsumexp(-1) - logits.masked_fill(~kept, -torch.inf).logsumexp(-1)).mean()


class _Messages(nn.Module):
    """Each reading hears what every other is to it, and answers."""

    def __init__(self, width: int, inner: int) -> None:
        super().__init__()
        self.norm = nn.RMSNorm(width)
        self.hear = nn.Linear(width, width)
        self.say = nn.Linear(width, width)
        self.relate = nn.Linear(RELATIONS, width)
        self.answer = _two_layers(3 * width, inner, width)

    def forward(self, hidden: Tensor, relations: Tensor, present: Tensor) -> Tensor:
        normed = self.norm(hidden)
        heard = self.hear(normed)[:, :, None] + self.say(normed)[:, None] + self.relate(relations)  # (B, R, R, C/8)
        heard = functional.gelu(heard) * _others(present)
        mean = heard.sum(2) / _others(present).sum(2).clamp(min=1)
        most = heard.amax(2)
        return hidden + self.answer(torch.cat([normed, mean, most], -1))


def _others(present: Tensor) -> Tensor:
    """(B, R, R, 1): 1 where the column is another reading than the row, and there."""
    count = present.shape[1]
    apart = ~torch.eye(count, dtype=torch.bool, device=present.device)
    return (present[:, None, :] & apart)[..., None].float()


def _summary(hidden: Tensor, present: Tensor) -> Tensor:
    """(B, 3C/8): mean, greatest and least over the readings."""
    there = present[..., None]
    mean = (hidden * there).sum(1) / there.sum(1).clamp(min=1)
    most = hidden.masked_fill(~there, -torch.inf).amax(1)
    least = hidden.masked_fill(~there, torch.inf).amin(1)
    return torch.cat([mean, most, least], -1)


def _two_layers(width: int, inner: int, out: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(width, inner), nn.GELU(), nn.Linear(inner, out))
