"""find_tables: the chain from a document to its tables."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from data.schemas import BBox, Document, Page, Table, Word
from pipelines.contracts import Watch, unwatched

from .captions import caption_of
from .draft import Grid
from .found import Found, is_plot, is_table
from .grid import grid_of
from .growing import grown
from .heads import head_rows
from .joining import joined
from .plain import plain_areas
from .record import record
from .ruled import closed, home, ruled_areas, runs_on
from .rules import Rules, rules_of
from .shelf import Shelf
from .zones import zones_of

RULED, PLAIN = 0.98, 0.92  # how often the structure of such a table is right, before its own signs are counted


def find_tables(
    document: Document, pages: Collection[int] | None = None, watch: Watch = unwatched
) -> tuple[Table, ...]:
    """All tables of the document, or of the pages named, in reading order."""
    found: list[Found] = []
    for done, page in enumerate(document.pages, 1):
        if pages is None or page.number in pages:
            found += _tables_of(page)
        watch("tables", done, len(document.pages))
    return tuple(record(parts, width, f"t{number}") for number, (parts, width) in enumerate(joined(found), 1))


def _tables_of(page: Page) -> list[Found]:
    rules = rules_of(page)
    zones = zones_of(page.words, page.width)
    found = _ruled(page, rules, [Shelf(zone) for zone in zones])
    found += _plain(page, rules, zones, [item.box for item in found])
    found.sort(key=lambda item: (item.box.top, item.box.x0))
    return _captioned(page, found)


def _captioned(page: Page, found: Sequence[Found]) -> list[Found]:
    boxes = [item.box for item in found]
    shelf = Shelf(word for word in page.words if not any(box.holds(word.bbox, 0.5) for box in boxes))
    return [replace(item, caption=caption_of(item.box, item.words, shelf, page.width)) for item in found]


def _ruled(page: Page, rules: Rules, zones: Sequence[Shelf]) -> list[Found]:
    found = []
    shelf = Shelf(page.words)
    for area in ruled_areas(shelf, rules):
        words = shelf.within(area)
        zone = home(area, zones)
        if not rules.inside(area).down and runs_on(words, area, zone):
            continue
        grid = grid_of(words, rules.inside(area), area)
        if grid is not None and not closed(area, rules):
            whole = grown(area, words, zone, rules, headless=head_rows(grid) == 0)
            if whole != area:
                area, words = whole, zone.within(whole)
                grid = grid_of(words, rules.inside(area), area)
        if grid is not None and is_table(grid) and not is_plot(grid, page.fills):
            found.append(_found(page, area, grid, words, RULED))
    return found


def _plain(page: Page, rules: Rules, zones: Sequence[Sequence[Word]], taken: Sequence[BBox]) -> list[Found]:
    found = []
    for zone in zones:
        free = [word for word in zone if not any(box.holds(word.bbox, 2.0) for box in taken)]
        shelf = Shelf(free)
        for area in plain_areas(free):
            words = shelf.within(area)
            grid = grid_of(words, rules.inside(area), area)
            if grid is not None and is_table(grid) and not is_plot(grid, page.fills):
                found.append(_found(page, area, grid, words, PLAIN))
    return found


def _found(page: Page, area: BBox, grid: Grid, words: Sequence[Word], certainty: float) -> Found:
    box = BBox.around([area, *(word.bbox for word in words)])
    over = sum(c.column_span > 1 for c in grid.cells if c.chunks) / max(sum(bool(c.chunks) for c in grid.cells), 1)
    return Found(page, box, grid, tuple(words), head_rows(grid), certainty=certainty * (1 - over / 2))
