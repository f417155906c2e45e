"""Figures of a model at work: how evenly experts are used, what a pass costs, whether its two eyes agree.

    expert_utilization_rate   experts that get more than half of an even share, of all experts; 1 is best
    divergence                how far the routing of two kinds of positions lies apart, in bits, 0 to 1
    experts a token           how many experts a position uses, mean over layers
    experts a request         how many its positions use together, mean over layers; and how many its gate opened
    cross_modal_consistency   answers from words alone that the picture alone gives too, weighted by both confidences
    active parameters, FLOPs  counted from what the routers chose in a pass, not from the configuration

Shapes: B requests, T positions, N = B·T, E experts, K slots, M kinds of positions, L labels.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import torch
from torch import Tensor
from torch.utils.flop_counter import FlopCounterMode

from r1core.base import R1PreTrainedModel
from r1core.config import R1Config
from r1core.moe import Experts
from r1core.outputs import R1Output
from r1core.topology import POSITION_KINDS, Tier


def expert_utilization_rate(loads: Sequence[Tensor]) -> float:
    """Share of experts with more than half of an even load, mean over layers; `loads` (E,) of each layer."""
    shares = [used(load).float().mean() for load in loads if float(load.sum()) > 0]
    return float(torch.stack(shares).mean()) if shares else 0.0


def used(load: Tensor) -> Tensor:
    """Which experts (E,) get more than half of an even share."""
    return load > 0.5 * load.sum() / load.numel()


def divergence(first: Tensor, second: Tensor) -> float:
    """Jensen-Shannon divergence of two loads (E,), in bits: 0 the same experts, 1 none in common."""
    p, q = first / first.sum(), second / second.sum()
    middle = (p + q) / 2
    return float((_bits(p, middle) + _bits(q, middle)) / 2)


def _bits(p: Tensor, q: Tensor) -> Tensor:
    return torch.where(p > 0, p * (p / q.clamp(min=1e-12)).clamp(min=1e-12).log2(), 0.0).sum()


def cross_modal_consistency(words: Tensor, picture: Tensor) -> float:
    """Agreement of answers from words alone and from the picture alone, calibrated probabilities (N, L) each."""
    weight = words.amax(-1) * picture.amax(-1)
    agree = words.argmax(-1) == picture.argmax(-1)
    return float((weight * agree).sum() / weight.sum())


@dataclass
class Usage:
    """What routers decided, added up over passes; ask each pass for `output_router_logits=True`."""

    config: R1Config
    loads: list[Tensor] = field(init=False)  # by layer (M, E): choices of the positions of each kind
    positions: int = 0
    tokens: Counter[int] = field(default_factory=Counter)  # experts a token in a layer: how often
    requests: Counter[int] = field(default_factory=Counter)  # experts a request used, mean over layers, rounded
    gates: Counter[int] = field(default_factory=Counter)  # experts a request's gate opened

    def __post_init__(self) -> None:
        tiers = [self.config.tiers[tier] for tier in self.config.tier_of_layer]
        self.loads = [torch.zeros(len(POSITION_KINDS), tier.experts) for tier in tiers]

    def add(self, output: R1Output) -> None:
        """One pass."""
        assert output.routing is not None and output.kinds is not None and output.real is not None
        assert output.pool_size is not None
        real, kinds = output.real, output.kinds.flatten()
        self.positions += int(real.sum())
        together = torch.zeros(len(real))
        for load, routing in zip(self.loads, output.routing, strict=True):
            chosen = torch.nn.functional.one_hot(routing.indices, load.shape[1] + 1)[..., :-1].sum(1)  # (N, E)
            load.index_add_(0, kinds, chosen.float())
            self.tokens.update(chosen.sum(-1)[real.flatten()].tolist())
            together += (chosen.view(*real.shape, -1).sum(1) > 0).sum(-1)
        self.requests.update((together / len(self.loads)).round().int().tolist())
        self.gates.update(output.pool_size.round().int().tolist())

    def report(self) -> dict[str, Any]:
        """All figures by name."""
        return {
            "expert_utilization_rate": dict(self.utilization()),
            "divergence": dict(self.divergences()),
            "experts_a_token": mean_of(self.tokens),
            "tokens_by_experts": dict(sorted(self.tokens.items())),
            "requests_by_experts": dict(sorted(self.requests.items())),
            "requests_by_gate": dict(sorted(self.gates.items())),
        }

    def utilization(self) -> Iterator[tuple[str, float]]:
        """Of all, of each tier, of each group in its tier, of each kind of position that was seen."""
        yield "all", expert_utilization_rate([load.sum(0) for load in self.loads])
        for tier, loads in self._by_tier():
            yield tier.name, expert_utilization_rate([load.sum(0) for load in loads])
            parts = [load.sum(0).split(list(tier.sizes)) for load in loads]
            for group, (name, _) in enumerate(tier.groups):
                yield f"{tier.name}.{name}", expert_utilization_rate([part[group] for part in parts])
        for kind, name in enumerate(POSITION_KINDS):
            if any(float(load[kind].sum()) for load in self.loads):
                yield f"kind.{name}", expert_utilization_rate([load[kind] for load in self.loads])

    def divergences(self) -> Iterator[tuple[str, float]]:
        """Of the routing of each two kinds of positions in each tier, mean over its layers."""
        for tier, loads in self._by_tier():
            for first, second in combinations(range(len(POSITION_KINDS)), 2):
                if all(float(load[kind].sum()) for load in loads for kind in (first, second)):
                    apart = [divergence(load[first], load[second]) for load in loads]
                    yield f"{tier.name}.{POSITION_KINDS[first]}-{POSITION_KINDS[second]}", sum(apart) / len(apart)

    def _by_tier(self) -> Iterator[tuple[Tier, list[Tensor]]]:
        for index, tier in enumerate(self.config.tiers):
            mine = [load for load, at in zip(self.loads, self.config.tier_of_layer, strict=True) if at == index]
            yield tier, mine


def mean_of(counts: Counter[int]) -> float:
    """The mean of counted numbers."""
    return sum(number * often for number, often in counts.items()) / max(1, counts.total())


def active_parameters(model: R1PreTrainedModel, experts_a_token: float) -> int:
    """Weights that one position passes on average; tables are looked up, not passed, and do not count."""
    banks = [module for module in model.modules() if isinstance(module, Experts)]
    tables = sum(m.weight.numel() for m in model.modules() if isinstance(m, torch.nn.Embedding | torch.nn.EmbeddingBag))
    one = sum((bank.gate_up_proj.numel() + bank.down_proj.numel()) / bank.num_experts for bank in banks)
    all_ = sum(bank.gate_up_proj.numel() + bank.down_proj.numel() for bank in banks)
    return round(sum(p.numel() for p in model.parameters()) - tables - all_ + one * experts_a_token)


@torch.no_grad()
def count_flops(model: R1PreTrainedModel, **inputs: Any) -> int:
    """Floating point operations of one pass: every matrix product that really ran, multiplication and addition."""
    counter = FlopCounterMode(display=False)
    with written_out(model), counter:
        model(**inputs)
    return counter.get_total_flops()


@contextmanager
def written_out(model: R1PreTrainedModel) -> Iterator[None]:
    """Attention and experts as plain products: fused kernels are not seen by the counter."""
    attention, experts = model.config._attn_implementation, model.config._experts_implementation
    model.set_attn_implementation("eager")
    model.set_experts_implementation("eager")
    try:
        yield
    finally:
        model.set_attn_implementation(attention or "sdpa")
        model.set_experts_implementation(experts or "eager")
