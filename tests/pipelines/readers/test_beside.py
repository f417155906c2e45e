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
from pipelines.readers._notes import Notes


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


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    """Six pictures of pages, with their text hidden under the print; one page that cannot be read."""
    with pymupdf.open() as document:
        for number in range(6):
            with pymupdf.open() as paper:
                printed = paper.new_page()
                _print(printed, number, visible=True)
                picture = printed.get_pixmap(dpi=100)
            page = document.new_page()
            page.insert_image(page.rect, pixmap=picture)
            _print(page, number, visible=False)
        document.save(tmp_path / "scans.pdf")
    return tmp_path / "scans.pdf"


def _print(page: pymupdf.Page, number: int, visible: bool) -> None:
    for row in range(8):
        text = f"Line {row} of page {number}: the company sold 1,234 machines"
        page.insert_text((72, 100 + 20 * row), text, render_mode=0 if visible else 3)


def test_scans_are_read_on_two_cores_too(scans: Path) -> None:
    document = sandbox.call(pdf.read, scans)
    assert document == sandbox.call(scans_alone, scans)
    assert [f"Line 3 of page {n}:" in " ".join(w.text for w in p.words) for n, p in enumerate(document.pages)] == [
        True
    ] * 6
    assert document.notes == ("pages 1-6 read from the text hidden under a scan",)


def scans_alone(path: Path) -> Document:
    _beside.FEWEST_SCANS = 10_000
    return pdf.read(path)


def noted(dies: bool) -> tuple[list[int], Notes]:
    def read(number: int, notes: Notes) -> Page:
        if dies:
            os.kill(os.getpid(), signal.SIGKILL)
        notes.ocr[number] = "it is a picture"
        return Page(number, 612.0, 792.0, source="ocr")

    notes = Notes(ocr={1: "it is a picture"}, failed={3: "damaged"})
    with _beside.ScansBeside(read, [2, 4]) as helper:
        return [page.number for page in helper.pages(notes).values() if page.source == "ocr"], notes


def test_what_the_helper_noted_is_noted() -> None:
    numbers, notes = sandbox.call(noted, False)
    assert numbers == [2, 4]
    assert notes.sentences() == ("pages 1-2, 4 read by OCR: it is a picture", "page 3 cannot be read: damaged")


def test_a_helper_that_dies_over_scans_leaves_our_notes_alone() -> None:
    numbers, notes = sandbox.call(noted, True)
    assert numbers == []
    assert notes == Notes(ocr={1: "it is a picture"}, failed={3: "damaged"})
