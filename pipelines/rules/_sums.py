"""Sums: which rows of a statement add up to which, found from the numbers and the layout alone.

One pass from top to bottom, as a reader with a ruler would go. Rows not yet part of a sum are open, on a stack. Each
new row is asked

    is it the sum of the topmost open rows?       then those are closed, and the row stays open in their place
    is it, with the rows above it, the parts of   then those parts are closed and the total above stays open
      an open row further up ("of which")?
    do it and its neighbours add up to a total    net income = attributable to owners + to others
      met before, or is it made of such totals?   net assets = total assets - total liabilities

A sum must be likelier than chance over all columns taken together (`_hypotheses`), so one wrong number does not hide
the structure that the other columns show: it stands out against it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations, product
from math import log2

import numpy as np

from data.schemas import Statement

from ._columns_apart import held_by_the_others
from ._figures import Figures, Matrix, figures
from ._hypotheses import (
    DEEPEST,
    MOST_SLACK,
    Family,
    Fit,
    Question,
    above_family,
    best_fit,
    plain_family,
    slack,
    wide_family,
)
from ._relation import Sum
from ._second_look import overlooked
from ._words import pattern

ACCEPT = 4.0  # bits
ONLY_PART = 14.0  # bits for a column in which the only part "of which" is the whole
NEVER = 1e6  # bits: what does not look like a result takes nothing off
TURNED = 24.0  # bits for a single row of another sign, outside income statements
SAYS_TOTAL = 6.0  # weight of a row whose label says total
RESULT = 3.0  # weight of a row whose label says net, or profit
SHARED = 3.0  # bits for such a row below the share of others
SAYS_RESULT = 2.0  # bits for a result of an income statement
PAIRED = 1.0  # bits for the reach of two rows: the commonest sum of an income statement
MOST_TOTALS = 14  # totals met before that are tried in combination


@dataclass
class _Pass:
    """What one pass has met so far."""

    figures: Figures
    open: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    aside: set[int] = field(default_factory=set)  # made of closed totals: in no later sum
    presumed: set[int] = field(default_factory=set)  # in the group of a total that they do not make up
    perhaps: set[int] = field(default_factory=set)  # above that group, since the total before
    sums: list[Sum] = field(default_factory=list)


@lru_cache(maxsize=64)  # several rules ask about the same statements
def added_up(statement: Statement) -> tuple[Figures, tuple[Sum, ...]]:
    """The money of a statement, and its sums."""
    table = figures(statement)
    sums = find_sums(table)
    sums = (*sums, *overlooked(table, sums))
    return table, (*sums, *held_by_the_others(table, sums, find_sums))


def find_sums(figures: Figures) -> tuple[Sum, ...]:
    """Sums in print order of their last row."""
    state = _Pass(figures)
    if len(figures.columns) and len(figures.rows) >= 3:
        for row in range(len(figures.rows)):
            _visit(state, row)
    return tuple(state.sums)


def _visit(state: _Pass, row: int) -> None:
    if not _closes(state, row):
        state.open.append(row)
        if not _is_last_part(state, row) and not _restates(state, row):
            _presume(state, row)
            return
    else:
        state.open.append(row)
    if row not in state.totals and state.sums[-1].total == row:
        state.totals.append(row)


def _closes(state: _Pass, row: int) -> bool:
    """Is the row the sum of the topmost open rows?"""
    if not state.figures.values[row].any():
        return False
    found = [(fit, top_first) for top_first in _stacks(state) if (fit := _closing_fit(state, row, top_first))]
    if not found:
        return False
    fit, top_first = max(found, key=lambda pair: pair[0].bits)
    parts = top_first[: len(fit.signs)]
    signs = [s * (-1 if state.figures.minus[r] else 1) for r, s in zip(parts, fit.signs, strict=True)]
    _keep(state, row, list(zip(parts, signs, strict=True)), fit, _lean(state, row))
    del state.open[state.open.index(parts[-1]) :]
    return True


def _presume(state: _Pass, row: int) -> None:
    """A row that says it is a total, and is not the sum of the rows above it, has lost one of them: the others are
    its parts all the same, at least those of its group, perhaps all since the total before."""
    if state.figures.weight[row] < SAYS_TOTAL:
        return
    whole_group = False
    for part in state.open[-2::-1]:
        if part in state.totals or state.figures.weight[part] >= SAYS_TOTAL:
            return
        (state.perhaps if whole_group else state.presumed).add(part)
        whole_group = whole_group or bool(state.figures.starts[part])


def _stacks(state: _Pass) -> list[list[int]]:
    """The open rows, top first, without those that are part of another row by wording, numbering or indent; without
    those only that say so (indents mislead where a statement goes on overleaf); without presumed parts."""
    figures, top_first = state.figures, state.open[::-1]
    strict = [r for r in top_first if figures.host[r] is None]
    loose = [r for r in top_first if not figures.aside[r]]
    surely = [r for r in strict if r not in state.presumed]
    found = [strict, loose, surely, [r for r in surely if r not in state.perhaps]]
    return [list(s) for s in dict.fromkeys(tuple(s[:DEEPEST]) for s in found) if s]


def _closing_fit(state: _Pass, row: int, top_first: list[int]) -> Fit | None:
    question = _question(state, row, top_first)
    fit = best_fit(question, plain_family(len(top_first)))
    if state.figures.weight[row] >= 3 and (fit is None or fit.bits + _lean(state, row) < 3 * ACCEPT):
        wide = best_fit(question, wide_family(len(top_first))) if len(top_first) >= 3 else None
        fit = max((f for f in (fit, wide) if f), key=lambda f: f.bits, default=None)
    if fit is None or fit.bits + _lean(state, row) < ACCEPT or _hides_a_part(question, fit):
        return None
    return fit


def _hides_a_part(question: Question, fit: Fit) -> bool:
    """A sum that leaves out a row and fails where that row has a number has left out a part."""
    left_out = [i for i, sign in enumerate(fit.signs) if not sign and not question.aside[i]]
    broken = [j for j, rest in enumerate(fit.residuals) if abs(rest) > fit.tolerance and question.printed[j]]
    return any(question.open_rows[i, j] for i in left_out for j in broken)


def _lean(state: _Pass, row: int) -> float:
    """Bits for the total alone: how it looks, and whether it is a result or what the share of others leaves."""
    figures = state.figures
    above = state.open[-1] if state.open and state.open[-1] != row else None
    shared = above is not None and pattern("part").search(figures.label(above)) and figures.weight[row] >= RESULT
    result = figures.statement.kind == "income" and pattern("result").search(figures.label(row))
    return float(figures.weight[row]) - 3.0 + (SHARED if shared else SAYS_RESULT if result else 0.0)


def _keep(state: _Pass, total: int, parts: list[tuple[int, int]], fit: Fit, lean: float, closing: bool = True) -> None:
    used = tuple((r, s) for r, s in reversed(parts) if s)
    state.sums.append(Sum(total, used, fit.residuals, fit.tolerance, fit.bits + lean, closing))


def _question(state: _Pass, row: int, top_first: list[int]) -> Question:
    figures = state.figures
    natural = np.where(figures.minus[top_first], -1.0, 1.0)
    weight = figures.weight[row]
    results = figures.statement.kind in ("income", "comprehensive")
    shy = NEVER if weight < (3 if results else 5) else 0.0
    return Question(
        target=figures.values[row],
        printed=figures.printed[row],
        open_rows=figures.values[top_first] * natural[:, None],
        reach_cost=_reach_cost(state, top_first),
        aside=np.array([r in state.aside for r in top_first]),
        minus_cost=shy,
        turn_cost=0.0 if results else TURNED,
    )


def _reach_cost(state: _Pass, top_first: list[int]) -> Matrix:
    """Reaching down to the start of a group, or to the row after a total, is what sums do."""
    cost = np.full(len(top_first), 1.0 + log2(len(top_first) + 1))
    for depth, row in enumerate(top_first):
        below = top_first[depth + 1] if depth + 1 < len(top_first) else None
        if below is None or state.figures.starts[row] or below in state.totals:
            cost[depth] = 1.0
    if len(cost) > 1:
        cost[1] = min(cost[1], PAIRED)
    return cost


def _is_last_part(state: _Pass, row: int) -> bool:
    """Do the row and the open rows above it add up to an open row further up?"""
    best: tuple[float, int, list[int], Fit] | None = None
    for total, parts in _totals_above(state):
        if not _may_be_made_of(state.figures.values, total, parts):
            continue
        fit = best_fit(_parts_question(state, total, parts), above_family(len(parts)))
        says_so = 3.0 if all(state.figures.host[r] == total for r in parts) else -3.0
        if fit and (best is None or fit.bits + says_so > best[0]):
            best = (fit.bits + says_so, total, parts, fit)
    lean = -log2(len(state.open) + 1)
    if best is None or best[0] + lean < ACCEPT:
        return False
    bits, total, parts, fit = best
    _keep(state, total, list(zip(parts, fit.signs, strict=True)), fit, bits - fit.bits + lean)
    del state.open[state.open.index(total) + 1 :]
    return True


def _may_be_made_of(values: Matrix, total: int, parts: list[int]) -> bool:
    """Whether all parts, or all but one, add up to the total in some column: cheap, and nearly always false."""
    missing = values[total] - values[parts].sum(0)
    return bool((np.abs(missing) <= MOST_SLACK).any() or (np.abs(missing + values[parts]) <= MOST_SLACK).any())


def _totals_above(state: _Pass) -> Iterator[tuple[int, list[int]]]:
    """Open rows that may be totals, with the rows open below them, the last first. Rows "of which" of one of those
    parts are left aside; so is a total that stands below its parts: it is nobody's "of which"."""
    hosts = state.figures.host
    below: list[int] = []
    for total in state.open[::-1][:DEEPEST]:
        parts = [r for r in below if hosts[r] in (None, total)]
        enough = len(parts) >= 2 or (len(parts) == 1 and hosts.count(total) == 1 and hosts[parts[0]] == total)
        if enough and state.figures.values[total].any():
            yield total, parts
        if total in state.totals:
            return
        below.append(total)


