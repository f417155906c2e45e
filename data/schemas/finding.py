"""Check: a rule of arithmetic that was tried. Finding: something a reader should know. Words are SARIF's.

Source: OASIS SARIF 2.1.0, 3.27.9 `kind` and 3.27.10 `level`.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from .base import Exact, Record
from .fact import Provenance

Outcome = Literal["pass", "fail", "review", "open", "informational", "notApplicable"]
Level = Literal["none", "note", "warning", "error"]


class Check(Record):
    """One identity tried on the document's own numbers. `difference` is in whole units."""

    rule: str
    kind: Outcome
    facts: tuple[str, ...] = ()
    difference: Exact | None = None
    message: str = ""
    provenance: tuple[Provenance, ...] = ()


class Finding(Record):
    """One rule's word on the document. A finding of kind "fail" cites at least one place or fact."""

    rule: str
    level: Level
    kind: Outcome
    message: str
    facts: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()
    properties: dict[str, Any] = Field(default_factory=dict)  # inputs shown: {"X1": "0.12", "threshold": "1.1"}
    status: str | None = None  # review: the verdict in the rule pack's own words ("present", "Entailment")
    confidence: float | None = None  # review: calibrated; of verdicts said at 0.9, nine in ten are right
