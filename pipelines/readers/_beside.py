"""Reading on a second core: a forked helper reads every other page while this process reads the rest.

Only pages with a sound text layer are read beside; the helper leaves what needs OCR, and what fails, to us (None).
A helper that dies costs nothing but time: its pages are then read here. Pages travel as plain tuples (`marshal`):
pickling half a million small objects would take as long as reading them again.

Measured on a 10-K of 160 pages and two idle cores: 3.1 s alone, 1.9 s beside.
"""

from __future__ import annotations

import gc
import marshal
import os
import signal
import threading
import warnings
from collections.abc import Callable, Sequence
from typing import Any

from data.schemas import BBox, Page, Ruling, Word

FEWEST = 24  # pages: below, forking costs more than it saves
CHUNK = 1 << 16  # bytes

PageReader = Callable[[int], Page | None]


def worthwhile(pages: int) -> bool:
    """True where there are pages enough, a second core, and no thread of ours that a fork would cut off."""
    if pages < FEWEST or not hasattr(os, "sched_getaffinity"):
        return False
    return len(os.sched_getaffinity(0)) > 1 and threading.active_count() == 1


class Beside:
    """A helper that reads `numbers`. Use as a context: on leaving it the helper is gone."""

    def __init__(self, read: PageReader, numbers: Sequence[int]) -> None:
        self._output, into = os.pipe()
        with warnings.catch_warnings():  # of the threads of libraries: those of numpy survive a fork
            warnings.simplefilter("ignore", DeprecationWarning)
            self._process = os.fork()
        if self._process == 0:
            _help(read, numbers, self._output, into)
        os.close(into)

    def __enter__(self) -> Beside:
        return self

    def __exit__(self, *unused: object) -> None:
        os.close(self._output)
        os.kill(self._process, signal.SIGKILL)  # harmless to one that has ended: it is not waited for yet
        os.waitpid(self._process, 0)

    def pages(self) -> dict[int, Page]:
        """What the helper read, by number; empty where it died."""
        parts = []
        while part := os.read(self._output, CHUNK):
            parts.append(part)
        try:
            packed = marshal.loads(b"".join(parts))
        except (EOFError, ValueError, TypeError):
            return {}
        return {page[0]: _unpacked(page) for page in packed}


def _help(read: PageReader, numbers: Sequence[int], output: int, into: int) -> None:
    """The helper's whole life. It leaves by `os._exit`: what its parent would do on leaving is not its business."""
    status = 1
    try:
        os.close(output)
        gc.disable()
        found = [_packed(page) for page in map(read, numbers) if page is not None]
        with os.fdopen(into, "wb") as pipe:
            pipe.write(marshal.dumps(found))
        status = 0
    finally:
        os._exit(status)


def _packed(page: Page) -> tuple[Any, ...]:
    words = [(w.text, *w.bbox, w.font, w.size, w.bold, w.confidence, w.superscript, w.line) for w in page.words]
    rulings = [(*ruling.bbox, ruling.width) for ruling in page.rulings]
    boxes = [tuple(box) for box in page.fills], [tuple(box) for box in page.pictures]
    return page.number, page.width, page.height, words, rulings, *boxes, page.turn


def _unpacked(packed: tuple[Any, ...]) -> Page:
    number, width, height, words, rulings, fills, pictures, turn = packed
    return Page(
        number,
        width,
        height,
        tuple(Word(word[0], BBox(*word[1:5]), *word[5:]) for word in words),
        tuple(Ruling(BBox(*ruling[:4]), ruling[4]) for ruling in rulings),
        tuple(BBox(*box) for box in fills),
        tuple(BBox(*box) for box in pictures),
        turn=turn,
    )
