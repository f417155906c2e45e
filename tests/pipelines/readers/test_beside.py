"""Reading on two cores gives what reading on one gives, whatever becomes of the helper."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from data.schemas import Document, Page
from pipelines import sandbox
from pipelines.readers import _beside, pdf


def alone(path: Path) -> Document:
    _beside.FEWEST = 10_000
    return pdf.read(path)


def beside(path: Path) -> tuple[Document, bool]:
    return pdf.read(path), _beside.worthwhile(1000)


def test_the_same_document(samples: Path) -> None:
    path = samples / "netflix_2015_10k.pdf"
    document, _ = sandbox.call(beside, path)
    assert document == sandbox.call(alone, path)


def test_a_sandboxed_reader_has_one_thread(samples: Path) -> None:
    _, worthwhile = sandbox.call(beside, samples / "lockheedmartin_2023q2_results.pdf")
    assert worthwhile == (len(os.sched_getaffinity(0)) > 1)


def helped(dies: bool) -> dict[int, Page]:
    def read(number: int) -> Page | None:
        if dies and number == 4:
            os.kill(os.getpid(), signal.SIGKILL)
        return Page(number, 612.0, 792.0) if number % 4 else None

    with _beside.Beside(read, [2, 4, 6]) as helper:
        return helper.pages()


def test_a_page_that_is_not_plain_is_left_to_us() -> None:
    assert sandbox.call(helped, False) == {n: Page(n, 612.0, 792.0) for n in (2, 6)}


def test_a_helper_that_dies_is_done_without() -> None:
    assert sandbox.call(helped, True) == {}
