"""Tables found on two cores are those found on one, whatever becomes of the helper."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pymupdf

from data.schemas import Page, Table
from pipelines import sandbox
from pipelines.readers.pdf import read
from pipelines.tables import find_tables, shares, tables_ahead
from pipelines.tables.find import _captioned
from pipelines.tables.found import Found


def report(tmp_path: Path) -> Path:
    """Twenty pages with a small table each, the numbers different."""
    path = tmp_path / "report.pdf"
    with pymupdf.open() as document:
        for number in range(20):
            page = document.new_page()
            for row, label in enumerate(("Sales", "Cost of sales", "Gross profit", "Interest")):
                page.insert_text((72, 100 + 16 * row), label)
                for column in range(3):
                    page.insert_text((250 + 80 * column, 100 + 16 * row), f"{number + 1},{row}{column}0")
        document.save(path)
    return path


def on_one(path: Path) -> tuple[Table, ...]:
    shares.FEWEST = 10_000
    return find_tables(read(path))


def on_two(path: Path) -> tuple[Table, ...]:
    return find_tables(read(path))


def test_two_cores_find_what_one_finds(tmp_path: Path) -> None:
    path = report(tmp_path)
    tables = sandbox.call(on_two, path)
    assert [table.page for table in tables] == list(range(1, 21))
    assert tables == sandbox.call(on_one, path)


def pages_found(path: Path) -> list[int]:
    us = os.getpid()

    def find(page: Page) -> list[Found]:
        if os.getpid() != us:
            os.kill(os.getpid(), signal.SIGKILL)
        return []

    with shares.begun(read(path).pages, find) as found:
        return sorted(page.number for page, _ in found())


def test_the_share_of_a_helper_that_dies_is_ours(tmp_path: Path) -> None:
    assert sandbox.call(pages_found, report(tmp_path)) == list(range(1, 21))


def more_pages_later(path: Path) -> tuple[Table, ...]:
    with tables_ahead(read(path), range(1, 19)) as found:
        return found({3, 20}, lambda *_: None)


def test_a_search_begun_takes_further_pages(tmp_path: Path) -> None:
    tables = sandbox.call(more_pages_later, report(tmp_path))
    assert [table.page for table in tables] == [*range(1, 19), 20]


def test_a_table_survives_its_packing(tmp_path: Path) -> None:
    page = read(report(tmp_path)).pages[3]
    found = _captioned(page, ())
    assert shares.unpacked(page, shares.packed(page, found)) == found != []
