"""Areas that rules announce: boxes of crossing rules, and rules of equal length with tabular lines between them.

Rules are linked when they touch, or when two horizontal ones have the same ends and only table rows lie between.
Each linked group is an area; whether it is a table is decided by its grid.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from data.schemas import BBox, Word

from .lines import VALUE, Line, chunks_of, em, join, lines_of
from .rows import YEAR
from .rules import Rule, Rules, covered
from .shelf import Shelf

TOUCH = 3.0  # points between the end of a rule and another that it meets
SAME_END = 4.0  # points
BLANK = 2.5  # em of empty page between two rules end a table
FOLLOWS = 4.0  # em
RUNS_ON = 0.7  # share of the lines
PROSE = 5  # words of a line that could be prose
MARKS = (":", ".", "：", "。")
ANNOUNCING = re.compile(r"^The following\b|\bas follows[:.]$|如下[:：]$")
CAPTION_WORDS = 4  # words that tell a caption
CAPTION = re.compile(
    r"^(?:Supplementary |Appendix |Box )?(?:Table|Tab\.|Figure|Fig\.|Exhibit|Chart)\s*[\dIVXA-Z]+(?:[.:\s–—-]|$)"
    r"|^(?:Source|Note|NB)s?\s*[:：]|^N(?:ote|OTE)\s\d+[A-Z]?\s*[.:–—-]|^(?:附?表|图)\s*[\d一二三四五六七八九十]+",
)


def ruled_areas(shelf: Shelf, rules: Rules) -> list[BBox]:
    """Boxes of linked rules that could be tables, biggest first."""
    groups = _Groups(len(rules.across) + len(rules.down))
    everything = [*(_box(r, True) for r in rules.across), *(_box(r, False) for r in rules.down)]
    _link_touching(rules, groups)
    _link_equal(shelf, rules, groups, _lattices(groups, everything, len(rules.across)))
    areas = []
    for members in groups.all():
        box = BBox.around(everything[i] for i in members)
        across = sum(i < len(rules.across) for i in members)
        if box.width > 30 and box.height > 12 and (across > 1 or (across and len(members) > 1)):
            areas.append(box)
    return _outermost(areas)


def home(area: BBox, zones: Sequence[Shelf]) -> Shelf:
    """The zone of layout that holds most words of the area."""
    return max(zones, key=lambda zone: len(zone.within(area)))


def runs_on(words: Sequence[Word], area: BBox, zone: Shelf) -> bool:
    """True where most lines go on outside of the area: its rules are drawn under a few columns of a wider table."""
    lines = lines_of(words)
    beside = [w for w in zone.within(BBox(0, area.top, 1e6, area.bottom)) if not area.holds(w.bbox, 3.0)]
    heights = [w.bbox.y_mid for w in beside]
    on = sum(any(abs(line.y_mid - y) <= 0.15 * line.size for y in heights) for line in lines)
    return on >= RUNS_ON * max(len(lines), 1)


def goes_on_below(words: Sequence[Word], area: BBox, zone: Shelf) -> bool:
    """True for an area without numbers that rows of numbers follow: its rules frame the head of a longer table."""
    if any(VALUE.match(word.text) and not YEAR.match(word.text) for word in words):
        return False
    reach = FOLLOWS * em(words)
    lines = lines_of(zone.within(BBox(0, area.bottom + 1, 1e6, area.bottom + reach), 0.0))
    return any(sum(bool(VALUE.match(chunk.words[-1].text)) for chunk in chunks_of(line, 1.0)[1:]) > 1 for line in lines)


def closed(area: BBox, rules: Rules) -> bool:
    """True for an area with rules along both sides: nothing above it belongs to it."""
    return all(covered(rules.down, x, area.top, area.bottom) > 0.6 for x in (area.x0, area.x1))


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


def _link_equal(shelf: Shelf, rules: Rules, groups: _Groups, lattices: dict[int, BBox]) -> None:
    """Link neighbouring rules of equal length; a lattice is complete and is linked neither to another nor over one."""
    first = {index: groups.find(index) for index in range(len(rules.across))}
    order = sorted(range(len(rules.across)), key=lambda i: rules.across[i].at)
    for place, index in enumerate(order):
        rule = rules.across[index]
        below = next((i for i in order[place + 1 :] if _same_ends(rule, rules.across[i])), None)
        if below is None or groups.find(index) == groups.find(below):
            continue
        other = rules.across[below]
        apart = _apart(lattices.get(first[index]), lattices.get(first[below]), rules)
        over = any(rule.at - 1 < box.top and box.bottom < other.at + 1 for box in lattices.values())
        if not apart and not over and _tabular_between(shelf, rule, other):
            groups.link(index, below)


def _apart(upper: BBox | None, lower: BBox | None, rules: Rules) -> bool:
    """True for rules of two lattices, and for a rule outside of a lattice that has its own sides."""
    if upper and lower:
        return True
    return any(box is not None and closed(box, rules) for box in (upper, lower))


def _same_ends(one: Rule, other: Rule) -> bool:
    return abs(one.start - other.start) <= SAME_END and abs(one.end - other.end) <= SAME_END


def _tabular_between(shelf: Shelf, upper: Rule, lower: Rule) -> bool:
    inside = shelf.within(BBox(upper.start, upper.at, upper.end, lower.at), 1.0)
    size = em(inside)
    if not inside:
        return lower.at - upper.at < 2.5 * size
    lines = lines_of(inside)
    if not lines:  # heads that run up the page
        return True
    if is_caption(lines[0].words):
        return False
    edges = [upper.at, *(y for line in lines for y in (line.top, line.bottom)), lower.at]
    if max(b - a for a, b in zip(edges[::2], edges[1::2], strict=True)) > BLANK * size:
        return False
    if any(
        _leads_over(line) or (is_sentence(line) and gap > size)
        for line, gap in zip(lines, _gaps(upper, lines), strict=True)
    ):
        return False
    prose = sum(is_prose(line, upper.length) for line in lines)
    rows = sum(len(chunks_of(line, 0.9)) > 1 for line in lines)
    if rows == 0:
        return not prose and len(lines) <= 2 and lower.at - upper.at < (1 + 2 * len(lines)) * size
    return prose < 2 and prose <= 0.2 * len(lines)


def _gaps(upper: Rule, lines: Sequence[Line]) -> list[float]:
    """White space above each line."""
    return [line.top - edge for line, edge in zip(lines, [upper.at, *(line.bottom for line in lines)], strict=False)]


def is_caption(words: Sequence[Word]) -> bool:
    """True for a line that begins with "Table 3" or the like."""
    return bool(CAPTION.match(join(words[:CAPTION_WORDS])))


def is_sentence(line: Line) -> bool:
    """True for words that lead over to the next table: "... were as follows:"."""
    words = sum(word.text[:1].isalpha() for word in line.words)
    return words > PROSE and line.words[-1].text.endswith(MARKS) and len(chunks_of(line, 0.9)) == 1


def _leads_over(line: Line) -> bool:
    """True for a sentence that announces a table."""
    return line.words[-1].text.endswith(MARKS) and bool(ANNOUNCING.search(join(line.words)))


def is_prose(line: Line, width: float) -> bool:
    """True for a line that fills the width with words."""
    if sum(len(word.text) > 1 and word.text[:1].isalpha() for word in line.words) < max(PROSE, 0.6 * len(line.words)):
        return False
    widest = max((b.bbox.x0 - a.bbox.x1 for a, b in pairwise(line.words)), default=0.0)
    return line.x1 - line.x0 > 0.75 * width and widest < 1.4 * line.size


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
