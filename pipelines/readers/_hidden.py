"""Text of a PDF that nobody can see: white on white, invisible, too small to read, or beside the page.

The reader leaves such words out, as a person would. A reviewer still wants to know: somebody put them there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.schemas import BBox

from ._mupdf import pymupdf
from ._quality import WHITE as PAPER
from .pdf import DAMAGE

TINY = 1.5  # points
NEARLY_WHITE = 0.97  # of each colour
FEWEST = 8  # letters: less is a stray mark
COVERED = 0.3  # of the page by pictures: invisible text belongs to a scan


@dataclass(frozen=True, slots=True)
class Unseen:
    """Words that nobody sees, and why."""

    page: int
    bbox: BBox
    text: str
    why: str


def unseen(path: Path) -> tuple[Unseen, ...]:
    """All hidden text of the PDF; nothing for a file that is none."""
    found: list[Unseen] = []
    try:
        with pymupdf.open(path, filetype="pdf") as source:
            for page in source:
                found += _on_page(page)
    except DAMAGE:
        return tuple(found)
    return tuple(found)


def _on_page(page: Any) -> Iterator[Unseen]:
    frame = page.rect
    white: list[Unseen] = []
    scanned = None
    for span in page.get_texttrace():
        if len(span["chars"]) < FEWEST:
            continue
        box = pymupdf.Rect(span["bbox"]) * page.rotation_matrix
        why = _why(span, box, frame)
        if why == "invisible":
            scanned = _scanned(page) if scanned is None else scanned
            why = "" if scanned else why
        text = "".join(chr(code[0]) for code in span["chars"]) if why else ""
        if len(text.replace(" ", "")) >= FEWEST:
            place = Unseen(page.number + 1, _clipped(box, frame), text, why)
            if why == "white":
                white.append(place)
            else:
                yield place
    if white:
        yield from _on_paper(page, white)


def _why(span: dict[str, Any], box: Any, frame: Any) -> str:
    if not box.intersects(frame):
        return "beside the page"
    if span["size"] < TINY:
        return "too small to be read"
    if span["type"] == 3 or span["opacity"] == 0:
        return "invisible"
    colour = span["color"] or (0,)
    return "white" if len(colour) in (1, 3) and min(colour) >= NEARLY_WHITE else ""


def _scanned(page: Any) -> bool:
    covered = sum(abs(pymupdf.Rect(image["bbox"]).get_area()) for image in page.get_image_info())
    return bool(covered > COVERED * page.rect.get_area())


def _on_paper(page: Any, white: list[Unseen]) -> Iterator[Unseen]:
    """White words on white paper; those on a dark ground are print."""
    pixels = page.get_pixmap(dpi=72, colorspace=pymupdf.csGRAY)
    for place in white:
        box = pymupdf.IRect(*map(round, place.bbox)) & pixels.irect
        if box.is_empty or min(_levels(pixels, box)) >= PAPER:
            yield Unseen(place.page, place.bbox, place.text, "white on white")


def _levels(pixels: Any, box: Any) -> Iterator[int]:
    samples = pixels.samples_mv
    for row in range(box.y0, box.y1):
        yield min(samples[row * pixels.stride + box.x0 : row * pixels.stride + box.x1], default=255)


def _clipped(box: Any, frame: Any) -> BBox:
    """The box, moved to the edge of the page where it lies outside."""
    x0, x1 = sorted((min(max(box.x0, 0.0), frame.width), min(max(box.x1, 0.0), frame.width)))
    top, bottom = sorted((min(max(box.y0, 0.0), frame.height), min(max(box.y1, 0.0), frame.height)))
    return BBox(x0, top, x1, bottom)
