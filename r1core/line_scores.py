"""How good concept answers are: exact, with twins as one, among the first three, calibration, told from "none".

Exact, twins, first three and calibration count the records whose concept is among the most frequent ones; "none" is
the area under the ROC curve over all records. Cuts: all, wordings never seen in training, fiscal years from 2015.
Sources: expected calibration error in bins of equal width, Guo et al. 2017 (arXiv:1706.04599).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from r1core.concepts import GROUP, Answer
from r1core.line_corpus import head_apart

BINS = 15
FREQUENT = 150  # concepts that the figures count
CUTS: dict[str, Callable[[dict[str, Any]], bool]] = {
    "all": lambda record: True,
    "unseen": lambda record: bool(record.get("unseen")),
    "2015": lambda record: (record.get("fy") or 0) >= 2015,
}


def scores(
    records: Sequence[dict[str, Any]], found: Sequence[Answer], frequent: Collection[str]
) -> dict[str, dict[str, float]]:
    """By cut: n, exact, twins, first_three, ece; and the auroc of "none"."""
    out: dict[str, dict[str, float]] = {}
    pairs = [(r, a) for r, a in zip(records, found, strict=True) if r["concept"] in frequent]
    for name, within in CUTS.items():
        rows = [(record["concept"], answer) for record, answer in pairs if within(record)]
        if rows:
            out[name] = _shares(rows)
    own = np.array([record["concept"].startswith("ext:") for record in records])
    out["none"] = {"auroc": auroc(np.array([answer.none for answer in found]), own)}
    return out


def none_apart(records: Sequence[dict[str, Any]], found: Sequence[Answer]) -> dict[str, float]:
    """The auroc of "none" on the companies that its head has not learned from either."""
    rows = [
        (r["concept"].startswith("ext:"), a.none) for r, a in zip(records, found, strict=True) if head_apart(r["cik"])
    ]
    own, none = np.array(rows).reshape(-1, 2).T
    return {"n": len(rows), "auroc": auroc(none, own == 1)}


def _shares(rows: Sequence[tuple[str, Answer]]) -> dict[str, float]:
    twins = np.array([GROUP.get(answer.concept, answer.concept) == GROUP.get(truth, truth) for truth, answer in rows])
    exact = [answer.concept == truth for truth, answer in rows]
    three = [truth in (answer.concept, *(name for name, _ in answer.candidates[:2])) for truth, answer in rows]
    return {
        "n": len(rows),
        "exact": float(np.mean(exact)),
        "twins": float(np.mean(twins)),
        "first_three": float(np.mean(three)),
        "ece": calibration_error(np.array([answer.confidence for _, answer in rows]), twins),
    }


def calibration_error(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Mean distance of confidence and share right over bins of equal width."""
    bins = np.minimum(BINS - 1, (confidence * BINS).astype(int))
    gaps = [abs(confidence[bins == b].sum() - right[bins == b].sum()) for b in range(BINS)]
    return float(sum(gaps) / max(1, len(confidence)))


def auroc(score: NDArray[np.float64], positive: NDArray[np.bool_]) -> float:
    """Chance that a positive has a higher score than a negative; ties count half."""
    _, inverse, counts = np.unique(score, return_inverse=True, return_counts=True)
    ranks = (counts.cumsum() - (counts - 1) / 2)[inverse]  # ties share their mean rank
    p, n = int(positive.sum()), int((~positive).sum())
    if not p or not n:
        return float("nan")
    return float((ranks[positive].sum() - p * (p + 1) / 2) / (p * n))


def temperature_of(logits: NDArray[np.float32], truth: NDArray[np.int64]) -> float:
    """The divisor of the logits that makes probabilities honest: least log loss over a grid."""

    def loss(divisor: float) -> float:
        scaled = logits / divisor
        scaled -= scaled.max(-1, keepdims=True)
        return float((np.log(np.exp(scaled).sum(-1)) - scaled[np.arange(len(truth)), truth]).mean())

    return min((round(0.5 + 0.05 * i, 2) for i in range(40)), key=loss)


def frequent_concepts(folder: Path) -> frozenset[str]:
    """The concepts that most lines of a folder of labels bear."""
    with (folder / "concepts.jsonl").open(encoding="utf-8") as file:
        rows = sorted(map(json.loads, file), key=lambda row: -row["lines"])
    return frozenset(row["concept"] for row in rows[:FREQUENT])
