"""The parts every layer is built from: normalisation, rotary positions, attention, and the sum that a position is.

Shapes: B requests, T positions, D width, H heads, V key-value heads, d head width, P pieces of a position.
Sources: RMSNorm, Zhang and Sennrich 2019 (arXiv:1910.07467); rotary positions, Su et al. 2021 (arXiv:2104.09864);
grouped-query attention, Ainslie et al. 2023 (arXiv:2305.13245); bags of hashed pieces, Bojanowski et al. 2017
(arXiv:1607.04606); Fourier features, Tancik et al. 2020 (arXiv:2006.10739).
"""

from __future__ import annotations

import math
from typing import Any, TypedDict

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from transformers.cache_utils import Cache
from transformers.modeling_utils import ALL_ATTENTION_FUNCTIONS

from r1core.config import R1Config
from r1core.topology import POSITION_KINDS

FREQUENCIES = 6  # octaves of a box coordinate: the finest wave is a 64th of the page
BOX_FEATURES = 6 * 2 * FREQUENCIES  # x0, y0, x1, y1, width, height; sine and cosine


class Parts(TypedDict, total=False):
    """What positions are made of beside tokens; every part is optional, what is missing adds nothing."""

    piece_ids: Tensor  # (B, T, P) hashed pieces of an item, 0 is padding
    boxes: Tensor  # (B, T, 4) x0, y0, x1, y1 as shares of the page; all zero: no box
    token_type_ids: Tensor  # (B, T) kind of position: 0 text, 1 image, 2 code
    question_ids: Tensor  # (B,) what is asked, 0: nothing, the model writes


