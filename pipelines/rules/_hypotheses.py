"""Hypotheses: in which ways could a row be the sum of the open rows above it?

The open rows are a stack, its top first. A hypothesis takes the k topmost rows with a sign each:

    plus    all are added                                     total current assets
    first   the others are taken off the k-th                 revenue - costs - expenses
    neg     all are taken off                                 total of costs printed the other way round
    skip    one row of those is left out                      a line "of which", a memo line
    flip    one row of those has the other sign               income printed among expenses
    wide    any signs for up to eight rows, or two deviations  (only for rows that look like totals)

Each has a cost in bits: about log2 of how many hypotheses are as simple as it. A column that agrees is evidence, in
bits as well; a simple hypothesis that fits five-digit numbers in two columns beats every chance fit.

Legend: L open rows, H hypotheses, m columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import product
from math import log2

import numpy as np
from numpy.typing import NDArray

from ._figures import Mask, Matrix

DEEPEST = 48  # open rows looked at
WIDE_SIGNS = 8
WIDE_PAIRS = 16
BREAK = 7.0  # bits against a hypothesis for every column that contradicts it: one wrong number in a hundred
MOST_BITS = 20.0  # of one column
MOST_SLACK = 4.0  # units of the last place


@dataclass(frozen=True, slots=True)
class Family:
    """Hypotheses over the same open rows."""

    signs: Matrix  # (H, L): +1, -1, or 0 for a row left out
    cost: Matrix  # (H,)
    turned: Mask  # (H,): a single row has another sign than its neighbours
    depth: NDArray[np.int64]  # (H,): rows it reaches down to
    inside: Mask  # (H, L): rows within its reach, left out or not
    tolerance: Matrix  # (H,): rounding allowed


@dataclass(frozen=True, slots=True)
class Fit:
    """The best hypothesis on the numbers at hand."""

    bits: float
    signs: tuple[int, ...]  # top first, as long as its depth
    residuals: tuple[float, ...]
    tolerance: float


@dataclass(frozen=True, slots=True)
class Question:
    """One row asked about: is `target` a sum of `open_rows`? Natural signs are already in the values."""

    target: Matrix  # (m,) or (H, m)
    printed: Mask  # (m,): where the target's cell is not empty
    open_rows: Matrix  # (L, m)
    reach_cost: Matrix  # (L,): bits for reaching down to this row
    aside: Mask  # (L,): rows that are in no sum
    minus_cost: float  # bits for taking anything off
    turn_cost: float  # bits for one row with another sign than its neighbours
    equality: float = 1.0  # bits of a column that only says "the same number again"


def slack(rows: Matrix) -> Matrix:
    """Rounding allowed in a sum of so many printed numbers, in units of the last place."""
    return np.clip(np.floor((rows + 1) / 2), 1.0, MOST_SLACK)


def best_fit(question: Question, family: Family) -> Fit | None:
    """The hypothesis with the most bits, or None where none fits in any column."""
    every = question.target - family.signs @ question.open_rows  # (H, m)
    near = np.flatnonzero((np.abs(every) <= family.tolerance[:, None]).any(1))
    if not near.size:
        return None
    residuals, tolerance, kept = every[near], family.tolerance[near], np.abs(family.signs[near])
    target = np.broadcast_to(question.target, every.shape)[near]
    moved = kept @ (question.open_rows != 0) + (target != 0)
    known = (moved > 0) & question.printed  # (H, m): columns that can say anything
    agrees = (np.abs(residuals) <= tolerance[:, None]) & known
    some = np.flatnonzero(agrees.any(1) & (kept.sum(1) > 0))
    if not some.size:
        return None
    width = np.where(residuals[some] == 0, 1.0, 2 * tolerance[some][:, None] + 1)
    evidence = _evidence(question, family, near[some], width)
    against = BREAK * (known[some] & ~agrees[some]).sum(1) + _costs(question, family, near[some])
    bits = (agrees[some] * evidence).sum(1) - against
    best = some[int(np.argmax(bits))]
    winner = near[best]
    return Fit(
        bits=float(bits.max()),
        signs=tuple(int(s) for s in family.signs[winner, : family.depth[winner]]),
        residuals=tuple(float(r) for r in residuals[best]),
        tolerance=float(tolerance[best]),
    )


def _evidence(question: Question, family: Family, some: NDArray[np.int64], width: Matrix) -> Matrix:
    """Bits of an agreeing column, from the third largest number in it: in A - B = C the two largest may be alike by
    nature (two versions of net income), and only what they leave over is a coincidence to be explained."""
    target = np.broadcast_to(question.target, (len(family.cost), question.open_rows.shape[1]))[some]
    sizes = np.abs(family.signs[some][:, :, None] * question.open_rows[None])  # (some, L, m)
    sizes = np.concatenate([sizes, np.abs(target)[:, None]], axis=1)
    if sizes.shape[1] < 3:
        return np.full(target.shape, question.equality)
    third = np.sort(sizes, axis=1)[:, -3]
    bits = np.log2(1.0 + third / width) + 2.0
    return np.where((third > 0) & (target != 0), np.minimum(bits, MOST_BITS), question.equality)


def _costs(question: Question, family: Family, some: NDArray[np.int64]) -> Matrix:
    """Bits against each hypothesis before the numbers speak."""
    signs, inside, depth = family.signs[some], family.inside[some], family.depth[some]
    cost: Matrix = family.cost[some] + question.reach_cost[depth - 1]
    left_out = (inside & (signs == 0)) @ question.aside.astype(float)
    taken_in = (signs != 0) @ question.aside.astype(float)
    cost = cost - left_out * (np.log2(depth) + 2.0) + taken_in * 3.0
    cost = cost + question.minus_cost * (signs < 0).any(1) + question.turn_cost * family.turned[some]
    return cost


@cache
def plain_family(rows: int) -> Family:
    """Every base with no deviation and with one."""
    signs, costs, depths = [], [], []
    for depth in range(1, rows + 1):
        for base, cost in _bases(depth):
            variants = [(base, cost)] + (_deviations(base, cost) if depth > 1 and base[0] + base[-1] > -2 else [])
            signs += [variant for variant, _ in variants]
            costs += [c for _, c in variants]
            depths += [depth] * len(variants)
    return _family(signs, costs, depths, rows)


@cache
def wide_family(rows: int) -> Family:
    """Any signs of a few rows, and two deviations from a base."""
    signs: list[tuple[int, ...]] = []
    costs: list[float] = []
    for depth in range(3, min(rows, WIDE_SIGNS) + 1):
        mixed = list(product((1, -1), repeat=depth))
        signs += mixed
        costs += [2.0 + 0.8 * depth] * len(mixed)
    for depth in range(3, min(rows, WIDE_PAIRS) + 1):
        for base, cost in _bases(depth)[:2]:
            twice = [pair for once in _deviations(base, cost) for pair in _deviations(*once)]
            signs += [s for s, _ in twice]
            costs += [c for _, c in twice]
    return _family(signs, costs, [len(s) for s in signs], rows)


@cache
def above_family(rows: int) -> Family:
    """The rows below a total that stands above its parts: all added, at most one left out. One depth only."""
    base = (1,) * rows
    skips = [(s, c) for s, c in _deviations(base, 0.0) if -1 not in s]
    signs = [base] + [s for s, _ in skips]
    return _family(signs, [0.0] + [c for _, c in skips], [rows] * len(signs), rows)


def _bases(depth: int) -> list[tuple[tuple[int, ...], float]]:
    plus = ((1,) * depth, 0.0)
    if depth == 1:
        return [plus]
    return [plus, ((-1,) * (depth - 1) + (1,), 1.5), ((-1,) * depth, 5.0)]


def _deviations(base: tuple[int, ...], cost: float) -> list[tuple[tuple[int, ...], float]]:
    """The base with one row left out or turned round."""
    places = log2(len(base))
    out = []
    for i, sign in enumerate(base):
        if sign:
            out.append(((*base[:i], 0, *base[i + 1 :]), cost + places + 3.0))
            out.append(((*base[:i], -sign, *base[i + 1 :]), cost + places + 1.5))
    return out


def _is_turned(signs: tuple[int, ...]) -> bool:
    """Signs mixed in another way than "the first, less the others"."""
    kept = [s for s in signs if s]
    return len(set(kept)) > 1 and kept != [-1] * (len(kept) - 1) + [1]


def _family(signs: list[tuple[int, ...]], costs: list[float], depths: list[int], rows: int) -> Family:
    matrix = np.zeros((len(signs), rows))
    for place, line in enumerate(signs):
        matrix[place, : len(line)] = line
    depth = np.array(depths, dtype=np.int64)
    turned = np.array([_is_turned(line) for line in signs], dtype=bool)
    inside = np.arange(rows)[None] < depth[:, None]
    return Family(matrix, np.array(costs, dtype=float), turned, depth, inside, slack(np.abs(matrix).sum(1)))
