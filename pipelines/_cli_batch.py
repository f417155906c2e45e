"""`r1doc batch`: a line as each document ends, and a table of them all."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from functools import partial

from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from pipelines._cli_parser import params_of
from pipelines._cli_store import named_store
from pipelines._cli_summary import console
from pipelines.batch import Engine, Line, Order, Told, discover, run_local
from pipelines.errors import InputError, R1DocError
from pipelines.runner import Settings

SOME_FAILED = 4
LONGEST = 40  # characters of a path in the table


def batch(options: argparse.Namespace, settings: Settings) -> int:
    """Run it, say it; return the exit status."""
    sources = discover(options.paths, apart=options.out)
    if not sources:
        raise InputError(", ".join(map(str, options.paths)), "no PDF or image found", "Name a folder that holds some")
    order = Order(options.task, params_of(options.task, options), settings, partial(named_store, options.store))
    lines = ENGINES[options.engine]()(
        sources, order, options.workers, _silent if options.quiet else _teller(len(sources))
    )
    if options.json:
        sys.stdout.write(json.dumps(_as_json(options.task, lines), ensure_ascii=False, indent=1) + "\n")
    elif not options.quiet:
        print_table(lines, options, console())
    return _status(lines)


def _status(lines: Sequence[Line]) -> int:
    """4 when documents failed; 1 when one of them failed by a bug of ours."""
    codes = {line.exit_code for line in lines if line.state == "failed"}
    return R1DocError.exit_code if R1DocError.exit_code in codes else SOME_FAILED if codes else 0


def print_table(lines: Sequence[Line], options: argparse.Namespace, screen: Console) -> None:
    """A row a document, the failures last and with their reasons, then the counts."""
    grid = Grid(box=None, padding=(0, 2, 0, 0), header_style="bold")
    grid.add_column("document")
    for heading in ("state", "pages", "facts", "checks", "warnings", "seconds"):
        grid.add_column(
            heading, justify="left" if heading == "state" else "right", min_width=len(heading), no_wrap=True
        )
    for line in lines:
        counts = (
            () if line.state == "failed" else (line.pages, line.facts, f"{line.passed}/{line.tried}", line.warnings)
        )
        grid.add_row(
            Text(_short(line.path)), line.state, *(str(c) for c in (*(counts or ("",) * 4), f"{line.seconds:.1f}"))
        )
    screen.print(grid)
    failed = [line for line in lines if line.state == "failed"]
    for line in failed:
        screen.print(Text(f"  failed: {line.message}", overflow="fold"))
    known = sum(line.state == "known" for line in lines)
    done = len(lines) - known - len(failed)
    screen.print(f"{len(lines)} documents · {done} done · {known} known before · {len(failed)} failed")
    screen.print(Text(f"{options.out}/", overflow="fold"), soft_wrap=True)


def _short(path: str) -> str:
    """The end of a path, which tells files apart."""
    return path if len(path) <= LONGEST else "…" + path[1 - LONGEST :]


def _teller(total: int) -> Told:
    heard: list[Line] = []

    def tell(line: Line) -> None:
        heard.append(line)
        said = line.message if line.state == "failed" else f"{line.path}: {line.state}, {line.seconds:.1f} s"
        sys.stderr.write(f"[{len(heard)}/{total}] {said}\n")
        sys.stderr.flush()

    return tell


def _ray() -> Engine:
    from pipelines.batch_ray import run_on_ray  # only who asks for it needs it installed

    return run_on_ray


ENGINES: dict[str, Callable[[], Engine]] = {"local": lambda: run_local, "ray": _ray}


def _silent(line: Line) -> None:
    """The teller of nobody."""


def _as_json(task: str, lines: Sequence[Line]) -> dict[str, object]:
    return {
        "task": task,
        "documents": [line.model_dump(mode="json") for line in lines],
        "failed": sum(line.state == "failed" for line in lines),
    }
