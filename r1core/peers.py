"""Dense models of the same make, to compare with: one expert a layer, as large as all of ours or as those in use.

    total     the feed-forward layers hold as many weights as all experts together
    active    they hold as many as the experts that a position uses on average

A layer with one expert chooses nothing, so a peer is a plain transformer with the same attention, embeddings and heads.
"""

from __future__ import annotations

from typing import Any, Literal

from r1core.config import R1Config
from r1core.topology import TIERS

SOLE = {tier: {"all": 1} for tier in TIERS}


def dense_peer(config: R1Config, size: Literal["total", "active"], **changes: Any) -> R1Config:
    """The configuration of a dense model beside which `config` can be held; tiers need the same number of experts."""
    experts = {tier.experts for tier in config.tiers}
    if len(experts) != 1:
        raise ValueError(f"a dense peer needs tiers of one size, not of {sorted(experts)} experts")
    factor = experts.pop() if size == "total" else config.target_experts
    one = {
        "expert_config": SOLE,
        "moe_intermediate_size": round(factor * config.moe_intermediate_size),
        "top_k": 1,
        "target_experts": 1.0,
        "pool_size": (1, 1),
        "pool_budget": (1.0, 1.0),
    }
    return R1Config.from_dict({**config.to_dict(), **one, **changes})
