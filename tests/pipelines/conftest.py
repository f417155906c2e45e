"""Small documents made on the spot."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest


@pytest.fixture
def small_pdf(tmp_path: Path) -> Path:
    """A page with a heading, a sentence and a small table."""
    return write_pdf(tmp_path / "small.pdf", "A letter to nobody")


def write_pdf(path: Path, heading: str) -> Path:
    """A page of its own for every heading."""
    with pymupdf.open() as document:
        page = document.new_page()
        page.insert_text((72, 72), heading, fontsize=18)
        page.insert_text((72, 110), "Nothing in this letter matters, and every word of it is true.")
        for row, cells in enumerate((("Item", "2023", "2022"), ("Apples", "1,234", "1,100"), ("Pears", "56", "78"))):
            for column, text in enumerate(cells):
                page.insert_text((72 + 120 * column, 160 + 16 * row), text)
        document.save(path)
    return path
