"""document.md: the text of the document in reading order, tables where they stand, pages marked by comments."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from data.schemas import Region, Result, Table

from ._files import write_file
from ._md import document_table, plain

MEDIA_TYPE = "text/markdown"
TASKS = ("extract",)
LEFT_OUT = ("page_header", "page_footer", "picture", "chart")
PREFIX = {"title": "# ", "section_header": "## ", "list_item": "- ", "caption": "*", "formula": "", "footnote": ""}
SHARED = 0.5  # of a region's area: from there on it is the table's place


def export(result: Result, source: Path, folder: Path) -> tuple[str, ...]:
    """Write document.md; nothing where no text was found."""
    text = render(result)
    return write_file(folder, "document.md", text) if text else ()


def render(result: Result) -> str:
    """The whole text."""
    blocks = list(_blocks(result))
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _blocks(result: Result) -> Iterator[str]:
    tables = list(result.tables or ())
    page = 0
    for region in sorted(result.regions or (), key=lambda region: region.order):
        if region.label in LEFT_OUT:
            continue
        if region.page != page:
            page = region.page
            yield f"<!-- page {page} -->"
        if region.label == "table":
            yield from _table_at(region, tables)
        elif region.text.strip():
            yield _text(region)
    for table in tables:  # those that no region claimed
        yield from _titled(table)


def _table_at(region: Region, tables: list[Table]) -> Iterator[str]:
    """The tables of a region; they are taken off the list, so that none is printed twice."""
    own = [t for t in tables if t.page == region.page and _shares(region, t)]
    for table in own:
        tables.remove(table)
        yield document_table(table)
    if not own and region.text.strip():
        yield plain(region.text)


def _shares(region: Region, table: Table) -> bool:
    smaller = min(region.bbox.area, table.bbox.area) or 1.0
    return region.bbox.overlap(table.bbox) >= SHARED * smaller


def _titled(table: Table) -> Iterator[str]:
    yield f"<!-- page {table.page} -->"
    if table.caption:
        yield f"*{plain(table.caption)}*"
    yield document_table(table)


def _text(region: Region) -> str:
    prefix = PREFIX.get(region.label, "")
    text = plain(region.text)
    return f"*{text}*" if prefix == "*" else prefix + text
