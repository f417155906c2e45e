"""What the rest of a made-up document testifies of a number in dispute: mostly the truth, sometimes another number.

Shares are those seen in sixty filings: how many numbers told twice have a witness of a kind, how often it is right.
A sum fails where a line was missed; another line of the same name speaks of something else; sentences tell growth of
another measure. Any figure may be printed again by chance, short ones often, the neighbouring column's nearly always.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from r1core.readings import CLOSE, Evidence, Reading, digits

SILENT = 0.1  # share of disputes without any witness
MOST = 3  # of one kind


class Kind(NamedTuple):
    """Share of disputes that have such a witness, share of witnesses that are right, how exact they are."""

    there: float
    right: float
    within: tuple[float, ...]  # relative


KINDS = {
    "sum": Kind(0.65, 0.97, (0.0,)),
    "identity": Kind(0.35, 0.95, (0.0, 0.0, 0.02)),
    "reprint": Kind(0.35, 0.85, (0.0,)),
    "rate": Kind(0.35, 0.80, (0.0005, 0.001, 0.005, 0.01)),
}
ECHO = 0.7  # chance that a right figure is printed again
OTHER_ECHO = 0.25  # of a wrong one: another line's, a rounded one
CHANCE = {1: 0.0, 2: 0.0, 3: 0.3, 4: 0.1}  # of a slip, by its digits


def evidence_of(
    rng: random.Random, readings: Sequence[Reading], row: Sequence[float], step: float
) -> tuple[Evidence, ...]:
    """Of the value `row[0]`, whose line shows the others beside it."""
    if rng.random() < SILENT:
        return ()
    told = [t for name, kind in KINDS.items() if rng.random() < kind.there for t in _told(rng, name, kind, row, step)]
    return (*told, *(echo for reading in readings for echo in _echoes(rng, reading, row)))


def _told(rng: random.Random, name: str, kind: Kind, row: Sequence[float], step: float) -> Iterator[Evidence]:
    """One to three of a kind, each right or wrong by itself."""
    for _ in range(rng.randint(1, MOST)):
        within = rng.choice(kind.within) * abs(row[0])
        value = row[0] + rng.uniform(-within, within)
        if rng.random() >= kind.right:
            value = rng.choice(
                (row[1], row[0] + rng.gauss(0, 0.1) * row[0], row[0] + rng.choice((-2, -1, 1, 2)) * step)
            )
        yield Evidence(name, value, within)


def _echoes(rng: random.Random, reading: Reading, row: Sequence[float]) -> Iterator[Evidence]:
    length = len(digits(reading.value))
    by_chance = CHANCE.get(length, 0.02)
    if length < MOST:
        return
    if any(abs(reading.value - shown) <= CLOSE * abs(shown) for shown in row[:3]):
        chance = ECHO
    else:
        chance = max(by_chance, OTHER_ECHO) if rng.random() < 0.4 else by_chance
    if rng.random() < chance:
        for _ in range(rng.randint(1, MOST)):
            yield Evidence("echo", abs(reading.value))
