"""The whole model: what padding, batches, pictures and questions may and may not change, and that it learns."""

from __future__ import annotations

import pytest
import torch
from PIL import Image
from transformers import AutoModel
from transformers.modeling_utils import ALL_ATTENTION_FUNCTIONS

from r1core.config import R1Config
from r1core.heads import IGNORED
from r1core.model import R1Model
from r1core.vision import cut

QUESTIONS: dict[str, list[str]] = {"row": ["head", "value", "total"], "page": ["balance", "income"], "same": []}


@pytest.fixture(autouse=True)
def seeded() -> None:
    torch.manual_seed(0)
    torch.set_num_threads(1)


def model(**changes: object) -> R1Model:
    return R1Model(R1Config.preset("tiny", questions=QUESTIONS, **changes)).eval()


def words(rows: int = 2, length: int = 6) -> dict[str, torch.Tensor]:
    corners = torch.rand(rows, length, 2, 2).sort(dim=2).values.flatten(2)
    return {
        "piece_ids": torch.randint(1, 256, (rows, length, 5)),
        "boxes": corners,
        "question_ids": torch.ones(rows, dtype=torch.long),
    }


def picture() -> dict[str, torch.Tensor]:
    patches = cut([Image.new("RGB", (40, 60), "red"), Image.new("RGB", (60, 20), "navy")], 4, 64)
    return {
        "pixel_values": patches.pixels,
        "patch_places": patches.places,
        "image_boxes": patches.boxes,
        "image_present": patches.present,
    }


def test_padding_changes_nothing() -> None:
    built, short = model(), words(length=4)
    longer = {
        key: torch.nn.functional.pad(value, [0, 0] * (value.dim() - 2) + [0, 3])
        for key, value in short.items()
        if value.dim() > 1
    }
    mask = torch.tensor([[1, 1, 1, 1, 0, 0, 0]] * 2)
    alone = built(**short).logits
    padded = built(**longer, question_ids=short["question_ids"], attention_mask=mask).logits
    assert torch.allclose(alone, padded[:, :4], atol=1e-5)


def test_requests_of_a_batch_do_not_hear_each_other() -> None:
    built, both = model(), words()
    one = built(**{key: value[:1] for key, value in both.items()}).logits
    assert torch.allclose(built(**both).logits[:1], one, atol=1e-5)


def test_reading_sees_what_follows_and_writing_does_not() -> None:
    built, tokens = model(window_size=None), torch.randint(3, 64, (1, 6))
    changed = tokens.clone()
    changed[0, -1] = 3 + (changed[0, -1] - 2) % 61
    pool = torch.tensor([[1, 1, 1, 0, 0, 0]])
    asked = torch.ones(1, dtype=torch.long)
    written = [built(t, pool_mask=pool).last_hidden_state[:, :-1] for t in (tokens, changed)]
    read = [built(t, question_ids=asked).last_hidden_state[:, :-1] for t in (tokens, changed)]
    assert torch.allclose(*written, atol=1e-6)
    assert not torch.allclose(*read, atol=1e-3)


@pytest.mark.parametrize("attention", ["sdpa", "eager"])
@pytest.mark.parametrize("experts", ["eager", "grouped_mm", "batched_mm"])
def test_implementations_agree(attention: str, experts: str) -> None:
    torch.manual_seed(1)
    plain, asked = model(), words()
    other = model()
    other.load_state_dict(plain.state_dict())
    other.set_attn_implementation(attention)
    other.set_experts_implementation(experts)
    assert torch.allclose(plain(**asked).logits, other(**asked).logits, atol=1e-5)


def test_mixed_questions_answer_as_each_alone() -> None:
    built, asked = model(), words()
    asked["question_ids"] = torch.tensor([1, 2])
    together = built(**asked).logits
    for row, labels in ((0, 3), (1, 2)):
        alone = built(**{key: value[row : row + 1] for key, value in asked.items()}).logits
        assert torch.allclose(together[row, :, :labels], alone[0], atol=1e-5)
    assert together[1, :, 2].isneginf().all()
    labels = torch.tensor([[2] * 6, [1] * 6])
    assert built(**asked, labels=labels).loss.isfinite()


def test_a_question_without_labels_cannot_be_tagged() -> None:
    asked = words() | {"question_ids": torch.tensor([3, 3])}
    with pytest.raises(ValueError, match="row, page"):
        model()(**asked)


def test_links_values_and_weights() -> None:
    built, asked = model(), words() | {"question_ids": torch.tensor([3, 3])}
    pairs = torch.tensor([[[0, 1], [1, 0]], [[2, 3], [4, 5]]])
    linked = built(**asked, pairs=pairs, pair_labels=torch.tensor([[1, 0], [1, IGNORED]]))
    assert linked.links.shape == (2, 2) and linked.loss > 0 and linked.logits is None
    assert linked.links[0, 0] != linked.links[0, 1]  # the pair is ordered
    values = torch.full((2, 6), float("nan"))
    values[0, 2] = 0.25
    read = built(**asked, values=values)
    value, spread = read.value[0, 2], read.spread[0, 2]
    assert 0 < value < 1
    assert torch.allclose(read.loss, (value - 0.25).abs() / spread + spread.log())