def _parts_question(state: _Pass, total: int, parts: list[int]) -> Question:
    figures = state.figures
    return Question(
        target=figures.values[total],
        printed=figures.printed[total],
        open_rows=figures.values[parts],
        reach_cost=np.full(len(parts), 1.0),
        aside=np.array([r in state.aside for r in parts]),
        minus_cost=0.0,
        turn_cost=0.0,
        equality=ONLY_PART if len(parts) == 1 else 1.0,
    )


def _restates(state: _Pass, row: int) -> bool:
    """Relations between totals: parts of an earlier total (two or three lines), or a row made of earlier totals."""
    return _splits_total(state) or _made_of_totals(state, row)


def _splits_total(state: _Pass) -> bool:
    for count in (2, 3):
        parts = state.open[-count:]
        if len(parts) < count or any(p in state.totals for p in parts):
            continue
        best: tuple[Fit, int] | None = None
        for total in [t for t in state.totals[-MOST_TOTALS:] if t not in parts]:
            if not _may_be_made_of(state.figures.values, total, parts):
                continue
            fit = best_fit(_parts_question(state, total, parts[::-1]), above_family(count))
            if fit and 0 not in fit.signs and (best is None or fit.bits > best[0].bits):
                best = (fit, total)
        lean = -3.0 - log2(len(state.totals) + 1)
        if best and best[0].bits + lean >= ACCEPT:
            _keep(state, best[1], [(p, 1) for p in parts[::-1]], best[0], lean)
            del state.open[-count:]
            return True
    return False


