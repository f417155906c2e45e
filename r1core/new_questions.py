"""More questions for a trained model: it answers those it knows as before and gets an untrained head for each new one.

known question, same labels     its layer, its row of the question table and its temperature stay
new question                    a layer of its own and the next free row, both as a new model would have them
known question, other labels    refused: weights of a label would silently mean another one
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from transformers import PreTrainedModel

from r1core.config import R1Config

M = TypeVar("M", bound=PreTrainedModel)


def with_questions(model: M, questions: Mapping[str, Sequence[str]]) -> M:
    """The same model, which can be asked and taught these questions too."""
    known = model.config.questions
    other = [name for name, labels in questions.items() if name in known and list(labels) != known[name]]
    if other:
        raise ValueError(f"the model knows {', '.join(other)} with other labels; train a new one or name them anew")
    if set(questions) <= set(known):
        return model
    asked = {name: list(labels) for name, labels in questions.items()}
    grown = type(model)(R1Config.from_dict({**model.config.to_dict(), "questions": {**known, **asked}}))
    grown.load_state_dict({**grown.state_dict(), **model.state_dict()}, strict=True)
    return grown.to(device=model.device, dtype=model.dtype).train(model.training)
