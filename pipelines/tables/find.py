"""find_tables: the chain from a document to its tables."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from data.schemas import BBox, Document, Page, Table, Word
from pipelines.contracts import Watch, unwatched

from .grid import grid_of
from .plain import plain_areas
from .record import Found, is_table, record
from .ruled import ruled_areas
from .rules import Rules, rules_of
from .zones import zones_of


def find_tables(
    document: Document, pages: Collection[int] | None = None, watch: Watch = unwatched
) -> tuple[Table, ...]:
    """All tables of the document, or of the pages named, in reading order."""
    found: list[Found] = []
    for done, page in enumerate(document.pages, 1):
        if pages is None or page.number in pages:
            found += _tables_of(page)
        watch("tables", done, len(document.pages))
    return tuple(record(item, f"t{number}") for number, item in enumerate(found, 1))


def _tables_of(page: Page) -> list[Found]:
    rules = rules_of(page)
    found = _ruled(page, rules)
    found += _plain(page, rules, [item.box for item in found])
    return sorted(found, key=lambda item: (item.box.top, item.box.x0))


def _ruled(page: Page, rules: Rules) -> list[Found]:
    found = []
    for area in ruled_areas(page.words, rules):
        words = within(page.words, area)
        grid = grid_of(words, rules.inside(area), area)
        if grid is not None and is_table(grid):
            found.append(Found(page, area, grid, tuple(words)))
    return found


def _plain(page: Page, rules: Rules, taken: Sequence[BBox]) -> list[Found]:
    free = [word for word in page.words if not any(box.holds(word.bbox, 2.0) for box in taken)]
    found = []
    for zone in zones_of(free, page.width):
        for area in plain_areas(zone):
            words = within(zone, area)
            grid = grid_of(words, rules.inside(area), area)
            if grid is not None and is_table(grid):
                found.append(Found(page, area, grid, tuple(words)))
    return found


def within(words: Sequence[Word], box: BBox) -> list[Word]:
    """The words whose middle lies in the box."""
    return [word for word in words if box.holds(word.bbox, 2.0)]
