"""Calibration: from the product of a mapping's, a statement's and a reading's certainty to a share of right facts.

Points of a rising line per kind of mapping stand in `data/knowledge/calibration.yaml`; between them it is straight.
They are measured by `r1doc eval calibration`.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from data.knowledge import knowledge

Mapping = Literal["rule", "line", "own"]


def calibrated(mapping: Mapping, raw: float) -> float:
    """Share of facts with this raw certainty that are right, four decimals.

    >>> 0 <= calibrated("rule", 0.5) <= calibrated("rule", 1.0) <= 1
    True
    """
    points = knowledge("calibration")[mapping]
    return round(float(np.interp(raw, [p[0] for p in points], [p[1] for p in points])), 4)
