"""R1 in this process: the shipped model, run by its numpy engine. The one file of the pipelines that imports it.

    tag "concept"         whole statements to us-gaap elements, all statements of a document in one pass
    tag "statement-kind"  the rows of pages without a known title to the statement that they belong to
    judge                 which of several readings of a number to keep

What it was not trained for it has no opinion on (confidence 0), and the rules decide alone. Torch is not imported.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from pipelines.backends.null import NullBackend
from pipelines.contracts import Judging, Opinion, Tagging
from pipelines.errors import MissingDependency
from r1core.checkpoint import CheckpointError, identity
from r1core.concepts import QUESTION, Answer, answers
from r1core.concepts_command import opened
from r1core.conflict_scores import UNDECIDED, confidence
from r1core.engine import Engine, Words
from r1core.page_pieces import STATEMENT_KIND, kind_pieces
from r1core.readings import FEATURES, SOURCES, Dispute, Evidence, Reading, features, relations

SHIPPED = "r1-small"


class R1Backend(NullBackend):
    """Answers from one opened model; what it does not know it leaves to the rules."""

    name = "r1"

    def __init__(self, model: str) -> None:
        self.engine = Engine(model)
        self.weights = identity(model)
        self.concepts, self.classes = opened(self.engine)

    def tag(self, questions: Sequence[Tagging]) -> list[tuple[Opinion, ...]]:
        """Concepts of statement lines, kinds of rows; every other question gets no opinion."""
        told = super().tag(questions)
        self._kinds(questions, told)
        asked = [n for n, question in enumerate(questions) if question.question == QUESTION]
        records = _records([questions[n] for n in asked])
        found = iter(answers(records, self.concepts, self.classes) if records else ())
        for n in asked:
            told[n] = tuple(_opinion(next(found)) for _ in questions[n].items)
        return told

    def _kinds(self, questions: Sequence[Tagging], told: list[tuple[Opinion, ...]]) -> None:
        """Fills in the statement that each row belongs to; older weights do not know the question."""
        labels = self.engine.config["questions"].get(STATEMENT_KIND, ())
        asked = [n for n, question in enumerate(questions) if question.question == STATEMENT_KIND]
        if not asked or not labels:
            return
        for n, shares in zip(asked, self.engine.tag(STATEMENT_KIND, [_rows(questions[n]) for n in asked]), strict=True):
            told[n] = tuple(_ranked(labels, row.tolist()) for row in shares)

    def judge(self, questions: Sequence[Judging]) -> list[Opinion]:
        """The reading to keep, with its weight; nothing where none stands out."""
        return [self._judged(question) for question in questions]

    def _judged(self, question: Judging) -> Opinion:
        if len(question.kinds) != len(question.readings):
            return Opinion("", 0.0)  # without its sources a reading is only a number
        if self.engine.weights["conflict.enter.weight"].shape[1] != FEATURES:
            return Opinion("", 0.0)  # older weights do not know what these features mean
        dispute = dispute_of(question)
        judged = self.engine.judge(features(dispute), relations(dispute))
        if judged.undecidable >= UNDECIDED:
            return Opinion("", 0.0)
        sure = confidence(dispute, judged.weights) * (1 - judged.undecidable)
        ranked = sorted(zip(judged.weights.tolist(), question.readings, strict=True), reverse=True)
        return Opinion(ranked[0][1], sure, tuple((value, weight) for weight, value in ranked[1:]))


def connect(location: str = "") -> R1Backend:
    """The shipped model, or the folder that `location` names."""
    try:
        return R1Backend(location or SHIPPED)
    except (FileNotFoundError, CheckpointError) as error:
        raise MissingDependency(
            f"the weights of R1 cannot be used: {error}. Install r1doc again, or use --backend null"
        ) from error


def _records(questions: Sequence[Tagging]) -> list[dict[str, Any]]:
    """The lines as `python -m r1core concepts` takes them: a document's statements are read together.

    A second statement of a kind is another company's, the parent's: the second ones are read together as well.
    """
    seen: Counter[str] = Counter()
    records = []
    for question in questions:
        around = [json.loads(text) for text in question.around]
        kind = around[0]["stmt"]
        seen[kind] += 1
        told = zip(question.items, around, strict=True)
        records += [{"label": label, "filing": str(seen[kind]), **where} for label, where in told]
    return records


def _rows(question: Tagging) -> Words:
    """Rows with how many numbers each holds, as the model takes them."""
    return Words([kind_pieces(words, int(n)) for words, n in zip(question.items, question.around, strict=True)])


def _ranked(labels: Sequence[str], shares: Sequence[float]) -> Opinion:
    """All labels with their probabilities, the likeliest as the answer."""
    ranked = sorted(zip(shares, labels, strict=True), reverse=True)
    return Opinion(ranked[0][1], ranked[0][0], tuple((label, share) for share, label in ranked[1:]))


def _opinion(answer: Answer) -> Opinion:
    if answer.none > answer.confidence:
        return Opinion("none", answer.none, ((answer.concept, answer.confidence),))
    return Opinion(answer.concept, answer.confidence, answer.candidates)


def dispute_of(question: Judging) -> Dispute:
    """The question as the conflict layer takes it."""
    count = len(question.readings)
    readings = zip(
        question.readings,
        question.kinds,
        question.confidences or question.weights,
        question.steps or (0.0,) * count,
        strict=True,
    )
    told = (Evidence(t.kind, t.value, t.within) for t in question.evidence)
    return Dispute(tuple(_reading(*reading) for reading in readings), question.neighbours, tuple(told))


def _reading(value: str, kind: str, sure: float, step: float) -> Reading:
    return Reading(float(value), kind if kind in SOURCES else "other", sure, step)
