"""Answer: a Question about a Digest. Facts first, then tables and notes, then sentences; else it is not stated."""

from __future__ import annotations

from data.schemas import Answer, Digest, Question
from pipelines.ledger import Ledger

from .figures import answer_figure
from .say import refusal

ARITHMETIC = ("value", "growth", "change", "cagr", "average", "compare", "threshold", "best period", "profile")


def answer_question(question: Question, digest: Digest) -> Answer:
    """The best answer that the document supports."""
    if question.intent in ARITHMETIC and question.subject:
        return answer_figure(question, digest, Ledger(digest.facts))
    return refusal(question, " ".join(question.words))
