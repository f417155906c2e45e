"""`r1doc ask FILE... QUESTION`: read once, kept, answered at once.

Answer first; then how the question was understood, the formula with its values, and where each number stands.
"""

from __future__ import annotations

import argparse
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

from data.schemas import Answer, Digest, Result
from data.shelf import Shelf
from pipelines import registry
from pipelines._cli_store import digests_of
from pipelines.errors import InputError

WIDTH = 100
PASSAGES = 4  # quoted under an answer


def ask(options: argparse.Namespace) -> int:
    """Answer; one unusable file does not stop the others."""
    status, digests = 0, []
    shelf = Shelf(digests_of(options.store))
    for source in options.files:
        try:
            digests.append(_digest(source, options, shelf))
        except InputError as error:
            status = error.exit_code
            sys.stderr.write(f"r1doc: {error}\n")
    if digests:
        _print(registry.load("tasks", "ask").answers(digests, options.question), options)
    return status


def _digest(source: Path, options: argparse.Namespace, shelf: Shelf) -> Digest:
    """From the shelf where the document was read before, else read now."""
    from pipelines.runner import plan

    task = registry.load("tasks", "ask")
    key = plan(source, "ask", task.Params(), options.backend).key
    kept = None if options.force else shelf.get(key)
    digest = Digest.from_bytes(kept) if kept else None
    if digest is None:
        content = _read(source, options)
        _keep(shelf, key, content)
        digest = Digest.from_bytes(content)
    assert digest is not None  # our own bytes, of our own format
    return digest.named(source.name)


def _read(source: Path, options: argparse.Namespace) -> bytes:
    from pipelines import sandbox, worker
    from pipelines._cli_progress import progress

    sandbox.preload("pipelines.warm")
    limits = {"seconds": options.seconds, "megabytes": options.megabytes}
    with progress(source.name, options.quiet or options.json) as watch:
        return sandbox.call(worker.digest, source, options.backend, watch=watch, **limits)


def _keep(shelf: Shelf, key: str, content: bytes) -> None:
    try:
        shelf.put(key, content)
    except OSError as error:
        sys.stderr.write(f"r1doc: the document will be read again next time: {error.strerror}\n")


def _print(results: list[Result], options: argparse.Namespace) -> None:
    if options.json and len(results) == 1:
        sys.stdout.write(results[0].to_json() + "\n")
    elif options.json:
        sys.stdout.write("[" + ",\n".join(result.to_json() for result in results) + "]\n")
    else:
        for result in results:
            sys.stdout.writelines(f"{line}\n" for line in _lines(result, len(results) > 1, options.quiet))


def _lines(result: Result, several: bool, quiet: bool) -> Iterator[str]:
    """What a person reads."""
    answer = result.answer
    if answer is None:
        return
    head = f"{result.document.entity or result.document.name}: " if several else ""
    yield from textwrap.wrap(head + answer.text, WIDTH)
    if quiet:
        return
    yield from _wrapped("understood", answer.question.shown())
    if answer.value is not None:
        yield from _wrapped("formula", answer.formula)
        yield from _wrapped("confidence", f"{answer.confidence:.2f}")
    yield from _evidence(answer)


def _evidence(answer: Answer) -> Iterator[str]:
    for operand in answer.operands:
        place = operand.provenance[0]
        when = f" ({operand.period.last.isoformat()})" if operand.period else ""
        yield from _wrapped(f"p. {place.page}", f"{operand.name}{when}: {place.text or operand.value}")
    for place in answer.evidence[: PASSAGES if not answer.operands else 0]:
        yield from _wrapped(f"p. {place.page}", place.text)


def _wrapped(head: str, text: str) -> list[str]:
    if not text:
        return []
    return textwrap.wrap(text, WIDTH, initial_indent=f"  {head:<11} ", subsequent_indent=" " * 14)
