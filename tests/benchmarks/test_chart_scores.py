"""The chart scores meet the worked examples of their definition."""

from __future__ import annotations

import pytest

from benchmarks._chart_scores import Cells, calibration_error, cell_scores, curve_score, rms, similarity, worth

TRUE: Cells = {("sales", "2019"): 100, ("cost", "2019"): 50, ("sales", "2020"): 120, ("cost", "2020"): 60}


def test_relative_mapping_similarity() -> None:
    assert rms(TRUE, TRUE) == (1, 1, 1)
    assert rms(TRUE, {(c, s): v for (s, c), v in TRUE.items()}) == (1, 1, 1)
    assert rms(TRUE, TRUE | {("sales", "2019"): 105, ("cost", "2020"): 66}) == pytest.approx((0.7375,) * 3)
    half = {key: value for key, value in TRUE.items() if key[1] == "2019"}
    assert rms(TRUE, half) == pytest.approx((1, 0.5, 2 / 3))
    assert rms({}, {}) == (1, 1, 1) and rms(TRUE, {})[2] == 0


def test_values_and_names() -> None:
    assert worth(0, 0) == 1 and worth(0, 1) == 0 and worth(100, 95) == pytest.approx(0.95) and worth(100, 90) == 0
    assert similarity("sales", "sale") == pytest.approx(0.8) and similarity("sales", "cost") == 0


def test_cells_count_what_is_false() -> None:
    score, right = cell_scores(TRUE, TRUE | {("sales", "2021"): 7}, named=True)
    assert score == pytest.approx(8 / 9) and sum(ok for _, ok in right) == 4
    assert curve_score([(k, k) for k in range(50)], [(0, 0), (49, 49)]) == 1


def test_calibration() -> None:
    assert calibration_error([(1.0, True)] * 9 + [(1.0, False)]) == pytest.approx(0.1)
