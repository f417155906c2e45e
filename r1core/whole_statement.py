"""What a statement as a whole says of its lines: a concept stands in it once, and companies make up names by habit.

    once        a concept that another line claims is less likely here, unless such concepts repeat (cash at the
                beginning and the end); what is taken away goes to the line's other answers, "none of these" among them
    features    how sure a line's answers are, what its neighbours and the filing say; read by the head that tells
                concepts of the company's own
    settled     both, on the probabilities of a request

Pure numpy: training and service share it.
Shapes: T lines of one request, C classes (the last two are "rare" and "none"), F features.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from r1core.lines import STATEMENTS

Floats = NDArray[np.float32]
CLAIM = 0.9  # how much another line's claim counts
STEPS = (-2, -1, 1, 2)  # neighbours that are looked at
FEATURES = 15 + len(STATEMENTS) + len(STEPS)
_LEAST = np.float32(1e-5)


def settled(odds: Floats, statements: Sequence[str], repeats: Floats, own: Callable[[Floats], Floats]) -> Floats:
    """Probabilities (T, C) after the statement has been read as a whole; `own` is the head, features to (T,)."""
    single = once(odds, statements, repeats)
    none = own(features(odds, single, statements))[:, None]
    named = single[:, :-1] / np.maximum(single[:, :-1].sum(1, keepdims=True), 1e-9)
    return np.concatenate([named * (1 - none), none], axis=1).astype(np.float32)


def once(odds: Floats, statements: Sequence[str], repeats: Floats) -> Floats:
    """Probabilities (T, C) with claims counted; repeats (C,): how often a concept shares its statement with itself."""
    out = odds.copy()
    for rows in _groups(statements):
        if statements[rows[0]] != "other":  # what is not known to be one statement may name a thing twice
            out[rows] *= 1 - CLAIM * (1 - repeats) * _claimed(odds[rows])
    shares: Floats = out / out.sum(1, keepdims=True)
    return shares


def _groups(statements: Sequence[str]) -> list[NDArray[np.int64]]:
    """The rows of each statement."""
    names = np.asarray(statements)
    return [np.flatnonzero(names == name) for name in dict.fromkeys(statements)]


def _claimed(odds: Floats) -> Floats:
    """For each line and class the surest claim of any other line of the statement (t, C)."""
    if len(odds) == 1:
        return np.zeros_like(odds)
    second, best = np.partition(odds, len(odds) - 2, axis=0)[-2:]
    claims: Floats = np.where(odds >= best, second, best)
    return claims


def features(odds: Floats, single: Floats, statements: Sequence[str]) -> Floats:
    """What the head reads of each line (T, F): its answers before and after `once`, its surroundings."""
    named, none = odds[:, :-2], odds[:, -1]
    claimed, sizes = np.zeros_like(named), np.zeros(len(odds), np.float32)
    for rows in _groups(statements):
        claimed[rows], sizes[rows] = _claimed(named[rows]), len(rows)
    best = named.argmax(1)
    top = np.partition(named, -2, axis=1)[:, -2:]  # second best, best
    shares = named / np.maximum(named.sum(1, keepdims=True), 1e-9)
    others = (none.sum() - none) / max(1, len(none) - 1)  # of the filing's other lines
    columns = [
        *map(_odds_of, (none, single[:, -1], odds[:, -2], top[:, 1], top[:, 0], shares.max(1), others)),
        -(shares * np.log(shares + 1e-9)).sum(1),
        _odds_of(named[:, :150].sum(1)),
        np.log1p(best),
        np.log((shares * (1 - claimed)).sum(1) + 1e-4),
        _odds_of(claimed[np.arange(len(odds)), best]),
        np.log1p(sizes),
        np.full(len(odds), np.log1p(len(odds))),
        _odds_of(single[:, :-2].max(1)),
        *(_odds_of(_beside(none, statements, step)) for step in STEPS),
        *(np.asarray(statements) == name for name in STATEMENTS),
    ]
    return np.stack(columns, axis=1).astype(np.float32)


def _odds_of(probability: NDArray[np.float32]) -> Floats:
    """Log odds, bounded."""
    odds: Floats = np.log(probability + _LEAST) - np.log(np.maximum(1 - probability, 0) + _LEAST)
    return odds


def _beside(values: Floats, statements: Sequence[str], step: int) -> Floats:
    """The value of the line so many places below in the same statement; 0 beyond its ends."""
    names, there = np.asarray(statements), np.arange(len(values)) + step
    inside = (there >= 0) & (there < len(values))
    there = np.where(inside, there, 0)
    beside: Floats = np.where(inside & (names[there] == names), values[there], 0).astype(np.float32)
    return beside


def repeats_of(filings: Sequence[Sequence[tuple[str, int]]], classes: int) -> Floats:
    """How often a class shares its statement with itself (C,): filings of (statement, class); held to little at first.

    "Rare" and "none" are many concepts: they claim nothing from one another.
    """
    lines, shared = np.full(classes, 3.0), np.full(classes, 0.3)
    for filing in filings:
        pairs, counts = np.unique([f"{label} {name}" for name, label in filing], return_counts=True)
        labels = np.array([int(pair.split(" ")[0]) for pair in pairs])
        np.add.at(lines, labels, counts)
        np.add.at(shared, labels, np.where(counts > 1, counts, 0))
    repeats = shared / lines
    repeats[-2:] = 1
    return repeats.astype(np.float32)
