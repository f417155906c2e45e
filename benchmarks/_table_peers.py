"""Other table finders behind one signature: a PDF to its tables as grids. Those not installed are left out."""

from __future__ import annotations

import importlib.util
import warnings
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pymupdf

from benchmarks._adjacency import Cell, Grid

Finder = Callable[[Path], list[Grid]]


def peers() -> dict[str, Finder | None]:
    """Finders by name; None where the library is missing."""
    known: dict[str, tuple[str, Finder]] = {
        "pymupdf": ("pymupdf", _pymupdf),
        "pdfplumber": ("pdfplumber", _pdfplumber),
        "camelot network": ("camelot", lambda pdf: _camelot(pdf, "network")),
        "camelot hybrid": ("camelot", lambda pdf: _camelot(pdf, "hybrid")),
    }
    return {name: run if importlib.util.find_spec(package) else None for name, (package, run) in known.items()}


def _plain(rows: Iterable[Sequence[str | None]]) -> tuple[Cell, ...]:
    return tuple((r, c, r, c, text or "") for r, row in enumerate(rows) for c, text in enumerate(row))


def _pymupdf(pdf: Path) -> list[Grid]:
    """`find_tables(union=True, refine=True)`, with its spans."""
    grids = []
    with pymupdf.open(pdf) as document:
        for page in document:
            for table in page.find_tables(union=True, refine=True).tables:
                texts = table.extract()
                placed = getattr(table, "placements", None)
                grids.append(Grid(page.number + 1, _placed(placed, texts) if placed else _plain(texts)))
    return grids


def _placed(placements: Sequence[Sequence[Any]], texts: Sequence[Sequence[str | None]]) -> tuple[Cell, ...]:
    cells = []
    for r, row in enumerate(placements):
        for c, span in enumerate(row):
            if span is not None:
                text = getattr(span, "text", None)
                if text is None:
                    text = texts[r][c] if r < len(texts) and c < len(texts[r]) else ""
                cells.append((r, c, r + span.rowspan - 1, c + span.colspan - 1, text or ""))
    return tuple(cells)


def _pdfplumber(pdf: Path) -> list[Grid]:
    import pdfplumber

    with pdfplumber.open(pdf) as document:
        return [Grid(page.page_number, _plain(rows)) for page in document.pages for rows in page.extract_tables()]


def _camelot(pdf: Path, flavor: str) -> list[Grid]:
    import camelot

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tables = camelot.read_pdf(str(pdf), pages="all", flavor=flavor)
    return [Grid(int(table.page), _plain(table.df.values.tolist())) for table in tables]
