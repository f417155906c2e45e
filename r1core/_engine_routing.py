"""Two-gate routing in numpy, as in r1core.routing: the best experts, nothing sampled.

Shapes: N positions of all requests, B requests, E experts, G groups, K slots.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from r1core._engine_parts import Floats, Weights, linear, softmax
from r1core.topology import Tier


class Chosen(NamedTuple):
    """Experts of each position."""

    indices: NDArray[np.int64]  # (N, K), E where a slot is empty
    weights: Floats  # (N, K)
    pools: Floats  # (B, E)


@dataclass(frozen=True, slots=True)
class Gates:
    """One layer's router."""

    weights: Weights
    name: str
    tier: Tier
    top_k: int
    scale: float

    @classmethod
    def of(cls, weights: Weights, name: str, tier: Tier, config: Mapping[str, Any]) -> Gates:
        return cls(weights, name, tier, min(config["top_k"], tier.experts), float(config["router_width"]) ** -0.5)


def route(x: Floats, kinds: NDArray[np.int64], gates: Gates, ends: Sequence[int], sizes: Floats) -> Chosen:
    """x (N, D); ends: where each request ends; sizes (B,): how many experts each opens."""
    probs = _probabilities(x, kinds, gates)  # (N, E)
    bias = gates.weights[f"{gates.name}.bias"]
    parts = np.split(probs, ends[:-1])
    pools = np.stack(
        [_pool(part.mean(0) * np.exp(bias), size, gates.tier) for part, size in zip(parts, sizes, strict=True)]
    )
    lengths = np.diff([0, *ends])
    probs = probs * np.repeat(pools, lengths, axis=0)
    probs = probs / probs.sum(-1, keepdims=True)
    with np.errstate(divide="ignore"):
        scores = np.log(probs) + bias
    return Chosen(*_choose(probs, scores, float(gates.weights[f"{gates.name}.threshold"]), gates.top_k), pools)


def _probabilities(x: Floats, kinds: NDArray[np.int64], gates: Gates) -> Floats:
    """p(expert) = p(group) · p(expert | group)."""
    w, name, tier = gates.weights, gates.name, gates.tier
    groups = _open_groups(linear(x, w, f"{name}.group"), np.asarray(tier.owners)[kinds])  # (N, G)
    scores = linear(x, w, f"{name}.query") @ w[f"{name}.keys"].T * np.float32(gates.scale) + w[f"{name}.prior"]
    within = [softmax(part) for part in np.split(scores, np.cumsum(tier.sizes)[:-1], axis=-1)]
    return np.concatenate(within, -1) * groups[:, list(tier.group_of)]


def _open_groups(logits: Floats, allowed: NDArray[np.bool_]) -> Floats:
    """Share of each open group."""
    logits = np.where(allowed, logits, -np.inf)
    best = logits.argmax(-1)[:, None] == np.arange(logits.shape[1])
    gate = np.where((logits > 0) | best, 1 / (1 + np.exp(-logits)), 0).astype(np.float32)
    shares: Floats = gate / gate.sum(-1, keepdims=True)
    return shares


def _pool(usage: Floats, size: float, tier: Tier) -> Floats:
    """1 for each expert that the request may use (E,)."""
    usage = usage / usage.sum()
    leads, idle = np.zeros_like(usage), np.zeros(len(usage), bool)
    for start, count in zip(np.cumsum((0, *tier.sizes[:-1])), tier.sizes, strict=True):
        best = start + usage[start : start + count].argmax()
        leads[best] = usage[best] > 0
        idle[start : start + count] = usage[best] == 0
    rank = np.argsort(np.argsort(-(usage + leads), kind="stable"), kind="stable")
    opened: Floats = ((rank < max(size, leads.sum())) | idle).astype(np.float32)
    return opened


def _choose(probs: Floats, scores: Floats, threshold: float, top_k: int) -> tuple[NDArray[np.int64], Floats]:
    """Experts by descending score until their probability reaches the threshold."""
    indices = np.argsort(-scores, axis=-1, kind="stable")[:, :top_k]
    mass = np.take_along_axis(probs, indices, -1)
    kept = (np.cumsum(mass, -1) - mass < threshold) & (mass > 0)
    kept[:, 0] = True
    weights = mass * kept
    return np.where(kept, indices, probs.shape[1]), weights / weights.sum(-1, keepdims=True)
