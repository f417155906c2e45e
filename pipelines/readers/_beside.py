"""Reading on a second core: a helper reads every other page while this process reads the rest.

Only pages with a sound text layer are read beside; the helper leaves what needs OCR, and what fails, to us (None).

Measured on a 10-K of 160 pages and two idle cores: 3.1 s alone, 1.9 s beside.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from data.schemas import BBox, Page, Ruling, Word
from pipelines._beside import Beside, spare_core

FEWEST = 24  # pages: below, forking costs more than it saves

PageReader = Callable[[int], Page | None]


def worthwhile(pages: int) -> bool:
    """True where there are pages enough and a second core."""
    return pages >= FEWEST and spare_core()


class PagesBeside(Beside):
    """A helper that reads `numbers`."""

    def __init__(self, read: PageReader, numbers: Sequence[int]) -> None:
        super().__init__(lambda: [_packed(page) for page in map(read, numbers) if page is not None])

    def pages(self) -> dict[int, Page]:
        """What the helper read, by number; empty where it died."""
        return {packed[0]: _unpacked(packed) for packed in self.value() or ()}


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
