"""One document through one task: known already → the kept result; else a sandboxed run → kept → files.

Identity of the work: sha256 over the document's bytes, task, parameters, backend and our own code. The file's name
is no part of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from data.schemas import Record, Result
from pipelines import output, sandbox, worker
from pipelines.contracts import Watch, unwatched
from pipelines.errors import UnreadableFile, UnsupportedFile

if TYPE_CHECKING:  # the store costs 0.4 s of imports, and a run without one shall not pay
    from data.storage import Store

ROOT = Path(__file__).parent.parent
CODE = ("data/**/*.py", "data/knowledge/**/*", "data/weights/*", "pipelines/**/*.py", "r1core/**/*.py")


@dataclass(frozen=True, slots=True)
class Settings:
    """How a document is worked on; the command line fills it."""

    out: Path
    backend: str = "null"  # "http@<location>" for a server
    force: bool = False
    seconds: float = 900.0
    megabytes: int = 4000


@dataclass(frozen=True, slots=True)
class Work:
    """A document and what is to be done with it. `key` is its identity; `variant` the same without our version."""

    source: Path
    task: str
    params: Record
    sha256: str
    key: str
    variant: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of it. `known` when the result was kept from an earlier run."""

    result: Result
    folder: Path
    files: tuple[str, ...]
    known: bool


def plan(source: Path, task: str, params: Record, backend: str) -> Work:
    """Identify the work. Raise UnreadableFile where there is no file to read."""
    sha256 = _content_hash(source)
    same = [sha256, task, params.model_dump(mode="json"), backend]
    return Work(source, task, params, sha256, key=_digest([*same, code_hash()]), variant=_digest(same))


def run_document(work: Work, settings: Settings, store: Store | None, watch: Watch = unwatched) -> Outcome:
    """The outcome of the work: from the store where it is known, unless `force` is set."""
    kept = _kept(work, settings, store)
    if kept is not None:
        return _deliver(kept, work, settings, watch)
    with output.staging(settings.out) as folder, _begun(work, settings, folder, watch) as text:
        return _finished(text(), folder, work, settings, store)


def run_meanwhile(
    work: Work, settings: Settings, opened: Callable[[], Store | None], watch: Watch = unwatched
) -> Outcome:
    """The same while the store opens, which takes half a second: the work begins, and is dropped where it is known."""
    with output.staging(settings.out) as folder, _begun(work, settings, folder, watch) as text:
        store = opened()
        kept = _kept(work, settings, store)
        if kept is None:
            return _finished(text(), folder, work, settings, store)
    return _deliver(kept, work, settings, watch)


def _kept(work: Work, settings: Settings, store: Store | None) -> Result | None:
    kept = store.find(work.key) if store is not None and not settings.force else None
    return _renamed(kept, work.source.name) if kept is not None else None


def _begun(work: Work, settings: Settings, folder: Path, watch: Watch) -> AbstractContextManager[Callable[[], str]]:
    return sandbox.begun(
        worker.perform,
        work.task,
        work.source,
        work.params.model_dump_json(),
        settings.backend,
        str(folder),
        seconds=settings.seconds,
        megabytes=settings.megabytes,
        watch=watch,
    )


def _finished(text: str, folder: Path, work: Work, settings: Settings, store: Store | None) -> Outcome:
    """The worker's result checked and kept, its files where they belong."""
    result = Result.model_validate_json(text)
    if store is not None:
        store.keep(work.key, work.variant, result)
    target = output.publish(folder, settings.out, work.source.stem, work.sha256)
    return Outcome(result, target, output.listing(target), known=False)


@cache
def code_hash() -> str:
    """sha256 over our own source and knowledge: a result made by other code is another result."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in CODE for path in ROOT.glob(pattern) if path.is_file()}):
        if path.suffix != ".pyc":
            digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _deliver(kept: Result, work: Work, settings: Settings, watch: Watch) -> Outcome:
    """The files of a kept result: those that stand already, or written anew from it."""
    run_id = kept.run.id if kept.run else ""
    there = output.written(settings.out, work.source.stem, work.sha256, run_id)
    if there is None:
        with output.staging(settings.out) as folder:
            sandbox.call(
                worker.rewrite,
                kept.to_json(),
                work.source,
                str(folder),
                seconds=settings.seconds,
                megabytes=settings.megabytes,
                watch=watch,
            )
            there = output.publish(folder, settings.out, work.source.stem, work.sha256)
    return Outcome(_marked(kept), there, output.listing(there), known=True)


def _renamed(result: Result, name: str) -> Result:
    return result.model_copy(update={"document": result.document.model_copy(update={"name": name})})


def _marked(result: Result) -> Result:
    run = result.run.model_copy(update={"cached": True}) if result.run else None
    return result.model_copy(update={"run": run})


def _content_hash(source: Path) -> str:
    if source.is_dir():
        raise UnsupportedFile(str(source), "it is a folder", "r1doc batch takes folders")
    try:
        with source.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UnreadableFile(str(source), error.strerror or "cannot be opened", "Check the path") from error


def _digest(parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
