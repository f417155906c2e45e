"""Do confidences mean what they say? Of facts said at 0.9, nine in ten should be right.

core     facts of core concepts on the known filings and questions of `facts`: stated confidence against right or wrong
line     the line model's first guess on companies it was not trained on (every seventh of `labels/lines.jsonl.gz`)
structure tables found on ICDAR-2013 and LaTeX pages: stated confidence against adjacency F1
table    points for `line` in `data/knowledge/calibration.yaml`: certainty → share right, never falling
ECE is the expected calibration error over ten bins of equal width.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from benchmarks import facts as filings
from benchmarks import tables
from benchmarks._adjacency import best_f1, cut_at_pages
from benchmarks._core_facts import CONCEPTS, Known, facts_of, is_right, known_facts, same_period
from pipelines.facts.concepts_lines import NONE, Line, guesses
from pipelines.readers.pdf import read
from pipelines.tables import find_tables

BINS, APART, SAMPLE = 10, 7, 4  # every APARTth company, every SAMPLEth of its lines
Pair = tuple[float, float]  # stated, and the share that is right


def run(data: Path, *, as_json: bool = False) -> dict[str, object]:
    """Calibration error and reliability of core facts, of the line model and of tables."""
    core, line = list(core_pairs(data / "filings")), list(line_pairs(data / "labels"))
    structure = list(structure_pairs(data))
    return {
        "core": {"ece": ece(core), "n": len(core), **reliability(core)},
        "line": {"ece": ece(line), "n": len(line), **reliability(line)},
        "structure": {"ece": ece(structure), "n": len(structure), **reliability(structure)},
        "table": [list(point) for point in rising(line)],
    }


def core_pairs(folder: Path) -> Iterable[Pair]:
    """Stated confidence and right or wrong, for every known fact that was given."""
    gold = json.loads((folder / "gold_core.json").read_text(encoding="utf-8"))["filings"]
    truths: dict[str, list[Known]] = {filing["doc_name"]: list(known_facts(filing)) for filing in gold}
    for name, asked in filings.asked_numbers(folder).items():
        truths.setdefault(name, []).extend(asked)
    for name, known in truths.items():
        facts = [f for f in facts_of(folder / "pdf" / f"{name}.pdf")[0] if f.scope == "consolidated"]
        for truth in known:
            got = [f for f in facts if f.concept == CONCEPTS[truth.item] and same_period(f, truth)]
            if got:
                yield max(f.confidence for f in got), any(is_right(f, truth) for f in got)


def line_pairs(folder: Path) -> Iterable[Pair]:
    """The line model's certainty and whether it is right; companies apart as in `train_concepts`."""
    with gzip.open(folder / "lines.jsonl.gz", "rt", encoding="utf-8") as file:
        records = [r for r in map(json.loads, file) if r["cik"] % APART == 3][::SAMPLE]
    lines = [
        Line(r["label"], r["stmt"], r.get("heading") or "", r["prev"], r["next"], r.get("total") or "") for r in records
    ]
    for record, (first, *_) in zip(records, guesses(lines), strict=True):
        if first.concept != NONE:
            yield first.confidence, first.concept == (record.get("now") or record["concept"])


def structure_pairs(data: Path) -> Iterator[Pair]:
    """Stated confidence of every found table and its adjacency F1."""
    for sample in (*tables.icdar(data), *tables.latex(data)):
        for table in find_tables(read(sample.pdf)):
            for grid in cut_at_pages([json.loads(table.model_dump_json())]):
                yield table.confidence, best_f1(sample.truths, grid, sample.keep_marks)


def binned(pairs: Sequence[Pair]) -> list[tuple[float, float, int]]:
    """Mean certainty, share right and number of each bin that holds any."""
    bins: list[list[Pair]] = [[] for _ in range(BINS)]
    for sure, right in pairs:
        bins[min(BINS - 1, int(sure * BINS))].append((sure, right))
    return [(sum(s for s, _ in b) / len(b), sum(r for _, r in b) / len(b), len(b)) for b in bins if b]


def ece(pairs: Sequence[Pair]) -> float:
    """Expected calibration error."""
    return round(sum(n * abs(sure - right) for sure, right, n in binned(pairs)) / max(len(pairs), 1), 4)


def reliability(pairs: Sequence[Pair]) -> dict[str, str]:
    """Said and right of each bin."""
    return {f"said {sure:.2f}": f"right {right:.3f} of {n}" for sure, right, n in binned(pairs)}


def rising(pairs: Sequence[Pair]) -> list[tuple[float, float]]:
    """Points of a rising line through the bins: neighbours that fall are pooled (Ayer et al. 1955)."""
    blocks: list[list[float]] = []  # sum of certainty, of right, number
    for sure, right, n in binned(pairs):
        blocks.append([sure * n, right * n, n])
        while len(blocks) > 1 and blocks[-2][1] / blocks[-2][2] >= blocks[-1][1] / blocks[-1][2]:
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    return [(round(s / n, 3), round(r / n, 3)) for s, r, n in blocks]
