"""Two printed pages on one sheet are told from a wide page, and read one after the other."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from data.schemas import Document
from pipelines.layout.regions import find_regions
from pipelines.readers.pdf import read
from pipelines.tables import find_tables

LABELS = ("Sales", "Cost of sales", "Gross profit", "Interest", "Tax", "Profit")
PROSE = "The group sold more machines in the year than in any before and paid its debts when they were due."


def sheet(path: Path, numbers: tuple[str, str]) -> Document:
    """A landscape sheet: on either half a heading, six lines of prose, a table, and the printed page's number."""
    with pymupdf.open() as document:
        page = document.new_page(width=1190, height=842)
        for half, number in enumerate(numbers):
            x = 60 + 595 * half
            page.insert_text((x, 70), f"Heading {'AB'[half]}", fontsize=16)
            for line in range(6):
                page.insert_text((x, 110 + 14 * line), f"{('left', 'right')[half]} {PROSE}", fontsize=9)
            for row, label in enumerate(LABELS):
                page.insert_text((x, 300 + 16 * row), label)
                page.insert_text((x + 250, 300 + 16 * row), f"{half + 1},{row}00")
                page.insert_text((x + 350, 300 + 16 * row), f"{half + 3},{row}50")
            page.insert_text((x + 200, 815), number)
        document.save(path)
    return read(path)


def test_pages_beside_each_other_are_read_one_after_the_other(tmp_path: Path) -> None:
    document = sheet(tmp_path / "spread.pdf", ("12", "13"))
    (page,) = document.pages
    assert page.fold == pytest.approx(595, abs=60)
    tables = find_tables(document)
    assert [table.n_columns for table in tables] == [3, 3]
    assert [table.cells[-1].text for table in tables] == ["3,550", "4,550"]
    texts = [region.text for region in find_regions(document, tables) if region.label != "page_footer"]
    halves = ["left" in text or "A" in text or "1,000" in text for text in texts]
    assert halves == sorted(halves, reverse=True)


@pytest.mark.parametrize("numbers", [("12", "14"), ("12", "")], ids=["numbers that do not follow", "one number"])
def test_a_wide_page_is_one_page(tmp_path: Path, numbers: tuple[str, str]) -> None:
    assert sheet(tmp_path / "wide.pdf", numbers).pages[0].fold is None
