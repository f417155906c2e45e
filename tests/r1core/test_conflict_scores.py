"""Judges of disputes: the simple ones, and what the figures count."""

from pathlib import Path

import numpy as np
import pytest

from r1core.__main__ import main
from r1core.conflict_scores import most_agreed, scores, surest
from r1core.engine import Engine
from r1core.readings import Dispute, Reading, features, relations

TABLE = Reading(32_765e6, "text-layer", 0.9, 1e6)
SENTENCE = Reading(32.8e9, "narrative", 0.95, 1e8)
SCAN = Reading(32_785e6, "ocr", 0.99, 1e6)
DISPUTE = Dispute((SCAN, SENTENCE, TABLE))


def test_the_surest_reading_may_be_the_wrong_one() -> None:
    assert surest(DISPUTE) == 0


def test_the_majority_prefers_the_finer_of_those_that_agree() -> None:
    assert most_agreed(Dispute((SENTENCE, TABLE, Reading(31_000e6, "ocr", 0.99, 1e6)))) == 1


def test_figures_count_what_was_kept() -> None:
    cases = [(DISPUTE, (2,)), (DISPUTE, (2,)), (DISPUTE, ())]
    verdicts = iter([(np.array([0.1, 0.1, 0.8], np.float32), 0.1), (np.array([0.6, 0.2, 0.2], np.float32), 0.1)])
    found = scores(cases, lambda _: next(verdicts, (np.ones(3, np.float32) / 3, 0.9)))
    assert (found.disputes, found.right, found.wrong, found.undecided) == (3, 0.5, 0.5, 0)
    assert (found.confidence, found.hopeless_told) == (0, 1)
    assert found.calibration_error == pytest.approx((0.1 + 0.8) / 2)  # what agrees with the kept value counts with it


def test_what_is_left_undecided_is_not_right() -> None:
    found = scores([(DISPUTE, (2,))], lambda _: (np.array([0.1, 0.1, 0.8], np.float32), 0.6))
    assert (found.right, found.wrong, found.undecided) == (0, 0, 1)


def test_the_command_trains_a_judge_that_the_engine_opens(tmp_path: Path) -> None:
    run = [
        "train",
        "--preset",
        "tiny",
        "--data",
        "conflicts",
        "--steps",
        "12",
        "--batch",
        "16",
        "--output",
        str(tmp_path),
    ]
    assert main(run) == 0
    engine = Engine(tmp_path / "model")
    judged = engine.judge(features(DISPUTE), relations(DISPUTE))
    assert judged.weights.sum() == pytest.approx(1, abs=1e-5) and 0 <= judged.undecidable <= 1
    written = (tmp_path / "model" / "model.safetensors").stat().st_mtime_ns
    assert main(run) == 0, "a step that has ended is not run again"
    assert (tmp_path / "conflicts" / "model" / "model.safetensors").stat().st_mtime_ns <= written


def test_lines_without_labels_are_refused() -> None:
    with pytest.raises(SystemExit, match="--labels"):
        main(["train", "--preset", "tiny", "--data", "lines"])
