"""Figures: each against what a reader would count by hand."""

from __future__ import annotations

import pytest
import torch

from r1core.config import R1Config
from r1core.evaluate import (
    Usage,
    active_parameters,
    count_flops,
    cross_modal_consistency,
    divergence,
    expert_utilization_rate,
)
from r1core.model import R1Model
from r1core.peers import dense_peer


@pytest.fixture(autouse=True)
def seeded() -> None:
    torch.manual_seed(0)
    torch.set_num_threads(1)


def model(**changes: object) -> R1Model:
    return R1Model(R1Config.preset("tiny", questions={"row": ["a", "b"]}, **changes)).eval()


def asked(rows: int = 2, length: int = 6) -> dict[str, torch.Tensor]:
    return {
        "piece_ids": torch.randint(1, 256, (rows, length, 5)),
        "token_type_ids": torch.tensor([[0] * (length // 2) + [2] * (length - length // 2)] * rows),
        "question_ids": torch.ones(rows, dtype=torch.long),
    }


def test_utilization_counts_experts_with_half_an_even_share() -> None:
    assert expert_utilization_rate([torch.tensor([4.0, 4.0, 4.0, 4.0])]) == 1.0
    assert expert_utilization_rate([torch.tensor([10.0, 5.0, 1.0, 0.0])]) == 0.5
    assert expert_utilization_rate([torch.ones(4), torch.tensor([9.0, 0, 0, 0])]) == pytest.approx(0.625)
    assert expert_utilization_rate([torch.zeros(4)]) == 0.0


def test_divergence_is_one_bit_for_strangers() -> None:
    assert divergence(torch.tensor([3.0, 3, 0, 0]), torch.tensor([0.0, 0, 1, 1])) == pytest.approx(1.0)
    assert divergence(torch.tensor([3.0, 1]), torch.tensor([6.0, 2])) == pytest.approx(0.0, abs=1e-6)


def test_consistency_weighs_agreement_by_confidence() -> None:
    words = torch.tensor([[0.9, 0.1], [0.6, 0.4]])
    picture = torch.tensor([[0.8, 0.2], [0.5 - 1e-6, 0.5 + 1e-6]])
    assert cross_modal_consistency(words, picture) == pytest.approx(0.72 / (0.72 + 0.30), abs=1e-4)


def test_usage_equals_counting_by_hand() -> None:
    built, usage = model(), Usage(R1Config.preset("tiny"))
    inputs = asked()
    inputs["attention_mask"] = torch.tensor([[1] * 6, [1] * 4 + [0] * 2])
    output = built(**inputs, output_router_logits=True)
    usage.add(output)
    by_hand: dict[tuple[int, int, int], int] = {}
    for layer, routing in enumerate(output.routing):
        for position, experts in enumerate(routing.indices.tolist()):
            for expert in experts:
                if expert < 8:
                    key = (layer, int(inputs["token_type_ids"].flatten()[position]), expert)
                    by_hand[key] = by_hand.get(key, 0) + 1
    counted = {
        (layer, kind, expert): int(load[kind, expert])
        for layer, load in enumerate(usage.loads)
        for kind in range(3)
        for expert in range(8)
        if load[kind, expert] > 0
    }
    assert counted == by_hand
    assert usage.positions == 10 and usage.tokens.total() == 40
    assert usage.requests.total() == usage.gates.total() == 2


def test_the_report_tells_tiers_groups_and_kinds() -> None:
    built, usage = model(), Usage(R1Config.preset("tiny"))
    usage.add(built(**asked(), output_router_logits=True))
    report = usage.report()
    assert {"all", "layer1", "layer1.text", "layer2.text_semantic", "kind.text", "kind.code"} <= set(
        report["expert_utilization_rate"]
    )
    assert "kind.image" not in report["expert_utilization_rate"]
    assert report["divergence"]["layer1.text-code"] == pytest.approx(1.0)  # the hard prior: no expert in common
    assert 1 <= report["experts_a_token"] <= 4


def test_flops_are_those_of_the_products_that_ran() -> None:
    config = R1Config.preset("tiny", questions={"row": ["a", "b"]})
    built, inputs = R1Model(config).eval(), asked(1, 6)
    usage = Usage(config)
    usage.add(built(**inputs, output_router_logits=True))
    slots = sum(experts * often for experts, often in usage.tokens.items())
    attention = 6 * 4 * (32 * 32 + 2 * 32 * 16 + 32 * 32) + 4 * 2 * 2 * 6 * 6 * 16  # projections; scores and mixing
    gates = sum(len(tier.groups) for tier in config.tiers if len(tier.groups) > 1)  # one group needs no gate
    routers = 6 * 32 * gates + 4 * (6 * 32 * config.router_width + 6 * 8 * config.router_width)
    embedded, head, gate = 6 * 16 * 32, 6 * 32 * 2, 32
    products = attention + routers + embedded + head + gate + slots * 3 * 32 * 16
    assert count_flops(built, **inputs) == 2 * products


def test_a_dense_peer_has_as_many_weights_and_no_choice() -> None:
    config = R1Config.preset("tiny", questions={"row": ["a", "b"]})
    ours, total, active = (R1Model(c) for c in (config, dense_peer(config, "total"), dense_peer(config, "active")))
    banks = [sum(layer.moe.experts.down_proj.numel() for layer in m.layers) for m in (ours, total, active)]
    assert banks == [banks[0], banks[0], banks[0] // 4]
    assert active_parameters(ours, 2.0) == pytest.approx(active_parameters(active, 1.0), rel=0.03)
    x = torch.randn(2, 3, 32)
    mixed, routing = total.layers[0].moe(
        x, torch.zeros(2, 3, dtype=torch.long), torch.ones(2, 3).bool(), torch.ones(2, 1)
    )
    assert torch.allclose(mixed, total.layers[0].moe.experts.one(0, x))
    assert routing.indices.tolist() == [[0]] * 6


def test_a_dense_peer_needs_tiers_of_one_size() -> None:
    with pytest.raises(ValueError, match=r"\[4, 8\]"):
        dense_peer(R1Config.preset("tiny", expert_config={"text": 2, "code": 2}), "total")
