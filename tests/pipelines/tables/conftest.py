"""Pages drawn on the spot: tables with all rules, with three, or with none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pymupdf
import pytest

from data.schemas import Document
from pipelines.readers.pdf import read

Rows = Sequence[Sequence[str]]
Drawing = Callable[[pymupdf.Page], None]


@pytest.fixture
def drawn(tmp_path: Path) -> Callable[..., Document]:
    """A document with one page for every drawing."""

    def make(*drawings: Drawing) -> Document:
        path = tmp_path / "drawn.pdf"
        with pymupdf.open() as document:
            for drawing in drawings:
                drawing(document.new_page())
            document.save(path)
        return read(path)

    return make


class Pen:
    """Strokes of the drawings."""

    @staticmethod
    def write(page: pymupdf.Page, rows: Rows, xs: Sequence[float], top: float, pitch: float = 16) -> None:
        """Rows of text; the first column begins at its x, the others end at theirs, as numbers do."""
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                width = pymupdf.get_text_length(text, fontsize=10) if column else 0
                page.insert_text((xs[column] - width, top + pitch * number), text, fontsize=10)

    @staticmethod
    def rule(page: pymupdf.Page, x0: float, x1: float, y: float) -> None:
        """A horizontal rule."""
        page.draw_line((x0, y), (x1, y), width=0.6)

    @staticmethod
    def lattice(page: pymupdf.Page, xs: Sequence[float], ys: Sequence[float]) -> None:
        """All rules of a grid."""
        for y in ys:
            Pen.rule(page, xs[0], xs[-1], y)
        for x in xs:
            page.draw_line((x, ys[0]), (x, ys[-1]), width=0.6)

    @staticmethod
    def prose(page: pymupdf.Page, top: float, lines: int = 3) -> None:
        """Lines that fill the page's width."""
        for number in range(lines):
            page.insert_text(
                (72, top + 14 * number),
                "The committee met in the spring and agreed that nothing in this matter should be changed.",
                fontsize=10,
            )


@pytest.fixture
def pen() -> type[Pen]:
    """The strokes."""
    return Pen
