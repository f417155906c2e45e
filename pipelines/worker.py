"""What happens inside the sandboxed child: the task, then the exporters, then result.json.

Arguments and answers are plain strings, so that nothing of a hostile document reaches the parent but JSON that is
validated there.
"""

from __future__ import annotations

import time
import uuid
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from data.schemas import Result, Run
from pipelines import registry
from pipelines.contracts import Context, Watch, unwatched


def perform(task: str, source: str, params: str, backend: str, folder: str, watch: Watch = unwatched) -> str:
    """Run the task, write its files into `folder`, return the result as JSON."""
    began, started = time.perf_counter(), datetime.now(UTC)
    module = registry.load("tasks", task)
    name, _, location = backend.partition("@")
    context = Context(registry.load("backends", name).connect(location), watch)
    result: Result = module.run(Path(source), module.Params.model_validate_json(params), context)
    read = time.perf_counter()
    result = result.model_copy(
        update={
            "run": Run(
                id=uuid.uuid4().hex[:12],
                started=started.isoformat(timespec="seconds"),
                seconds=round(read - began, 2),
                backend=name,
                version=metadata.version("r1doc"),
                stages=result.run.stages if result.run else {},
            )
        }
    )
    return write(result, source, folder, watch)


def rewrite(text: str, source: str, folder: str, watch: Watch = unwatched) -> str:
    """Write the files of a kept result."""
    return write(Result.model_validate_json(text), source, folder, watch)


def write(result: Result, source: str, folder: str, watch: Watch = unwatched) -> str:
    """Every exporter of the task, then result.json; return that as it was written."""
    exporters = [registry.load("exporters", name) for name in registry.names("exporters")]
    wanted = [module for module in exporters if result.task in module.TASKS]
    stages = dict(result.run.stages) if result.run else {}
    for done, module in enumerate(wanted):
        name = module.__name__.rpartition(".")[2]
        watch(f"write {name}", done, len(wanted))
        began = time.perf_counter()
        module.export(result, Path(source), Path(folder))
        stages[f"write {name}"] = round(time.perf_counter() - began, 2)
    watch("write", len(wanted), len(wanted))
    if result.run:
        result = result.model_copy(update={"run": result.run.model_copy(update={"stages": stages})})
    text = result.to_json()
    (Path(folder) / "result.json").write_text(text + "\n", encoding="utf-8")
    return text
