"""Made-up evidence: mostly the truth, of every kind, and what they are to a reading."""

import random
from collections import Counter
from itertools import islice

import pytest

from r1core.readings import WITNESSES, Evidence, Reading, speaks_for
from r1core.synth.conflicts import conflicts
from r1core.synth.evidence import evidence_of

ROW = [12_340.0, 11_020.0, 9_870.0]


@pytest.mark.parametrize(
    ("evidence", "value", "step", "speaks"),
    [
        (Evidence("sum", 12_340.0), 12_340.0, 1.0, True),
        (Evidence("sum", 12_340.0), 12_300.0, 100.0, True),
        (Evidence("sum", 12_340.0), 12_400.0, 100.0, False),
        (Evidence("sum", 12_340.0), -12_340.0, 1.0, False),
        (Evidence("reprint", 12_340.0), -12_340.0, 1.0, True),
        (Evidence("rate", 12_350.0, 20.0), 12_340.0, 1.0, True),
    ],
)
def test_a_testimony_speaks_for_what_it_is_once_rounded(
    evidence: Evidence, value: float, step: float, speaks: bool
) -> None:
    assert speaks_for(evidence, Reading(value, "narrative", 0.9, step)) is speaks


def test_most_tell_the_truth_and_every_kind_occurs() -> None:
    rng, right = random.Random(1), Reading(ROW[0], "text-layer", 0.9, 1.0)
    told = [t for _ in range(400) for t in evidence_of(rng, [right], ROW, 1.0)]
    true = Counter(t.kind for t in told if speaks_for(t, right))
    assert set(true) == set(WITNESSES)
    for kind in WITNESSES:
        assert true[kind] >= 0.6 * sum(t.kind == kind for t in told)


def test_a_slip_seldom_echoes() -> None:
    rng, slip = random.Random(1), Reading(12_840.0, "ocr", 0.9, 1.0)
    echoes = [any(t.kind == "echo" for t in evidence_of(rng, [slip], ROW, 1.0)) for _ in range(500)]
    assert sum(echoes) < 100


def test_some_disputes_have_no_witness() -> None:
    silent = [not dispute.evidence for dispute, _ in islice(conflicts(3), 400)]
    assert 20 < sum(silent) < 120
