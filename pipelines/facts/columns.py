"""Columns of numbers on one page: figures that end at the same place, row after row.

Chain: figures -> clusters by the right edge of their last digit -> clusters that never share a line and overlap are
one (centred or ragged columns) -> thin ones dropped, note and percentage columns told apart by what they hold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipelines.facts.lines import Figure, Line

REFERENCE = re.compile(r"^[1-9]?\d(?:\.\d{1,2})?(?:\([a-z]{1,3}\))?$")
APART = 7.0  # points between right edges of two columns, at least
THIN = 0.08  # of the fullest column: fewer figures are strays of the labels


@dataclass(slots=True)
class Cluster:
    """Figures that may be one column; `lines` are the indices of the lines they stand on."""

    figures: list[Figure] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)

    @property
    def left(self) -> float:
        return min(f.bbox.x0 for f in self.figures)

    @property
    def right(self) -> float:
        return max(f.bbox.x1 for f in self.figures)


@dataclass(frozen=True, slots=True)
class Slot:
    """A column's place on one page."""

    left: float
    right: float
    count: int
    outer: float  # left edge of its currency signs: heads are centred over these too

    @property
    def middle(self) -> float:
        return (self.outer + self.right) / 2

    def fits(self, figure: Figure) -> float:
        """Points shared with a figure; negative is the distance to it."""
        return min(self.right, figure.bbox.x1) - max(self.left, figure.bbox.x0)


def last_digit(figure: Figure) -> float:
    """Right edge of the last digit: brackets and percent signs may hang out of the column."""
    tail = len(figure.text) - len(figure.text.rstrip(")%）*"))
    return figure.bbox.x1 - figure.bbox.width / max(len(figure.text), 1) * tail * 0.7


def find_slots(lines: Sequence[Line]) -> tuple[Slot, ...]:
    """The columns of money of these lines, left to right. Notes, percentages and strays are left out."""
    clusters = _merge(_by_right_edge(lines))
    fullest = max((len(c.figures) for c in clusters), default=0)
    solid = [c for c in clusters if len(c.figures) >= max(2, THIN * fullest) or (fullest <= 3 and c.figures)]
    solid = [c for c in solid if not _percentages(c)]
    solid = _without_notes(solid)
    return tuple(Slot(c.left, c.right, len(c.figures), min(f.reach for f in c.figures)) for c in solid)


def _by_right_edge(lines: Sequence[Line]) -> list[Cluster]:
    placed = sorted(
        ((last_digit(f), index, f) for index, line in enumerate(lines) for f in line.figures), key=lambda p: p[0]
    )
    clusters: list[Cluster] = []
    edge = -1e9
    for right, index, figure in placed:
        if right - edge > APART:
            clusters.append(Cluster())
        edge = right
        clusters[-1].figures.append(figure)
        clusters[-1].lines.append(index)
    return clusters


def _merge(clusters: list[Cluster]) -> list[Cluster]:
    """Join neighbours whose figures overlap and that share no line: one column, printed ragged or centred."""
    merged: list[Cluster] = []
    for cluster in clusters:
        if merged and _one_column(merged[-1], cluster):
            merged[-1].figures += cluster.figures
            merged[-1].lines += cluster.lines
        else:
            merged.append(cluster)
    return merged


def _one_column(left: Cluster, right: Cluster) -> bool:
    if set(left.lines) & set(right.lines):
        return False
    shared = min(left.right, right.right) - max(left.left, right.left)
    narrow = min(left.right - left.left, right.right - right.left)
    return shared > 0.3 * max(narrow, 1.0)


def _percentages(cluster: Cluster) -> bool:
    """A "% change" column: nearly all its figures carry a percent sign."""
    return sum(f.percent for f in cluster.figures) > 0.6 * len(cluster.figures)


def _without_notes(clusters: list[Cluster]) -> list[Cluster]:
    """Drop a first column that holds references: small bare integers beside columns of larger numbers."""
    if len(clusters) < 2 or not _references(clusters[0]):
        return clusters
    others = [f for c in clusters[1:] for f in c.figures if f.value]
    large = sum(abs(f.value) >= 100 or "," in f.text for f in others)
    return clusters[1:] if large > 0.4 * len(others) else clusters


def _references(cluster: Cluster) -> bool:
    """All are notes: "12", "4.2", "18(b)"; a column of money would show thousands or a currency sign."""
    return all(REFERENCE.match(f.text) and not f.signed for f in cluster.figures)