class RMSNorm(nn.Module):
    """Divides by the root mean square; no mean is subtracted and no bias added."""

    def __init__(self, width: int, eps: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.eps = eps

    def forward(self, x: Tensor) -> Tensor:
        wide = x.float()  # squares of bf16 lose too much
        wide = wide * torch.rsqrt(wide.square().mean(-1, keepdim=True) + self.eps)
        return self.weight * wide.to(x.dtype)


class Embeddings(nn.Module):
    """A position is the sum of its token, pieces, patch, kind, box and of the question asked."""

    def __init__(self, config: R1Config) -> None:
        super().__init__()
        self.tokens = nn.Embedding(config.vocab_size, config.hidden_size, padding_idx=0)
        self.pieces = nn.EmbeddingBag(config.piece_buckets, config.piece_width, mode="sum", padding_idx=0)
        self.piece_proj = nn.Linear(config.piece_width, config.hidden_size, bias=False)
        self.kinds = nn.Embedding(len(POSITION_KINDS), config.hidden_size)
        self.questions = nn.Embedding(config.max_questions, config.hidden_size)
        self.box_proj = nn.Linear(BOX_FEATURES, config.hidden_size, bias=False)
        self.norm = RMSNorm(config.hidden_size, config.rms_norm_eps)
        self.dropout = nn.Dropout(config.dropout)

    def forward(self, kinds: Tensor, input_ids: Tensor | None, parts: Parts) -> Tensor:
        """Words: kinds (B, T); input_ids (B, T) tokens of our vocabulary, 0 where a position is none."""
        x = self.kinds(kinds)  # (B, T, D)
        if input_ids is not None:
            x = x + self.tokens(input_ids)
        if (pieces := parts.get("piece_ids")) is not None:
            x = x + self.piece_proj(self.bag(pieces))
        return self.finish(x, parts.get("boxes"), parts.get("question_ids"))

    def pictures(self, features: Tensor, boxes: Tensor, question_ids: Tensor | None) -> Tensor:
        """Image tokens: features (B, K, D) of the vision encoder, boxes (B, K, 4)."""
        return self.finish(features + self.kinds.weight[POSITION_KINDS.index("image")], boxes, question_ids)

    def finish(self, x: Tensor, boxes: Tensor | None, question_ids: Tensor | None) -> Tensor:
        """Box and question, which every kind of position may have."""
        if boxes is not None:
            x = x + self.box_proj(box_features(boxes).to(x.dtype))
        if question_ids is not None:
            x = x + self.questions(question_ids)[:, None, :]
        return self.dropout(self.norm(x))

    def bag(self, pieces: Tensor) -> Tensor:
        """Sum of a position's pieces over the root of their number: long and short labels weigh alike."""
        count = (pieces != 0).sum(-1, keepdim=True).clamp(min=1)  # (B, T, 1)
        summed = self.pieces(pieces.flatten(0, 1)).unflatten(0, pieces.shape[:2])  # (B, T, W)
        return summed * count.to(summed.dtype).rsqrt()


def box_features(boxes: Tensor) -> Tensor:
    """Sines and cosines of a box's four sides, width and height; zero where there is no box."""
    sides = torch.cat([boxes, boxes[..., 2:] - boxes[..., :2]], dim=-1).float()  # (B, T, 6)
    angles = sides[..., None] * (math.pi * 2.0 ** torch.arange(FREQUENCIES, device=boxes.device))  # (B, T, 6, F)
    waves = torch.cat([angles.sin(), angles.cos()], dim=-1).flatten(-2)  # (B, T, 72)
    return waves * (boxes != 0).any(-1, keepdim=True)


def rotary(positions: Tensor, head_dim: int, theta: float) -> tuple[Tensor, Tensor]:
    """Cosines and sines (B, T, d) by which queries and keys are turned. float32: bf16 merges far positions."""
    steps = torch.arange(0, head_dim, 2, device=positions.device, dtype=torch.float32)
    angles = positions[..., None].float() * theta ** (-steps / head_dim)  # (B, T, d/2)
    angles = torch.cat([angles, angles], dim=-1)
    return angles.cos(), angles.sin()


def turn(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """x (B, H, T, d) turned by its position."""
    left, right = x.chunk(2, dim=-1)
    return x * cos[:, None].to(x.dtype) + torch.cat([-right, left], dim=-1) * sin[:, None].to(x.dtype)


class Attention(nn.Module):
    """Grouped-query attention with rotary positions, over the interface of transformers (sdpa, eager, flash, paged)."""

    def __init__(self, config: R1Config, layer_idx: int) -> None:
        super().__init__()
        self.config, self.layer_idx, self.head_dim = config, layer_idx, config.head_dim
        self.num_key_value_groups = config.num_attention_heads // config.num_key_value_heads
        self.scaling = config.head_dim**-0.5
        inner, shared = config.num_attention_heads * config.head_dim, config.num_key_value_heads * config.head_dim
        self.q_proj = nn.Linear(config.hidden_size, inner, bias=False)
        self.k_proj = nn.Linear(config.hidden_size, shared, bias=False)
        self.v_proj = nn.Linear(config.hidden_size, shared, bias=False)
        self.o_proj = nn.Linear(inner, config.hidden_size, bias=False)

    def forward(
        self,
        x: Tensor,
        turns: tuple[Tensor, Tensor],
        mask: Tensor | None,
        *,
        causal: bool,
        cache: Cache | None,
        **passed: Any,
    ) -> tuple[Tensor, Tensor | None]:
        """x (B, T, D) to the same; `passed` is for attention implementations of others: lengths, paged memory."""
        query, key, value = (self.heads(project(x)) for project in (self.q_proj, self.k_proj, self.v_proj))
        query, key = turn(query, *turns), turn(key, *turns)
        if cache is not None:
            key, value = cache.update(key, value, self.layer_idx)
        attend = ALL_ATTENTION_FUNCTIONS.get_interface(self.config._attn_implementation or "eager", eager_attention)
        options = {"is_causal": causal, "sliding_window": self.config.window_size if causal else None, **passed}
        mixed, weights = attend(self, query, key, value, mask, dropout=0.0, scaling=self.scaling, **options)
        return self.o_proj(mixed.reshape(*x.shape[:-1], -1)), weights

    def heads(self, x: Tensor) -> Tensor:
        """(B, T, H·d) to (B, H, T, d)."""
        return x.unflatten(-1, (-1, self.head_dim)).transpose(1, 2)


def eager_attention(
    module: Attention, query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None, *, scaling: float, **_: object
) -> tuple[Tensor, Tensor]:
    """Attention written out; returns its weights (B, H, T, S), which the fused kernels do not."""
    key = key.repeat_interleave(module.num_key_value_groups, dim=1)
    value = value.repeat_interleave(module.num_key_value_groups, dim=1)
    scores = query @ key.transpose(2, 3) * scaling  # (B, H, T, S)
    if mask is not None:
        scores = scores + mask
    weights = F.softmax(scores, dim=-1, dtype=torch.float32).to(query.dtype)
    return (weights @ value).transpose(1, 2), weights
