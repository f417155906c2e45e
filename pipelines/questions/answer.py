"""Answer: a Question about a Digest. Facts first, then tables and notes, then sentences; else it is not stated.

A metric with words beside it that make it another one ("deferred", "in Europe", a name) is looked up by all of them;
words that change nothing are let pass, and cost confidence.
"""

from __future__ import annotations

import re

from data.schemas import Answer, Digest, Question
from pipelines.ledger import Ledger

from .clauses import grammar
from .figures import answer_figure
from .lookups import answer_lookup, answer_share
from .members import answer_members
from .say import refusal
from .terms import absent

ARITHMETIC = ("value", "growth", "change", "cagr", "average", "compare", "threshold", "best period")
LET_PASS = 0.9  # factor for words that were let pass
DOUBTFUL = 0.7  # the same where they stand right beside the metric's name
FOUND = 0.5  # confidence from which a line found by all words is what was meant


def answer_question(question: Question, digest: Digest) -> Answer:
    """The best answer that the document supports."""
    missing = absent(question.names, digest)
    if missing:
        return refusal(question, " ".join(missing))
    if question.intent == "profile":
        return answer_figure(question, digest, Ledger(digest.facts))
    if question.intent in ("best member", "members over"):
        return answer_members(question, digest)
    if question.intent == "share" and question.words:
        return answer_share(question, digest)
    if question.intent not in ARITHMETIC or not question.subject:
        return answer_lookup(question, digest)
    if not question.words:
        return answer_figure(question, digest, Ledger(digest.facts))
    if _another(question):
        return answer_lookup(question, digest)
    if question.beside:
        looked_up = answer_lookup(question, digest)
        if looked_up.value is not None and looked_up.confidence >= FOUND:
            return looked_up
        return _let_pass(answer_figure(question, digest, Ledger(digest.facts)), DOUBTFUL)
    return _let_pass(answer_figure(question, digest, Ledger(digest.facts)), LET_PASS)


def _another(question: Question) -> bool:
    """True where the words that are left make the metric another one."""
    if question.names:
        return True
    return any(re.search(grammar()["strict"], word) for word in question.words)


def _let_pass(answer: Answer, factor: float) -> Answer:
    return answer.model_copy(update={"confidence": round(answer.confidence * factor, 4)})
