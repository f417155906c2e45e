"""Lines of a picture: each ink's strokes followed from left to right, through crossings and dashes.

Chain: runs of an ink in every column -> the chain of runs that is longest and smoothest (dynamic programming over
columns, gaps allowed) -> its middle, or its upper edge where it tops an area -> the next chain of the same ink.

A run is what a column shows of a stroke. Peaks are taken at the run's end: its middle lies half a run too low.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .primitives import Place

Mask = NDArray[np.bool_]
Floats = NDArray[np.float32]

GAP = 16  # columns that a dash or a crossing line may hide
SHORTEST = 0.07  # of the plot's width
SECOND = 0.2  # of it, for another line of the same ink
COVERED = 0.4  # share of a line's columns that show it: dots and dashes show half
MOST = 6  # lines of one ink
GAP_COST, JUMP_COST, TURN_COST = 0.25, 0.35, 0.04
MOST_COST = 3.0  # a dearer link is none
DASHED = 0.88
CROWDED = 8  # runs a column: more is a texture
HIGH = 6  # pixels: a higher run may top an area


class Run(NamedTuple):
    """Rows `top` to `bottom` (exclusive) of a column, and their middle by strength."""

    x: int
    top: int
    bottom: int
    middle: float


class Trace(NamedTuple):
    """A line as one place a column, with what is known of its stroke."""

    places: tuple[Place, ...]
    width: float
    dashed: bool
    area: bool


def follow(mask: Mask, strength: Floats, span: float) -> list[Trace]:
    """Lines in the pixels of one ink; `span`: the plot's width."""
    columns = column_runs(mask, strength)
    filled = [len(runs) for runs in columns if runs]
    if not filled or sum(filled) > CROWDED * len(filled):
        return []
    traces: list[Trace] = []
    while len(traces) < MOST:
        chain = longest_chain(columns)
        least = max(SHORTEST if not traces else SECOND, 0.0) * span
        if len(chain) < 4 or chain[-1].x - chain[0].x < max(least, 8):
            break
        used = set(chain)
        columns = [[run for run in runs if run not in used] for runs in columns]
        if len(chain) >= COVERED * (chain[-1].x - chain[0].x):
            traces.append(_trace(chain))
    return traces


def column_runs(mask: Mask, strength: Floats) -> list[list[Run]]:
    """Runs of every column, from the top."""
    height, width = mask.shape
    padded = np.zeros((height + 2, width), np.int8)
    padded[1:-1] = mask
    change = np.diff(padded, axis=0)
    starts, ends = np.nonzero(change.T == 1), np.nonzero(change.T == -1)
    weight = np.vstack((np.zeros((1, width)), np.cumsum(strength, 0, np.float64)))
    moment = np.vstack((np.zeros((1, width)), np.cumsum(strength * (np.arange(height)[:, None] + 0.5), 0, np.float64)))
    out: list[list[Run]] = [[] for _ in range(width)]
    for x, top, bottom in zip(starts[0].tolist(), starts[1].tolist(), ends[1].tolist(), strict=True):
        low, high = max(top - 1, 0), min(bottom + 1, height)
        total = weight[high, x] - weight[low, x]
        middle = (moment[high, x] - moment[low, x]) / total if total else (top + bottom) / 2
        out[x].append(Run(x, top, bottom, float(min(max(middle, top), bottom))))
    return out


def longest_chain(columns: Sequence[Sequence[Run]]) -> list[Run]:
    """The chain of runs of highest score: one for each column, less the cost of gaps, jumps and turns."""
    best: list[list[tuple[float, int, int, float]]] = []  # score, column and place before, slope
    top: tuple[float, int, int] = (0.0, -1, -1)
    for x, runs in enumerate(columns):
        states = []
        for place, run in enumerate(runs):
            state = _best_before(run, x, columns, best)
            states.append(state)
            if state[0] > top[0]:
                top = (state[0], x, place)
        best.append(states)
    chain: list[Run] = []
    _, x, place = top
    while x >= 0:
        chain.append(columns[x][place])
        _, x, place, _ = best[x][place]
    return chain[::-1]


def _best_before(
    run: Run, x: int, columns: Sequence[Sequence[Run]], best: Sequence[Sequence[tuple[float, int, int, float]]]
) -> tuple[float, int, int, float]:
    found = (1.0, -1, -1, 0.0)
    for gap in range(min(GAP, x)):
        before = x - gap - 1
        for place, other in enumerate(columns[before]):
            score, _, _, slope = best[before][place]
            jump = max(run.top - other.bottom, other.top - run.bottom, 0)
            turn = abs(run.middle - other.middle - slope * (gap + 1))
            cost = GAP_COST * gap + JUMP_COST * max(jump - 1, 0) / (gap + 1) + TURN_COST * min(turn, 40)
            if cost < MOST_COST and score + 1 - cost > found[0]:
                step = (run.middle - other.middle) / (gap + 1)
                found = (score + 1 - cost, before, place, 0.7 * slope + 0.3 * step)
        if gap > 2 and found[1] >= 0:
            break
    return found


def _trace(chain: list[Run]) -> Trace:
    tops = np.array([run.top for run in chain], float)
    bottoms = np.array([run.bottom for run in chain], float)
    high = bottoms - tops
    width = float(np.percentile(high, 25))
    steps = np.abs(np.diff(tops))
    area = bool(np.median(high) > HIGH and np.median(steps) < 0.25 * np.median(high))
    xs = [run.x + 0.5 for run in chain]
    ys = tops + 1.0 if area else _middles(chain, width)
    span = chain[-1].x - chain[0].x + 1
    places = tuple((x, float(y)) for x, y in zip(xs, ys, strict=True))
    return Trace(places, 2.0 if area else width, len(chain) < DASHED * span and not area, area)


def _middles(chain: list[Run], width: float) -> NDArray[np.float64]:
    """Middles of the runs; at a peak or trough the end of the run, half a stroke inside."""
    ys = np.array([run.middle for run in chain])
    for place in range(1, len(chain) - 1):
        run = chain[place]
        if run.bottom - run.top < 2 * width + 2:
            continue
        before, after = chain[place - 1].middle, chain[place + 1].middle
        if before > run.middle < after:
            ys[place] = run.top + width / 2
        elif before < run.middle > after:
            ys[place] = run.bottom - width / 2
    return ys
