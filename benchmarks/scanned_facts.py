"""Core facts of filings that were printed and scanned: what OCR leaves of them.

Of every gold filing the statement pages and a few around them (the cover, the page before and after each) are scanned
as `benchmarks.scans` does, read, and judged as `benchmarks.facts` judges the filings themselves. The known pages are
renumbered; the known boxes stay where they were printed.
"""

from __future__ import annotations

import json
import pickle
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks._core_facts import Known, Score, facts_in, known_facts, score
from benchmarks.scans import SEED, make_scan
from data.schemas import Document
from pipelines.readers import pdf
from pipelines.readers._mupdf import pymupdf


def run(
    data: Path, *, as_json: bool = False, only: str = "", cache: str = "", seed: int = SEED, errors: str = "no"
) -> dict[str, object]:
    """Shares over the gold filings; `cache` names a folder that keeps what OCR read, `errors=yes` lists each."""
    total, seconds, pages = Score(), 0.0, 0
    filings: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        for filing in json.loads((data / "filings" / "gold_core.json").read_text(encoding="utf-8"))["filings"]:
            if only not in filing["doc_name"]:
                continue
            source = data / "filings" / filing["pdf"]
            chosen = scanned_pages(filing, source)
            kept = Path(cache or folder) / f"{filing['doc_name']}-{seed}.pickle"
            document, spent = _read(source, chosen, kept, seed)
            found = score(*facts_in(document), renumbered(list(known_facts(filing)), chosen))
            filings[filing["doc_name"]] = f"right {found.right}/{found.n} wrong {found.wrong} box {found.box}"
            found.errors = [f"{filing['doc_name']}: {error}" for error in found.errors]
            total, seconds, pages = total + found, seconds + spent, pages + len(chosen)
    result: dict[str, object] = {**total.shares(), "seconds_a_page": round(seconds / max(pages, 1), 2)}
    result["filings"] = filings
    return {**result, "errors": total.errors} if errors == "yes" else result


def scanned_pages(filing: dict[str, Any], source: Path) -> list[int]:
    """The cover, the pages of the known facts, and the page before and after each."""
    with pymupdf.open(source) as document:
        last = len(document)
    around = {fact["page"] + step for fact in filing["facts"] for step in (-1, 0, 1)}
    return sorted(page for page in {1, *around} if 1 <= page <= last)


def renumbered(truths: Sequence[Known], pages: Sequence[int]) -> list[Known]:
    """The known facts with their pages counted in the scan."""
    return [replace(known, page=pages.index(known.page) + 1) for known in truths]


def _read(source: Path, pages: Sequence[int], kept: Path, seed: int) -> tuple[Document, float]:
    """The document that OCR makes of the scan, and the seconds it took."""
    if not kept.exists():
        scan = kept.with_suffix(".pdf")
        make_scan(source, pages, scan, seed)
        started = time.perf_counter()
        document = pdf.read(scan)
        kept.write_bytes(pickle.dumps((document, time.perf_counter() - started)))
    document, seconds = pickle.loads(kept.read_bytes())
    return document, seconds
