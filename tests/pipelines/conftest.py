"""Small documents made on the spot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pymupdf
import pytest


@pytest.fixture
def small_pdf(tmp_path: Path) -> Path:
    """A page with a heading, a sentence and a small table."""
    return _write_pdf(tmp_path / "small.pdf", "A letter to nobody")


@pytest.fixture
def write_pdf() -> Callable[[Path, str], Path]:
    """Writes a small page under a heading of its own."""
    return _write_pdf


def _write_pdf(path: Path, heading: str) -> Path:
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
