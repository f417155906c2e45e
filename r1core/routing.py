"""Two-gate routing: which experts a position uses, how many, and how that is kept in balance.

    1 modality gate   sigmoid over the groups a position may enter; the best group is always open
    2 task gate       softmax of the position's query over the expert keys of each group
    3 request pool    the experts a request uses most, as many as its complexity asks; the others are closed to it
    4 choice          the smallest set of experts that holds `threshold` of the probability, 1 to K of them
    5 control         after an optimizer step: biases even the load, the threshold is led to a mean number of experts

Shapes: B requests, T positions, N = B·T, E experts, G groups, K slots, R width of queries and keys.
Sources: Shazeer et al. 2017 (arXiv:1701.06538), gates; Huang et al. 2024 (arXiv:2403.07652), as many experts as hold a
mass; Wang et al. 2024 (arXiv:2408.15664), balance by bias; Kool et al. 2019 (arXiv:1903.06059), sampling without
replacement by Gumbel noise; "DTop-p" 2025 (arXiv:2512.13996), the controlled threshold.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from r1core.config import R1Config
from r1core.topology import POSITION_KINDS, Tier

CLOSED = float("-inf")
PROPORTIONAL, INTEGRAL = 0.02, 0.01  # of the threshold's controller, per expert of error
LOWEST, HIGHEST = 0.05, 0.99  # where the threshold may go


class Routing(NamedTuple):
    """What one layer's router decided."""

    probs: Tensor  # (N, E) after gates and pool; rows sum to 1
    indices: Tensor  # (N, K) experts, best first; E marks an empty slot
    weights: Tensor  # (N, K) sum to 1 over the filled slots, 0 in empty ones
    pool: Tensor  # (B, E) 1 where the request may use the expert, a share of it while training


def gate_groups(logits: Tensor, allowed: Tensor) -> Tensor:
    """Modality gate, logits and allowed (N, G): log share of each open group, -inf for the closed ones."""
    logits = logits.masked_fill(~allowed, CLOSED)
    best = F.one_hot(logits.argmax(-1), logits.shape[-1]).bool()
    opened = (logits > 0) | best  # sigmoid above one half
    return F.logsigmoid(logits).masked_fill(~opened, CLOSED).log_softmax(-1)


def gate_experts(scores: Tensor, sizes: Sequence[int]) -> Tensor:
    """Task gate, scores (N, E): log probability of each expert within its group."""
    return torch.cat([part.log_softmax(-1) for part in scores.split(list(sizes), dim=-1)], dim=-1)


def pool_of(usage: Tensor, size: Tensor, sizes: Sequence[int]) -> Tensor:
    """The request's experts: usage (B, E) how much it wants each, size (B,) how many; returns shares in 0..1 (B, E).

    The best expert of each group in use comes first, and a group that nobody used is left as it is, so that every
    position keeps an expert, even one that is written later. A size of 2.4 gives the third expert a share of 0.4: that
    is how the gate learns whether a third would help.
    """
    usage = usage / usage.sum(-1, keepdim=True).clamp(min=1e-9)
    leads = torch.cat([leaders(part) for part in usage.split(list(sizes), dim=-1)], dim=-1)  # (B, E)
    rank = (usage + leads).argsort(dim=-1, descending=True, stable=True).argsort(dim=-1)
    size = torch.maximum(size, leads.sum(-1))
    return (size[:, None] - rank).clamp(0, 1).where(in_use(usage, sizes), 1.0)


def in_use(usage: Tensor, sizes: Sequence[int]) -> Tensor:
    """For each expert (B, E): does anybody use its group?"""
    parts = usage.split(list(sizes), dim=-1)
    return torch.cat([(part.sum(-1, keepdim=True) > 0).expand_as(part) for part in parts], dim=-1)


def leaders(usage: Tensor) -> Tensor:
    """1 for the most used expert of a group (B, e) that is used at all."""
    best = F.one_hot(usage.argmax(-1), usage.shape[-1])
    return best.to(usage.dtype) * (usage > 0)


