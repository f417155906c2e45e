"""Document: what a reader makes of bytes. Pages of words with boxes, and what is drawn around them.

Word, Ruling, Page and Document stay inside a process (frozen dataclasses, they come by the hundred thousand);
Region leaves it (Record). Page numbers count from 1 in the file's order, whatever is printed on the page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from .base import Record
from .geometry import BBox

Source = Literal["text-layer", "ocr"]

Label = Literal[
    "caption",
    "footnote",
    "formula",
    "list_item",
    "page_footer",
    "page_header",
    "picture",
    "section_header",
    "table",
    "text",
    "title",
    "chart",
]
"""DocLayNet's eleven labels (Pfitzmann et al. 2022, arXiv:2206.01062) and `chart`."""


@dataclass(frozen=True, slots=True)
class Word:
    """Characters between white space, as printed; ligatures resolved, zero-width characters removed."""

    text: str
    bbox: BBox
    font: str = ""
    size: float = 0.0  # points (pixels on images)
    bold: bool = False
    confidence: float = 1.0  # of the reading: 1 for a sound text layer
    superscript: bool = False  # raised note mark or exponent
    line: int = 0  # words of one reader line share it; counts from 0 on each page


@dataclass(frozen=True, slots=True)
class Ruling:
    """A drawn straight line, or one edge of a thin filled box."""

    bbox: BBox
    width: float = 0.5  # points

    @property
    def horizontal(self) -> bool:
        return self.bbox.width >= self.bbox.height


@dataclass(frozen=True, slots=True)
class Page:
    """One page in upright position: rotation and crop are already applied to every box."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    fills: tuple[BBox, ...] = ()  # filled areas larger than a line: shaded rows, table heads, bars
    pictures: tuple[BBox, ...] = ()  # placed raster images
    source: Source = "text-layer"
    turn: int = 0  # degrees clockwise that the displayed page was turned so that its text stands upright
    fold: float | None = None  # x between the two printed pages of a spread on one sheet

    @property
    def leaves(self) -> tuple[tuple[float, float], ...]:
        """x-range of each printed page on the sheet, in reading order: one, or two of a spread."""
        edge = float("inf")
        return ((-edge, edge),) if self.fold is None else ((-edge, self.fold), (self.fold, edge))

    def displayed(self, box: BBox) -> BBox:
        """The box on the page as a viewer displays it; differs only on pages whose text is printed sideways."""
        x0, top, x1, bottom = box
        if self.turn == 90:
            return BBox(top, self.width - x1, bottom, self.width - x0)
        if self.turn == 180:
            return BBox(self.width - x1, self.height - bottom, self.width - x0, self.height - top)
        if self.turn == 270:
            return BBox(self.height - bottom, x0, self.height - top, x1)
        return box


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read. Its identity is the sha256 of its bytes, never its name."""

    sha256: str
    name: str
    path: str  # where a crop can be rendered from
    media_type: str
    pages: tuple[Page, ...]
    notes: tuple[str, ...] = field(
        default=()
    )  # what the reader wants a person to know, e.g. "pages 3-9 were read by OCR"
    text: str = ""  # of a file without pages (DOCX, Markdown, plain text): its characters, a paragraph a line


class Region(Record):
    """A labelled area of a page, numbered in reading order over the whole document."""

    page: int
    label: Label
    bbox: BBox
    order: int
    confidence: float
    text: str = ""
