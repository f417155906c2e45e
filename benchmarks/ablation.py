"""What the model is worth: the same pipeline with rules alone, with R1, and with R1 without each of its answers.

    filings     core facts of the filings with known ones, and the single numbers of the questions
    untitled    the same filings without the titles of their statements (benchmarks._broken)
    companies   statements of companies that neither R1 nor the linear model has learned from (`labels/`): every line's
                element, twins as one, and the core lines
    seconds     what R1 adds to the facts of a document, once loaded; loading apart

Each filing is read once; only what asks the backend is repeated.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks._broken import untitled
from benchmarks._core_facts import Score, facts_in, known_facts, score
from benchmarks._line_statements import Shares, shares_of, statements_apart
from benchmarks.facts import asked_numbers
from data.schemas import Document
from pipelines.backends.null import NullBackend
from pipelines.backends.r1 import connect
from pipelines.contracts import Backend, Judging, Opinion, Tagging

ASKED = ("concept", "statement-kind", "judge")


class Muted(NullBackend):
    """A backend that is not asked one of its questions."""

    def __init__(self, inner: Backend, silent: str) -> None:
        self.inner, self.silent, self.name = inner, silent, f"{inner.name} without {silent}"

    def tag(self, questions: Sequence[Tagging]) -> list[tuple[Opinion, ...]]:
        muted = any(question.question == self.silent for question in questions)  # a batch asks one question
        return super().tag(questions) if muted else self.inner.tag(questions)

    def judge(self, questions: Sequence[Judging]) -> list[Opinion]:
        return super().judge(questions) if self.silent == "judge" else self.inner.judge(questions)


def run(data: Path, *, as_json: bool = False, model: str = "", only: str = "") -> dict[str, object]:
    """A row a backend; `model` names other weights, `only` a part of a filing's name."""
    began = time.perf_counter()
    r1 = connect(model)
    loading = time.perf_counter() - began
    backends: list[Backend] = [NullBackend(), r1, *(Muted(r1, question) for question in ASKED)]
    filings = _on_filings(data / "filings", backends, only)
    companies = list(statements_apart(data / "labels"))
    rows: dict[str, object] = {}
    for backend in backends:
        known, broken, seconds = filings[backend.name]
        lines = shares_of(companies, backend)
        without = {f"untitled: {name}": value for name, value in _facts(broken).items()}
        rows[backend.name] = {**_facts(known), **without, **_lines(lines), "s a filing": round(seconds, 3)}
    rows["loading R1"] = {"s": round(loading, 3)}
    return rows


def _facts(known: Score) -> dict[str, float | int]:
    return {"facts right": known.right, "of": known.n, "wrong": known.wrong}


def _lines(lines: Shares) -> dict[str, float | int]:
    return {
        "lines right": round(lines.right / max(1, lines.lines), 4),
        "core found": round(lines.core_found / max(1, lines.core), 4),
        "core wrong": round(lines.core_wrong / max(1, lines.core_given), 4),
    }


def _on_filings(folder: Path, backends: Sequence[Backend], only: str) -> dict[str, tuple[Score, Score, float]]:
    """Per backend: the score over all filings, and over them untitled, and the seconds that facts of a filing take."""
    from pipelines.facts.statements import find_statements
    from pipelines.readers.pdf import read

    tests = _tests(folder, only)
    totals = {backend.name: (Score(), Score(), 0.0) for backend in backends}
    for path, judged in tests:
        document = read(path)
        broken = untitled(document, find_statements(document))
        for backend in backends:
            known, without, seconds = totals[backend.name]
            began = time.perf_counter()
            found = judged(document, backend)
            seconds += (time.perf_counter() - began) / len(tests)
            totals[backend.name] = known + found, without + judged(broken, backend), seconds
    return totals


def _tests(folder: Path, only: str) -> list[tuple[Path, Callable[[Document, Backend], Score]]]:
    """Files with what is known of them."""
    truths = {
        folder / filing["pdf"]: list(known_facts(filing))
        for filing in json.loads((folder / "gold_core.json").read_text(encoding="utf-8"))["filings"]
        if only in filing["doc_name"]
    }
    truths |= {folder / "pdf" / f"{name}.pdf": known for name, known in asked_numbers(folder, only).items()}
    return [(path, lambda d, b, known=known: score(*facts_in(d, b), known)) for path, known in truths.items()]
