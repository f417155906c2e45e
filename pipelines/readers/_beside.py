"""Reading on a second core: a helper reads every other page while this process reads the rest.

First the pages with a sound text layer; those that have none, or fail, are left over (None). Then these, by OCR where
it must be: each process loads the networks for itself, and only when its first page needs them.

Measured on a 10-K of 160 pages and two idle cores: 3.1 s alone, 1.9 s beside.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from data.schemas import BBox, Page, Ruling, Word
from pipelines._beside import Beside, spare_core

from ._notes import Notes

FEWEST = 24  # pages: below, forking costs more than it saves

FEWEST_SCANS = 4  # of those that may need OCR: loading the networks twice costs a second

PageReader = Callable[[int], Page | None]
ScanReader = Callable[[int, Notes], Page]


def worthwhile(pages: int) -> bool:
    """True where there are pages enough and a second core."""
    return pages >= FEWEST and spare_core()


def worthwhile_scans(pages: int) -> bool:
    """The same for pages that may need OCR."""
    return pages >= FEWEST_SCANS and spare_core()


class PagesBeside(Beside):
    """A helper that reads `numbers`."""

    def __init__(self, read: PageReader, numbers: Sequence[int]) -> None:
        super().__init__(lambda: [_packed(page) for page in map(read, numbers) if page is not None])

    def pages(self) -> dict[int, Page]:
        """What the helper read, by number; empty where it died."""
        return {packed[0]: _unpacked(packed) for packed in self.value() or ()}


class ScansBeside(Beside):
    """A helper that reads `numbers` whatever they need."""

    def __init__(self, read: ScanReader, numbers: Sequence[int]) -> None:
        def work() -> Any:
            notes = Notes()
            pages = [_packed(read(number, notes)) for number in numbers]
            return pages, notes.ocr, notes.hidden, notes.failed

        super().__init__(work)

    def pages(self, notes: Notes) -> dict[int, Page]:
        """What the helper read, by number, its notes among ours; empty where it died."""
        packed, *theirs = self.value() or ((), {}, [], {})
        notes.add(Notes(*theirs))
        return {page[0]: _unpacked(page) for page in packed}


def _packed(page: Page) -> tuple[Any, ...]:
    words = [(w.text, *w.bbox, w.font, w.size, w.bold, w.confidence, w.superscript, w.line) for w in page.words]
    rulings = [(*ruling.bbox, ruling.width) for ruling in page.rulings]
    boxes = [tuple(box) for box in page.fills], [tuple(box) for box in page.pictures]
    return page.number, page.width, page.height, words, rulings, *boxes, page.source, page.turn, page.fold


def _unpacked(packed: tuple[Any, ...]) -> Page:
    number, width, height, words, rulings, fills, pictures, source, turn, fold = packed
    return Page(
        number,
        width,
        height,
        tuple(Word(word[0], BBox(*word[1:5]), *word[5:]) for word in words),
        tuple(Ruling(BBox(*ruling[:4]), ruling[4]) for ruling in rulings),
        tuple(BBox(*box) for box in fills),
        tuple(BBox(*box) for box in pictures),
        source,
        turn,
        fold,
    )
