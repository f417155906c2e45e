"""Adjacency F1 of tables, detection and structure together: the measure of the ICDAR-2013 table competition.

Every filled cell is related to its next filled neighbour on the right and below, with the number of empty places
between; a relation counts as right when the truth has one with the same two texts, direction and distance. A table of
the truth takes the detected table of its page with the most relations in common; detected tables that nobody takes
are errors. Source: Göbel, Hassan, Oro, Orsi 2013; the quirks are those of its Java tools.

A cell is (first row, first column, last row, last column, text), ends inclusive.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Cell = tuple[int, int, int, int, str]
Relations = Counter[tuple[str, str, str, int]]  # text, neighbour, direction, empty places between


@dataclass(frozen=True, slots=True)
class Grid:
    """A table on one page."""

    page: int
    cells: tuple[Cell, ...]


@dataclass(slots=True)
class Sample:
    """A PDF with its alternative truths. `keep_marks`: punctuation counts as a character."""

    pdf: Path
    truths: list[list[Grid]] = field(default_factory=list)
    keep_marks: bool = True


@dataclass(frozen=True, slots=True)
class Score:
    """Relations of one document."""

    right: int
    true: int
    detected: int
    true_tables: int
    tables: int

    @property
    def precision(self) -> float:
        return self.right / self.detected if self.detected else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.true if self.true else 0.0

    @property
    def f1(self) -> float:
        return harmonic(self.precision, self.recall)


def harmonic(precision: float, recall: float) -> float:
    """F1."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def normal(text: str, keep_marks: bool) -> str:
    """Upper case without white space; other characters than ASCII letters, digits and _ become _ or vanish."""
    return re.sub(r"[^A-Za-z0-9_]", "_" if keep_marks else "", re.sub(r"\s", "", text or "")).upper()


def relations(cells: Sequence[Cell], keep_marks: bool) -> Relations:
    """The neighbour relations of a table."""
    places: dict[tuple[int, int], int] = {}
    texts = [normal(cell[4], keep_marks) for cell in cells]
    for number, (top, left, bottom, right, _) in enumerate(cells):
        if texts[number]:
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    places[row, column] = number
    found: Relations = Counter()
    seen: set[tuple[int, int, str]] = set()
    n_rows = max((row for row, _ in places), default=-1) + 1
    n_columns = max((column for _, column in places), default=-1) + 1
    lines = [([places.get((r, c)) for c in range(n_columns)], "right") for r in range(n_rows)]
    lines += [([places.get((r, c)) for r in range(n_rows)], "down") for c in range(n_columns)]
    for line, direction in lines:
        for first, second, blanks in _neighbours(line):
            if (first, second, direction) not in seen:
                seen.add((first, second, direction))
                found[texts[first], texts[second], direction, blanks] += 1
    return found


def _neighbours(line: Sequence[int | None]) -> Iterable[tuple[int, int, int]]:
    last, blanks = None, 0
    for cell in line:
        if cell is None:
            blanks += 1
            continue
        if last is not None and cell != last:
            yield last, cell, blanks
        last, blanks = cell, 0


def icdar_truth(path: Path) -> list[Grid]:
    """Tables of a `*-str.xml`; the regions of one table are joined by their row and column increments."""
    grids = []
    for table in ET.parse(path).getroot().iter("table"):
        cells: list[Cell] = []
        page = 0
        for region in table.findall("region"):
            page = int(region.get("page") or 0)
            down, along = int(region.get("row-increment") or 0), int(region.get("col-increment") or 0)
            cells += [_icdar_cell(cell, down, along) for cell in region.findall("cell")]
        grids.append(Grid(page, tuple(cells)))
    return grids


def _icdar_cell(cell: Any, down: int, along: int) -> Cell:
    top, left = int(cell.get("start-row")), int(cell.get("start-col"))
    bottom, right = int(cell.get("end-row") or top), int(cell.get("end-col") or left)
    return (
        min(top, bottom) + down,
        min(left, right) + along,
        max(top, bottom) + down,
        max(left, right) + along,
        cell.findtext("content") or "",
    )


def cut_at_pages(tables: Iterable[Mapping[str, Any]]) -> list[Grid]:
    """Tables of a result, a piece for each page."""
    grids = []
    for table in tables:
        pages: dict[int, list[Cell]] = defaultdict(list)
        for cell in table["cells"]:
            top, left = cell["row"], cell["column"]
            bottom, right = top + cell.get("row_span", 1) - 1, left + cell.get("column_span", 1) - 1
            pages[cell.get("page", table["page"])].append((top, left, bottom, right, cell["text"]))
        for page, cells in pages.items():
            first = min(cell[0] for cell in cells)
            grids.append(Grid(page, tuple((a - first, b, c - first, d, text) for a, b, c, d, text in cells)))
    return grids


def score(truths: Sequence[Sequence[Grid]], detected: Sequence[Grid], keep_marks: bool) -> Score:
    """The score against the better of alternative truths."""
    scores = [_against(truth, detected, keep_marks) for truth in truths]
    return max(scores, key=lambda s: (s.f1, s.precision, s.recall))


def best_f1(truths: Sequence[Sequence[Grid]], found: Grid, keep_marks: bool) -> float:
    """F1 of one found table against the true table of its page that it has most in common with."""
    got = relations(found.cells, keep_marks)
    best = 0.0
    for grid in (grid for truth in truths for grid in truth if grid.page == found.page):
        wanted = relations(grid.cells, keep_marks)
        common = sum((wanted & got).values())
        best = max(best, harmonic(common / max(sum(got.values()), 1), common / max(sum(wanted.values()), 1)))
    return best


def _against(truth: Sequence[Grid], detected: Sequence[Grid], keep_marks: bool) -> Score:
    left = [(grid.page, relations(grid.cells, keep_marks)) for grid in detected]
    right = true = taken = 0
    for grid in truth:
        wanted = relations(grid.cells, keep_marks)
        true += sum(wanted.values())
        here = [(sum((wanted & got).values()), -i) for i, (page, got) in enumerate(left) if page == grid.page]
        if here:
            common, place = max(here)
            right += common
            taken += sum(left.pop(-place)[1].values())
    spare = sum(sum(got.values()) for _, got in left)
    return Score(right, true, taken + spare, len(truth), len(detected))


def summary(scores: Sequence[Score]) -> dict[str, float]:
    """Micro figures over all relations, macro F1 over documents."""
    right, true, detected = (sum(getattr(s, name) for s in scores) for name in ("right", "true", "detected"))
    precision, recall = right / detected if detected else 0.0, right / true if true else 0.0
    macro = harmonic(
        sum(s.precision for s in scores) / max(len(scores), 1), sum(s.recall for s in scores) / max(len(scores), 1)
    )
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "F1": round(harmonic(precision, recall), 4),
        "macro F1": round(macro, 4),
    }
