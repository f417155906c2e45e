"""Conflicts with a known truth: a number, the places that state it, and the ways in which each place goes wrong.

    a printed row ─► its true value ─► each source reads it: right, rounded, or with a slip ─► Dispute, answer

The slips are those that the pipelines meet: OCR takes a digit for one of the same shape, drops one, loses a bracket or
reads a comma as a point; a table is read from the column beside, or without its scale; a sentence speaks of the year
before or of another measure; a bar is measured from its pixels. A slip is more likely where confidence is low, and the
rest of the document testifies to the truth, but neither is proof.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from r1core.readings import CONFUSABLE, SCALES, SOURCES, Dispute, Reading, agrees
from r1core.synth.evidence import evidence_of

EVEN = 0.5  # share of disputes in which any place may be the one that errs, as likely as another
TELLING = 0.5  # share of disputes in which confidence knows of slips
HOPELESS = 0.5  # share of disputes that lose every right reading; most of them are no disputes after that


@dataclass(frozen=True, slots=True)
class Channel:
    """How a source errs: how often it is right, its slips with their weights, the digits that it rounds to."""

    right: float
    slips: tuple[tuple[str, float], ...]
    rounds: tuple[int, ...] = ()  # significant digits; () is exact
    doubles: float = 0.3  # chance of taking part in a dispute


CHANNELS = {
    "text-layer": Channel(
        0.985,
        (("column", 4), ("scale", 2), ("sign", 2), ("row", 1), ("digit", 2), ("drop", 1), ("swap", 1)),
        doubles=0.8,
    ),
    "ocr": Channel(
        0.90, (("digit", 6), ("drop", 2), ("add", 2), ("sign", 2), ("point", 1), ("column", 1)), doubles=0.5
    ),
    "again": Channel(0.93, (("restated", 5), ("column", 2), ("scale", 1)), doubles=0.4),
    "note": Channel(0.88, (("row", 5), ("column", 2), ("restated", 2)), doubles=0.3),
    "narrative": Channel(
        0.90,
        (("column", 4), ("row", 3), ("digit", 1), ("scale", 1), ("drop", 1), ("swap", 1)),
        rounds=(2, 3, 3, 4),
        doubles=0.5,
    ),
    "label": Channel(0.94, (("digit", 3), ("scale", 2), ("column", 2)), rounds=(2, 3, 3, 4, 9), doubles=0.3),
    "geometry": Channel(0.90, (("column", 3), ("scale", 1), ("row", 2)), rounds=(2,), doubles=0.25),
    "other": Channel(0.85, (("row", 3), ("column", 3)), doubles=0.05),
}


def conflicts(seed: int, planted: bool = False) -> Iterator[tuple[Dispute, tuple[int, ...]]]:
    """Disputes without end, each with the readings that may be kept: the right ones that are printed most finely.

    None of them where no reading is right. `planted`: exactly one reading is wrong and at least one is right, as in a
    test that puts an error into a page.
    """
    rng = random.Random(seed)
    while True:
        dispute, truth = _dispute(rng)
        if not planted and rng.random() < HOPELESS:
            dispute = replace(dispute, readings=tuple(r for r in dispute.readings if not agrees(r, truth)))
        right = [r for r in dispute.readings if agrees(r, truth)]
        wrong = len(dispute.readings) - len(right)
        if not _disagree(dispute.readings) or (planted and (wrong != 1 or not right)):
            continue
        finest = min((r.step for r in right), default=0.0)
        yield dispute, tuple(i for i, r in enumerate(dispute.readings) if r in right and r.step == finest)


def _disagree(readings: tuple[Reading, ...]) -> bool:
    return any(not agrees(a, b) for a, b in combinations(readings, 2))


def _dispute(rng: random.Random) -> tuple[Dispute, Reading]:
    """Several sources' word for one printed number, and the number."""
    step = rng.choice((1.0, 1.0, 1e3, 1e3, 1e6, 1e6, 1e6, 1e5, 0.01))
    row = _row(rng, step)
    sources = [s for s in SOURCES if rng.random() < CHANNELS[s].doubles]
    while len(sources) < 2:
        sources.append(rng.choice(("text-layer", "ocr", "narrative")))
    rng.shuffle(sources)
    sources = sources[:6]
    errs = rng.randrange(len(sources)) if rng.random() < EVEN else None
    telling = rng.random() < TELLING
    readings = tuple(
        _read(rng, source, row, step, telling, None if errs is None else n == errs) for n, source in enumerate(sources)
    )
    shown = row[1 : 1 + rng.choice((0, 1, 1, 2, 2, 3))]
    truth = Reading(row[0], "other", 1.0)
    return Dispute(readings, tuple(shown), evidence_of(rng, readings, row, step)), truth


