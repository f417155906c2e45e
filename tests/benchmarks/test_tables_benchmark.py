"""The measure: truth against itself is 1, damage lowers it, and it says what the reference scorer says."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from benchmarks import tables  # noqa: E402
from benchmarks._adjacency import Grid, cut_at_pages, score  # noqa: E402

TRUTH = [Grid(1, ((0, 0, 0, 0, "a"), (0, 1, 0, 2, "b"), (1, 0, 1, 0, "c"), (1, 1, 1, 1, "d"), (1, 2, 1, 2, "e")))]


def test_truth_against_itself() -> None:
    assert score([TRUTH], TRUTH, True).f1 == 1


def test_damage_lowers_the_score() -> None:
    narrow = [Grid(1, ((0, 0, 0, 0, "a"), (0, 1, 0, 1, "b"), *TRUTH[0].cells[2:]))]
    assert 0 < score([TRUTH], narrow, True).f1 < 1
    assert score([TRUTH], [Grid(2, TRUTH[0].cells)], True).f1 == 0


def test_a_table_over_two_pages_is_cut() -> None:
    cells = [{"row": r, "column": 0, "text": str(r), "page": 1 + (r > 1)} for r in range(4)]
    assert [(g.page, len(g.cells)) for g in cut_at_pages([{"page": 1, "cells": cells}])] == [(1, 2), (2, 2)]


@pytest.mark.shared
def test_figures_equal_those_of_the_reference(shared: Path) -> None:
    spec = importlib.util.spec_from_file_location("reference_tables", shared.parent / "score" / "tables.py")
    assert spec and spec.loader
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    for sample in (*tables.icdar(shared)[:6], *tables.latex(shared)[:6]):
        found = tables.find(sample.pdf)
        ours = score(sample.truths, found, sample.keep_marks)
        theirs = reference.best(
            [[{"page": g.page, "cells": list(g.cells)} for g in truth] for truth in sample.truths],
            [{"page": g.page, "cells": list(g.cells)} for g in found],
            1 if sample.keep_marks else 2,
        )
        assert (ours.right, ours.true, ours.detected) == theirs[3:6], sample.pdf.name


@pytest.mark.shared
@pytest.mark.slow
def test_the_bar(shared: Path) -> None:
    figures = tables.run(shared)
    assert figures["ICDAR-2013 r1doc"]["F1"] >= 0.97  # type: ignore[operator]
    assert figures["LaTeX r1doc"]["F1"] >= 0.85  # type: ignore[operator]
