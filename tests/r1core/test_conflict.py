"""Weighing readings: what a reading is to another, and that order and padding mean nothing."""

from itertools import combinations, islice

import pytest
import torch

from r1core.conflict import R1ConflictLayer
from r1core.readings import FEATURES, RELATIONS, Dispute, Reading, agrees, digits, features, relations
from r1core.synth.conflicts import conflicts


def test_shapes() -> None:
    dispute = Dispute((Reading(1.0, "ocr", 0.9), Reading(2.0, "narrative", 0.8)), (3.0,))
    assert features(dispute).shape == (2, FEATURES)
    assert relations(dispute).shape == (2, 2, RELATIONS)


@pytest.mark.parametrize(
    ("value", "printed"), [(32_765_000_000.0, "32765"), (-0.25, "25"), (1050.0, "105"), (0.0, ""), (1.2e15, "12")]
)
def test_digits_as_printed(value: float, printed: str) -> None:
    assert digits(value) == printed


def test_a_rounded_sentence_agrees_with_the_table() -> None:
    exact = Reading(32_765e6, "text-layer", 0.99, 1e6)
    assert agrees(Reading(32.8e9, "narrative", 0.9, 1e8), exact)
    assert not agrees(Reading(32.7e9, "narrative", 0.9, 1e8), exact)


@pytest.mark.parametrize(
    ("other", "at"),
    [
        (3_2765e3, 6),  # in thousands where it should be in millions
        (-32_765e6, 11),  # turned sign
        (32_785e6, 13),  # 6 read as 8: alike
        (32_715e6, 12),  # 6 read as 1: not alike
        (3_275e6, 15),  # the other has lost a digit, so this has one more
        (32_675e6, 16),  # two digits turned round
    ],
)
def test_each_slip_leaves_its_trace(other: float, at: int) -> None:
    pair = relations(Dispute((Reading(32_765e6, "text-layer", 0.9, 1e6), Reading(other, "ocr", 0.9, 1e6))))[0, 1]
    slips = [n for n in range(3, 17) if pair[n] == 1]
    expected = {6: 3, 11: 11, 13: 13, 12: 12, 15: 15, 16: 16}[at]
    assert slips == [expected]


def test_weights_sum_to_one_and_no_order_matters() -> None:
    torch.manual_seed(0)
    layer = R1ConflictLayer(16, 64)
    dispute = Dispute(
        (
            Reading(120.0, "ocr", 0.6, 1.0),
            Reading(125.0, "text-layer", 0.9, 1.0),
            Reading(1.25e5, "narrative", 0.8, 1e3),
        ),
        (118.0, 131.0),
    )
    turned = Dispute(tuple(dispute.readings[i] for i in (2, 0, 1)), dispute.neighbours)
    first, second = (_verdict(layer, d, 3) for d in (dispute, turned))
    assert first.weights.sum().item() == pytest.approx(1)
    torch.testing.assert_close(first.weights[0, [2, 0, 1]], second.weights[0])
    torch.testing.assert_close(first.undecidable, second.undecidable)


def test_padding_means_nothing() -> None:
    torch.manual_seed(0)
    layer = R1ConflictLayer(16, 64)
    dispute = Dispute((Reading(120.0, "ocr", 0.6, 1.0), Reading(125.0, "text-layer", 0.9, 1.0)))
    alone, padded = _verdict(layer, dispute, 2), _verdict(layer, dispute, 5)
    torch.testing.assert_close(padded.weights[:, :2], alone.weights)
    assert padded.weights[:, 2:].max() == 0


def test_inside_the_backbone_it_weighs_embeddings() -> None:
    torch.manual_seed(0)
    layer = R1ConflictLayer(16, 64)
    states = torch.randn(4, 2, 16)
    verdict = layer(torch.zeros(4, 2, FEATURES), torch.zeros(4, 2, 2, RELATIONS), torch.ones(4, 2).bool(), states)
    torch.testing.assert_close(verdict.fused, (verdict.weights[..., None] * states).sum(1))


def test_generated_conflicts_disagree_and_their_answer_agrees_with_itself() -> None:
    hopeless = 0
    for dispute, kept in islice(conflicts(3), 500):
        assert 2 <= len(dispute.readings) <= 6
        assert any(not agrees(a, b) for a, b in combinations(dispute.readings, 2)), "no conflict"
        assert all(agrees(dispute.readings[a], dispute.readings[b]) for a, b in combinations(kept, 2))
        hopeless += not kept
    assert 10 <= hopeless <= 60


def test_a_planted_error_leaves_one_wrong_reading() -> None:
    for dispute, kept in islice(conflicts(4, planted=True), 300):
        right = dispute.readings[kept[0]]
        assert sum(not agrees(right, other) for other in dispute.readings) == 1


def test_generated_conflicts_repeat_by_seed() -> None:
    assert list(islice(conflicts(5), 20)) == list(islice(conflicts(5), 20))
    assert list(islice(conflicts(5), 20)) != list(islice(conflicts(6), 20))


def _verdict(layer: R1ConflictLayer, dispute: Dispute, room: int):
    count = len(dispute.readings)
    told, pairs = torch.zeros(1, room, FEATURES), torch.zeros(1, room, room, RELATIONS)
    told[0, :count], pairs[0, :count, :count] = torch.tensor(features(dispute)), torch.tensor(relations(dispute))
    with torch.no_grad():
        return layer(told, pairs, torch.arange(room)[None] < count)
