"""How well disputes are decided: the right reading kept, beside two simple judges.

    R1           the conflict layer
    confidence   the reading whose source is surest of itself
    majority     the reading that most others agree with; of equals the finest, then the surest

Legend: kept is the set of readings that may be kept (the right ones, most finely printed); none: undecidable.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from r1core.readings import Dispute, agrees

Judge = Callable[[Dispute], tuple[NDArray[np.float32], float]]  # weights (R,), probability of "undecidable"
Case = tuple[Dispute, tuple[int, ...]]
BINS = 10
UNDECIDED = 0.5  # from this probability of "undecidable" on no reading is kept


class Scores(NamedTuple):
    """Shares of the disputes that can be decided, and the honesty of what R1 says of itself."""

    disputes: int
    right: float  # R1 keeps a right reading
    wrong: float  # R1 keeps a wrong one
    undecided: float  # R1 keeps none
    confidence: float
    majority: float
    hopeless_told: float  # of those without a right reading: R1 says undecidable
    calibration_error: float  # expected, of the weight of the kept reading


def scores(cases: Sequence[Case], judge: Judge) -> Scores:
    """R1 and the simple judges on the same disputes."""
    verdicts = [judge(dispute) for dispute, _ in cases]
    open_cases = [(case, verdict) for case, verdict in zip(cases, verdicts, strict=True) if case[1]]
    hopeless = [doubt for (_, kept), (_, doubt) in zip(cases, verdicts, strict=True) if not kept]
    told = [(case, weights) for case, (weights, doubt) in open_cases if doubt < UNDECIDED]
    right = [int(weights.argmax()) in kept for (_, kept), weights in told]
    return Scores(
        len(cases),
        sum(right) / len(open_cases),
        (len(told) - sum(right)) / len(open_cases),
        1 - len(told) / len(open_cases),
        float(np.mean([surest(dispute) in kept for (dispute, kept), _ in open_cases])),
        float(np.mean([most_agreed(dispute) in kept for (dispute, kept), _ in open_cases])),
        float(np.mean([doubt >= UNDECIDED for doubt in hopeless])) if hopeless else float("nan"),
        _calibration_error([confidence(dispute, weights) for (dispute, _), weights in told], right),
    )


def confidence(dispute: Dispute, weights: NDArray[np.float32]) -> float:
    """How sure a verdict is of the kept value: the weight of all readings that agree with it."""
    kept = dispute.readings[int(weights.argmax())]
    return float(sum(w for w, other in zip(weights, dispute.readings, strict=True) if agrees(kept, other)))


def surest(dispute: Dispute) -> int:
    """The reading with the highest confidence."""
    return max(range(len(dispute.readings)), key=lambda i: dispute.readings[i].confidence)


def most_agreed(dispute: Dispute) -> int:
    """The reading that most agree with; of equals the finest, then the surest."""
    readings = dispute.readings

    def rank(i: int) -> tuple[int, float, float]:
        return sum(agrees(readings[i], other) for other in readings), -readings[i].step, readings[i].confidence

    return max(range(len(readings)), key=rank)


def _calibration_error(sure: Sequence[float], right: Sequence[bool]) -> float:
    """Expected calibration error over bins of equal width (Guo et al. 2017, eq. 3)."""
    bins = np.minimum((np.asarray(sure) * BINS).astype(int), BINS - 1)
    gap = np.asarray(sure) - np.asarray(right, float)
    return float(sum(abs(gap[bins == b].sum()) for b in range(BINS)) / max(1, len(gap)))
