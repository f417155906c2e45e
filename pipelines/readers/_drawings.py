"""What is drawn on a PDF page: rulings, filled areas, pictures.

A ruling is a straight stroke, an edge of a stroked box, or a filled box too thin to be an area. A thick stroke is a
fill: some programs shade rows that way. White fills are paper. Boxes are in MuPDF's unrotated page space.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from data.schemas import BBox, Ruling

THIN = 2.5  # points: no thicker is a line
SHORT = 3.0  # points: no longer is a dot
SLANT = 0.03  # rise over run: a straight line of a table is flatter
HAIR = 0.1  # points: the width given to strokes of width zero
MANY = 5_000  # drawings a page; maps and shaded charts have more, and none of the rest would be a table's
IMAGES = ("fill-image", "fill-imgmask")
OUTLINE = 8.0  # points: smaller filled shapes with curves are letters and marks

Corners = tuple[float, float, float, float]


class Drawn(NamedTuple):
    """Rulings and fills in drawing order; `shapes` counts all that was drawn."""

    rulings: list[Ruling]
    fills: list[BBox]
    shapes: int


def read_drawings(page: Any) -> Drawn:
    """Rulings and fills of a page."""
    rulings: list[Ruling] = []
    fills: list[BBox] = []
    drawings = page.get_cdrawings()
    for drawing in drawings[:MANY]:
        if "f" in drawing["type"] and _shows(drawing):
            _sort(_filled(drawing), HAIR, rulings, fills)
        if "s" in drawing["type"] and drawing.get("stroke_opacity", 1.0):
            width = max(drawing.get("width") or HAIR, HAIR)
            _sort((_stroked(*ends, width) for ends in _strokes(drawing)), width, rulings, fills)
    return Drawn(rulings, fills, len(drawings))


def read_pictures(page: Any) -> list[BBox]:
    """Places of raster images. The page is run for them only where its resources name an image."""
    if not page.get_images():
        return []
    return [_box(rect) for kind, rect in page.get_bboxlog() if kind in IMAGES]


def _shows(drawing: dict[str, Any]) -> bool:
    return drawing.get("fill") != (1.0, 1.0, 1.0) and bool(drawing.get("fill_opacity", 1.0))


def _sort(boxes: Iterable[BBox], width: float, rulings: list[Ruling], fills: list[BBox]) -> None:
    for box in boxes:
        thickness, length = sorted((box.width, box.height))
        if thickness > THIN:
            fills.append(box)
        elif length > SHORT:
            rulings.append(Ruling(box, max(thickness, width)))


def _filled(drawing: dict[str, Any]) -> Iterator[BBox]:
    """Boxes of a filled path: each rectangle of it, or its extent where it is made of lines and curves."""
    items = drawing["items"]
    boxes = [item[1] if item[0] == "re" else _around(item[1]) for item in items if item[0] in ("re", "qu")]
    if boxes:
        yield from map(_box, boxes)
        return
    extent = _box(drawing["rect"])
    straight = all(item[0] == "l" for item in items)
    if straight or min(extent.width, extent.height) > OUTLINE:
        yield extent


def _strokes(drawing: dict[str, Any]) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """Straight, level or upright strokes of a path, as two ends each."""
    for item in drawing["items"]:
        if item[0] == "l":
            (ax, ay), (bx, by) = item[1], item[2]
            if min(abs(ax - bx), abs(ay - by)) <= SLANT * max(abs(ax - bx), abs(ay - by)):
                yield item[1], item[2]
        elif item[0] in ("re", "qu"):
            x0, top, x1, bottom = item[1] if item[0] == "re" else _around(item[1])
            if min(x1 - x0, bottom - top) <= THIN:
                yield (x0, top), (x1, bottom)
                continue
            yield (x0, top), (x1, top)
            yield (x0, bottom), (x1, bottom)
            yield (x0, top), (x0, bottom)
            yield (x1, top), (x1, bottom)


def _stroked(start: tuple[float, float], end: tuple[float, float], width: float) -> BBox:
    half = width / 2
    x0, x1 = sorted((start[0], end[0]))
    top, bottom = sorted((start[1], end[1]))
    return (
        BBox(x0, top - half, x1, bottom + half) if x1 - x0 >= bottom - top else BBox(x0 - half, top, x1 + half, bottom)
    )


def _around(points: Iterable[tuple[float, float]]) -> Corners:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _box(rect: Corners) -> BBox:
    x0, top, x1, bottom = rect
    return BBox(min(x0, x1), min(top, bottom), max(x0, x1), max(top, bottom))
