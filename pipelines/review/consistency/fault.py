"""Fault: one contradiction of a contract with itself, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from data.schemas.finding import Level


@dataclass(frozen=True, slots=True)
class Fault:
    """`places`: character ranges of the script, the chief one first."""

    kind: str
    message: str
    places: tuple[tuple[int, int], ...]
    level: Level = "error"
