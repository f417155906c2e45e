"""Concepts of printed lines: the line model on companies it was not trained on, and names given in real filings.

Every seventh company of `labels/lines.jsonl.gz`, exact and with near twins as one (`labels/twins.json`), on the 150
most frequent elements and on all. Peers on other held-out companies, 150 most frequent: look-up of the exact wording
.640, linear n-grams of the label alone .810, with statement, heading and neighbours .915.
`core rules`: the rules of `concepts.yaml` on whole statements of all companies, see `_rule_lines`.
"""

from __future__ import annotations

import gzip
import json
import time
from pathlib import Path

from benchmarks._rule_lines import rule_shares
from pipelines.facts.concepts_lines import Line, guesses

APART, FREQUENT = 7, 150


def run(data: Path, *, as_json: bool = False, sample: str = "1") -> dict[str, object]:
    """Shares right; `sample=4` takes every fourth line."""
    folder = data / "labels"
    with gzip.open(folder / "lines.jsonl.gz", "rt", encoding="utf-8") as file:
        records = [r for r in map(json.loads, file) if r["cik"] % APART == 3][:: int(sample)]
    lines = [
        Line(r["label"], r["stmt"], r.get("heading") or "", r["prev"], r["next"], r.get("total") or "") for r in records
    ]
    began = time.perf_counter()
    first = [ranked[0].concept for ranked in guesses(lines)]
    seconds = time.perf_counter() - began
    truth = [r.get("now") or r["concept"] for r in records]
    twin = {c: group[0] for group in json.loads((folder / "twins.json").read_text(encoding="utf-8")) for c in group}
    frequent = _frequent(folder / "concepts.jsonl")
    rows = list(zip(truth, first, strict=True))
    top = [(t, f) for t, f in rows if t in frequent]
    return {
        "exact, 150 most frequent": _share([t == f for t, f in top]),
        "twins as one, 150 most frequent": _share([twin.get(t, t) == twin.get(f, f) for t, f in top]),
        "exact, all": _share([t == f for t, f in rows]),
        "lines": len(rows),
        "ms a line": round(1000 * seconds / max(len(rows), 1), 3),
        "core rules": rule_shares(folder, int(sample)),
    }


def _frequent(path: Path) -> set[str]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {r["concept"] for r in sorted(rows, key=lambda r: -r["lines"])[:FREQUENT]}


def _share(right: list[bool]) -> float:
    return round(sum(right) / max(len(right), 1), 4)
