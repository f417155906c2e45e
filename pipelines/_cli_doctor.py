"""`r1doc doctor`: every thing a run may need, whether it is there, and the command that helps where it is not.

A missing thing that only some documents need (OCR, PostgreSQL) is a note; a missing thing every run needs is a
fault, and the exit status 5.
"""

from __future__ import annotations

import importlib.util
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal

import psutil

from pipelines import registry
from pipelines._cli_store import named_store
from pipelines._cli_summary import console
from pipelines.errors import MissingDependency, R1DocError

LIBRARIES = ("pymupdf", "pydantic", "sqlalchemy", "alembic", "numpy", "typst", "xlsxwriter", "jinja2")
FEWEST_MB, FEWEST_CORES = 1500, 2
MARKS = {"ok": "✓", "note": "–", "fault": "✗"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What was looked at, how it is, and what to do."""

    about: str
    state: Literal["ok", "note", "fault"]
    found: str
    remedy: str = ""


def doctor(store: str, as_json: bool) -> int:
    """Look at everything, say it; exit status 5 when something every run needs is missing."""
    answers = list(examine(store))
    if as_json:
        sys.stdout.write(json.dumps([asdict(answer) for answer in answers], ensure_ascii=False, indent=1) + "\n")
    else:
        screen = console()
        for answer in answers:
            screen.print(f"{MARKS[answer.state]} {answer.about:<18} {answer.found}", soft_wrap=True, markup=False)
            if answer.remedy:
                screen.print(f"  {'':<18} → {answer.remedy}", soft_wrap=True, markup=False)
    return MissingDependency.exit_code if any(answer.state == "fault" for answer in answers) else 0


def examine(store: str) -> Iterator[Answer]:
    """All answers, the general ones first."""
    yield Answer("r1doc", "ok", f"{metadata.version('r1doc')}, Python {platform.python_version()}")
    yield from map(_library, LIBRARIES)
    yield _ocr()
    yield from map(_backend, registry.names("backends"))
    yield _store(store)
    yield _postgres()
    yield _memory()
    yield _cores()
    yield _scratch()


def _library(name: str) -> Answer:
    try:
        return Answer(name, "ok", metadata.version(name))
    except metadata.PackageNotFoundError:
        return Answer(name, "fault", "not installed", "pip install --upgrade r1doc")


def _ocr() -> Answer:
    spec = importlib.util.find_spec("rapidocr")
    remedy = "pip install --force-reinstall rapidocr onnxruntime"
    if spec is None or spec.origin is None or importlib.util.find_spec("onnxruntime") is None:
        return Answer("OCR", "fault", "not installed: scans and images cannot be read", remedy)
    models = sorted((Path(spec.origin).parent / "models").glob("*.onnx"))
    if len(models) < 2:  # one that finds lines, one that reads them
        return Answer("OCR", "fault", "its models are missing from the wheel", remedy)
    size = sum(model.stat().st_size for model in models) / 1e6
    return Answer("OCR", "ok", f"rapidocr {metadata.version('rapidocr')}, {len(models)} models, {size:.0f} MB")


def _backend(name: str) -> Answer:
    try:
        registry.load("backends", name).connect(os.environ.get("R1DOC_LOCATION", ""))
    except R1DocError as error:
        return Answer(f"backend {name}", "note", "does not answer", str(error))
    return Answer(f"backend {name}", "ok", "answers")


def _store(url: str) -> Answer:
    try:
        with named_store(url) as store:
            return Answer("store", "ok", f"{store.url}, {len(store.documents())} documents")
    except MissingDependency as error:
        return Answer("store", "fault", "cannot be used", str(error))


def _postgres() -> Answer:
    if importlib.util.find_spec("psycopg"):
        return Answer("PostgreSQL driver", "ok", f"psycopg {metadata.version('psycopg')}")
    return Answer(
        "PostgreSQL driver",
        "note",
        "not installed; needed only for a postgresql:// store",
        "pip install 'r1doc[postgres]'",
    )


def _memory() -> Answer:
    free = psutil.virtual_memory().available // 2**20
    if free >= FEWEST_MB:
        return Answer("memory", "ok", f"{free} MB free")
    return Answer("memory", "note", f"{free} MB free", f"scans may need {FEWEST_MB} MB: use fewer --workers")


def _cores() -> Answer:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    few = "" if cores >= FEWEST_CORES else "a batch works on one document at a time"
    return Answer("cores", "ok" if not few else "note", str(cores), few)


def _scratch() -> Answer:
    folder = tempfile.gettempdir()
    free = shutil.disk_usage(folder).free // 2**20
    few = "" if free > 500 else "set TMPDIR to a folder with more room"
    return Answer("temporary files", "ok" if not few else "note", f"{folder}, {free} MB free", few)
