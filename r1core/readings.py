"""Readings: what several places say of one quantity, as numbers that a network can weigh. No torch here.

    Dispute ─► features  of each reading: where it was read, how surely, who testifies for it, how it fits its row
            ─► relations of each pair:    equal, rounded, a thousand times, one digit apart, turned round

An error leaves a trace in the relation of two readings: a lost scale is a power of ten, an OCR confusion is one
digit of the same shape, a wrong column is the neighbour's number, a rounded sentence is the table's number cut short.

The rest of the document testifies: each sum the number stands in, each line that tells it again, growth that sentences
tell says what it should be. It speaks for a reading that is the same once both are rounded, and against any other.

Legend: R readings, F features, G relations.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SOURCES = ("text-layer", "ocr", "again", "note", "narrative", "label", "geometry", "other")
ALIKE = ("08", "17", "38", "56", "68", "69", "89", "03", "14", "27", "35")  # digits that OCR takes for one another
CONFUSABLE = frozenset((*ALIKE, *(pair[::-1] for pair in ALIKE)))
SCALES = (1e3, 1e6, 1e9, 1e2)  # what a lost or doubled scale line multiplies by; 100: cents, percent
CLOSE = 1e-9  # relative: equal as floats of decimal strings
WITNESSES = ("sum", "identity", "reprint", "rate", "echo")
SIGNLESS = ("reprint", "echo")  # tell how large a number is: costs are printed positive here, negative there
MANY = 3  # pieces of a kind, from which more say nothing new

FEATURES = len(SOURCES) + 15 + 4 * len(WITNESSES)
RELATIONS = 13 + len(WITNESSES) + 2 * len(SCALES)

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Reading:
    """One place's word for the quantity. `step` is the worth of its last printed digit, in the value's own unit."""

    value: float
    source: str  # one of SOURCES
    confidence: float
    step: float = 0.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What something else in the document says that the quantity is."""

    kind: str  # one of WITNESSES
    value: float
    within: float = 0.0


@dataclass(frozen=True, slots=True)
class Dispute:
    """Readings of one quantity, the same line's values in other columns of the page, and what others testify."""

    readings: tuple[Reading, ...]
    neighbours: tuple[float, ...] = ()
    evidence: tuple[Evidence, ...] = ()


def features(dispute: Dispute) -> Floats:
    """(R, F)"""
    values = [r.value for r in dispute.readings]
    return np.array([_features(r, dispute, values) for r in dispute.readings], np.float32)


def relations(dispute: Dispute) -> Floats:
    """(R, R, G): what the row's reading is to the column's; zero on the diagonal."""
    count = len(dispute.readings)
    found = np.zeros((count, count, RELATIONS), np.float32)
    witnesses = [_witnesses(r, dispute.evidence) for r in dispute.readings]
    for i, a in enumerate(dispute.readings):
        for j, b in enumerate(dispute.readings):
            if i != j:
                more = [(mine[0] - theirs[0]) / MANY for mine, theirs in zip(witnesses[i], witnesses[j], strict=True)]
                found[i, j] = [*_relation(a, b), *more]
    return found


def speaks_for(evidence: Evidence, reading: Reading) -> bool:
    """The reading is what the evidence says, once both are rounded."""
    value, told = reading.value, evidence.value
    if evidence.kind in SIGNLESS:
        value, told = abs(value), abs(told)
    return abs(value - told) <= max(CLOSE * abs(told), max(evidence.within, 0.5 * reading.step) * (1 + 1e-6))


def _witnesses(reading: Reading, evidence: Sequence[Evidence]) -> list[tuple[int, int]]:
    """How many of each kind speak for the reading, and how many against it; `MANY` at most."""
    told = [(t.kind, speaks_for(t, reading)) for t in evidence]
    return [(min(told.count((kind, True)), MANY), min(told.count((kind, False)), MANY)) for kind in WITNESSES]


