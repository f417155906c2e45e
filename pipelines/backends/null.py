"""The backend without an opinion: rules decide alone. Default until the model is trained; the peer it must beat."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.contracts import Judging, Linking, Measuring, Opinion, Tagging, Writing

NO_OPINION = Opinion("", 0.0)


class NullBackend:
    """Answers every question with confidence 0."""

    name = "null"
    weights: str | None = None

    def tag(self, questions: Sequence[Tagging]) -> list[tuple[Opinion, ...]]:
        return [(NO_OPINION,) * len(q.items) for q in questions]

    def link(self, questions: Sequence[Linking]) -> list[tuple[Opinion, ...]]:
        return [(NO_OPINION,) * len(q.pairs) for q in questions]

    def judge(self, questions: Sequence[Judging]) -> list[Opinion]:
        return [NO_OPINION] * len(questions)

    def read(self, questions: Sequence[Measuring]) -> list[Opinion]:
        return [NO_OPINION] * len(questions)

    def write(self, questions: Sequence[Writing]) -> list[Opinion]:
        return [NO_OPINION] * len(questions)


def connect(location: str = "") -> NullBackend:
    """There is nothing to connect to."""
    return NullBackend()
