"""Tables over page breaks: joined by the place of their columns, and never a row lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pymupdf
import pytest

from data.schemas import Document
from pipelines.tables import find_tables

Make = Callable[..., Document]
XS = (80, 320, 420)
HEAD = [["Item", "2023", "2022"]]


def rows(first: int, count: int) -> list[list[str]]:
    return [[f"Line {n}", f"{1000 + n:,}", f"{2000 + n:,}"] for n in range(first, first + count)]


@pytest.fixture
def bottom(pen: Any) -> Callable[[pymupdf.Page], None]:
    """Twenty rows that end at the foot of the page."""

    def draw(page: pymupdf.Page) -> None:
        pen.write(page, HEAD + rows(0, 20), XS, 440)
        page.insert_text((300, 820), "17", fontsize=8)

    return draw


def test_rows_of_both_pages_and_the_page_of_each(drawn: Make, pen: Any, bottom: Any) -> None:
    def top(page: pymupdf.Page) -> None:
        page.insert_text((80, 40), "Annual report", fontsize=8)
        pen.write(page, rows(20, 5), XS, 80)
        pen.prose(page, 300)

    (table,) = find_tables(drawn(bottom, top))
    assert table.n_rows == 1 + 20 + 5
    assert {cell.page for cell in table.cells if cell.row <= 20} == {1}
    assert {cell.page for cell in table.cells if cell.row > 20} == {2}


def test_repeated_head_is_dropped(drawn: Make, pen: Any, bottom: Any) -> None:
    def top(page: pymupdf.Page) -> None:
        pen.write(page, HEAD + rows(20, 5), XS, 80)

    (table,) = find_tables(drawn(bottom, top))
    assert table.n_rows == 1 + 20 + 5
    assert sum(cell.text == "2023" for cell in table.cells) == 1


def test_other_columns_stay_apart(drawn: Make, pen: Any, bottom: Any) -> None:
    def top(page: pymupdf.Page) -> None:
        pen.write(page, rows(20, 5), (80, 240, 520), 80)

    assert [table.n_rows for table in find_tables(drawn(bottom, top))] == [21, 5]


def test_prose_between_keeps_them_apart(drawn: Make, pen: Any, bottom: Any) -> None:
    def top(page: pymupdf.Page) -> None:
        pen.prose(page, 60)
        pen.write(page, rows(20, 5), XS, 130)

    assert len(find_tables(drawn(bottom, top))) == 2


def test_a_new_head_keeps_them_apart(drawn: Make, pen: Any, bottom: Any) -> None:
    def top(page: pymupdf.Page) -> None:
        pen.write(page, [["Item", "2021", "2020"], *rows(20, 5)], XS, 80)

    assert len(find_tables(drawn(bottom, top))) == 2


def test_a_column_that_is_empty_on_one_page_is_kept(drawn: Make, pen: Any, bottom: Any) -> None:
    def top(page: pymupdf.Page) -> None:
        pen.write(page, [[a, "", c] for a, _, c in rows(20, 5)], XS, 80)

    (table,) = find_tables(drawn(bottom, top))
    assert (table.n_rows, table.n_columns) == (26, 3)
    assert {cell.column for cell in table.cells if cell.row > 20 and cell.text} == {0, 2}
