"""New questions: what a model knew it still answers in the same way, and the new ones can be learned."""

import pytest
import torch

from r1core.config import R1Config
from r1core.model import R1Model
from r1core.new_questions import with_questions
from r1core.requests import Reading, collate

KNOWN = {"concept": ["a", "b", "c"]}
ROLES = {"row-role": ["item", "total"]}


def model() -> R1Model:
    torch.manual_seed(1)
    return R1Model(R1Config.preset("tiny", questions=KNOWN)).eval()


def test_known_questions_are_answered_as_before() -> None:
    old = model()
    old.tag.temperature[old.config.question_id("concept")] = 1.7
    new = with_questions(old, ROLES)
    asked = [Reading("concept", ([3, 4], [5]), (0, 1))]
    before, after = (m(**collate(asked, m.config)).logits for m in (old, new))
    assert torch.equal(before, after)
    assert new.config.questions == KNOWN | ROLES and new.config.question_id("concept") == 1
    assert new.tag.temperature[1].item() == pytest.approx(1.7)


def test_new_questions_can_be_learned() -> None:
    new = with_questions(model(), ROLES).train()
    loss = new(**collate([Reading("row-role", ([3, 4], [5]), (0, 1))], new.config)).loss
    loss.backward()
    assert new.tag.questions["row-role"].weight.grad.abs().sum() > 0


def test_nothing_new_is_nothing_changed() -> None:
    old = model()
    assert with_questions(old, KNOWN) is old


def test_other_labels_are_refused() -> None:
    with pytest.raises(ValueError, match="concept with other labels"):
        with_questions(model(), {"concept": ["a", "b"]})
