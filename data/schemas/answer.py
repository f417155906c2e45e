"""Answer: what a question about a document gets. Every number in it resolves to an operand that is cited.

A value of None means: the document does not state it.
"""

from __future__ import annotations

from pydantic import Field

from .base import Exact, Record
from .fact import Period, Provenance
from .question import Question


class Operand(Record):
    """One number the answer is made of, as the document has it."""

    name: str  # as printed, or our name of it where the print has none
    value: Exact  # whole units
    unit: str
    period: Period | None = None
    fact: str | None = None  # id of the fact; None where it was read in a table or a sentence just now
    provenance: tuple[Provenance, ...] = Field(min_length=1)


class Answer(Record):
    """The answer first, then how it came about."""

    text: str
    value: Exact | None = None  # in `unit`, rounded as asked
    unit: str = ""  # "USD millions", "percent", "ratio", "days", "count"
    formula: str = ""  # with the values in it
    citations: tuple[str, ...] = ()  # ids of facts
    operands: tuple[Operand, ...] = ()
    evidence: tuple[Provenance, ...] = ()  # passages quoted
    confidence: float = Field(ge=0, le=1)
    alternatives: tuple[str, ...] = ()  # what other definitions give
    question: Question
