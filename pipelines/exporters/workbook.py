"""tables.xlsx: Facts, Checks and Findings, then a sheet a table, named by its caption.

Everything of the document is written as text or number, never as a formula or a link; numbers keep their printed
form as the number format allows. The file has a fixed date, so that the same result gives the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from data.schemas import Chart, Result, Table

from ._cells import UNSEEN, number, unique_name
from ._files import write_file
from ._grid import is_money
from ._page import Page
from ._series import chart_name, chart_rows

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TASKS = ("report", "extract")
CREATED = datetime(2000, 1, 1)
LONGEST_NAME, LONGEST_TEXT = 31, 32767  # Excel's limits on sheet names and cells
WIDEST = 60
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
MOST_SHEETS = 250
SAFE_DIGITS = 15  # a longer number loses digits in a spreadsheet and is written as text


def export(result: Result, source: Path, folder: Path) -> tuple[str, ...]:
    """Write tables.xlsx."""
    return write_file(folder, "tables.xlsx", render(result))


def render(result: Result) -> bytes:
    """The workbook's bytes."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    book.set_properties({"created": CREATED, "title": result.document.entity or "", "comments": "r1doc"})
    writer = _Writer(book, Page(result), _formats(book), {"history"})
    if result.facts is not None:
        writer.facts()
    if result.checks is not None:
        writer.checks()
    if result.findings is not None:
        writer.findings()
    for table in (result.tables or ())[:MOST_SHEETS]:
        writer.table(table)
    for chart in (result.charts or ())[:MOST_SHEETS]:
        writer.chart(chart)
    if not book.worksheets():
        writer.sheet("Tables", ("Tables",), ())
    book.close()
    return buffer.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    base = {"valign": "top", "font_size": 10}
    wrap = {**base, "text_wrap": True}
    return {
        "head": book.add_format({**wrap, "bold": True, "bottom": 1, "top": 1}),
        "text": book.add_format(wrap),
        "bold": book.add_format({**wrap, "bold": True}),
        "link": book.add_format({**base, "font_color": "#0B5FB0", "underline": 1}),
        "whole": book.add_format({**base, "num_format": "#,##0;(#,##0)"}),
        "decimal": book.add_format({**base, "num_format": "#,##0.00##;(#,##0.00##)"}),
        "percent": book.add_format({**base, "num_format": "0.0%;(0.0%)"}),
        "date": book.add_format({**base, "num_format": "yyyy-mm-dd"}),
    }


