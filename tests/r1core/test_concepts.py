"""Answers about concepts: one a record in its order, twins share their confidence, "none" is told beside them."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from r1core.concepts import COMMON, GROUP, Answer, Pieces, Statements, answers, decided
from r1core.line_corpus import NONE, RARE
from r1core.line_scores import auroc, calibration_error, scores, temperature_of
from r1core.lines import line_of
from r1core.pieces import line_pieces

CLASSES = ("NetIncomeLoss", "Assets", "ProfitLoss", "Goodwill", RARE, NONE)
RECORDS: tuple[dict[str, Any], ...] = (
    {"label": "Net income", "stmt": "IS", "order": 2},
    {"label": "Net income", "stmt": "CF", "order": 1},
    {"label": "Total assets", "stmt": "BS"},
    {"label": "Goodwill", "stmt": "BS"},
)


def test_twins_are_those_of_the_data(shared: Path) -> None:

    groups = json.loads((shared / "labels" / "twins.json").read_text(encoding="utf-8"))
    assert {c: g[0] for g in groups for c in g} == GROUP


def test_each_record_is_answered_in_its_order_whatever_is_read_together() -> None:
    def by_pieces(requests: Sequence[Pieces], statements: Sequence[Statements]) -> list[NDArray[np.float32]]:
        """Says of each line which record has its pieces: nothing else can tell the order."""
        assert {name for request in statements for name in request} == {"IS", "CF", "BS"}
        known = {tuple(line_pieces(line_of(record))): i for i, record in enumerate(RECORDS)}
        one_hot = np.eye(len(CLASSES), dtype=np.float32)
        return [one_hot[[known[tuple(line)] for line in request]] for request in requests]

    found = answers(RECORDS, by_pieces, CLASSES)
    assert [answer.concept for answer in found] == list(CLASSES[:4])


def test_the_confidence_is_that_of_the_group_and_none_is_told_beside() -> None:
    odds = np.array([[0.4, 0.05, 0.3, 0.05, 0.1, 0.1]], np.float32)
    answer = decided(odds, CLASSES)[0]
    assert answer.concept == "NetIncomeLoss"
    assert answer.confidence == pytest.approx(0.7 / 0.8, abs=1e-4)
    assert answer.none == pytest.approx(0.1)
    assert [name for name, _ in answer.candidates] == ["ProfitLoss", "Assets", "Goodwill"]
    assert set(answer.as_record()) == {"concept", "confidence", "candidates", "none"}


def test_twins_that_are_likelier_together_beat_one_that_is_likelier_alone() -> None:
    answer = decided(np.array([[0.3, 0.35, 0.25, 0.05, 0.03, 0.02]], np.float32), CLASSES)[0]
    assert (answer.concept, round(answer.confidence, 2)) == ("NetIncomeLoss", 0.58)
    assert [name for name, _ in answer.candidates] == ["Assets", "ProfitLoss", "Goodwill"]


def test_a_rare_concept_needs_more_evidence_than_a_common_one() -> None:
    classes = [f"C{i}" for i in range(COMMON + 1)] + [RARE, NONE]
    odds = np.zeros((2, len(classes)), np.float32)
    odds[0, [0, COMMON]] = 0.1, 0.9
    odds[1, [0, COMMON]] = 0.01, 0.99
    assert [answer.concept for answer in decided(odds, classes)] == ["C0", f"C{COMMON}"]


def test_the_best_concept_is_named_even_where_none_is_likelier() -> None:
    answer = decided(np.array([[0.05, 0.2, 0.05, 0.05, 0.05, 0.6]], np.float32), CLASSES)[0]
    assert (answer.concept, round(answer.none, 2)) == ("Assets", 0.6)


def test_the_temperature_is_higher_where_sure_answers_are_wrong() -> None:
    logits = np.array([[4, 0, 0, 0, 0, 0]], np.float32)
    always_right = np.repeat(logits, 50, axis=0)
    half_right = np.array([0, 1] * 25)
    assert temperature_of(always_right, half_right) > temperature_of(always_right, np.zeros(50, int))


def test_area_under_the_curve_and_calibration_by_hand() -> None:
    assert auroc(np.array([0.1, 0.4, 0.35, 0.8]), np.array([False, False, True, True])) == 0.75
    assert auroc(np.array([0.5, 0.5]), np.array([True, False])) == 0.5
    assert calibration_error(np.array([0.9, 0.9]), np.array([True, False])) == pytest.approx(0.4)


@pytest.mark.shared
def test_figures_agree_with_the_scorer_that_decides(shared: Path) -> None:

    spec = importlib.util.spec_from_file_location("labels_scorer", shared.parent / "score" / "labels.py")
    assert spec is not None and spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    chance = np.random.default_rng(1)
    names = [*sorted(scorer.frequent())[:20], "ext:Own", "Rare"]
    truth = [
        {"concept": str(chance.choice(names)), "unseen": bool(chance.random() < 0.5), "fy": 2020} for _ in range(300)
    ]
    found = [made_up(row["concept"], names, chance) for row in truth]
    ours = scores(truth, found, scorer.frequent())
    theirs = scorer.score(truth, [answer.as_record() for answer in found])
    assert ours.keys() == theirs.keys()
    for cut, figures in theirs.items():
        assert ours[cut] == pytest.approx(figures, abs=1e-3)


def made_up(truth: Any, names: Sequence[str], chance: np.random.Generator) -> Answer:
    guesses = [str(truth), *map(str, chance.choice(names, 4))]
    first = int(chance.integers(0, 3))
    return Answer(guesses[first], float(chance.random()), tuple((g, 0.1) for g in guesses[1:4]), float(chance.random()))
