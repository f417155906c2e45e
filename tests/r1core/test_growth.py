"""Other experts: by the stated rule, never anew; and where nothing is lost, nothing changes."""

from __future__ import annotations

import logging

import pytest
import torch

from r1core.causal import R1ForCausalLM
from r1core.config import R1Config
from r1core.growth import changes, sources, with_experts
from r1core.model import R1Model
from r1core.topology import PUBLISHED, Tier

FULL = {"expert_activation_threshold": 1.0, "top_k": 32, "pool_size": (32, 32), "pool_budget": (32.0, 32.0)}


def model(**changed: object) -> R1Model:
    torch.manual_seed(0)
    torch.set_num_threads(1)
    built = R1Model(R1Config.preset("tiny", questions={"row": ["a", "b"]}, **changed)).eval()
    with torch.no_grad():
        for router in built.routers():
            router.prior.normal_()
            router.bias.normal_()
    return built


def asked() -> dict[str, torch.Tensor]:
    kinds = torch.tensor([[0, 0, 0, 2, 2, 2]] * 2)
    pieces = torch.randint(1, 256, (2, 6, 5), generator=torch.Generator().manual_seed(1))
    return {"piece_ids": pieces, "token_type_ids": kinds, "question_ids": torch.ones(2, dtype=torch.long)}


@pytest.mark.parametrize(
    "grown",
    [{"text": 6, "code": 2, "image": 3}, {"text": 5, "code": 4, "image": 3}, {"text": 6, "code": 2}],
)
def test_grown_experts_answer_as_before(grown: dict[str, int]) -> None:
    before = model(**FULL)
    after = with_experts(before, grown)
    assert after.config.expert_config["layer1"] == grown
    assert torch.allclose(before(**asked()).logits, after(**asked()).logits, atol=1e-5)


def test_a_writer_grows_too() -> None:
    torch.manual_seed(0)
    before = R1ForCausalLM(R1Config.preset("tiny", **FULL)).eval()
    after = with_experts(before, {"text": 6, "code": 2})
    tokens = torch.randint(3, 64, (1, 6))
    assert after.lm_head.weight is after.model.embeddings.tokens.weight
    assert torch.allclose(before(tokens).logits, after(tokens).logits, atol=1e-5)


def test_copies_and_means() -> None:
    old = Tier("layer1", (("code", 2), ("text", 4)))
    assert sources(old, Tier("layer1", (("code", 5), ("text", 4)))) == (
        (0,), (1,), (0,), (1,), (0,), (2,), (3,), (4,), (5,),
    )  # fmt: skip
    assert sources(old, Tier("layer1", (("text", 3),))) == ((2, 5), (3,), (4,))
    assert sources(old, Tier("layer1", (("new", 3), ("text", 4))))[:3] == ((0,), (1,), (2,))


def test_merged_experts_are_means_and_keep_their_probability() -> None:
    before = model(**FULL)
    after = with_experts(before, {"text": 1, "code": 2, "image": 3})
    old, new = before.layers[0].moe, after.layers[0].moe
    assert torch.allclose(new.experts.down_proj[5], old.experts.down_proj[5:8].mean(0))
    assert torch.allclose(new.experts.down_proj[:5], old.experts.down_proj[:5])
    assert torch.allclose(new.router.prior[5], old.router.prior[5:8].logsumexp(0))


def test_other_tiers_and_everything_else_stay() -> None:
    before = model()
    after = with_experts(before, {"text": 6, "code": 2}).state_dict()
    same = {n: w for n, w in before.state_dict().items() if not n.startswith("layers.0.moe.")}
    assert all(after[name].equal(weight) for name, weight in same.items())


def test_a_new_group_starts_from_what_the_tier_knows() -> None:
    before = model()
    after = with_experts(before, {**PUBLISHED, "layer3": {"multimodal_fusion": 8, "layout": 2}})
    old, new = before.layers[2].moe, after.layers[2].moe
    assert torch.allclose(new.experts.gate_up_proj[:2], old.experts.gate_up_proj[:2])  # layout stands first, by name
    assert torch.allclose(new.router.group.weight[0], old.router.group.weight[0])


def test_every_change_is_said(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="r1core.growth"):
        with_experts(model(), {"text": 6, "code": 1})
    assert sorted(caplog.messages) == [
        "layer1: code shrinks to means from 2 to 1 experts",
        "layer1: image is dropped with its 3 experts",
        "layer1: text grows by copies from 3 to 6 experts",
    ]


def test_the_same_experts_are_the_same_model() -> None:
    before = model()
    assert with_experts(before, PUBLISHED) is before
    assert changes(before.config, before.config) == []


def test_a_grown_model_is_saved_and_loaded(tmp_path: object) -> None:
    grown = with_experts(model(), {"text": 6, "code": 2})
    grown.save_pretrained(str(tmp_path))
    loaded = R1Model.from_pretrained(str(tmp_path)).eval()
    assert torch.allclose(loaded(**asked()).logits, grown(**asked()).logits, atol=1e-6)
