"""Heads alone: a new question is learned, and everything that the model knew stays, bit for bit."""

import pytest
import torch

from r1core.config import R1Config
from r1core.kind_dataset import Labelled
from r1core.model import R1Model
from r1core.new_questions import with_questions
from r1core.requests import Reading, collate
from r1core.train_heads import train

ASKED = {"row-role": ["item", "total", "head"]}


def requests() -> list[Reading]:
    """The label of a position is told by one of its pieces."""
    dice = torch.Generator().manual_seed(2)
    made = []
    for _ in range(120):
        labels = torch.randint(0, 3, (6,), generator=dice).tolist()
        noise = torch.randint(10, 60, (6,), generator=dice).tolist()
        pieces = tuple([label + 3] * 4 + [other] for label, other in zip(labels, noise, strict=True))
        made.append(Reading("row-role", pieces, tuple(labels)))
    return made


@pytest.fixture(scope="module")
def model() -> R1Model:
    torch.manual_seed(1)
    torch.set_num_threads(1)
    built = R1Model(R1Config.preset("tiny", questions={"concept": ["a", "b"]})).eval()
    with torch.no_grad():
        built.embeddings.pieces.weight.normal_()
    return built


def test_a_head_is_learned_and_nothing_else_moves(model: R1Model) -> None:
    before = {name: value.clone() for name, value in model.state_dict().items()}
    taught = with_questions(model, ASKED)
    found = train(taught, Labelled(requests(), ASKED))
    assert found["row-role"]["right"] > 0.9 and found["row-role"]["positions"] == 24 * 6
    after = taught.state_dict()
    row = taught.config.question_id("row-role")
    free = ("embeddings.questions.weight", "tag.temperature")  # of which one row is the new question's
    assert all(torch.equal(value, after[name]) for name, value in before.items() if name not in free)
    for name in free:
        kept = [index for index in range(len(before[name])) if index != row]
        assert torch.equal(before[name][kept], after[name][kept])


def test_it_learns_the_same_every_time(model: R1Model) -> None:
    asked = Reading("row-role", ([3, 3, 20], [4, 4, 21]), (0, 1))
    answers = []
    for _ in range(2):
        taught = with_questions(model, ASKED)
        train(taught, Labelled(requests(), ASKED))
        answers.append(taught(**collate([asked], taught.config)).logits)
    assert torch.equal(*answers)


def test_a_model_that_knows_no_question_has_nothing_to_teach_on() -> None:
    bare = R1Model(R1Config.preset("tiny", questions=ASKED))
    with pytest.raises(ValueError, match="train that one first"):
        train(bare, Labelled(requests()[:5], ASKED))
