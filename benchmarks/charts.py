"""Charts: RMS-F1, cell F1, kind, calibration and seconds, by kind, path (vector, raster) and source."""

from __future__ import annotations

import csv
import itertools
import json
import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks._chart_scores import Cells, calibration_error, cell_scores, curve_score, rms
from data.schemas import Chart
from pipelines.charts import find_charts
from pipelines.readers import read

KINDS = {"rect": "bar", "line": "line", "trail": "line", "area": "area", "symbol": "scatter", "arc": "pie"}
OFFICE = {
    "barChart": "bar",
    "lineChart": "line",
    "areaChart": "area",
    "scatterChart": "line",
    "pieChart": "pie",
    "doughnutChart": "pie",
}
LONG = 40  # points: a longer line is a curve
EPOCH = datetime(1970, 1, 1)


@dataclass
class Tally:
    """Scores of a group of charts."""

    rms: list[float] = field(default_factory=list)
    cells: list[float] = field(default_factory=list)
    kinds: list[bool] = field(default_factory=list)
    judged: list[tuple[float, bool]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def figures(self) -> dict[str, object]:
        """Means of the group."""
        n = max(len(self.cells), 1)
        return {
            "charts": len(self.cells),
            "RMS-F1": round(sum(self.rms) / n, 3),
            "cell F1": round(sum(self.cells) / n, 3),
            "kind": round(sum(self.kinds) / n, 3),
            "ECE": round(calibration_error(self.judged), 3),
            "s/chart": round(sum(self.seconds) / n, 3),
        }


def run(data: Path, *, as_json: bool = False, path: str = "vector", most: str = "0") -> dict[str, dict[str, object]]:
    """Figures by source and kind; `--path raster` reads the pictures, `--most N` the first N of every source."""
    groups: dict[str, Tally] = defaultdict(Tally)
    for manifest in sorted((data / "charts").glob("*/manifest.json")):
        entries = [e for e in json.loads(manifest.read_text("utf-8")) if _counts(e, path)]
        for entry in entries[: int(most) or None]:
            _score(manifest.parent, entry, path, groups)
    return {name: tally.figures() for name, tally in sorted(groups.items())}


def _counts(entry: dict[str, Any], path: str) -> bool:
    return bool(entry.get("pdf" if path == "vector" else "image")) and not entry.get("unfair")


def _score(folder: Path, entry: dict[str, Any], path: str, groups: dict[str, Tally]) -> None:
    kinds, series = truth(folder, entry)
    if not series:
        return
    start = time.perf_counter()
    charts = find_charts(read(folder / entry["pdf" if path == "vector" else "image"]))
    seconds = time.perf_counter() - start
    share, shown, judged = compared(series, charts)
    for name in (path, f"{path} {folder.name}", f"{path} {'+'.join(sorted(kinds))}"):
        tally = groups[name]
        tally.rms.append(shown)
        tally.cells.append(share)
        tally.kinds.append(any(coarse(c.kind) in kinds or (c.kind == "combo" and len(kinds) > 1) for c in charts))
        tally.judged += judged
        tally.seconds.append(seconds)


def coarse(kind: str) -> str:
    """A contract's kind as the truth names it."""
    return {"donut": "pie", "dot": "scatter"}.get(kind, next((k for k in ("bar", "area") if k in kind), kind))


def truth(folder: Path, entry: dict[str, Any]) -> tuple[set[str], Cells]:
    """Kinds and cells of a chart, from its table or, for office charts, its stored numbers."""
    meta = json.loads((folder / entry["meta"]).read_text("utf-8"))
    if "info" in meta:
        return _office(meta["info"])
    with (folder / entry["table"]).open(newline="", encoding="utf-8") as file:
        rows = [r for r in csv.DictReader(file) if r["mark"] in KINDS]
    cells: Cells = {}
    for row in rows:
        name = row.get("series_label") or row.get("series") or ""
        across = row["x_scale"] in ("linear", "log") and row["y_scale"] in ("band", "point")
        category, value = (row["y"], row["x"]) if across else (row["x"] or row.get("x0", ""), row["y"])
        if row["mark"] == "arc":
            name, category = "", name or row["x"]
        if (number := _number(value)) is not None and category:
            cells[name, category] = number
    return {KINDS[r["mark"]] for r in rows}, cells


def _office(info: dict[str, Any]) -> tuple[set[str], Cells]:
    cells: Cells = {}
    for s in info["series"]:
        for k, value in enumerate(s.get("val") or []):
            labels = s.get("cat") or []
            label = labels[k] if k < len(labels) and labels[k] is not None else k + 1
            if value is not None:
                cells[s.get("name") or "", str(label)] = float(value)
    return {OFFICE.get(p["type"], "line") for p in info["plots"]}, cells


def compared(true: Cells, charts: tuple[Chart, ...]) -> tuple[float, float, list[tuple[float, bool]]]:
    """Cell F1, RMS-F1 and the judged points of a chart; values in per cent or hundredths, whichever suits."""
    sure = {(s.name, p.x): p.confidence for c in charts for s in c.series for p in s.points}
    best: tuple[float, float, list[tuple[float, bool]]] = (0.0, 0.0, [])
    named = len({series for series, _ in true}) > 1
    for factor in (1.0, 0.01, 100.0):
        given = {(s.name, p.x): float(p.y) * factor for c in charts for s in c.series for p in s.points}
        if len(true) > LONG * max(len({s for s, _ in true}), 1):
            share = _curves(true, given)
            way = share, share, [(sure[k], share > 0.8) for k in list(given)[:LONG]]
        else:
            alike = _aligned(true, given)
            share, right = cell_scores(true, alike, named)
            back = {new: sure[old] for old, new in zip(given, alike, strict=False)}
            way = share, rms(true, alike)[2], [(back.get(k, 0.5), ok) for k, ok in right]
        best = max(best, way, key=lambda w: w[0])
    return best


def _aligned(true: Cells, given: Cells) -> Cells:
    """The given cells, a date or number written as the true category that it is nearest to."""
    names = {c: place for _, c in true if (place := _place(c)) is not None}
    if len(names) < 2:
        return given
    places = sorted(set(names.values()))
    slack = min((b - a for a, b in itertools.pairwise(places)), default=1.0) * 0.49
    out: Cells = {}
    for (series, category), value in given.items():
        place = _place(category)
        near = min(names, key=lambda c: abs(names[c] - (place or 0.0)))
        fits = place is not None and abs(names[near] - place) <= slack
        key = (series, near if fits else category)
        out[key if key not in out else (series, category)] = value
    return out


def _curves(true: Cells, given: Cells) -> float:
    """Mean over the true series of the best line given for it."""
    wanted, found = _lines(true), _lines(given)
    scores = [max((curve_score(line, other) for other in found.values()), default=0.0) for line in wanted.values()]
    return sum(scores) / max(len(scores), 1)


def _lines(cells: Cells) -> dict[str, list[tuple[float, float]]]:
    lines: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for (series, category), value in cells.items():
        if (place := _place(category)) is not None:
            lines[series].append((place, value))
    return lines


def _place(text: str) -> float | None:
    """A date as years, a number as itself."""
    try:
        day = datetime.fromisoformat(text.replace("Z", "").removesuffix(".000") + ("-01" if len(text) == 7 else ""))
        return 1970 + (day.replace(tzinfo=None) - EPOCH).days / 365.2425
    except ValueError:
        return _number(text)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
