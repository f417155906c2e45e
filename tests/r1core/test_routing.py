"""Routing: each clever step equals an obvious loop, and control leads where it should."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor

from r1core.config import R1Config
from r1core.routing import (
    PoolRequest,
    Router,
    Routing,
    balance_loss,
    choose,
    gate_experts,
    gate_groups,
    lack,
    pool_cost,
    pool_of,
)
from r1core.topology import POSITION_KINDS

SIZES = (2, 3, 3)


@pytest.fixture(autouse=True)
def seeded() -> None:
    torch.manual_seed(0)
    torch.set_num_threads(1)


def router(**changes: object) -> Router:
    config = R1Config.preset("tiny", **changes)
    built = Router(config, config.tiers[0])
    torch.nn.init.normal_(built.keys)
    return built


def everything(built: Router, x: Tensor, kinds: Tensor, size: float = 8.0) -> Routing:
    real = torch.ones_like(kinds, dtype=torch.bool)
    return built(x, kinds, real, PoolRequest(torch.full((len(x),), size), real))


def test_the_modality_gate_opens_what_its_sigmoid_says_and_always_the_best() -> None:
    logits, allowed = torch.randn(50, 3), torch.rand(50, 3) > 0.4
    allowed[:, 0] = True
    shares = gate_groups(logits, allowed).exp()
    for row, may, got in zip(logits.tolist(), allowed.tolist(), shares.tolist(), strict=True):
        gates = {g: 1 / (1 + math.exp(-row[g])) for g in range(3) if may[g]}
        opened = {g: s for g, s in gates.items() if s > 0.5} or {max(gates, key=lambda g: gates[g]): 1.0}
        best = max(gates, key=lambda g: gates[g])
        opened[best] = gates[best]
        assert got == pytest.approx([opened.get(g, 0.0) / sum(opened.values()) for g in range(3)], abs=1e-6)


def test_the_task_gate_is_a_softmax_within_each_group() -> None:
    scores = torch.randn(20, 8)
    for row, got in zip(scores.tolist(), gate_experts(scores, SIZES).exp().tolist(), strict=True):
        parts = [row[0:2], row[2:5], row[5:8]]
        want = [math.exp(x) / sum(map(math.exp, part)) for part in parts for x in part]
        assert got == pytest.approx(want, abs=1e-6)


def test_a_choice_is_the_smallest_set_that_holds_the_threshold() -> None:
    probs = torch.rand(200, 8).softmax(-1) ** 3
    probs = probs / probs.sum(-1, keepdim=True)
    indices, weights = choose(probs, probs.log(), threshold=0.4, top_k=4)
    for row, got, shares in zip(probs.tolist(), indices.tolist(), weights.tolist(), strict=True):
        chosen: list[int] = []
        for expert in sorted(range(8), key=lambda e: -row[e])[:4]:
            if sum(row[e] for e in chosen) >= 0.4:
                break
            chosen.append(expert)
        held = sum(row[e] for e in chosen)
        assert got == chosen + [8] * (4 - len(chosen))
        assert shares == pytest.approx([row[e] / held for e in chosen] + [0.0] * (4 - len(chosen)), abs=1e-5)


def test_one_expert_is_always_chosen() -> None:
    indices, weights = choose(torch.full((3, 8), 1 / 8), torch.zeros(3, 8), threshold=0.0, top_k=4)
    assert (indices < 8).sum(-1).tolist() == [1, 1, 1]
    assert weights.sum(-1).tolist() == [1, 1, 1]


@pytest.mark.parametrize("size", [1.0, 3.0, 5.0, 8.0])
def test_a_pool_holds_the_most_wanted_one_of_each_group_in_use_and_leaves_the_others_open(size: float) -> None:
    usage = torch.rand(30, 8)
    usage[:10, 5:] = 0  # ten requests that want nothing of the third group
    for wants, got in zip(usage.tolist(), pool_of(usage, torch.full((30,), size), SIZES).tolist(), strict=True):
        groups = [range(2), range(2, 5), range(5, 8)]
        leads = [max(group, key=lambda e: wants[e]) for group in groups if sum(wants[e] for e in group) > 0]
        rest = sorted((e for e in range(8) if e not in leads), key=lambda e: -wants[e])
        opened = (leads + rest)[: max(int(size), len(leads))]
        idle = [e for group in groups if sum(wants[e] for e in group) == 0 for e in group]
        assert got == [float(e in opened or e in idle) for e in range(8)]


def test_a_broken_size_gives_the_next_expert_a_share_and_the_gate_its_gradient() -> None:
    size = torch.tensor([2.25], requires_grad=True)
    pool = pool_of(torch.tensor([[0.1, 0.2, 0.3, 0.4]]), size, (4,))
    assert pool.tolist() == [[0.0, 0.25, 1.0, 1.0]]
    pool.sum().backward()
    assert size.grad is not None and size.grad.tolist() == [1.0]


def test_positions_stay_with_the_experts_of_their_kind() -> None:
    built = router().eval()
    kinds = torch.randint(0, 3, (4, 16))
    made = everything(built, torch.randn(4, 16, 32), kinds)
    groups = dict(zip(("code", "image", "text"), ((0, 1), (2, 3, 4), (5, 6, 7)), strict=True))
    for kind, indices in zip(kinds.flatten().tolist(), made.indices.tolist(), strict=True):
        assert {e for e in indices if e < 8} <= set(groups[POSITION_KINDS[kind]])


def test_nothing_outside_the_pool_is_used_and_padding_uses_nothing() -> None:
    built = router().eval()
    real = torch.rand(3, 10) > 0.3
    made = built(
        torch.randn(3, 10, 32), torch.zeros(3, 10, dtype=torch.long), real, PoolRequest(torch.full((3,), 2.0), real)
    )
    for request in range(3):
        for position in range(10):
            used = {e for e in made.indices[request * 10 + position].tolist() if e < 8}
            assert (used == set()) == (not real[request, position])
            assert all(made.pool[request, e] == 1 for e in used)


def test_a_position_may_enter_a_group_that_the_choosers_of_the_pool_did_not_use() -> None:
    built = router().train()
    x, kinds = torch.randn(1, 4, 32, requires_grad=True), torch.tensor([[0, 0, 2, 1]])
    choosing = torch.tensor([[True, True, False, False]])  # text; code and a picture follow, one of them padding
    real = torch.tensor([[True, True, True, False]])
    made = built(x, kinds, real, PoolRequest(torch.tensor([2.0]), choosing))
    (made.weights * torch.randn_like(made.weights)).sum().backward()
    assert x.grad is not None and x.grad.isfinite().all()
    assert {e for e in made.indices[2].tolist() if e < 8} <= {0, 1}


def test_use_is_deterministic_and_training_samples() -> None:
    built = router(rl_temperature=1.0, expert_activation_threshold=0.3)
    x, kinds = torch.randn(2, 20, 32), torch.zeros(2, 20, dtype=torch.long)
    built.eval()
    assert everything(built, x, kinds).indices.equal(everything(built, x, kinds).indices)
    built.train()
    assert not everything(built, x, kinds).indices.equal(everything(built, x, kinds).indices)


@pytest.mark.parametrize("autocast", [False, True])
def test_half_width_chooses_as_full_width_does(autocast: bool) -> None:
    built = router().eval()
    x, kinds = torch.randn(2, 50, 32).bfloat16(), torch.zeros(2, 50, dtype=torch.long)
    with torch.autocast("cpu", enabled=autocast):
        narrow = everything(built, x, kinds)
    assert narrow.probs.dtype == torch.float32
    assert narrow.indices.equal(everything(built, x.float(), kinds).indices)


def test_sampling_follows_the_probabilities() -> None:
    built = router(rl_temperature=1.0, expert_activation_threshold=0.05).train()
    x = torch.randn(1, 1, 32).expand(1, 20000, 32)
    made = everything(built, x, torch.zeros(1, 20000, dtype=torch.long))
    counts = torch.bincount(made.indices[:, 0], minlength=8) / 20000
    assert counts.tolist() == pytest.approx(made.probs[0].tolist(), abs=0.02)


def test_control_leads_to_the_target_and_evens_the_load() -> None:
    built = router(
        rl_temperature=0.0, target_experts=1.5, expert_load_balancing={"method": "bias", "rate": 0.05}
    ).train()
    x, kinds = torch.randn(8, 64, 32), torch.zeros(8, 64, dtype=torch.long)
    built.prior.data[5] = 2.0  # one of the three experts of text is wanted more than it should
    uneven = []
    for _ in range(150):
        everything(built, x, kinds)
        mean, text = float(built.load.sum() / built.seen), built.load[5:]
        uneven.append(float(text.max() / text.mean()))
        built.update()
    assert mean == pytest.approx(1.5, abs=0.1)
    assert uneven[-1] < 1.2 < uneven[0]


def test_lack_is_counted_within_groups() -> None:
    assert lack(torch.tensor([5.0, 1.0, 2.0, 2.0, 2.0]), (2, 3)).tolist() == [-1, 1, 0, 0, 0]


def test_an_even_load_costs_one_and_a_collapsed_one_more() -> None:
    real, pool = torch.ones(1, 8, dtype=torch.bool), torch.ones(1, 4)
    even = Routing(torch.full((8, 4), 0.25), torch.arange(8)[:, None] % 4, torch.ones(8, 1), pool)
    probs = torch.tensor([[0.97, 0.01, 0.01, 0.01]]).expand(8, 4)
    collapsed = Routing(probs, torch.zeros(8, 1, dtype=torch.long), torch.ones(8, 1), pool)
    assert float(balance_loss(even, real, (4,))) == pytest.approx(1.0)
    assert float(balance_loss(collapsed, real, (4,))) == pytest.approx(4 * 0.97)


def test_mixed_requests_have_the_larger_budget() -> None:
    kinds, real = torch.tensor([[0, 0], [1, 0], [1, 0]]), torch.tensor([[1, 1], [1, 1], [0, 1]]).bool()
    sizes = torch.tensor([2.5, 7.0, 2.5])  # the third request's picture is padding
    assert float(pool_cost(sizes, kinds, real, (2.5, 7.0))) == 0.0
    assert float(pool_cost(sizes + 1, kinds, real, (2.5, 7.0))) == pytest.approx(1.0)
