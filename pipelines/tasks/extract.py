"""Any PDF or image: regions, tables, charts and text in reading order."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from data.schemas import Document, DocumentInfo, Record, Result
from pipelines.contracts import Context
from pipelines.tasks._displayed import as_displayed
from pipelines.tasks._stopwatch import Stopwatch

ACCEPTS = ("application/pdf", "image/png", "image/jpeg", "image/tiff")


class Params(Record):
    """What a user may choose."""

    tables: bool = Field(default=True, description="look for tables on every page")
    charts: bool = Field(default=True, description="read the numbers behind charts")


def run(source: Path, params: Params, context: Context) -> Result:
    """Read, find tables, label regions."""
    # imported here: `--help` reads Params, and should not wait for a PDF library
    from pipelines.charts import find_charts
    from pipelines.layout.regions import find_regions
    from pipelines.readers import networks, read
    from pipelines.tables import find_tables

    stopwatch = Stopwatch()
    with stopwatch("read"):
        document = read(source, context.watch)
    with stopwatch("tables"):
        tables = find_tables(document, None, context.watch) if params.tables else ()
    with stopwatch("layout"):
        regions = find_regions(document, tables)
    with stopwatch("charts"):
        charts = find_charts(document, None, context.watch, networks()) if params.charts else ()
    result = Result(task="extract", document=_info(document), regions=regions, tables=tables, run=stopwatch.run())
    return as_displayed(result, document).model_copy(update={"charts": charts})  # charts are read as displayed


def _info(document: Document) -> DocumentInfo:
    return DocumentInfo(
        sha256=document.sha256,
        name=document.name,
        media_type=document.media_type,
        pages=len(document.pages),
        notes=document.notes,
    )
