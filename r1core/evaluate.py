"""Figures of a model at work: how evenly experts are used, what a pass costs, whether its two eyes agree.

    expert_utilization_rate   experts that get more than half of an even share, of all experts; 1 is best
    divergence                how far the routing of two kinds of positions lies apart, in bits, 0 to 1
    cross_modal_consistency   answers from words alone that the picture alone gives too, weighted by both confidences
    active parameters, FLOPs  counted from what the routers chose in this pass, not from the configuration

Shapes: B requests, T positions, N = B·T, E experts, K slots, L labels.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor


def expert_utilization_rate(loads: Sequence[Tensor]) -> float:
    """Share of experts with more than half of an even load, mean over layers; `loads` (E,) of each layer."""
    shares = [used(load).float().mean() for load in loads if float(load.sum()) > 0]
    return float(torch.stack(shares).mean()) if shares else 0.0


def used(load: Tensor) -> Tensor:
    """Which experts (E,) get more than half of an even share."""
    return load > 0.5 * load.sum() / load.numel()
