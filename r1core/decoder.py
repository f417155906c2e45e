"""One decoder layer, and what all layers of a forward pass share.

Pre-norm residual blocks: x + attention(norm(x)), then x + experts(norm(x)). One stack serves two kinds of request:
reading (tag, link, judge, read), where every position sees every other, and writing, where a position sees the last
`window_size` before it. Image tokens come first, words after them.

Shapes: B requests, T positions of which K are image tokens, D width.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn
from transformers.cache_utils import Cache
from transformers.modeling_layers import GradientCheckpointingLayer

from r1core.config import R1Config
from r1core.layers import Attention, RMSNorm
from r1core.moe import MoE
from r1core.routing import PoolRequest, Routing
from r1core.topology import Tier


@dataclass(frozen=True)
class Positions:
    """What enters the first layer."""

    x: Tensor  # (B, T, D)
    kinds: Tensor  # (B, T)
    real: Tensor  # (B, T) False for padding
    boxes: Tensor  # (B, T, 4)
    pictured: int = 0  # K

    def before(self, words: Positions) -> Positions:
        """Image tokens followed by the words of the same requests."""
        pairs = [(self.x, words.x), (self.kinds, words.kinds), (self.real, words.real), (self.boxes, words.boxes)]
        x, kinds, real, boxes = (torch.cat(pair, dim=1) for pair in pairs)
        return Positions(x, kinds, real, boxes, pictured=self.x.shape[1])


@dataclass(frozen=True)
class Regions:
    """What the image tokens have become when the bridge is reached."""

    x: Tensor  # (B, K, D)
    boxes: Tensor  # (B, K, 4)
    present: Tensor  # (B, K)


@dataclass
class Kept:
    """What writing needs to know of its prompt beside keys and values; it lives in the cache, as long as they do."""

    pools: dict[int, Tensor] = field(default_factory=dict)  # by layer
    regions: Regions | None = None


def kept(cache: Cache | None) -> Kept:
    """What was kept with a cache; an empty memory where there is none."""
    if cache is None:
        return Kept()
    if not hasattr(cache, "r1_kept"):
        cache.r1_kept = Kept()  # type: ignore[attr-defined]
    return cache.r1_kept


@dataclass(frozen=True)
class Context:
    """What all layers of one forward pass share."""

    mask: Tensor | None  # in the form that the attention implementation wants
    turns: tuple[Tensor, Tensor]  # rotary cosines and sines (B, T, d)
    kinds: Tensor  # (B, T)
    real: Tensor  # (B, T)
    pool: PoolRequest
    causal: bool
    cache: Cache | None
    passed: dict[str, Any] = field(default_factory=dict)  # to attention, as serving engines need it


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
        shared = {"causal": context.causal, "cache": context.cache, **context.passed}
        mixed, _ = self.attention(self.attention_norm(x), context.turns, context.mask, **shared)
        x = x + self.dropout(mixed)
        pools = kept(context.cache).pools
        pool = pools.get(self.layer_idx, context.pool)  # chosen when the prompt was read, or now
        mixed, routing = self.moe(self.moe_norm(x), context.kinds, context.real, pool)
        pools[self.layer_idx] = routing.pool
        return x + self.dropout(mixed), routing
