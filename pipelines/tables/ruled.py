"""Areas that rules announce: boxes of crossing rules, and rules of equal length with tabular lines between them.

Rules are linked when they touch, or when two horizontal ones have the same ends and only table rows lie between.
Each linked group is an area; whether it is a table is decided by its grid.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from data.schemas import BBox, Word

from .lines import chunks_of, em, lines_of
from .rules import Rule, Rules

TOUCH = 3.0  # points between the end of a rule and another that it meets
SAME_END = 4.0  # points
BLANK = 2.5  # em of empty page between two rules end a table
TABULAR = 0.5  # share of the lines between two rules that must have two entries
CAPTION = re.compile(
    r"^(?:(?:Supplementary |Appendix )?(?:Table|Tab\.|Figure|Fig\.|Exhibit|Chart|Note|Source)s?\b|表|图|附表)", re.I
)


def ruled_areas(words: Sequence[Word], rules: Rules) -> list[BBox]:
    """Boxes of linked rules that could be tables, biggest first."""
    groups = _Groups(len(rules.across) + len(rules.down))
    everything = [*(_box(r, True) for r in rules.across), *(_box(r, False) for r in rules.down)]
    _link_touching(rules, groups)
    _link_equal(words, rules, groups, _lattices(groups, everything, len(rules.across)))
    areas = []
    for members in groups.all():
        box = BBox.around(everything[i] for i in members)
        across = sum(i < len(rules.across) for i in members)
        if box.width > 30 and box.height > 12 and (across > 1 or (across and len(members) > 1)):
            areas.append(box)
    return _outermost(areas)


class _Groups:
    """Union-find over rule numbers: horizontal ones first."""

    def __init__(self, size: int) -> None:
        self.parent = list(range(size))

    def find(self, item: int) -> int:
        while self.parent[item] != item:
            self.parent[item] = self.parent[self.parent[item]]
            item = self.parent[item]
        return item

    def link(self, one: int, other: int) -> None:
        self.parent[self.find(one)] = self.find(other)

    def all(self) -> list[list[int]]:
        groups: dict[int, list[int]] = {}
        for item in range(len(self.parent)):
            groups.setdefault(self.find(item), []).append(item)
        return list(groups.values())


def _box(rule: Rule, across: bool) -> BBox:
    if across:
        return BBox(rule.start, rule.at, rule.end, rule.at)
    return BBox(rule.at, rule.start, rule.at, rule.end)


def _link_touching(rules: Rules, groups: _Groups) -> None:
    down = list(enumerate(rules.down, len(rules.across)))
    for index, rule in enumerate(rules.across):
        for number, other in down:
            if (
                rule.start - TOUCH <= other.at <= rule.end + TOUCH
                and other.start - TOUCH <= rule.at <= other.end + TOUCH
            ):
                groups.link(index, number)


def _lattices(groups: _Groups, boxes: Sequence[BBox], n_across: int) -> dict[int, BBox]:
    """Groups that have cells already: at least two rules each way."""
    return {
        groups.find(members[0]): BBox.around(boxes[i] for i in members)
        for members in groups.all()
        if sum(i < n_across for i in members) > 1 and sum(i >= n_across for i in members) > 1
    }


def _link_equal(words: Sequence[Word], rules: Rules, groups: _Groups, lattices: dict[int, BBox]) -> None:
    """Link neighbouring rules of equal length; a lattice is complete and is linked neither to another nor over one."""
    first = {index: groups.find(index) for index in range(len(rules.across))}
    order = sorted(range(len(rules.across)), key=lambda i: rules.across[i].at)
    for place, index in enumerate(order):
        rule = rules.across[index]
        below = next((i for i in order[place + 1 :] if _same_ends(rule, rules.across[i])), None)
        if below is None or groups.find(index) == groups.find(below):
            continue
        other = rules.across[below]
        apart = first[index] in lattices and first[below] in lattices
        over = any(rule.at - 1 < box.top and box.bottom < other.at + 1 for box in lattices.values())
        if not apart and not over and _tabular_between(words, rule, other):
            groups.link(index, below)


def _same_ends(one: Rule, other: Rule) -> bool:
    return abs(one.start - other.start) <= SAME_END and abs(one.end - other.end) <= SAME_END


def _tabular_between(words: Sequence[Word], upper: Rule, lower: Rule) -> bool:
    inside = [
        w
        for w in words
        if upper.at - 1 < w.bbox.y_mid < lower.at + 1 and upper.start - 2 <= w.bbox.x_mid <= upper.end + 2
    ]
    size = em(inside)
    if not inside:
        return lower.at - upper.at < 2.5 * size
    lines = lines_of(inside)
    if any(CAPTION.match(line.words[0].text) for line in lines[:1]):
        return False
    edges = [upper.at, *(y for line in lines for y in (line.top, line.bottom)), lower.at]
    if max(b - a for a, b in zip(edges[::2], edges[1::2], strict=True)) > BLANK * size:
        return False
    rows = sum(len(chunks_of(line, 0.9)) > 1 for line in lines)
    if rows == 0:
        return len(lines) <= 2 and lines[0].x1 - lines[0].x0 < 0.8 * upper.length
    return rows >= TABULAR * len(lines)


def _outermost(areas: Sequence[BBox]) -> list[BBox]:
    """Areas that lie in no larger one; areas that overlap much become one."""
    result: list[BBox] = []
    for area in sorted(areas, key=lambda box: -box.area):
        inside = next((i for i, big in enumerate(result) if _mostly_in(area, big)), None)
        if inside is None:
            result.append(area)
        else:
            result[inside] = BBox.around([result[inside], area])
    return result


def _mostly_in(small: BBox, big: BBox) -> bool:
    across = min(small.x1, big.x1) - max(small.x0, big.x0)
    down = min(small.bottom, big.bottom) - max(small.top, big.top)
    return across >= 0.8 * small.width and down >= 0.5 * max(small.height, 0.1)
