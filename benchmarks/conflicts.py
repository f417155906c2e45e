"""Contradicting readings of one number: is the right one kept? R1 beside the surest source, the majority and the rules.

    generated   disputes of `r1core/synth/conflicts.py` from seeds that no training uses; planted: one reading is wrong
    filings     numbers that a real filing states in two places or more; into one of them an error is planted
                (`_planted`), and what the pipeline would ask its backend is asked, with all that the rest of the
                document says

Each set has three shares that sum to one: right, wrong and undecided. An undecided dispute is left to the rules, and
counts as not right. With `cache=FOLDER` filings are parsed once and kept there, as by `mutation`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks._planted import KINDS, plant
from benchmarks._told_twice import Told, told_twice
from pipelines.backends.r1 import R1Backend, connect, dispute_of
from pipelines.facts.disputes import judging
from pipelines.rules import Witness
from r1core.conflict_scores import UNDECIDED, Case, scores
from r1core.readings import Dispute, features, relations
from r1core.synth.conflicts import conflicts

GENERATED, SEED = 3_000, 77
PER_FILING = 12  # planted errors


class Trial(NamedTuple):
    """A dispute of a real filing: the kind of the error planted, and whether into a sentence."""

    case: Case
    kind: str
    told: bool


def run(
    data: Path, *, as_json: bool = False, model: str = "", only: str = "", filings: str = "all", cache: str = ""
) -> dict[str, object]:
    """Figures by set; `model` names other weights, `only` a part of a filing's name, `filings=gold` a few filings."""
    judge = _judge(connect(model))
    kept = Path(cache) if cache else None
    read = told_twice(data / "filings", only, gold=filings == "gold", kept=kept)
    draw = random.Random(SEED)  # one for all, so that few errors a filing are still of every kind
    trials = [trial for told in read for trial in planted(told, draw)]
    return {
        "generated": _figures(list(islice(conflicts(SEED), GENERATED)), judge),
        "generated, one planted": _figures(list(islice(conflicts(SEED + 1, planted=True), GENERATED)), judge),
        "filings, one planted": _of_filings(trials, judge) if trials else {},
    }


Judge = Callable[[Dispute], tuple[NDArray[np.float32], float]]


def _judge(backend: R1Backend) -> Judge:
    def judge(dispute: Dispute) -> tuple[NDArray[np.float32], float]:
        judged = backend.engine.judge(features(dispute), relations(dispute))
        return judged.weights, judged.undecidable

    return judge


def _figures(cases: Sequence[Case], judge: Judge) -> dict[str, object]:
    return {name: round(value, 4) for name, value in scores(cases, judge)._asdict().items()}


def _of_filings(trials: Sequence[Trial], judge: Judge) -> dict[str, object]:
    """Also what the rules keep by the rank of the place alone, and the share right by kind and place of the error."""
    right = [_is_right(trial.case, judge) for trial in trials]
    pairs = list(zip(trials, right, strict=True))
    return {
        **_figures([trial.case for trial in trials], judge),
        "rules": _share([0 in trial.case[1] for trial in trials]),
        "by_kind": {kind: _share([ok for trial, ok in pairs if trial.kind == kind]) for kind in KINDS},
        "error in a statement": _share([ok for trial, ok in pairs if not trial.told]),
        "error in a sentence": _share([ok for trial, ok in pairs if trial.told]),
    }


def _is_right(case: Case, judge: Judge) -> bool:
    weights, doubt = judge(case[0])
    return doubt < UNDECIDED and int(weights.argmax()) in case[1]


def _share(outcome: Sequence[bool]) -> float | None:
    return round(sum(outcome) / len(outcome), 4) if outcome else None


def planted(told: Told, draw: random.Random) -> Iterator[Trial]:
    """Disputes with one wrong reading; the first reading is the best source."""
    for error in plant(told, PER_FILING, draw):
        witness = Witness(told.document, error.statements, told.mentions)
        dispute = dispute_of(judging(error.readings, told.facts, witness))
        right = [n for n in range(len(error.readings)) if n != error.victim]
        finest = min(dispute.readings[n].step for n in right)
        kept = tuple(n for n in right if dispute.readings[n].step == finest)
        yield Trial((dispute, kept), error.kind, error.readings[error.victim].statement == "narrative")