def _row(rng: random.Random, step: float) -> list[float]:
    """The true value and four of the same line in other columns, multiples of the step."""
    value = 10 ** rng.uniform(1, 6.2) * (-1 if rng.random() < 0.2 else 1)
    wild = rng.choice((0.08, 0.15, 0.15, 0.5))
    found = []
    for _ in range(5):
        found.append(round(value) * step)
        value *= math.exp(rng.gauss(0, wild)) * (-1 if rng.random() < 0.02 else 1)
    return found


def _read(rng: random.Random, source: str, row: list[float], step: float, telling: bool, errs: bool | None) -> Reading:
    """One source's word; `errs` as its channel does where nothing is said."""
    channel = CHANNELS[source]
    value = row[0]
    if rng.random() >= channel.right if errs is None else errs:
        names, weights = zip(*channel.slips, strict=True)
        value = SLIPS[rng.choices(names, weights)[0]](rng, row, step)
    if source == "geometry":
        value *= 1 + rng.gauss(0, 0.004)
    value, step = _rounded(value, step, rng.choice(channel.rounds)) if channel.rounds else (value, step)
    right = abs(value - row[0]) <= 0.5 * step * (1 + 1e-6) or value == row[0]
    sure = rng.betavariate(*((9, 1.5) if right or not telling else (4, 2.5)))
    return Reading(value, source, round(sure, 3), step)


def _rounded(value: float, step: float, figures: int) -> tuple[float, float]:
    """The value to so many significant digits, and the worth of the last one."""
    if not value:
        return value, step
    coarse = max(step, 10.0 ** (math.floor(math.log10(abs(value))) - figures + 1))
    return round(value / coarse) * coarse, coarse


def _on_digits(change: Callable[[random.Random, str], str]) -> Callable[[random.Random, list[float], float], float]:
    """A slip of the printed digits."""

    def slip(rng: random.Random, row: list[float], step: float) -> float:
        printed = str(round(abs(row[0]) / step))
        return math.copysign(int(change(rng, printed) or "0") * step, row[0])

    return slip


def _digit(rng: random.Random, printed: str) -> str:
    at = rng.randrange(len(printed))
    alike = (
        [pair[1] for pair in sorted(CONFUSABLE) if pair[0] == printed[at]]
        if rng.random() < 0.85
        else list("0123456789")
    )
    return printed[:at] + rng.choice(alike or ["7"]) + printed[at + 1 :]


def _drop(rng: random.Random, printed: str) -> str:
    at = rng.randrange(len(printed))
    return printed[:at] + printed[at + 1 :]


def _add(rng: random.Random, printed: str) -> str:
    at = rng.choice((0, len(printed)))  # a note mark before or after, or a stroke taken for a one
    return printed[:at] + rng.choice("1123457") + printed[at:]


def _swap(rng: random.Random, printed: str) -> str:
    at = rng.randrange(len(printed))
    return printed[:at] + printed[at : at + 2][::-1] + printed[at + 2 :]


SLIPS: dict[str, Callable[[random.Random, list[float], float], float]] = {
    "digit": _on_digits(_digit),
    "drop": _on_digits(_drop),
    "add": _on_digits(_add),
    "swap": _on_digits(_swap),
    "point": lambda rng, row, step: row[0] / rng.choice((10, 100, 1000)),
    "sign": lambda rng, row, step: -row[0],
    "column": lambda rng, row, step: rng.choice(row[1:3]),
    "scale": lambda rng, row, step: row[0] * rng.choice(SCALES[:2]) ** rng.choice((1, -1, -1)),
    "restated": lambda rng, row, step: round(row[0] / step * (1 + rng.gauss(0, 0.02))) * step,
    "row": lambda rng, row, step: round(row[0] / step * math.exp(rng.gauss(0, 1.2))) * step,
}
