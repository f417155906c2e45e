"""Tables: adjacency F1 on ICDAR-2013 and on generated LaTeX pages, with seconds a page, reading included."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pymupdf

from benchmarks import _table_peers
from benchmarks._adjacency import Grid, Sample, Score, cut_at_pages, icdar_truth, score, summary
from benchmarks._table_peers import Finder
from pipelines.readers.pdf import read
from pipelines.tables import find_tables

CRASHES = (RuntimeError, ValueError, IndexError, KeyError, TypeError, AttributeError)  # a peer's bug is a missed page


def run(data: Path, *, as_json: bool = False, peers: bool = False) -> dict[str, dict[str, object]]:
    """Figures by set and finder; with `peers` other libraries run on the same files."""
    finders: dict[str, Finder | None] = {"r1doc": find}
    if peers:
        finders |= other_finders()
    figures: dict[str, dict[str, object]] = {}
    for name, samples in (("ICDAR-2013", icdar(data)), ("LaTeX", latex(data))):
        for finder, tool in finders.items():
            figures[f"{name} {finder}"] = _measure(samples, tool) if tool else _missing()
    return figures


def other_finders() -> dict[str, Finder | None]:
    """The peers; see `_table_peers`."""
    return _table_peers.peers()


def find(pdf: Path) -> list[Grid]:
    """What `r1doc extract` writes as tables."""
    return cut_at_pages(json.loads(table.model_dump_json()) for table in find_tables(read(pdf)))


def icdar(data: Path) -> list[Sample]:
    """The competition's PDFs; `a` and `b` files are alternative truths of one PDF."""
    samples: dict[str, Sample] = {}
    for path in sorted((data / "tables" / "icdar2013-eu").glob("*-str.xml")):
        stem = path.name.removesuffix("-str.xml")
        pdf = path.with_name(stem + ".pdf")
        sample = samples.setdefault(stem.rstrip("ab"), Sample(pdf))
        sample.truths.append(icdar_truth(path))
        if pdf.exists():
            sample.pdf = pdf
    return list(samples.values())


def latex(data: Path) -> list[Sample]:
    """The generated pages."""
    folder = data / "tables" / "latex"
    tables: dict[str, list[Grid]] = defaultdict(list)
    for line in (folder / "truth.jsonl").read_text("utf-8").splitlines():
        table = json.loads(line)
        tables[table["doc"]].append(Grid(1, tuple((a, b, c, d, text) for a, b, c, d, text in table["cells"])))
    return [Sample(folder / f"{name}.pdf", [truth], keep_marks=False) for name, truth in tables.items()]


def scores(samples: list[Sample], tool: Finder) -> Iterator[tuple[Sample, Score]]:
    """The score of every sample."""
    for sample in samples:
        yield sample, score(sample.truths, _safely(tool, sample.pdf), sample.keep_marks)


def _safely(tool: Finder, pdf: Path) -> list[Grid]:
    if tool is find:
        return tool(pdf)
    try:
        return tool(pdf)
    except CRASHES:
        return []


def _measure(samples: list[Sample], tool: Finder) -> dict[str, object]:
    start = time.perf_counter()
    results = [result for _, result in scores(samples, tool)]
    seconds = time.perf_counter() - start
    pages = sum(_pages(sample.pdf) for sample in samples)
    return {
        **summary(results),
        "tables": sum(result.tables for result in results),
        "true tables": sum(result.true_tables for result in results),
        "s/page": round(seconds / max(pages, 1), 4),
    }


def _pages(pdf: Path) -> int:
    with pymupdf.open(pdf) as document:
        return int(document.page_count)


def _missing() -> dict[str, object]:
    keys = ("precision", "recall", "F1", "macro F1", "tables", "true tables", "s/page")
    return dict.fromkeys(keys, "not installed")
