"""Experts: every implementation gives what running all experts and weighting them gives."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from r1core.config import R1Config
from r1core.moe import Experts


def experts(implementation: str) -> Experts:
    torch.manual_seed(0)
    config = R1Config.preset("tiny")
    config._experts_implementation = implementation
    built = Experts(config, 8)
    built._is_expert_parallel = True
    for weight in built.parameters():
        torch.nn.init.normal_(weight, std=0.3)
    return built


def all_of_them(built: Experts, x: Tensor, indices: Tensor, weights: Tensor) -> Tensor:
    """Each position through all eight, weighted; an empty slot weighs nothing."""
    answers = torch.stack([built.one(expert, x) for expert in range(8)], dim=1)  # (N, 8, D)
    share = torch.zeros(len(x), 9).scatter_add(1, indices, weights)[:, :8]
    return (answers * share[..., None]).sum(1)


@pytest.mark.parametrize("implementation", ["eager", "grouped_mm", "batched_mm"])
def test_every_implementation_equals_all_experts_weighted(implementation: str) -> None:
    built = experts(implementation)
    x = torch.randn(40, 32, requires_grad=True)
    indices = torch.stack([torch.randperm(8)[:4] for _ in range(40)])
    indices[::3, 2:], indices[5] = 8, 8  # empty slots, and a position without any expert
    weights = torch.rand(40, 4).masked_fill(indices == 8, 0)
    clever, obvious = built(x, indices, weights), all_of_them(built, x, indices, weights)
    assert torch.allclose(clever, obvious, atol=1e-5)
    target = torch.randn_like(obvious)
    grads = [torch.autograd.grad((y * target).sum(), [x, *built.parameters()]) for y in (clever, obvious)]
    for one, other in zip(*grads, strict=True):
        assert torch.allclose(one, other, atol=1e-4)


def test_no_position_at_all_is_no_trouble() -> None:
    empty = torch.zeros(0, 4)
    assert experts("eager")(torch.zeros(0, 32), empty.long(), empty).shape == (0, 32)
