"""Contradicting readings of one number: is the right one kept? R1 beside the surest source, the majority and the rules.

    generated   disputes of `r1core/synth/conflicts.py` from seeds that no training uses; planted: one reading is wrong
    filings     numbers that a real filing states in two places or more; into one of them an error is planted, sums are
                tried anew, and what the pipeline would ask its backend is asked

A slip is of the kind that the place is prone to (a digit or a column in a statement, another measure in a sentence).
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks._told_twice import Told, told_twice
from data.schemas import Fact, Statement
from pipelines.backends.r1 import R1Backend, connect, dispute_of
from pipelines.facts.disputes import judging, step_of
from pipelines.rules import confirmed_by_sums
from r1core.conflict_scores import Case, Scores, scores
from r1core.readings import Dispute, features, relations
from r1core.synth.conflicts import CHANNELS, SLIPS, conflicts

GENERATED, SEED = 3_000, 77
MOST = 25  # planted errors a filing


def run(data: Path, *, as_json: bool = False, model: str = "", only: str = "") -> dict[str, object]:
    """Figures by set; `model` names other weights, `only` a part of a filing's name."""
    backend = connect(model)
    filings = [c for told in told_twice(data / "filings", only) for c in planted(told, random.Random(SEED))]
    return {
        "generated": _figures(list(islice(conflicts(SEED), GENERATED)), backend),
        "generated, one planted": _figures(list(islice(conflicts(SEED + 1, planted=True), GENERATED)), backend),
        "filings, one planted": {**_figures([case for case, _ in filings], backend), "rules": _rules(filings)},
    }


def _figures(cases: Sequence[Case], backend: R1Backend) -> dict[str, float | int]:
    def judge(dispute: Dispute) -> tuple[NDArray[np.float32], float]:
        judged = backend.engine.judge(features(dispute), relations(dispute))
        return judged.weights, judged.undecidable

    found: Scores = scores(cases, judge)
    return {name: round(value, 4) for name, value in found._asdict().items()}


def _rules(filings: Sequence[tuple[Case, int]]) -> float:
    """Share kept rightly by the rank of the place alone: the first reading is the best source."""
    return round(sum(best in kept for (_, kept), best in filings) / max(1, len(filings)), 4)


def planted(told: Told, rng: random.Random) -> Iterator[tuple[Case, int]]:
    """Disputes with one wrong reading, and which reading the rules keep (the first)."""
    groups = list(told.groups)
    rng.shuffle(groups)
    for group in groups[:MOST]:
        victim = rng.randrange(len(group))
        wrong = _slipped(group[victim], told.facts, rng)
        if wrong is None:
            continue
        statements = [_with(s, group[victim], wrong) for s in told.statements]
        readings = [wrong if n == victim else fact for n, fact in enumerate(group)]
        dispute = dispute_of(judging(readings, told.facts, confirmed_by_sums(statements)))
        right = [n for n in range(len(group)) if n != victim]
        finest = min(dispute.readings[n].step for n in right)
        yield (dispute, tuple(n for n in right if dispute.readings[n].step == finest)), 0


def _slipped(fact: Fact, facts: Sequence[Fact], rng: random.Random) -> Fact | None:
    """The fact with a slip of its place; None where the slip changes nothing that its print shows."""
    question = judging([fact], facts, {})
    step = float(step_of(fact) or 1)
    row = [float(fact.value), *question.neighbours]
    names = [n for n, _ in CHANNELS[question.kinds[0]].slips if n != "column" or len(row) > 2] + ["digit"]
    value = Decimal(repr(SLIPS[rng.choice(names)](rng, row, step)))
    if abs(value - fact.value) <= Decimal(repr(step)):
        return None
    place = fact.provenance[0].model_copy(update={"text": str(round(abs(float(value)) / step))})
    return fact.model_copy(update={"value": value, "provenance": (place,)})


def _with(statement: Statement, fact: Fact, wrong: Fact) -> Statement:
    """The statement with the printed amount changed as the fact was."""
    place = fact.provenance[0]
    factor = wrong.value / fact.value if fact.value else Decimal(1)
    rows = []
    for row in statement.rows:
        amounts = tuple(
            replace(a, value=round(a.value * factor, 4)) if a and (a.page, a.bbox) == (place.page, place.bbox) else a
            for a in row.amounts
        )
        rows.append(replace(row, amounts=amounts))
    return replace(statement, rows=tuple(rows))
