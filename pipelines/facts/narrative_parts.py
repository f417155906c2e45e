"""The parts that a sentence is taken into, on the way to its mentions."""

from __future__ import annotations

from dataclasses import dataclass

from data.schemas.mention import Role
from pipelines.facts.narrative_names import Name
from pipelines.facts.narrative_numbers import Number


@dataclass(frozen=True, slots=True)
class Stated:
    """A number with what the words around it make of it, before its period is known."""

    number: Number
    role: Role
    earlier: bool = False  # of the period that is compared with
    sign: int = 1
    listed: bool = False  # goes on the list of the number before it
    per_share: bool = False  # "or $2.41 per diluted share" behind net income


@dataclass(frozen=True, slots=True)
class Clause:
    """A name and the stretch of text that speaks of it."""

    names: tuple[Name, ...]  # more than one where the amounts are theirs "respectively"
    lead: str  # the words before it
    stop: int
    moves: int = 0  # +1, -1 where the lead says "the increase in"
