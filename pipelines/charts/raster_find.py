"""Charts among the pictures of a document: image files, and images placed on the pages of a PDF.

Chain: pictures large enough -> few flat colours (a photograph has many) -> marks and rules before any text is read ->
OCR, Scene, chain -> Charts at their place on the page. OCR is dear, so a picture must look like a chart first.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, ImageSequence

from data.schemas import BBox, Chart, Document, Page

from .raster import scene_of
from .raster_read import read_picture
from .raster_text import Networks

Pixels = NDArray[np.uint8]

LEAST = 80.0  # points or pixels: the sides of a picture
LONG = 1_000  # pixels: the long side of a picture taken from a page
DPI = 200
FLAT_COLOURS, FLAT = 12, 0.5  # so many colours make up so much of a chart
MOST = 12  # pictures of a document that are read


def picture_charts(document: Document, networks: Networks, pages: set[int] | None = None) -> Iterator[Chart]:
    """Charts of every picture, in page order."""
    pictures = _of_pdf(document, pages) if document.media_type == "application/pdf" else _of_image(document, pages)
    read = 0
    for number, box, rgb in pictures:
        if read < MOST and worth_reading(rgb):
            read += 1
            yield from read_picture(rgb, networks, number, box)


def worth_reading(rgb: Pixels) -> bool:
    """Whether a picture may be a chart: flat colours, and straight lines or marks."""
    sample = rgb[::2, ::2].reshape(-1, 3).astype(np.int32)
    counts = np.unique(sample @ np.array([1 << 16, 1 << 8, 1]), return_counts=True)[1]
    if np.sort(counts)[-FLAT_COLOURS:].sum() < FLAT * len(sample):
        return False
    scene = scene_of(rgb, ())
    return bool(scene.bars or scene.paths or scene.dots or scene.blobs or scene.rules)


def _of_image(document: Document, pages: set[int] | None) -> Iterator[tuple[int, BBox, Pixels]]:
    with Image.open(Path(document.path)) as picture:
        for page, frame in zip(document.pages, ImageSequence.Iterator(picture), strict=False):
            if pages is None or page.number in pages:
                upright = ImageOps.exif_transpose(frame)  # a page's turn is guessed from rows of text: charts have none
                yield page.number, BBox(0.0, 0.0, float(upright.width), float(upright.height)), on_white(upright)


def on_white(picture: Image.Image) -> Pixels:
    """Colours on white paper, where the picture is transparent too."""
    if picture.has_transparency_data:
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture.convert("RGBA"))
    return np.asarray(picture.convert("RGB"))


def _of_pdf(document: Document, pages: set[int] | None) -> Iterator[tuple[int, BBox, Pixels]]:
    wanted = [page for page in document.pages if (pages is None or page.number in pages) and page.source != "ocr"]
    if not any(_pictures(page) for page in wanted):
        return
    import pymupdf  # only documents with pictures pay for it

    with pymupdf.open(Path(document.path)) as source:
        for page in wanted:
            for box in _pictures(page):
                yield page.number, box, _rendered(source[page.number - 1], box)


def _pictures(page: Page) -> list[BBox]:
    return [box for box in page.pictures if min(box.width, box.height) >= LEAST]


def _rendered(page: Any, box: BBox) -> Pixels:
    dpi = min(DPI, LONG * 72 / max(box.width, box.height))
    pixels = page.get_pixmap(dpi=int(dpi), clip=tuple(box), alpha=False)
    return np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.width, -1)[..., :3]
