"""Markdown that shows text as it is: what the document says is escaped; tables whose cells span become HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from data.schemas import Table

from ._cells import rows_of

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
ENTITY = re.compile(r"&(?=#|\\#|\w+;)")
BLOCK = re.compile(r"^(\s*)([-+=]|\d+[.)])(\s|$)")


def plain(text: str) -> str:
    """Text in which no character is markup."""
    one_line = " ".join(text.split())
    return BLOCK.sub(r"\1\\\2\3", ENTITY.sub("&amp;", SPECIAL.sub(r"\\\1", one_line)))


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], numeric: bool = True) -> str:
    """A pipe table, its cells already Markdown; every column but the first to the right."""
    rule = ["---"] + ["---:" if numeric else "---"] * (len(heads) - 1)
    lines = [heads, rule, *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def document_table(source: Table) -> str:
    """A table of the document: pipes where every cell is one place, HTML where cells span."""
    if any(cell.row_span > 1 or cell.column_span > 1 for cell in source.cells):
        return _html_table(source)
    rows = [[plain(text) for text in row] for row in rows_of(source)]
    return table(rows[0], rows[1:])


def _in_html(text: str) -> str:
    """Escaped for HTML, and for readers who look for Markdown in it."""
    return escape(" ".join(text.split())).replace("[", "&#91;").replace("`", "&#96;")


def _html_table(source: Table) -> str:
    lines = ["<table>"]
    for row in range(source.n_rows):
        cells = sorted((cell for cell in source.cells if cell.row == row), key=lambda cell: cell.column)
        parts = []
        for cell in cells:
            tag = "th" if cell.header else "td"
            spans = (("rowspan", cell.row_span), ("colspan", cell.column_span))
            attributes = "".join(f' {name}="{size}"' for name, size in spans if size > 1)
            parts.append(f"<{tag}{attributes}>{_in_html(cell.text)}</{tag}>")
        lines.append(f"<tr>{''.join(parts)}</tr>")
    return "\n".join([*lines, "</table>"])