def agrees(a: Reading, b: Reading) -> bool:
    """Equal, or equal once rounded to the coarser of the two."""
    return abs(a.value - b.value) <= max(CLOSE * abs(a.value), 0.5 * max(a.step, b.step) * (1 + 1e-6))


def digits(value: float) -> str:
    """Significant digits as printed, without sign, point and trailing zeros: 32_765_000_000 is "32765"."""
    return f"{abs(value):.12g}".replace(".", "").split("e")[0].strip("0")


def _features(reading: Reading, dispute: Dispute, values: Sequence[float]) -> list[float]:
    source = [float(reading.source == s) for s in SOURCES]
    sure = min(max(reading.confidence, 0.001), 0.999)
    witnesses = [
        number
        for speak, deny in _witnesses(reading, dispute.evidence)
        for number in (speak / MANY, deny / MANY, float(speak > 0), float(deny > 0))
    ]
    allies = sum(agrees(reading, other) for other in dispute.readings) - 1
    size = math.log10(abs(reading.value) + 1e-6)
    printed = len(digits(reading.value))
    return [
        *source,
        sure,
        math.log(sure / (1 - sure)) / 4,
        *witnesses,
        allies / 3,
        float(allies > 0),
        allies / max(1, len(values) - 1),
        size / 12,
        float(reading.value < 0),
        float(reading.value == 0),
        printed / 10,
        math.log10(reading.step / abs(reading.value)) / 8 if reading.step and reading.value else 0.0,
        *_beside(reading.value, dispute.neighbours),
    ]


def _beside(value: float, neighbours: Sequence[float]) -> list[float]:
    """How the value fits the row it stands in."""
    known = [n for n in neighbours if n]
    if not known or not value:
        return [0.0, 0.0, 0.0, 0.0, 0.0]
    apart = sorted(abs(math.log10(abs(value / n))) for n in known)
    same_side = sum((n < 0) == (value < 0) for n in known) / len(known)
    twin = any(abs(abs(value) - abs(n)) <= CLOSE * abs(n) for n in known)  # costs are printed with either sign
    return [1.0, min(apart[0], 4) / 4, min(apart[len(apart) // 2], 4) / 4, same_side, float(twin)]


def _relation(a: Reading, b: Reading) -> list[float]:
    ratio = math.log10(abs(a.value / b.value)) if a.value and b.value else 0.0
    mine, other = digits(a.value), digits(b.value)
    edit = _edit(mine, other)
    return [
        float(agrees(a, b)),
        max(-12.0, min(12.0, ratio)) / 4,
        min(abs(ratio), 0.5) * 2,
        *(float(abs(ratio - math.log10(s)) < 1e-6) for s in SCALES),
        *(float(abs(ratio + math.log10(s)) < 1e-6) for s in SCALES),
        float(a.value == -b.value != 0),
        float(edit == "swapped digit"),
        float(edit == "likely digit"),
        float(edit == "lost digit"),
        float(edit == "extra digit"),
        float(edit == "turned round"),
        float(a.step < b.step),
        float(a.step > b.step),
        (a.confidence - b.confidence) * 2,
        float(len(mine) > 1 and other.startswith(mine[:-1]) and len(mine) < len(other)),
    ]


def _edit(a: str, b: str) -> str:
    """How one string of digits becomes the other by a single slip, or nothing."""
    if len(a) == len(b):
        apart = [i for i in range(len(a)) if a[i] != b[i]]
        if len(apart) == 1:
            return "likely digit" if a[apart[0]] + b[apart[0]] in CONFUSABLE else "swapped digit"
        turned = len(apart) == 2 and apart[1] == apart[0] + 1 and a[apart[0]] == b[apart[1]]
        return "turned round" if turned and a[apart[1]] == b[apart[0]] else ""
    short, long = sorted((a, b), key=len)
    if len(long) == len(short) + 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long))):
        return "lost digit" if a is short else "extra digit"
    return ""
