"""A statement read as a whole: two lines do not bear one concept, unless such concepts repeat."""

from __future__ import annotations

import numpy as np
import pytest

from r1core.whole_statement import FEATURES, features, once, repeats_of, settled

CLASSES = 5  # cash, goodwill, assets, rare, none
NEVER = np.array([0, 0, 0, 1, 1], np.float32)
ODDS = np.array(
    [
        [0.02, 0.9, 0.02, 0.02, 0.04],
        [0.0, 0.5, 0.05, 0.05, 0.4],  # goodwill too, but the line above is surer
        [0.01, 0.01, 0.9, 0.04, 0.04],
    ],
    np.float32,
)


def test_a_concept_that_a_surer_line_claims_is_given_up() -> None:
    single = once(ODDS, ["BS"] * 3, NEVER)
    assert single.sum(1) == pytest.approx(1)
    assert single.argmax(1).tolist() == [1, 4, 2]
    assert once(ODDS, ["BS", "CF", "BS"], NEVER).argmax(1).tolist() == [1, 1, 2]  # another statement claims nothing
    assert once(ODDS, ["other"] * 3, NEVER) == pytest.approx(ODDS)
    assert once(ODDS[:1], ["BS"], NEVER) == pytest.approx(ODDS[:1])


def test_a_concept_that_repeats_is_kept_by_both() -> None:
    repeating = NEVER.copy()
    repeating[1] = 1
    assert once(ODDS, ["BS"] * 3, repeating)[:, 1] == pytest.approx(ODDS[:, 1], abs=0.03)


def test_claims_are_those_of_an_obvious_loop() -> None:
    odds = np.random.default_rng(1).dirichlet(np.ones(CLASSES), 7).astype(np.float32)
    names = ["BS", "BS", "IS", "BS", "IS", "IS", "CF"]
    repeats = np.array([0.5, 0.1, 0, 1, 1], np.float32)
    for line, row in enumerate(once(odds, names, repeats)):
        others = [odds[i] for i in range(7) if i != line and names[i] == names[line]]
        by_hand = [
            p * (1 - 0.9 * (1 - repeats[c]) * max([o[c] for o in others], default=0)) for c, p in enumerate(odds[line])
        ]
        assert row == pytest.approx(np.array(by_hand) / sum(by_hand), abs=1e-6)


def test_how_often_a_concept_repeats_is_counted_by_statement() -> None:
    filings = [[("CF", 0), ("CF", 0), ("BS", 0), ("BS", 1)]] * 100
    repeats = repeats_of(filings, CLASSES)
    assert repeats[:3] == pytest.approx([2 / 3, 0, 0.1], abs=0.01)
    assert repeats[3:].tolist() == [1, 1]


def test_the_head_decides_how_likely_none_is_and_the_rest_keeps_its_order() -> None:
    read = []

    def own(told: np.ndarray) -> np.ndarray:
        read.append(told)
        return np.array([0.1, 0.8, 0.2], np.float32)

    odds = settled(ODDS, ["BS"] * 3, NEVER, own)
    assert read[0].shape == (3, FEATURES) and np.isfinite(read[0]).all()
    assert odds.sum(1) == pytest.approx(1) and odds[:, -1] == pytest.approx([0.1, 0.8, 0.2])
    assert odds[:, :-1].argmax(1).tolist() == [1, 1, 2]


def test_lines_at_the_ends_have_no_neighbours_and_others_have_theirs() -> None:
    told = features(ODDS, ODDS, ["BS", "BS", "IS"])
    before, after = told[:, 16], told[:, 17]
    assert before[1] == pytest.approx(told[0, 0]) and after[0] == pytest.approx(told[1, 0])
    assert before[0] == before[2] == after[1] == after[2] < -11
