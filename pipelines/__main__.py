"""`r1doc`: parse, run, say what happened, leave with the status the contract gives it.

0 done · 1 a bug of ours · 2 usage · 3 input unusable · 4 batch with failures · 5 dependency missing · 6 backend silent
10 a review met the level of --fail-on
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines import registry
from pipelines._cli_parser import params_of, parse
from pipelines.errors import InputError, R1DocError

if TYPE_CHECKING:
    from data.schemas import Result
    from data.storage import Store
    from pipelines.runner import Outcome, Settings

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status."""
    words = sys.argv[1:] if arguments is None else arguments
    _get_ready(words)
    options, rest = parse(words)
    try:
        return _run(options, rest)
    except R1DocError as error:
        return _say(str(error), error.exit_code)
    except KeyboardInterrupt:
        return _say("interrupted; finished documents are kept", INTERRUPTED)
    except BrokenPipeError:
        return 0  # the reader of our output had enough
    except Exception as error:
        return _bug(error)


def _get_ready(words: Sequence[str]) -> None:
    """Start the server of worker processes first: what it imports and what we import then load side by side."""
    if words and words[0] in {*registry.names("tasks"), "batch"} - {"ask"} and not {"-h", "--help"} & set(words):
        from pipelines import sandbox

        sandbox.preload("pipelines.warm")


def _run(options: argparse.Namespace, rest: list[str]) -> int:
    if options.command == "doctor":
        from pipelines._cli_doctor import doctor

        return doctor(options.store, options.json)
    if options.command == "eval":
        from pipelines._cli_eval import evaluate

        return evaluate(options.name, options.data, options.json, rest)
    if options.command == "batch":
        from pipelines._cli_batch import batch

        return batch(options, settings_of(options))
    if options.command == "ask":
        from pipelines._cli_ask import ask

        return ask(options)
    if options.command == "review":
        from pipelines._cli_review import review

        return review(options, _task)
    return _task(options)[0]


def _task(options: argparse.Namespace) -> tuple[int, list[Result]]:
    """The task on every file; one unusable file does not stop the others."""
    status = 0
    results: list[Result] = []
    with _opening(options.store) as store:
        for source in options.files:
            try:
                results.append(_document(source, options, store).result)
            except InputError as error:
                status = _say(str(error), error.exit_code)
    if options.json and len(options.files) == 1:
        sys.stdout.writelines(result.to_json() + "\n" for result in results)
    elif options.json:
        sys.stdout.write("[" + ",\n".join(result.to_json() for result in results) + "]\n")
    return status, results


@contextmanager
def _opening(url: str) -> Iterator[Future[Store | None]]:
    """The store, opened while the worker gets ready: importing a database library takes half a second."""

    def opened() -> Store | None:
        from pipelines._cli_store import open_store

        return open_store(url)

    with ThreadPoolExecutor(1) as beside:
        store = beside.submit(opened)
        try:
            yield store
        finally:
            with store.result() or nullcontext():
                pass  # it is closed on leaving


def _document(source: Path, options: argparse.Namespace, store: Future[Store | None]) -> Outcome:
    from pipelines._cli_progress import progress
    from pipelines.runner import plan, run_document, run_meanwhile

    began = time.perf_counter()
    work = plan(source, options.command, params_of(options.command, options), options.backend)
    with progress(source.name, options.quiet) as watch:
        if store.done():
            outcome = run_document(work, settings_of(options), store.result(), watch)
        else:
            outcome = run_meanwhile(work, settings_of(options), store.result, watch)
    if not (options.json or options.quiet):
        from pipelines._cli_summary import console, print_summary

        print_summary(outcome, time.perf_counter() - began, console())
    return outcome


def settings_of(options: argparse.Namespace) -> Settings:
    """The runner's settings as the options have them."""
    from pipelines.runner import Settings

    return Settings(options.out, options.backend, options.force, options.seconds, options.megabytes)


def _bug(error: Exception) -> int:
    """One line for everybody, the trace for who asks: R1DOC_TRACEBACK=1."""
    trace = "".join(traceback.format_exception(error))  # ends with the trace of the child, where it happened there
    if os.environ.get("R1DOC_TRACEBACK"):
        sys.stderr.write(trace)
    file, line = re.findall(r'File "(?:.*/)?(.+?)", line (\d+)', trace)[-1]
    cause = f"{type(error).__name__} in {file}:{line}: {next(iter(str(error).splitlines()), '')}"
    return _say(f"unexpected {cause}. This is a bug of ours, please report it; R1DOC_TRACEBACK=1 says more", 1)


def _say(message: str, status: int) -> int:
    sys.stderr.write(f"r1doc: {message}\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