@dataclass(frozen=True, slots=True)
class _Writer:
    """A workbook under construction."""

    book: Any
    page: Page
    formats: dict[str, Any]
    taken: set[str]  # names of sheets, and those that Excel keeps for itself

    def sheet(self, name: str, heads: Sequence[str], widths: Sequence[int]) -> Any:
        """A sheet with a frozen head, widths and a page set for print."""
        sheet = self.book.add_worksheet(self._name(name))
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head, self.formats["head"])
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        return sheet

    def _name(self, wanted: str) -> str:
        clean = FORBIDDEN.sub(" ", UNSEEN.sub("", wanted))
        clean = re.sub(r"\s+", " ", clean).strip().strip("'") or "Table"
        return unique_name(clean, self.taken, LONGEST_NAME)

    def _close(self, sheet: Any, rows: int, columns: int) -> None:
        sheet.autofilter(0, 0, max(rows, 1), columns - 1)
        sheet.print_area(0, 0, max(rows, 1), columns - 1)

    def _text(self, sheet: Any, row: int, column: int, text: str, style: str = "text") -> None:
        sheet.write_string(row, column, UNSEEN.sub("", text)[:LONGEST_TEXT], self.formats[style])

    def facts(self) -> None:
        """One row a fact, in whole units, with a link to its place in the report."""
        words = self.page.words
        names = (
            "statement",
            "label",
            "concept",
            "scope",
            "period",
            "value",
            "unit",
            "printed",
            "page",
            "confidence",
            "formula",
        )
        heads = ["ID", *(words[name] for name in names)]
        sheet = self.sheet("Facts", heads, (8, 14, 44, 40, 16, 24, 20, 12, 16, 7, 11, 30))
        for row, fact in enumerate(self.page.facts.values(), start=1):
            first = fact.provenance[0]
            target = f"external:report.html#{fact.id}"
            sheet.write_url(row, 0, target, self.formats["link"], fact.id, f"{words['page']} {first.page}")
            texts = (fact.statement or "", fact.label, fact.concept, fact.scope, self.page.period(fact))
            for column, text in enumerate(texts, start=1):
                self._text(sheet, row, column, text)
            whole = is_money(fact.unit) or fact.unit == "shares"
            sheet.write_number(row, 6, fact.value, self.formats["whole" if whole else "decimal"])
            self._text(sheet, row, 7, fact.unit)
            self._text(sheet, row, 8, first.text)
            sheet.write_number(row, 9, first.page, self.formats["whole"])
            sheet.write_number(row, 10, fact.confidence, self.formats["percent"])
            self._text(sheet, row, 11, fact.formula or "")
        self._close(sheet, len(self.page.facts), len(heads))

    def checks(self) -> None:
        """One row a check."""
        words = self.page.words
        heads = [words[name] for name in ("rule", "check", "outcome", "difference", "facts_used", "page")]
        sheet = self.sheet("Checks", heads, (44, 50, 14, 20, 40, 16))
        checks = self.page.result.checks or ()
        for row, check in enumerate(checks, start=1):
            facts = self.page.known(check.facts)
            self._text(sheet, row, 0, check.rule)
            self._text(sheet, row, 1, check.message)
            self._text(sheet, row, 2, self.page.outcome(check))
            if check.difference is not None:
                sheet.write_number(row, 3, check.difference, self.formats["whole"])
            self._text(sheet, row, 4, ", ".join(check.facts))
            self._text(sheet, row, 5, self.page.reference(facts, check.provenance))
        self._close(sheet, len(checks), len(heads))

    def findings(self) -> None:
        """One row a finding."""
        words = self.page.words
        heads = [
            words[name] for name in ("rule", "level", "outcome", "message", "evidence", "inputs", "facts_used", "page")
        ]
        sheet = self.sheet("Findings", heads, (36, 10, 14, 60, 60, 40, 24, 16))
        findings = self.page.result.findings or ()
        for row, finding in enumerate(findings, start=1):
            texts = (
                finding.rule,
                words["levels"][finding.level],
                words["outcomes"][finding.kind],
                finding.message,
                "\n".join(place.text for place in finding.provenance if place.text),
                "; ".join(f"{name} = {value}" for name, value in finding.properties.items()),
                ", ".join(finding.facts),
                self.page.reference(self.page.known(finding.facts), finding.provenance),
            )
            for column, text in enumerate(texts):
                self._text(sheet, row, column, text)
        self._close(sheet, len(findings), len(heads))

    def table(self, table: Table) -> None:
        """A table as printed: numbers as numbers, everything else as text."""
        sheet = self.book.add_worksheet(self._name(table.caption or f"Table {table.id} p. {table.page}"))
        head = _head_rows(table)
        for cell in table.cells:
            if cell.row_span > 1 or cell.column_span > 1:
                last = (cell.row + cell.row_span - 1, cell.column + cell.column_span - 1)
                sheet.merge_range(cell.row, cell.column, *last, "", self.formats["text"])
            self._cell(sheet, cell.row, cell.column, cell.text, header=cell.header or cell.row < head)
        for column, width in enumerate(_widths(table)):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(head, 1 if table.n_columns > 1 else 0)
        if head:
            sheet.repeat_rows(0, head - 1)
        sheet.print_area(0, 0, table.n_rows - 1, table.n_columns - 1)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L{table.page}&R&P / &N")

    def chart(self, chart: Chart) -> None:
        """The series of a chart, numbers as numbers."""
        sheet = self.book.add_worksheet(self._name(chart_name(chart)))
        rows = chart_rows(chart)
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                self._cell(sheet, row, column, text, header=row == 0)
        sheet.set_column(0, len(rows[0]) - 1, 18)
        sheet.freeze_panes(1, 1)

    def _cell(self, sheet: Any, row: int, column: int, text: str, header: bool) -> None:
        found = None if header else number(text)
        if found is None or len(re.sub(r"\D", "", text)) > SAFE_DIGITS:
            self._text(sheet, row, column, text, "head" if header else "text")
            return
        value, percent = found
        sheet.write_number(row, column, value / 100 if percent else value, self._number_format(text, percent))

    def _number_format(self, text: str, percent: bool) -> Any:
        """A format that shows the number as it is printed: 2015 stays 2015, (1,234) keeps its parentheses."""
        whole, _, decimals = text.partition(".")
        places = sum(char.isdigit() for char in decimals)
        code = ("#,##0" if "," in whole else "0") + ("." + "0" * places if places else "") + ("%" if percent else "")
        code = f"{code};({code})" if "(" in text else code
        if code not in self.formats:
            self.formats[code] = self.book.add_format({"valign": "top", "font_size": 10, "num_format": code})
        return self.formats[code]


def _head_rows(table: Table) -> int:
    """How many rows at the top are heads."""
    heads = {cell.row for cell in table.cells if cell.header}
    count = 0
    while count in heads and count < table.n_rows - 1:
        count += 1
    return count


def _widths(table: Table) -> list[int]:
    """Column widths in characters, CJK counted double, of cells that span one column."""
    widths = [8] * table.n_columns
    for cell in table.cells:
        if cell.column_span == 1:
            size = sum(2 if ord(char) > 0x2E80 else 1 for char in cell.text) + 2
            widths[cell.column] = min(max(widths[cell.column], size), WIDEST)
    return widths
