"""Mixture of experts: every position is sent to its few best of many small gated MLPs.

Shapes: N positions (batch and time flattened), D width, I inner width, E experts, K slots.
Sources: Shazeer et al. 2017 (arXiv:1701.06538); SwiGLU, Shazeer 2020 (arXiv:2002.05202). The weights stand in two
three-dimensional parameters, as the experts interface of transformers wants them; an empty slot bears the index E,
which no implementation spends a product on.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from transformers.activations import ACT2FN
from transformers.integrations import use_experts_implementation

from r1core.config import R1Config
from r1core.routing import PoolRequest, Router, Routing
from r1core.topology import Tier


@use_experts_implementation
class Experts(nn.Module):
    """The experts of one layer; `forward` is the plain loop, other implementations are chosen in the configuration."""

    _is_expert_parallel: bool  # transformers' word for "an index may mark an empty slot"

    def __init__(self, config: R1Config, num_experts: int) -> None:
        super().__init__()
        self.num_experts = num_experts
        self.gate_up_proj = nn.Parameter(torch.empty(num_experts, 2 * config.moe_intermediate_size, config.hidden_size))
        self.down_proj = nn.Parameter(torch.empty(num_experts, config.hidden_size, config.moe_intermediate_size))
        self.act_fn = ACT2FN[config.hidden_act]

    def forward(self, hidden_states: Tensor, top_k_index: Tensor, top_k_weights: Tensor) -> Tensor:
        """hidden_states (N, D), top_k_index and top_k_weights (N, K) to (N, D)."""
        order = top_k_index.flatten().argsort(stable=True)  # slots by expert, empty ones last
        counts = torch.bincount(top_k_index.flatten(), minlength=self.num_experts + 1).tolist()
        slots = order[: len(order) - counts[-1]].split(counts[:-1])
        mixed = torch.zeros_like(hidden_states)
        for expert, mine in enumerate(slots):
            if len(mine):
                rows = mine // top_k_index.shape[1]
                out = self.one(expert, hidden_states[rows]) * top_k_weights.flatten()[mine, None]
                mixed = mixed.index_add(0, rows, out.to(mixed.dtype))
        return mixed

    def one(self, expert: int, x: Tensor) -> Tensor:
        """One expert on its positions (n, D)."""
        gate, up = F.linear(x, self.gate_up_proj[expert]).chunk(2, dim=-1)
        return F.linear(self.act_fn(gate) * up, self.down_proj[expert])


class MoE(nn.Module):
    """Router and experts of one layer."""

    def __init__(self, config: R1Config, tier: Tier) -> None:
        super().__init__()
        self.router = Router(config, tier)
        self.experts = Experts(config, tier.experts)
        self.experts._is_expert_parallel = True

    def forward(self, x: Tensor, kinds: Tensor, real: Tensor, pool: Tensor | PoolRequest) -> tuple[Tensor, Routing]:
        if self.router.tier.experts == 1:  # a dense layer: nothing to choose
            return self.experts.one(0, x), only_one(x, real)
        routing = self.router(x, kinds, real, pool)
        mixed = self.experts(x.flatten(0, 1), routing.indices, routing.weights)
        return mixed.view_as(x), routing


def only_one(x: Tensor, real: Tensor) -> Routing:
    """Every real position to the only expert."""
    sole = x.new_ones(real.numel(), 1)
    return Routing(sole, (~real).long().view(-1, 1), sole, x.new_ones(len(x), 1))
