"""The stage's door: every chart of a document, page by page, in the coordinates of the displayed page.

A PDF page is read from its paths where it draws something that tables and rules do not: a slanted or curved line, a
slice, bars of several lengths. What cannot be given values, or looks like a table, is no chart.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from data.schemas import Chart, Document, Page
from pipelines.contracts import Watch, unwatched

from .chain import read_scene
from .plausible import is_chart, promising
from .raster_find import picture_charts
from .raster_text import Networks
from .vector import scene_of
from .vector_shapes import read_shapes

FEWEST_SHAPES = 2  # fills and rulings of a page below which nothing is drawn on it


def find_charts(
    document: Document,
    pages: Iterable[int] | None = None,
    watch: Watch = unwatched,
    networks: Networks | None = None,
) -> tuple[Chart, ...]:
    """Charts in page order; `pages` limits where to look. Pictures are read where the networks of OCR are given."""
    wanted = set(pages) if pages is not None else None
    found = _drawn_charts(document, wanted, watch) if document.media_type == "application/pdf" else []
    if networks is not None:
        found += picture_charts(document, networks, wanted)
        found.sort(key=lambda chart: chart.page)
    return tuple(chart.model_copy(update={"id": f"c{k}"}) for k, chart in enumerate(found, 1))


def _drawn_charts(document: Document, wanted: set[int] | None, watch: Watch) -> list[Chart]:
    """Charts of paths and text."""
    import pymupdf  # a page's paths are read anew: the reader keeps only what tables need

    found: list[Chart] = []
    with pymupdf.open(Path(document.path)) as source:
        for page in document.pages:
            if wanted is not None and page.number not in wanted:
                continue
            watch("charts", page.number, len(document.pages))
            if _drawn_on(page):
                found += _charts_of(source[page.number - 1], page.number)
    return found


def _drawn_on(page: Page) -> bool:
    return page.source == "text-layer" and len(page.fills) + len(page.rulings) >= FEWEST_SHAPES


def _charts_of(page: Any, number: int) -> list[Chart]:
    if page.rotation:
        page.remove_rotation()
    shapes = read_shapes(page)
    if not promising(shapes.bars, shapes.paths, shapes.sectors, shapes.dots):
        return []
    scene = scene_of(shapes, page, number)
    return [chart for chart in read_scene(scene) if is_chart(chart, scene)]