def choose(probs: Tensor, scores: Tensor, threshold: Tensor | float, top_k: int) -> tuple[Tensor, Tensor]:
    """Experts by descending score until their probability reaches the threshold: indices and weights, (N, K) each."""
    indices = scores.topk(top_k, dim=-1).indices
    mass = probs.gather(-1, indices)
    before = mass.cumsum(-1) - mass  # held by the better ones
    kept = (before < threshold) & (mass > 0)
    kept[:, 0] = True
    weights = mass * kept
    weights = weights / weights.sum(-1, keepdim=True)
    return indices.masked_fill(~kept, probs.shape[-1]), weights


def gumbel(like: Tensor) -> Tensor:
    """Standard Gumbel noise: adding it to log probabilities and taking the largest is sampling."""
    return -torch.empty_like(like).exponential_().log()


class Complexity(nn.Module):
    """How many experts a request opens: from what its positions are on average, before the first layer.

    A training may begin with open pools and narrow them later: no request opens fewer than `floor`.
    """

    floor: float = 0.0  # of training alone

    def __init__(self, config: R1Config) -> None:
        super().__init__()
        self.least, self.most = config.pool_size
        self.gate = nn.Linear(config.hidden_size, 1)

    def forward(self, x: Tensor, real: Tensor) -> Tensor:
        size = self.least + (self.most - self.least) * self.gate(mean_of(x, real)).squeeze(-1).float().sigmoid()
        return size.clamp(min=self.floor) if self.training else size.round()  # (B,)


def pool_cost(size: Tensor, kinds: Tensor, real: Tensor, budget: Sequence[float]) -> Tensor:
    """Mean square distance of pools (B,) from their budget: one for requests of one kind of position, one for mixed."""
    present = torch.stack([((kinds == kind) & real).any(-1) for kind in range(len(POSITION_KINDS))]).sum(0)  # (B,)
    plain, mixed = budget
    return (size - torch.where(present > 1, mixed, plain)).square().mean()


def mean_of(x: Tensor, real: Tensor) -> Tensor:
    """Mean of x (B, T, D) over the real positions (B, T)."""
    weight = real.to(x.dtype)[..., None]
    return (x * weight).sum(1) / weight.sum(1).clamp(min=1)


