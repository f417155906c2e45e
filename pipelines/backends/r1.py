"""R1 in this process: the shipped model, run by its numpy engine. The one file of the pipelines that imports it.

    tag "concept"   whole statements to us-gaap elements, all statements of a document in one pass
    judge           which of several readings of a number to keep

What it was not trained for it has no opinion on (confidence 0), and the rules decide alone. Torch is not imported.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from pipelines.backends.null import NullBackend
from pipelines.contracts import Judging, Opinion, Tagging
from pipelines.errors import MissingDependency
from r1core.concepts import QUESTION, Answer, answers
from r1core.concepts_command import opened
from r1core.engine import Engine
from r1core.readings import SOURCES, Dispute, Reading, features, relations

SHIPPED = "r1-small"
UNDECIDED = 0.5  # from this probability of "undecidable" on nothing is said


class R1Backend(NullBackend):
    """Answers from one opened model; what it does not know it leaves to the rules."""

    name = "r1"

    def __init__(self, model: str) -> None:
        self.engine = Engine(model)
        self.concept, self.classes = opened(self.engine)

    def tag(self, questions: Sequence[Tagging]) -> list[tuple[Opinion, ...]]:
        """Concepts of statement lines; every other question gets no opinion."""
        told = super().tag(questions)
        asked = [n for n, question in enumerate(questions) if question.question == QUESTION]
        records = [record for n in asked for record in _records(questions[n])]
        found = iter(answers(records, self.concept, self.classes) if records else ())
        for n in asked:
            told[n] = tuple(_opinion(next(found)) for _ in questions[n].items)
        return told

    def judge(self, questions: Sequence[Judging]) -> list[Opinion]:
        """The reading to keep, with its weight; nothing where none stands out."""
        return [self._judged(question) for question in questions]

    def _judged(self, question: Judging) -> Opinion:
        if len(question.kinds) != len(question.readings):
            return Opinion("", 0.0)  # without its sources a reading is only a number
        dispute = _dispute(question)
        judged = self.engine.judge(features(dispute), relations(dispute))
        if judged.undecidable >= UNDECIDED:
            return Opinion("", 0.0)
        best = int(judged.weights.argmax())
        return Opinion(question.readings[best], float(judged.weights[best]) * (1 - judged.undecidable))


def connect(location: str = "") -> R1Backend:
    """The shipped model, or the folder that `location` names."""
    try:
        return R1Backend(location or SHIPPED)
    except FileNotFoundError as error:
        raise MissingDependency(
            f"the weights of R1 are missing: {error}. Install r1doc again, or use --backend null"
        ) from error


def _records(question: Tagging) -> list[dict[str, Any]]:
    """The lines of a statement as `python -m r1core concepts` takes them."""
    return [
        {"label": label, **json.loads(around)} for label, around in zip(question.items, question.around, strict=True)
    ]


def _opinion(answer: Answer) -> Opinion:
    if answer.none > answer.confidence:
        return Opinion("none", answer.none, ((answer.concept, answer.confidence),))
    return Opinion(answer.concept, answer.confidence, answer.candidates)


def _dispute(question: Judging) -> Dispute:
    known = [kind if kind in SOURCES else "other" for kind in question.kinds]
    steps = question.steps or (0.0,) * len(known)
    sure = question.confidences or question.weights
    readings = zip(question.readings, known, sure, steps, strict=True)
    return Dispute(tuple(Reading(float(v), kind, c, step) for v, kind, c, step in readings), question.neighbours)
