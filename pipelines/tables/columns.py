"""Where columns end: white stripes that the lines of a body share, and vertical rules.

A stripe is an x-interval that (nearly) no line of the body covers. A gap in one line means little, the same gap in
eight lines means a column: the fewer the lines, the wider it must be. Heads do not vote: their entries may span
columns; they only choose the place inside a stripe.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from data.schemas import BBox

from .lines import Chunk, Line, chunks_of
from .rules import Rule, Rules

GAPS = {2: 0.9, 3: 0.75, 4: 0.6, 5: 0.5}  # lines that vote: narrowest gap in em
NARROWEST = 0.42  # em, with more lines
OVERRUN = 0.12  # share of the lines that may run over a stripe
CROSSED = 0.2  # share of the lines a vertical rule may cross before it is no separator

Interval = tuple[float, float]


def tight(votes: int) -> float:
    """The narrowest gap, in em, that may separate columns where `votes` lines are seen."""
    return GAPS.get(max(votes, 2), NARROWEST)


def separators(
    body: Sequence[Line], others: Sequence[Line], rules: Rules, box: BBox, turned: Sequence[Chunk] = ()
) -> list[float]:
    """The x at which columns of the area are separated, from left to right. `turned` text stands beside lines."""
    drawn = _drawn(rules, [*body, *others], box)
    voting = [line for line in body if len(chunks_of(line, 0.6)) > 1] or list(body)
    gap = tight(len(voting))
    rows = [chunks_of(line, gap) for line in voting]
    beside = [[(t.x0, t.x1) for t in turned if t.top <= line.y_mid <= t.bottom] for line in voting]
    stripes = _voted(rows, beside, [chunks_of(line, gap) for line in body if line not in voting])
    heads = [(c.x0, c.x1) for line in others for c in chunks_of(line, 0.6)]
    placed = [_place(stripe, heads) for stripe in stripes]
    free = [x for x in placed if not _doubles(x, drawn, rows) and not _inside_ruled(x, drawn, rules, rows, box)]
    middles = [word.bbox.x_mid for line in (*body, *others) for word in line.words]
    return _without_empty_columns(sorted(drawn + free), sorted(middles + [t.x_mid for t in turned]))


def _voted(
    rows: Sequence[Sequence[Chunk]], beside: Sequence[Sequence[Interval]], lone: Sequence[Sequence[Chunk]]
) -> list[Interval]:
    """Stripes of the rows; lines of one entry that cross none of them (labels of groups of rows) vote then too."""
    taken = [[*extra, *((c.x0, c.x1) for c in row)] for row, extra in zip(rows, beside, strict=True)]
    stripes = _stripes(taken)
    clear = [
        [(c.x0, c.x1) for c in row]
        for row in lone
        if not any(c.x0 < (s[0] + s[1]) / 2 < c.x1 for c in row for s in stripes)
    ]
    if len(clear) > 1:
        voted = _stripes([*taken, *clear])
        labels = min(x0 for row in taken for x0, _ in row)
        if len(voted) <= len(stripes) or any(x1 < labels for row in clear for _, x1 in row):
            stripes = voted  # entries that are always alone, right of the labels, are heads of groups: no column
    return [stripe for stripe in _without_strays(stripes, rows) if stripe[1] > stripe[0]]


def _without_strays(stripes: Sequence[Interval], rows: Sequence[Sequence[Chunk]]) -> list[Interval]:
    """An entry that stands alone between two columns, empty in its row, is over both: no column of its own."""
    result = list(stripes)
    index = 0
    while len(rows) > 3 and index + 1 < len(result):
        left, right = result[index][1], result[index + 1][0]
        held = [row for row in rows if any(left <= c.x_mid <= right for c in row)]
        low = result[index - 1][1] if index else float("-inf")
        high = result[index + 2][0] if index + 2 < len(result) else float("inf")
        if len(held) == 1 and index and sum(low <= c.x_mid <= high for c in held[0]) == 1:
            middle = next(c.x_mid for c in held[0] if left <= c.x_mid <= right)
            result[index : index + 2] = [(middle - 0.1, middle + 0.1)]
        index += 1
    return result


def _stripes(rows: Sequence[Sequence[Interval]]) -> list[Interval]:
    """Intervals that at most a small share of the rows covers, between covered ones."""
    allowed = int(OVERRUN * len(rows))
    events = sorted([(x0, 1) for row in rows for x0, _ in row] + [(x1, -1) for row in rows for _, x1 in row])
    stripes: list[Interval] = []
    cover, started, seen = 0, None, False
    least, best = 0, (0.0, 0.0)
    for (x, step), following in zip(events, [*events[1:], None], strict=True):
        cover += step
        if following is None:
            break
        if cover > allowed:
            if started is not None and seen:
                stripes.append(best)
            started, seen = None, True
        else:
            width = following[0] - x
            if started is None:
                started, least, best = x, cover, (x, following[0])
            elif (cover, -width) < (least, -(best[1] - best[0])):
                least, best = cover, (x, following[0])
    return [stripe for stripe in stripes if stripe[1] > stripe[0]]


def _place(stripe: Interval, heads: Sequence[Interval]) -> float:
    """The place in the stripe that the fewest heads cover; the middle of it where none does."""
    edges = sorted({stripe[0], stripe[1], *(x for head in heads for x in head if stripe[0] < x < stripe[1])})
    best = min(
        pairwise(edges),
        key=lambda part: (sum(h[0] < part[1] and h[1] > part[0] for h in heads), part[0] - part[1]),
    )
    return (best[0] + best[1]) / 2


def _drawn(rules: Rules, lines: Sequence[Line], box: BBox) -> list[float]:
    """x of the vertical rules between words, where lines do not run through them."""
    places: list[list[Rule]] = []
    for rule in sorted(rules.down, key=lambda r: r.at):
        if places and rule.at - places[-1][-1].at <= 3:
            places[-1].append(rule)
        else:
            places.append([rule])
    numbers = {id(line): chunks_of(line, 0.1) for line in lines} if places else {}  # words; split numbers as one
    result = []
    for place in places:
        x = sum(rule.at for rule in place) / len(place)
        passed = [line for line in lines if any(r.start <= line.y_mid <= r.end for r in place)]
        through = sum(any(c.x0 + 1.5 < x < c.x1 - 1.5 for c in numbers[id(line)]) for line in passed)
        split = sum(any(len(c.words) > 1 and c.x0 + 1.5 < x < c.x1 - 1.5 for c in row) for row in numbers.values())
        if passed and through <= CROSSED * len(passed) and split <= CROSSED * len(lines) and box.x0 < x < box.x1:
            result.append(x)
    return result


def _doubles(x: float, drawn: Sequence[float], rows: Sequence[Sequence[Chunk]]) -> bool:
    """True where no entry of the body lies between the stripe and a drawn separator."""
    for rule in drawn:
        low, high = min(x, rule), max(x, rule)
        if not any(low - 1 <= c.x_mid <= high + 1 for row in rows for c in row):
            return True
    return False


def _inside_ruled(x: float, drawn: Sequence[float], rules: Rules, rows: Sequence[Sequence[Chunk]], box: BBox) -> bool:
    """True for a stripe inside a column that is ruled on both sides, unless nearly every line of it is cut in two."""
    left = max((d for d in [*drawn, *(r.at for r in rules.down)] if d < x), default=None)
    right = min((d for d in [*drawn, *(r.at for r in rules.down)] if d > x), default=None)
    if left is None or right is None:
        return False
    if min(_drawn_share(rules, left, box), _drawn_share(rules, right, box)) < 0.7:
        return False
    inside = [[c for c in row if left <= c.x_mid <= right] for row in rows]
    filled = [row for row in inside if row]
    cut = [row for row in filled if any(c.x1 <= x + 1 for c in row) and any(c.x0 >= x - 1 for c in row)]
    return len(cut) < max(3, 0.6 * len(filled))


def _drawn_share(rules: Rules, x: float, box: BBox) -> float:
    return sum(rule.length for rule in rules.down if abs(rule.at - x) <= 3) / max(box.height, 1)


def _without_empty_columns(edges: Sequence[float], words: Sequence[float]) -> list[float]:
    """Separators with at least one word between any two neighbours and outside of the outer ones."""
    result: list[float] = []
    left = float("-inf")
    for edge in edges:
        if any(left < x < edge for x in words):
            result.append(edge)
            left = edge
    while result and not any(x > result[-1] for x in words):
        result.pop()
    return result
