"""Crops: pictures of the strips of pages on which cited numbers stand.

One strip a page, as wide as the page, from a little above the topmost cited box to a little below the lowest one;
sixteen grey levels in a four-bit PNG: a third of the size of a JPEG of the same text, and sharper.
Which pages are pictured does not depend on the clock, so that the same input gives the same file.
"""

from __future__ import annotations

import base64
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from data.schemas import BBox

DPI = 100
MARGIN = 42.0  # points above and below the cited boxes
MOST_PAGES = 24
MOST_IMAGE_SIDE = 1400  # pixels, of crops from photographs and scans


@dataclass(frozen=True, slots=True)
class Crop:
    """A strip of a page: what it covers in page units, and its picture as a data URI."""

    page: int
    box: BBox
    source: str


def pick_pages(wanted: Sequence[int], others: Sequence[int]) -> tuple[int, ...]:
    """Pages to picture: those cited in the text first, then those with most of the other facts."""
    counts: dict[int, int] = defaultdict(int)
    for page in others:
        counts[page] += 1
    first = list(dict.fromkeys(wanted))
    rest = sorted((page for page in counts if page not in first), key=lambda page: (-counts[page], page))
    return tuple((first + rest)[:MOST_PAGES])


def take_crops(source: Path, media_type: str, boxes: Mapping[int, Sequence[BBox]]) -> tuple[Crop, ...]:
    """A crop for each page that can be rendered; none where the source cannot be opened."""
    renderer = _image_pages if media_type.startswith("image/") else _pdf_pages
    crops = []
    try:
        with renderer(source) as pages:
            for number, around in sorted(boxes.items()):
                if around and (crop := pages(number, BBox.around(around))):
                    crops.append(crop)
    except (OSError, ValueError, RuntimeError):  # a source that is gone or damaged: the report goes without pictures
        return tuple(crops)
    return tuple(crops)


@contextmanager
def _pdf_pages(source: Path) -> Iterator[Any]:
    import pymupdf  # here and not above: listing the exporters must not load it

    document = pymupdf.open(source)
    try:

        def crop(number: int, around: BBox) -> Crop | None:
            if not 1 <= number <= document.page_count:
                return None
            page = document[number - 1]
            strip = _strip(around, page.rect.width, page.rect.height)
            picture = page.get_pixmap(dpi=DPI, colorspace=pymupdf.csGRAY, clip=tuple(strip), annots=False)
            grey = Image.frombytes("L", (picture.width, picture.height), picture.samples)
            return Crop(number, strip, _data_uri(grey))

        yield crop
    finally:
        document.close()


@contextmanager
def _image_pages(source: Path) -> Iterator[Any]:
    with Image.open(source, formats=("PNG", "JPEG", "TIFF")) as image:

        def crop(number: int, around: BBox) -> Crop | None:
            if not 1 <= number <= getattr(image, "n_frames", 1):
                return None
            image.seek(number - 1)
            strip = _strip(around, image.width, image.height, margin=image.height / 20)
            part = image.crop((0, round(strip.top), image.width, round(strip.bottom))).convert("L")
            part.thumbnail((MOST_IMAGE_SIDE, MOST_IMAGE_SIDE * 2))
            return Crop(number, strip, _data_uri(part))

        yield crop


def _strip(around: BBox, width: float, height: float, margin: float = MARGIN) -> BBox:
    """The full width of the page, cut above and below what is cited."""
    top = min(max(around.top - margin, 0.0), max(height - margin, 0.0))
    return BBox(0.0, top, width, max(min(around.bottom + margin, height), top + 1))


def _data_uri(grey: Image.Image) -> str:
    """A four-bit PNG of sixteen greys."""
    levels = grey.point([value >> 4 for value in range(256)]).convert("P")
    levels.putpalette([17 * level for level in range(16) for _ in range(3)])
    buffer = io.BytesIO()
    levels.save(buffer, "PNG", bits=4, compress_level=6)
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()
