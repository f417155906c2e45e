"""Certainty rises with certainty, and stays a probability."""

from __future__ import annotations

import pytest

from pipelines.facts.calibration import Mapping, calibrated


@pytest.mark.parametrize("mapping", ["rule", "line", "own"])
def test_rising(mapping: Mapping) -> None:
    values = [calibrated(mapping, step / 50) for step in range(51)]
    assert values == sorted(values)
    assert 0 <= values[0] <= values[-1] < 1
