"""Reading on two cores gives what reading on one gives, whatever becomes of the helper."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pymupdf
import pytest

from data.schemas import Document, Page
from pipelines import sandbox
from pipelines.readers import _beside, pdf


def alone(path: Path) -> Document:
    _beside.FEWEST = 10_000
    return pdf.read(path)


def beside(path: Path) -> tuple[Document, bool]:
    return pdf.read(path), _beside.worthwhile(1000)


@pytest.fixture
def long_pdf(tmp_path: Path) -> Path:
    """Thirty pages of words, numbers, lines and a shaded box."""
    with pymupdf.open() as document:
        for number in range(30):
            page = document.new_page()
            page.draw_rect((60, 60, 300, 75), fill=(0.8, 0.8, 0.8), color=None)
            page.draw_line((60, 100), (400, 100))
            page.insert_text((72, 72), f"Page {number}: 1,234 (5,678)")
        document.save(tmp_path / "long.pdf")
    return tmp_path / "long.pdf"


def test_the_same_document(long_pdf: Path) -> None:
    document, worthwhile = sandbox.call(beside, long_pdf)
    assert worthwhile == (len(os.sched_getaffinity(0)) > 1)
    assert document == sandbox.call(alone, long_pdf)


def helped(dies: bool) -> dict[int, Page]:
    def read(number: int) -> Page | None:
        if dies and number == 4:
            os.kill(os.getpid(), signal.SIGKILL)
        return Page(number, 612.0, 792.0) if number % 4 else None

    with _beside.PagesBeside(read, [2, 4, 6]) as helper:
        return helper.pages()


def test_a_page_that_is_not_plain_is_left_to_us() -> None:
    assert sandbox.call(helped, False) == {n: Page(n, 612.0, 792.0) for n in (2, 6)}


def test_a_helper_that_dies_is_done_without() -> None:
    assert sandbox.call(helped, True) == {}
