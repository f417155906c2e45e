"""tables.csv/: one file a table, for programs that read nothing better. UTF-8 with a mark, for spreadsheets."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from data.schemas import Result, Table

from ._cells import guarded, rows_of, unique_name
from ._files import write_folder

MEDIA_TYPE = "text/csv"
TASKS = ("report", "extract")
FOLDER = "tables.csv"
MARK = "\ufeff"


def export(result: Result, source: Path, folder: Path) -> tuple[str, ...]:
    """Write the folder; nothing where the document has no table."""
    tables = result.tables or ()
    taken: set[str] = set()
    files = {f"{unique_name(_stem(table), taken, 80)}.csv": _text(table) for table in tables}
    return write_folder(folder, FOLDER, files) if files else ()


def _stem(table: Table) -> str:
    """ "t3_p57_consolidated-balance-sheets": id, page and caption, safe on every file system."""
    caption = re.sub(r"[^\w]+", "-", table.caption.lower()).strip("-_")[:48]
    identity = re.sub(r"[^\w]+", "-", table.id)
    return f"{identity}_p{table.page}" + (f"_{caption}" if caption else "")


def _text(table: Table) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerows([guarded(text) for text in row] for row in rows_of(table))
    return MARK + buffer.getvalue()
