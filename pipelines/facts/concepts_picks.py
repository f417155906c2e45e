"""Pick: the line of a statement that a concept was given to. Naming: what a line is called, and how surely."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pick:
    """Index of the row, and the rule's confidence before calibration."""

    row: int
    score: float


Picks = dict[str, Pick]


@dataclass(frozen=True, slots=True)
class Naming:
    """A concept of a line. `own` names begin with "r1:"."""

    concept: str
    confidence: float
    by_rule: bool = False
    own: bool = False
