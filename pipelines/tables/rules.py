"""Drawn lines, straightened: pieces of one line joined, double lines merged, underlines of words left out.

A rule is (at, start, end): y, x0, x1 of a horizontal one; x, top, bottom of a vertical one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from data.schemas import BBox, Page

SNAP = 3.0  # points: lines nearer than this are one (double rules, both edges of a thick one)
JOIN = 2.5  # points: a gap in a line that is none; trimmed rules under spanning heads (5 points and more) stay apart
SHORT = 4.0  # points: shorter strokes are parts of letters or dashes


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line at `at`, from `start` to `end`."""

    at: float
    start: float
    end: float

    @property
    def length(self) -> float:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Rules:
    """The horizontal and vertical rules of a page or an area."""

    across: tuple[Rule, ...]
    down: tuple[Rule, ...]

    def inside(self, box: BBox, slack: float = SNAP) -> Rules:
        """The parts of the rules that lie in the box."""
        return Rules(
            tuple(_cut(self.across, (box.top, box.bottom), (box.x0, box.x1), slack)),
            tuple(_cut(self.down, (box.x0, box.x1), (box.top, box.bottom), slack)),
        )


def _cut(
    rules: Iterable[Rule], within: tuple[float, float], extent: tuple[float, float], slack: float
) -> Iterable[Rule]:
    for rule in rules:
        if within[0] - slack <= rule.at <= within[1] + slack:
            start, end = max(rule.start, extent[0] - slack), min(rule.end, extent[1] + slack)
            if end - start >= SHORT:
                yield Rule(rule.at, start, end)


def rules_of(page: Page) -> Rules:
    """The rules of a page: snapped, joined, without underlines."""
    across, down = [], []
    for ruling in page.rulings:
        box = ruling.bbox
        if ruling.horizontal:
            across.append(Rule(box.y_mid, box.x0, box.x1))
        else:
            down.append(Rule(box.x_mid, box.top, box.bottom))
    underlined = _text_bottoms(page)
    return Rules(
        tuple(rule for rule in _straighten(across) if not _underlines(rule, underlined)),
        tuple(_straighten(down)),
    )


def _straighten(rules: Sequence[Rule]) -> list[Rule]:
    """Rules at nearly the same place become one for each stretch that is drawn without a gap."""
    result: list[Rule] = []
    cluster: list[Rule] = []
    for rule in sorted(rules, key=lambda r: r.at):
        if cluster and (rule.at - cluster[-1].at > SNAP or rule.at - cluster[0].at > 2 * SNAP):
            result += _stretches(cluster)
            cluster = []
        cluster.append(rule)
    return [rule for rule in result + _stretches(cluster) if rule.length >= SHORT]


def _stretches(cluster: Sequence[Rule]) -> list[Rule]:
    parts: list[list[float]] = []  # [weight of at, total length, start, end]
    for rule in sorted(cluster, key=lambda r: r.start):
        if parts and rule.start <= parts[-1][3] + JOIN:
            part = parts[-1]
            part[0] += rule.at * rule.length
            part[1] += rule.length
            part[3] = max(part[3], rule.end)
        else:
            parts.append([rule.at * rule.length, rule.length, rule.start, rule.end])
    return [Rule(weight / length, start, end) for weight, length, start, end in parts if length > 0]


def _text_bottoms(page: Page) -> list[tuple[float, float, float]]:
    """(baseline-ish bottom, x0, x1) of every run of touching words, sorted by bottom."""
    runs: list[tuple[float, float, float]] = []
    last: tuple[int, float] | None = None
    for word in page.words:
        box = word.bbox
        if last and last[0] == word.line and -2 <= box.x0 - runs[-1][2] <= 0.6 * (word.size or box.height):
            runs[-1] = (runs[-1][0], runs[-1][1], box.x1)
        else:
            runs.append((box.bottom, box.x0, box.x1))
        last = (word.line, box.x1)
    return sorted(runs)


def _underlines(rule: Rule, runs: Sequence[tuple[float, float, float]]) -> bool:
    """True for a line as long as the words right above it, and drawn inside their box."""
    index = bisect_left(runs, (rule.at - 0.5, 0.0, 0.0))
    while index < len(runs) and runs[index][0] <= rule.at + 4:
        _, x0, x1 = runs[index]
        if x0 - 1.5 <= rule.start and rule.end <= x1 + 1.5:
            return True
        index += 1
    return False


def covered(rules: Iterable[Rule], at: float, start: float, end: float, slack: float = SNAP) -> float:
    """Share of start..end along which a rule is drawn at `at`."""
    if end <= start:
        return 0.0
    low, high = at - slack, at + slack
    total = 0.0
    for rule in rules:
        if low <= rule.at <= high and rule.start < end and rule.end > start:
            total += min(rule.end, end) - max(rule.start, start)
    return min(1.0, total / (end - start))
