"""Progress on standard error: a bar on a terminal, a line now and then in a log, nothing when quiet."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from pipelines.contracts import Watch, unwatched

EVERY = 2.0  # seconds between two lines of a log
NOUNS = {"read": "reading page", "statements": "reading statements, page", "tables": "looking for tables, page"}


@contextmanager
def progress(name: str, quiet: bool) -> Iterator[Watch]:
    """A watcher for one document."""
    if quiet:
        yield unwatched
    elif sys.stderr.isatty():
        with _bar(name) as watch:
            yield watch
    else:
        yield _lines(name)


def _lines(name: str) -> Watch:
    last: dict[str, float] = {}

    def watch(stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now - last.get("at", 0.0) >= EVERY:
            last["at"] = now
            sys.stderr.write(f"{name}: {_sentence(stage, done, total)}\n")
            sys.stderr.flush()

    return watch


@contextmanager
def _bar(name: str) -> Iterator[Watch]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn(name), BarColumn(bar_width=30), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("starting", total=None)

        def watch(stage: str, done: int, total: int) -> None:
            bar.update(task, description=_sentence(stage, done, total), completed=done, total=total or None)

        yield watch


def _sentence(stage: str, done: int, total: int) -> str:
    if stage.startswith("write "):
        return f"writing {stage.removeprefix('write ')}"
    return f"{NOUNS.get(stage, stage)} {min(done + 1, total)} of {total}" if total else stage
