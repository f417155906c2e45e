"""One decoder layer, and what all layers of a forward pass share.

Pre-norm residual blocks: x + attention(norm(x)), then x + experts(norm(x)). One stack serves two kinds of request:
reading (tag, link, judge, read), where every position sees every other, and writing, where a position sees the last
`window_size` before it.

Shapes: B requests, T positions, D width.
"""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor, nn
from transformers.cache_utils import Cache
from transformers.modeling_layers import GradientCheckpointingLayer

from r1core.config import R1Config
from r1core.layers import Attention, RMSNorm
from r1core.moe import MoE
from r1core.routing import PoolRequest, Routing
from r1core.topology import Tier


@dataclass(frozen=True)
class Context:
    """What all layers of one forward pass share."""

    mask: Tensor | None  # in the form that the attention implementation wants
    turns: tuple[Tensor, Tensor]  # rotary cosines and sines (B, T, d)
    kinds: Tensor  # (B, T) kind of each position
    real: Tensor  # (B, T) False for padding
    pool: PoolRequest
    causal: bool
    cache: Cache | None

    def pool_of(self, layer: int) -> Tensor | PoolRequest:
        """The pool chosen when the prompt was read, while its text is being written; else what to choose it by."""
        return kept_pools(self.cache).get(layer, self.pool)


class DecoderLayer(GradientCheckpointingLayer):
    """Attention, then experts."""

    def __init__(self, config: R1Config, tier: Tier, layer_idx: int) -> None:
        super().__init__()
        self.layer_idx = layer_idx
        self.attention_norm = RMSNorm(config.hidden_size, config.rms_norm_eps)
        self.attention = Attention(config, layer_idx)
        self.moe_norm = RMSNorm(config.hidden_size, config.rms_norm_eps)
        self.moe = MoE(config, tier)
        self.dropout = nn.Dropout(config.dropout)

    def forward(self, x: Tensor, context: Context) -> tuple[Tensor, Routing]:
        mixed, _ = self.attention(
            self.attention_norm(x), context.turns, context.mask, causal=context.causal, cache=context.cache
        )
        x = x + self.dropout(mixed)
        pool = context.pool_of(self.layer_idx)
        mixed, routing = self.moe(self.moe_norm(x), context.kinds, context.real, pool)
        if context.cache is not None:
            kept_pools(context.cache)[self.layer_idx] = routing.pool
        return x + self.dropout(mixed), routing


def kept_pools(cache: Cache | None) -> dict[int, Tensor]:
    """Pools by layer: they live as long as the keys and values of the request, so they are kept with them."""
    if cache is None:
        return {}
    if not hasattr(cache, "r1_pools"):
        cache.r1_pools = {}
    return cache.r1_pools
