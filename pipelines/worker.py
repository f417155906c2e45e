"""What happens inside the sandboxed child: the task, then the exporters, then result.json.

Arguments and answers are plain strings, so that nothing of a hostile document reaches the parent but JSON that is
validated there.
"""

from __future__ import annotations

import gc
import time
import uuid
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from data.schemas import Result, Run
from pipelines import registry
from pipelines._beside import Beside, spare_core
from pipelines.contracts import Context, Watch, unwatched
from pipelines.tasks._stopwatch import Stopwatch

FEWEST, TABLES = 4, 10  # exporters, tables: with fewer, a fork costs more than it saves
LAST = "result_json"  # where result.json stands, all other files stand too
RELAXED = (
    50_000,
    50,
    100,
)  # a document is half a million objects without cycles: looking for some takes 7% of the time


def perform(task: str, source: Path, params: str, backend: str, folder: str, watch: Watch = unwatched) -> str:
    """Run the task, write its files into `folder`, return the result as JSON."""
    began, started = time.perf_counter(), datetime.now(UTC)
    gc.set_threshold(*RELAXED)
    module = registry.load("tasks", task)
    name, _, location = backend.partition("@")
    context = Context(registry.load("backends", name).connect(location), watch)
    result: Result = module.run(source, module.Params.model_validate_json(params), context)
    weights = context.backend.weights
    del context  # and with it the model: writing has no use for it
    run = Run(
        id=uuid.uuid4().hex[:12],
        started=started.isoformat(timespec="seconds"),
        seconds=_since(began),
        backend=name,
        weights=weights,
        version=metadata.version("r1doc"),
        stages=result.run.stages if result.run else {},
    )
    result = result.model_copy(update={"run": run})
    *others, last = _exporters(task)
    writing = time.perf_counter()
    _export(others, result, source, Path(folder), watch)
    run = run.model_copy(update={"seconds": _since(began), "stages": {**run.stages, "write": _since(writing)}})
    result = result.model_copy(update={"run": run})
    _export([last], result, source, Path(folder), watch)
    return result.to_json()


def digest(source: Path, backend: str, watch: Watch = unwatched) -> bytes:
    """What questions need of the document, as bytes."""
    gc.set_threshold(*RELAXED)
    name, _, location = backend.partition("@")
    context = Context(registry.load("backends", name).connect(location), watch)
    content: bytes = registry.load("tasks", "ask").read_digest(source, context, Stopwatch()).to_bytes()
    return content


def rewrite(text: str, source: Path, folder: str, watch: Watch = unwatched) -> str:
    """Write the files of a kept result."""
    result = Result.model_validate_json(text)
    *others, last = _exporters(result.task)
    _export(others, result, source, Path(folder), watch)
    _export([last], result, source, Path(folder), watch)
    return text


def _exporters(task: str) -> list[str]:
    """Names of the task's exporters, that of result.json last."""
    wanted = [name for name in registry.names("exporters") if task in registry.load("exporters", name).TASKS]
    return sorted(wanted, key=lambda name: name == LAST)


def _export(names: list[str], result: Result, source: Path, folder: Path, watch: Watch) -> None:
    """Write the files; those of every other exporter on a second core where that is worth a fork."""

    def write(part: list[str], tell: Watch = unwatched) -> bool:
        for name in part:
            tell(f"write {name}", names.index(name), len(names))
            registry.load("exporters", name).export(result, source, folder)
        return True

    theirs = names[::2] if len(names) >= FEWEST and len(result.tables or ()) >= TABLES and spare_core() else []
    ours = [name for name in names if name not in theirs]
    if not theirs:
        write(ours, watch)
        return
    with Beside(lambda: write(theirs)) as helper:
        write(ours, watch)
        if not helper.value():  # it died, or an exporter failed: what it was, shows here
            write(theirs)


def _since(began: float) -> float:
    return round(time.perf_counter() - began, 2)
