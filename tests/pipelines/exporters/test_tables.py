"""tables.xlsx and tables.csv: numbers are numbers, text is text, nothing is a formula."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from data.schemas import Result
from pipelines.exporters import tables_csv, workbook
from pipelines.exporters._cells import guarded, number, unique_name


@pytest.fixture
def book(netflix: Result) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook.render(netflix)))


def test_the_sheets_of_a_report(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == [
        "Facts", "Checks", "Findings", "Consolidated Statements of Oper", "Consolidated Balance Sheets",
        "Consolidated Statements of Cash",
    ]  # fmt: skip


def test_a_fact_is_a_number_in_whole_units_and_links_to_the_report(book: openpyxl.Workbook) -> None:
    sheet = book["Facts"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref and sheet.print_area
    assert sheet["A2"].hyperlink.target == "report.html" and sheet["A2"].hyperlink.location == "f1"
    assert sheet["G2"].value == 6779511000
    assert sheet["I2"].value == "6,779,511"


def test_a_table_is_as_printed(book: openpyxl.Workbook) -> None:
    sheet = book["Consolidated Statements of Oper"]
    assert sheet["B1"].value == "2015"
    row = next(row for row in sheet.iter_rows() if row[0].value == "Interest expense")
    assert [cell.value for cell in row[1:]] == [-132716, -50219, -29142]
    assert row[1].number_format == "#,##0;(#,##0)"


def test_no_cell_of_a_hostile_document_is_a_formula_or_a_foreign_link(hostile: Result) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook.render(hostile)))
    for sheet in book:
        assert len(sheet.title) <= 31
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None or cell.hyperlink.target == "report.html"
    assert len(set(book.sheetnames)) == len(book.sheetnames)
    assert book["Facts"]["G2"].value == pytest.approx(1e40)


def test_csv_guards_formulas_and_keeps_numbers(hostile: Result, tmp_path: Path) -> None:
    names = tables_csv.export(hostile, tmp_path / "x", tmp_path)
    assert len(names) == 2
    rows = list(csv.reader((tmp_path / names[0]).read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0][0].startswith("'=HYPERLINK")
    assert rows[1][1] == "(1,234)"


def test_an_old_folder_is_replaced_whole(netflix: Result, tmp_path: Path) -> None:
    (tmp_path / "tables.csv").mkdir()
    (tmp_path / "tables.csv" / "stale.csv").write_text("x")
    names = tables_csv.export(netflix, tmp_path / "x", tmp_path)
    assert sorted(p.name for p in (tmp_path / "tables.csv").iterdir()) == sorted(Path(n).name for n in names)
    assert [p.name for p in tmp_path.iterdir()] == ["tables.csv"]


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,234", 1234), ("(1,234)", -1234), ("−5", -5), ("$ (3.5)", -3.5), ("12.5%", 12.5), ("¥1,000", 1000)],
)
def test_printed_numbers(text: str, value: float) -> None:
    found = number(text)
    assert found and float(found[0]) == value


@pytest.mark.parametrize("text", ["", "—", "n.m.", "2015 vs. 2014", "1-2", "=1", "+cmd", "12/31/2015"])
def test_other_text_is_no_number(text: str) -> None:
    assert number(text) is None


@pytest.mark.parametrize(
    ("text", "safe"),
    [("=1+1", "'=1+1"), ("  @x", "'  @x"), ("\t=1", "'\t=1"), ("-5", "-5"), ("-", "-"), ("-x", "'-x"), ("a=1", "a=1")],
)
def test_guarded(text: str, safe: str) -> None:
    assert guarded(text) == safe


def test_names_are_unique_whatever_their_case() -> None:
    taken: set[str] = set()
    assert [unique_name(n, taken, 8) for n in ("Balance sheets", "BALANCE SHEETS", "x")] == [
        "Balance ",
        "BALANC 2",
        "x",
    ]
