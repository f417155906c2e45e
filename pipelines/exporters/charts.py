"""charts/: of every chart its JSON, a picture cut from the page, and its series as CSV."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from data.schemas import BBox, Chart, Result

from ._cells import guarded
from ._files import write_folder
from ._series import chart_rows

MEDIA_TYPE = "application/json"
TASKS = ("report", "extract")
FOLDER = "charts"
DPI = 144
MARGIN = 40.0  # points around the plot: its labels
MARK = "\ufeff"


def export(result: Result, source: Path, folder: Path) -> tuple[str, ...]:
    """Write the folder; nothing where the document has no chart."""
    charts = result.charts or ()
    if not charts:
        return ()
    files: dict[str, str | bytes] = {}
    for chart in charts:
        files[f"{chart.id}.json"] = chart.model_dump_json(exclude_none=True, indent=1) + "\n"
        files[f"{chart.id}.csv"] = _text(chart)
    files |= _pictures(charts, source, result.document.media_type)
    return write_folder(folder, FOLDER, files)


def _text(chart: Chart) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows([guarded(text) for text in row] for row in chart_rows(chart))
    return MARK + buffer.getvalue()


def _pictures(charts: tuple[Chart, ...], source: Path, media_type: str) -> dict[str, bytes]:
    """PNG of every chart; none where the source is gone or damaged."""
    import pymupdf  # here and not above: listing the exporters must not load it

    try:
        with pymupdf.open(source) as document:
            return {f"{chart.id}.png": _picture(document, chart, media_type) for chart in charts}
    except (OSError, ValueError, RuntimeError):
        return {}


def _picture(document: Any, chart: Chart, media_type: str) -> bytes:
    page = document[chart.page - 1]
    pdf = media_type == "application/pdf"
    scale = DPI / 72 if pdf else 1.0
    box = _around(chart.bbox, page.rect.width, page.rect.height)
    return bytes(page.get_pixmap(matrix=pymupdf_matrix(scale), clip=tuple(box), annots=False).tobytes("png"))


def pymupdf_matrix(scale: float) -> Any:
    import pymupdf

    return pymupdf.Matrix(scale, scale)


def _around(box: BBox, width: float, height: float) -> BBox:
    return BBox(
        max(box.x0 - MARGIN, 0.0),
        max(box.top - MARGIN, 0.0),
        min(box.x1 + MARGIN, width),
        min(box.bottom + MARGIN, height),
    )
