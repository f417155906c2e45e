"""Wall time and memory of a whole `r1doc report` on a long filing, against the same file through pymupdf4llm.

Each is a process of its own, started anew for every repetition, in turns; the figures are medians. Our modules are
compiled first, as pip does on installing: where PYTHONDONTWRITEBYTECODE is set, a checkout would be compiled at every
start. Memory is the peak of the whole process tree, sampled twenty times a second. `--peers` runs pymupdf4llm too,
`--file` names another filing than the one nearest to 160 pages, `--repeat` the repetitions (3).
"""

from __future__ import annotations

import compileall
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import psutil
import pymupdf

ROOT = Path(__file__).parent.parent
PAGES = 160
EVERY = 0.05  # seconds between two looks at memory
MARKDOWN = "import sys, pymupdf4llm; pymupdf4llm.to_markdown(sys.argv[1])"


def run(
    data: Path, *, as_json: bool = False, peers: bool = False, file: str = "", repeat: str = "3"
) -> dict[str, object]:
    """Medians of seconds and megabytes, and how many times slower the peer is."""
    for package in ("data", "pipelines", "r1core"):
        compileall.compile_dir(ROOT / package, quiet=1)
    filing = Path(file) if file else nearest(data / "filings" / "pdf", PAGES)
    ours, theirs = [], []
    for _ in range(int(repeat)):
        with tempfile.TemporaryDirectory() as folder:
            ours.append(measure([*_report(filing, Path(folder))]))
        if peers:
            theirs.append(measure([sys.executable, "-c", MARKDOWN, str(filing)]))
    figures: dict[str, object] = {"file": filing.name, "pages": _pages(filing), **_medians("r1doc report", ours)}
    if theirs:
        ratios = [their[0] / our[0] for our, their in zip(ours, theirs, strict=True)]
        figures |= {**_medians("pymupdf4llm", theirs), "pymupdf4llm / r1doc": round(statistics.median(ratios), 1)}
    return figures


def nearest(folder: Path, pages: int) -> Path:
    """The annual report whose length is nearest."""
    return min(sorted(folder.glob("*_10K.pdf")), key=lambda path: abs(_pages(path) - pages))


def measure(command: Sequence[str]) -> tuple[float, float]:
    """Seconds, and megabytes at the peak of the process and its children. Raise where it fails."""
    began, peak = time.perf_counter(), 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        while process.poll() is None:
            peak = max(peak, _resident(process.pid))
            time.sleep(EVERY)
        if process.returncode:
            raise RuntimeError(
                process.stderr.read().decode() if process.stderr else f"exit status {process.returncode}"
            )
    return time.perf_counter() - began, peak / 2**20


def _report(filing: Path, folder: Path) -> Sequence[str]:
    settings = ("--out", str(folder), "--store", f"sqlite:///{folder}/speed.db", "--quiet")
    return (sys.executable, "-m", "pipelines", "report", str(filing), *settings)


def _resident(process: int) -> int:
    total = 0
    try:
        root = psutil.Process(process)
        for one in (root, *root.children(recursive=True)):
            total += one.memory_info().rss
    except psutil.NoSuchProcess:  # it ended while we looked
        pass
    return total


def _medians(name: str, measured: Sequence[tuple[float, float]]) -> dict[str, object]:
    return {
        f"{name}, seconds": round(statistics.median(seconds for seconds, _ in measured), 2),
        f"{name}, MB at the peak": round(statistics.median(megabytes for _, megabytes in measured)),
    }


def _pages(path: Path) -> int:
    with pymupdf.open(path) as document:
        return int(document.page_count)
