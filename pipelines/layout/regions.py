"""Regions: what stands where on each page, labelled, in the order a person reads.

Chain: words -> lines -> without running heads and feet -> without the words of known tables -> columns -> blocks ->
regions, with pictures and drawn charts put in by their height. `flow` is the same chain kept as blocks, for sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from data.schemas import BBox, Document, Label, Page, Region, Table
from pipelines.layout.blocks import Block, blocks_of, body_size
from pipelines.layout.columns import reading_order
from pipelines.layout.furniture import Key, running_keys, split_furniture
from pipelines.layout.lines import Line, PageLines, document_lines

PICTURE_SHARE = 0.01  # of the page: smaller images are bullets and logos' parts
BARS = 3  # filled boxes that stand on one base line: perhaps a bar chart

Piece = tuple[Label, BBox, float, str]


def find_regions(
    document: Document, tables: Sequence[Table] = (), lines: PageLines | None = None
) -> tuple[Region, ...]:
    """Regions of the whole document, numbered in reading order. Areas of `tables` are taken as they are."""
    lines = document_lines(document) if lines is None else lines
    running = running_keys(document.pages, lines)
    body = body_size(line for page_lines in lines for line in page_lines)
    areas = _areas(tables)
    pieces = (
        (page.number, piece)
        for page, page_lines in zip(document.pages, lines, strict=True)
        for piece in _pieces(page, page_lines, running, body, areas.get(page.number, ()))
    )
    return tuple(
        Region(page=page, label=label, bbox=box, order=order, confidence=confidence, text=text)
        for order, (page, (label, box, confidence, text)) in enumerate(pieces)
    )


def _areas(tables: Iterable[Table]) -> dict[int, tuple[tuple[BBox, float], ...]]:
    """Boxes of tables by page, each with its confidence; a table over a page break has one on either page."""
    areas: dict[int, list[tuple[BBox, float]]] = {}
    for table in tables:
        pages = sorted({cell.page for cell in table.cells} | {table.page})
        for page in pages:
            boxes = [cell.bbox for cell in table.cells if cell.page == page]
            areas.setdefault(page, []).append((BBox.around(boxes) if boxes else table.bbox, table.confidence))
    return {page: tuple(boxes) for page, boxes in areas.items()}


def _pieces(
    page: Page, lines: Sequence[Line], running: set[Key], body: float, areas: Sequence[tuple[BBox, float]]
) -> Iterator[Piece]:
    """Regions of one page in reading order."""
    heads, lines, feet = split_furniture(page, lines, running)
    outside = [line for line in lines if not any(box.holds(line.bbox) for box, _ in areas)]
    if heads:
        yield _of_block(Block("page_header", tuple(heads), 0.9))
    known: list[Piece] = [("table", box, min(confidence, 1.0), _text_in(lines, box)) for box, confidence in areas]
    drawn = [*_pictures(page), *_charts(page)]
    others = [*known, *(p for p in drawn if not any(p[1].overlap(k[1]) for k in known))]
    for left, right in page.leaves:
        inside = [line for line in outside if left <= (line.x0 + line.x1) / 2 < right]
        blocks = [_of_block(b) for column in reading_order(inside) for b in blocks_of(column, page, body)]
        yield from _insert(blocks, [piece for piece in others if left <= piece[1].x_mid < right])
    for group in _apart(feet):
        yield _of_block(Block("page_footer", group, 0.9))


def _apart(feet: Sequence[Line]) -> Iterator[tuple[Line, ...]]:
    """Feet by height: those in the middle of the paper are regions of their own."""
    group: list[Line] = []
    for line in feet:
        if group and abs(line.top - group[-1].top) > 40:
            yield tuple(group)
            group = []
        group.append(line)
    if group:
        yield tuple(group)


def _of_block(block: Block) -> Piece:
    return block.label, block.bbox, block.confidence, block.text


def _text_in(lines: Iterable[Line], box: BBox) -> str:
    return "\n".join(line.text for line in lines if box.holds(line.bbox))


def _insert(blocks: list[Piece], others: Iterable[Piece]) -> list[Piece]:
    """Put areas without text of their own before the first block of their column that starts below them."""
    placed = list(blocks)
    for other in sorted(others, key=lambda piece: piece[1].top):
        box = other[1]
        below = (
            index
            for index, (_, b, _, _) in enumerate(placed)
            if b.top >= box.y_mid and min(b.x1, box.x1) > max(b.x0, box.x0)
        )
        placed.insert(next(below, len(placed)), other)
    return placed


def _pictures(page: Page) -> Iterator[Piece]:
    whole = page.width * page.height
    for box in page.pictures:
        if PICTURE_SHARE * whole < box.area < 0.9 * whole:
            yield "picture", box, 0.8, ""


def _charts(page: Page) -> Iterator[Piece]:
    """Filled boxes of one width that stand on a base line and differ in height: said with little certainty."""
    bars: dict[tuple[int, int], list[BBox]] = {}
    for fill in page.fills:
        if fill.width > 3 and fill.height > 3 and fill.width < page.width / 4:
            bars.setdefault((round(fill.bottom / 2), round(fill.width / 2)), []).append(fill)
    for group in bars.values():
        heights = {round(box.height / 3) for box in group}
        if len(group) >= BARS and len(heights) >= BARS and max(box.height for box in group) > 30:
            yield "chart", BBox.around(group), 0.4, ""
