"""What real filings taught."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from data.schemas import Cell, Document, Table
from pipelines.readers.pdf import read
from pipelines.tables import find_tables


@cache
def document(path: Path) -> Document:
    return read(path)


def table_with(tables: tuple[Table, ...], text: str) -> Table:
    """The first table with a cell of this text."""
    return next(table for table in tables if any(cell.text == text for cell in table.cells))


def row_of(table: Table, label: str) -> list[str]:
    """Texts of the row that begins with the label."""
    row = next(cell.row for cell in table.cells if cell.column == 0 and cell.text.startswith(label))
    return [cell.text for cell in table.cells if cell.row == row]


def header(table: Table) -> list[Cell]:
    return [cell for cell in table.cells if cell.header and cell.text]


def test_statement_of_operations(samples: Path) -> None:
    tables = find_tables(document(samples / "netflix_2015_10k.pdf"), pages={40})
    table = table_with(tables, "Revenues")
    assert row_of(table, "Revenues") == ["Revenues", "$ 6,779,511", "$ 5,504,656", "$ 4,374,562"]
    assert "CONSOLIDATED STATEMENTS OF OPERATIONS" in table.caption
    assert [cell.text for cell in header(table)][-3:] == ["2015", "2014", "2013"]


def test_cash_flows_stay_one_table_under_their_group_headings(samples: Path) -> None:
    (table,) = find_tables(document(samples / "netflix_2015_10k.pdf"), pages={42})
    assert table.n_columns == 4
    assert row_of(table, "Cash flows from investing activities")[1:] == ["", "", ""]
    assert row_of(table, "Accounts payable") == ["Accounts payable", "51,615", "83,812", "18,374"]


def test_heads_span_the_periods_they_name(samples: Path) -> None:
    tables = find_tables(document(samples / "lockheedmartin_2023q2_results.pdf"), pages={2})
    table = table_with(tables, "Net sales")
    spans = {cell.text: (cell.column, cell.column_span) for cell in table.cells}
    assert spans["Quarters Ended"] == (1, 2)
    assert spans["Six Months Ended"] == (3, 2)
    assert row_of(table, "Net sales") == ["Net sales", "$ 16,693", "$ 15,446", "$ 31,819", "$ 30,410"]


def test_no_table_repeats_or_loses_a_place(samples: Path) -> None:
    for table in find_tables(document(samples / "lockheedmartin_2023q2_results.pdf")):
        assert 0 < table.confidence <= 1
        for cell in table.cells:
            assert cell.bbox.x1 >= cell.bbox.x0
        assert sum(c.row_span * c.column_span for c in table.cells) == table.n_rows * table.n_columns


@pytest.mark.shared
def test_ruled_balance_sheet_over_three_pages(shared: Path) -> None:
    """The column of notes is empty on the second page and has no text there to be found by."""
    path = next((shared / "filings" / "pdf").glob("600201*"))
    tables = find_tables(document(path), pages={66, 67, 68})
    table = table_with(tables, "货币资金")
    assert {cell.page for cell in table.cells} == {66, 67, 68}
    assert table.n_columns == 4
    assert row_of(table, "货币资金")[2:] == ["1,516,034,246.28", "1,108,509,231.31"]