class Router(nn.Module):
    """The gates of one layer, and the control of its load."""

    owners: Tensor
    group_of: Tensor
    bias: Tensor
    threshold: Tensor
    error: Tensor
    load: Tensor
    seen: Tensor

    def __init__(self, config: R1Config, tier: Tier) -> None:
        super().__init__()
        self.tier, self.config = tier, config
        self.top_k, self.scale = min(config.top_k, tier.experts), config.router_width**-0.5
        self.group = nn.Linear(config.hidden_size, len(tier.groups))
        self.query = nn.Linear(config.hidden_size, config.router_width, bias=False)
        self.keys = nn.Parameter(torch.empty(tier.experts, config.router_width))
        self.prior = nn.Parameter(torch.zeros(tier.experts))  # nats; copies of one expert share it out
        self.register_buffer("bias", torch.zeros(tier.experts))  # in nats, on choices and pools, not on weights
        self.register_buffer("threshold", torch.tensor(config.expert_activation_threshold))
        self.register_buffer("error", torch.zeros(()))
        self.register_buffer("owners", torch.tensor(tier.owners), persistent=False)  # (kinds, G)
        self.register_buffer("group_of", torch.tensor(tier.group_of), persistent=False)  # (E,)
        self.register_buffer("load", torch.zeros(tier.experts), persistent=False)  # choices since the last update
        self.register_buffer("seen", torch.zeros(()), persistent=False)  # positions since the last update

    def forward(self, x: Tensor, kinds: Tensor, real: Tensor, pool: Tensor | PoolRequest) -> Routing:
        """x (B, T, D); kinds and real (B, T); pool: the request's experts, or what is needed to choose them."""
        probs = self.probabilities(x, kinds)  # (B, T, E)
        if isinstance(pool, PoolRequest):
            usage = mean_of(probs.detach(), pool.positions) * self.bias.exp()
            pool = pool_of(usage, pool.size, self.tier.sizes)
        probs = probs * pool[:, None, :]
        probs = (probs / probs.sum(-1, keepdim=True)).flatten(0, 1)  # (N, E)
        indices, weights = choose(probs, self.scores(probs), self.threshold, self.top_k)
        indices = indices.masked_fill(~real.reshape(-1, 1), self.tier.experts)  # padding costs nothing
        if self.training:
            self.count(indices, real)
        return Routing(probs, indices, weights.to(x.dtype), pool)

    def probabilities(self, x: Tensor, kinds: Tensor) -> Tensor:
        """p(expert) = p(group) · p(expert | group), (B, T, E). float32 throughout: bf16 ties pick other experts."""
        with torch.autocast(x.device.type, enabled=False):
            scores = wide(self.query, x) @ self.keys.float().T * self.scale + self.prior.float()  # (B, T, E)
            if len(self.tier.groups) == 1:
                return scores.softmax(-1)
            groups = gate_groups(wide(self.group, x), self.owners[kinds])  # (B, T, G)
            return (groups[..., self.group_of] + gate_experts(scores, self.tier.sizes)).exp()

    def scores(self, probs: Tensor) -> Tensor:
        """What experts are chosen by: log probability, bias of the load, and noise while training."""
        scores = probs.detach().log() + self.bias
        if self.training and self.config.rl_temperature > 0:
            scores = scores + self.config.rl_temperature * gumbel(scores)
        return scores

    @torch.no_grad()
    def count(self, indices: Tensor, real: Tensor) -> None:
        """Adds one forward pass to the load."""
        self.load += torch.bincount(indices.flatten(), minlength=self.tier.experts + 1)[: self.tier.experts]
        self.seen += real.sum()

    @torch.no_grad()
    def update(self) -> None:
        """After an optimizer step: biases against uneven load, threshold towards the target, counters to zero.

        Where several processes train, the first one's counts lead: its buffers are sent to the others.
        """
        if self.seen == 0:
            return
        method, rate = self.config.balancing
        if method == "bias":
            self.bias += rate * lack(self.load, self.tier.sizes)
        error = self.config.target_experts - self.load.sum() / self.seen
        step = INTEGRAL * error + PROPORTIONAL * (error - self.error)
        self.threshold.copy_((self.threshold + step).clamp(LOWEST, HIGHEST))
        self.error.copy_(error)
        self.load.zero_()
        self.seen.zero_()


def wide(layer: nn.Linear, x: Tensor) -> Tensor:
    """A linear layer in float32, whatever its weights are kept in."""
    return F.linear(x.float(), layer.weight.float(), None if layer.bias is None else layer.bias.float())


class PoolRequest(NamedTuple):
    """What a pool is chosen by."""

    size: Tensor  # (B,) experts to open
    positions: Tensor  # (B, T) the positions whose wishes count: a prompt, or the whole request


def lack(load: Tensor, sizes: Sequence[int]) -> Tensor:
    """+1 for an expert that gets less than the mean of its group, -1 for one that gets more."""
    return torch.cat([(part.mean() - part).sign() for part in load.split(list(sizes))])


def balance_loss(routing: Routing, real: Tensor, sizes: Sequence[int]) -> Tensor:
    """Mean over groups of e · sum(f · P), 1 for an even load: f the share of choices, P of probability (Fedus 2021)."""
    experts, mask = routing.probs.shape[-1], real.flatten()
    chosen = F.one_hot(routing.indices, experts + 1)[..., :experts].sum(1).to(routing.probs.dtype)  # (N, E)
    wished = (routing.probs * mask[:, None]).sum(0)
    pairs = zip(chosen.sum(0).split(list(sizes)), wished.split(list(sizes)), strict=True)
    return torch.stack([len(f) * (share(f) * share(p)).sum() for f, p in pairs]).mean()


def share(x: Tensor) -> Tensor:
    return x / x.sum().clamp(min=1e-9)