def test_weights_of_labels_weigh() -> None:
    built, asked, labels = model(), words(), torch.randint(0, 3, (2, 6))
    only = torch.full((2, 6), IGNORED)
    only[0, 0] = labels[0, 0]
    weights = torch.zeros(2, 6)
    weights[0, 0] = 2.0
    weighted = built(**asked, labels=labels, weights=weights).loss
    assert torch.allclose(weighted, built(**asked, labels=only).loss, atol=1e-6)


def test_no_label_at_all_costs_nothing() -> None:
    built, asked = model(), words()
    assert built(**asked, labels=torch.full((2, 6), IGNORED)).loss == 0.0
    assert built(**asked, values=torch.full((2, 6), float("nan"))).loss == 0.0
    pairs = torch.zeros(2, 1, 2, dtype=torch.long)
    assert built(**asked, pairs=pairs, pair_labels=torch.full((2, 1), IGNORED)).loss == 0.0


def test_a_closed_bridge_hears_the_picture_only_by_attention_and_an_open_one_by_geometry() -> None:
    built, asked = model(), words()
    with torch.no_grad():
        built.bridge.gate.fill_(1.0)
    moved = asked | {"boxes": asked["boxes"].roll(1, dims=1)}
    assert built(**asked, **picture()).logits.shape == (2, 6, 3)
    assert not torch.allclose(built(**asked, **picture()).logits, built(**moved, **picture()).logits, atol=1e-4)


def test_an_absent_picture_is_no_picture() -> None:
    built, asked = model(), words()
    absent = picture() | {"image_present": torch.zeros_like(picture()["image_present"])}
    with torch.no_grad():
        built.bridge.gate.fill_(1.0)
    # a rotary order shifted by the absent tokens changes nothing: only distances count
    assert torch.allclose(built(**asked, **absent).logits, built(**asked).logits, atol=1e-4)


def test_a_dispute_has_no_words() -> None:
    from r1core.readings import FEATURES, RELATIONS

    told = {
        "dispute_features": torch.randn(3, 4, FEATURES),
        "dispute_relations": torch.randn(3, 4, 4, RELATIONS),
        "dispute_present": torch.tensor([[1, 1, 0, 0], [1, 1, 1, 1], [1, 1, 1, 0]]).bool(),
    }
    kept = torch.zeros(3, 5, dtype=torch.bool)
    kept[0, 0] = kept[1, 4] = kept[2, 1] = True
    judged = model()(**told, dispute_kept=kept)
    assert judged.logits.shape == (3, 5) and judged.loss > 0
    assert judged.verdict.weights.sum(-1).tolist() == pytest.approx([1, 1, 1])


def test_nothing_to_read_is_said() -> None:
    with pytest.raises(ValueError, match="nothing to read"):
        model()(question_ids=torch.ones(1, dtype=torch.long))


def test_hidden_states_attentions_and_routing_are_returned_when_asked() -> None:
    built = model()
    built.set_attn_implementation("eager")
    made = built(**words(), output_hidden_states=True, output_attentions=True, output_router_logits=True)
    assert len(made.hidden_states) == 5 and len(made.attentions) == 4 and len(made.routing) == 4
    assert made.attentions[0].shape == (2, 2, 6, 6)


def test_what_an_engine_passes_reaches_its_attention() -> None:
    seen = []

    def spy(module: torch.nn.Module, query: torch.Tensor, *_: object, **passed: object) -> tuple[torch.Tensor, None]:
        seen.append(passed["pages"])
        return query.transpose(1, 2), None

    ALL_ATTENTION_FUNCTIONS.register("spy", spy)
    built = model()
    built.config._attn_implementation = "spy"
    built(**words(), pages=7)
    assert seen == [7] * 4


def test_auto_classes_know_it(tmp_path: object) -> None:
    built = model()
    built.save_pretrained(str(tmp_path))
    assert isinstance(AutoModel.from_pretrained(str(tmp_path)), R1Model)


def test_it_learns_by_heart() -> None:
    built = model(rl_temperature=0.1).train()
    optimizer = torch.optim.AdamW(built.parameters(), lr=2e-2)
    asked, labels = words(4), torch.randint(0, 3, (4, 6))
    for _ in range(25):
        loss = built(**asked, labels=labels).loss
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        for router in built.routers():
            router.update()
    assert (built.eval()(**asked).logits.argmax(-1) == labels).float().mean() > 0.95


@pytest.mark.parametrize(("name", "least", "most"), [("tiny", 0.0, 0.2), ("small", 12.0, 20.0), ("base", 500.0, 800.0)])
def test_a_preset_has_the_size_it_is_meant_to_have(name: str, least: float, most: float) -> None:
    with torch.device("meta"):
        built = R1Model(R1Config.preset(name, questions=QUESTIONS))
    assert least < sum(p.numel() for p in built.parameters()) / 1e6 < most


def test_the_plan_for_a_gpu_has_the_right_shapes() -> None:
    with torch.device("meta"):
        built = R1Model(R1Config.preset("base", questions=QUESTIONS))
        embedded = built.embeddings.finish(torch.empty(2, 7, 1024), torch.empty(2, 7, 4), None)
        layer = built.layers[0]
        mixed, _ = layer.attention(embedded, (torch.empty(1, 7, 64),) * 2, None, causal=False, cache=None)
    assert embedded.shape == mixed.shape == (2, 7, 1024)
    assert layer.moe.experts.gate_up_proj.shape == (8, 3072, 1024)
