"""Answer: a Question about a Digest. Facts first, then tables and notes, then sentences; else it is not stated.

A metric with words beside it that make it another one ("deferred", "in Europe", a name) is looked up by all of them;
words that change nothing are let pass, and cost confidence.
"""

from __future__ import annotations

from data.schemas import Answer, Digest, Question
from pipelines.ledger import PLACES, Ledger

from .figures import answer_figure
from .lookups import answer_lookup, answer_share
from .members import answer_members
from .say import refusal
from .terms import absent

ARITHMETIC = ("value", "growth", "change", "cagr", "average", "compare", "threshold", "best period")
LET_PASS = 0.9  # factor for words that were let pass
DOUBTFUL = 0.7  # the same where they stand right beside the metric's name
NOTED = 0.8  # confidence from which a fact of a note stands in for one of a statement
FOUND = 0.5  # confidence from which a line found by all words is what was meant


def answer_question(question: Question, digest: Digest) -> Answer:
    """The best answer that the document supports."""
    missing = absent(question.words if question.language == "zh" else question.names, digest)
    if missing or _outside(question, digest):
        return refusal(question, " ".join(missing or (str(span) for span in question.spans)))
    if question.intent == "profile":
        return answer_figure(question, digest, _ledger(digest))
    if question.intent in ("best member", "members over"):
        return answer_members(question, digest)
    if question.intent == "share" and question.words:
        return answer_share(question, digest)
    if question.intent not in ARITHMETIC or not question.subject:
        return answer_lookup(question, digest)
    if not question.words:
        return answer_figure(question, digest, _ledger(digest))
    if _another(question):
        return answer_lookup(question, digest)
    if question.beside:
        looked_up = answer_lookup(question, digest)
        if looked_up.value is not None and looked_up.confidence >= FOUND:
            return looked_up
        if absent(question.beside, digest):
            return refusal(question, " ".join((*question.beside, *question.phrases)))
        return _let_pass(answer_figure(question, digest, _ledger(digest)), DOUBTFUL)
    return _let_pass(answer_figure(question, digest, _ledger(digest)), LET_PASS)


def _ledger(digest: Digest) -> Ledger:
    """Facts of the statements, and of the notes where no statement has the concept (often interest expense)."""
    stated = {fact.concept for fact in digest.facts if fact.statement in PLACES}
    noted = (f for f in digest.facts if f.statement == "note" and f.concept not in stated and f.confidence >= NOTED)
    return Ledger([*digest.facts, *(fact.model_copy(update={"statement": PLACES[0]}) for fact in noted)])


def _outside(question: Question, digest: Digest) -> bool:
    """True where a year is asked for that the document never mentions."""
    years = {span.year or (span.day.year if span.day else 0) for span in question.spans} - {0}
    return any(str(year) not in digest.text and f"{year % 100:02d}" not in digest.heads for year in years)


def _another(question: Question) -> bool:
    """True where the words that are left make the metric another one."""
    return bool(question.words and question.qualifiers)


def _let_pass(answer: Answer, factor: float) -> Answer:
    return answer.model_copy(update={"confidence": round(answer.confidence * factor, 4)})
