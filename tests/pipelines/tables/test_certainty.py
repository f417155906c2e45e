"""A table's confidence: what speaks for its structure makes it surer, what speaks against it less sure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pymupdf
import pytest

from data.schemas import Document, Table
from pipelines.tables import find_tables

Make = Callable[..., Document]
NUMBERS = [("Sales", "1,200", "1,100", "950"), ("Costs", "800", "760", "700"), ("Profit", "400", "340", "250")] * 3
WORDS = [("Chair", "Anna Ott"), ("Secretary", "Ben Ray"), ("Treasurer", "Cy Low"), ("Auditor", "Dee Moss")] * 2


def page_of(rows: list[Any], ruled: bool) -> Callable[[pymupdf.Page], None]:
    def draw(page: pymupdf.Page) -> None:
        for row, entries in enumerate(rows):
            for column, entry in enumerate(entries):
                page.insert_text((72 + 110 * column, 100 + 16 * row), entry)
        for y in (88, 104, 104 + 16 * (len(rows) - 1)) if ruled else ():
            page.draw_line((70, y), (70 + 110 * len(rows[0]), y))

    return draw


def table_on(document: Document) -> Table:
    (table,) = find_tables(document)
    return table


@pytest.mark.parametrize("surer, less_sure", [((NUMBERS, True), (NUMBERS, False)), ((NUMBERS, False), (WORDS, False))])
def test_rules_and_numbers_make_a_table_surer(drawn: Make, surer: Any, less_sure: Any) -> None:
    first, second = (table_on(drawn(page_of(*page))).confidence for page in (surer, less_sure))
    assert 0 < second < first - 0.03 < 1


def test_holes_make_a_table_less_sure(drawn: Make) -> None:
    holes = [row if number % 3 else (row[0], "", row[2], "") for number, row in enumerate(NUMBERS)]
    whole, sparse = (table_on(drawn(page_of(rows, ruled=True))).confidence for rows in (NUMBERS, holes))
    assert sparse < whole
