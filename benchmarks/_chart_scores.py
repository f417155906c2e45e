"""Scores of chart data: relative mapping similarity, cells, calibration.

RMS-F1 as DePlot's code of 2025 has it (Liu et al. 2023, arXiv:2212.10505), values compared safely at zero; keys and
cells are matched from the most similar pair downward. A cell is right when series and category agree and its value
lies within 2 per cent of the values' extent. Curves of more than 40 points are compared at 40 places.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence

Cells = dict[tuple[str, str], float]  # (series, category) -> value
THETA_NAME, THETA_VALUE, CELL, CURVE = 0.5, 0.1, 0.02, 40


def similarity(a: str, b: str) -> float:
    """1 - normalised edit distance; 0 beyond a distance of one half."""
    if a == b:
        return 1.0
    longest = max(len(a), len(b))
    if abs(len(a) - len(b)) > THETA_NAME * longest:
        return 0.0
    row = list(range(len(b) + 1))
    for i, one in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, other in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (one != other))
    distance = row[-1] / longest
    return 1 - distance if distance <= THETA_NAME else 0.0


def worth(true: float, given: float) -> float:
    """1 - relative distance, 0 from ten per cent on; at zero only zero is right."""
    if true == 0:
        return float(abs(given) < 1e-9)
    error = abs(true - given) / abs(true)
    return 1 - error if error < THETA_VALUE else 0.0


def rms(true: Cells, given: Cells) -> tuple[float, float, float]:
    """Precision, recall, F1; of the given cells and their transpose, whichever is better."""
    ways = [_rms(_keyed(true), _keyed(cells)) for cells in (given, {(c, s): v for (s, c), v in given.items()})]
    return max(ways, key=lambda way: way[2])


def _keyed(cells: Cells) -> dict[str, float]:
    return {f"{category} {series}".lower().strip(): value for (series, category), value in cells.items()}


def _rms(true: dict[str, float], given: dict[str, float]) -> tuple[float, float, float]:
    if not true or not given:
        return float(not given), float(not true), float(not true and not given)
    total = sum(worth(true[key], given[key]) for key in true.keys() & given.keys())
    left, right = [k for k in true if k not in given], [k for k in given if k not in true]
    pairs = (
        sorted(((similarity(a, b), a, b) for a in left for b in right), reverse=True)
        if len(left) * len(right) < 40_000
        else []
    )
    used: set[tuple[int, str]] = set()
    for alike, a, b in pairs:
        if alike and (0, a) not in used and (1, b) not in used:
            used |= {(0, a), (1, b)}
            total += alike * worth(true[a], given[b])
    precision, recall = total / len(given), total / len(true)
    return precision, recall, 2 * precision * recall / (precision + recall) if total else 0.0


def simple(text: str) -> str:
    """Text for comparing."""
    return re.sub(r"\s+", " ", str(text).casefold().replace("−", "-").replace("–", "-")).strip(" .:")


def cell_scores(true: Cells, given: Cells, named: bool) -> tuple[float, list[tuple[tuple[str, str], bool]]]:
    """Cell F1, and which of the given cells are right. Names of series count where there are several."""
    extent = max(true.values()) - min(min(true.values()), 0.0) or 1.0
    places: dict[str, list[tuple[str, float]]] = {}
    for (series, category), value in true.items():
        places.setdefault(simple(category), []).append((simple(series), value))
    right = []
    for (series, category), value in given.items():
        able = places.get(simple(category), [])
        hit = next((c for c in able if abs(c[1] - value) <= CELL * extent and _same(c[0], simple(series), named)), None)
        if hit:
            able.remove(hit)
        right.append(((series, category), hit is not None))
    good = sum(ok for _, ok in right)
    return 2 * good / (len(true) + len(given)) if true or given else 1.0, right


def _same(a: str, b: str, named: bool) -> bool:
    return not named or a == b or similarity(a, b) >= 0.6 or (min(len(a), len(b)) >= 3 and (a in b or b in a))


def curve_score(true: Sequence[tuple[float, float]], given: Sequence[tuple[float, float]]) -> float:
    """Share of 40 places at which the other curve's value lies within 2 per cent of the extent."""
    if not true or len(given) < 2:
        return 0.0
    true, given = sorted(true), sorted(given)
    extent = max(y for _, y in true) - min(y for _, y in true) or 1.0
    step = max(1, len(true) // CURVE)
    sample = true[::step]
    return sum(abs(_at(given, x) - y) <= CELL * extent for x, y in sample) / len(sample)


def _at(curve: Sequence[tuple[float, float]], x: float) -> float:
    k = min(max(bisect(curve, (x, float("inf"))), 1), len(curve) - 1)
    (ax, ay), (bx, by) = curve[k - 1], curve[k]
    return ay + (by - ay) * (x - ax) / (bx - ax) if bx > ax else by


def calibration_error(pairs: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """Expected calibration error over equal bins of confidence."""
    groups: dict[int, list[tuple[float, bool]]] = {}
    for pair in pairs:
        groups.setdefault(min(int(pair[0] * bins), bins - 1), []).append(pair)
    gaps = (abs(sum(c for c, _ in g) - sum(ok for _, ok in g)) for g in groups.values())
    return sum(gaps) / len(pairs) if pairs else 0.0