def _made_of_totals(state: _Pass, row: int) -> bool:
    """Net current assets = current assets - current liabilities, both closed already."""
    totals = state.totals[-MOST_TOTALS:]
    if state.figures.weight[row] < 3 or len(totals) < 2:
        return False
    chosen = [c for size in (2, 3) for c in combinations(range(len(totals)), size)]
    signed = [(c, s) for c in chosen for s in product((1, -1), repeat=len(c)) if s != (-1,) * len(c)]
    matrix = np.zeros((len(signed), len(totals)))
    for place, (which, signs) in enumerate(signed):
        matrix[place, list(which)] = signs
    cost = log2(len(signed)) + 1.0
    everything = np.full(len(signed), len(totals), dtype=np.int64)
    plain = np.zeros(len(signed), dtype=bool)
    inside = np.zeros(matrix.shape, dtype=bool)
    family = Family(matrix, np.full(len(signed), cost), plain, everything, inside, slack(np.abs(matrix).sum(1)))
    fit = best_fit(_question(state, row, totals), family)
    if fit is None or fit.bits + _lean(state, row) < ACCEPT:
        return False
    _keep(state, row, list(zip(totals, fit.signs, strict=True))[::-1], fit, _lean(state, row), closing=False)
    state.aside.add(row)
    return True
