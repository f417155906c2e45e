"""Hard pages made on the spot: a page is written by a function of ours and read back from a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data.schemas import Document
from pipelines.readers import pdf
from pipelines.readers._mupdf import pymupdf

Writer = Callable[[Any], None]


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Document]:
    """Give one function a page; each draws on a fresh page of 400 x 300 points. What comes back was read from disk."""

    def write(*pages: Writer, path: Path = tmp_path / "made.pdf") -> Document:
        with pymupdf.open() as document:
            for draw in pages:
                draw(document.new_page(width=400, height=300))
            document.save(path)
        return pdf.read(path)

    return write
