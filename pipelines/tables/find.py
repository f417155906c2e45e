"""find_tables: the chain from a document to its tables."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain

from data.schemas import BBox, Document, Page, Table, Word
from pipelines.contracts import Watch, unwatched

from .beside import parted
from .captions import caption_of
from .certainty import certainty
from .draft import Grid
from .found import Found, is_plot, is_signed, is_table
from .grid import grid_of
from .growing import grown
from .heads import head_rows
from .joining import joined
from .plain import plain_areas
from .record import record
from .ruled import closed, goes_on_below, home, ruled_areas, runs_on
from .rules import Rules, rules_of
from .running import running_lines, without
from .shares import begun
from .shelf import Shelf
from .zones import zones_of


def find_tables(
    document: Document, pages: Collection[int] | None = None, watch: Watch = unwatched
) -> tuple[Table, ...]:
    """All tables of the document, or of the pages named, in reading order."""
    with tables_ahead(document, pages) as found:
        return found((), watch)


@contextmanager
def tables_ahead(
    document: Document, pages: Collection[int] | None = None
) -> Iterator[Callable[[Collection[int], Watch], tuple[Table, ...]]]:
    """The search begun, beside us where there is a second core; what is yielded gives the tables, with more pages."""
    running = running_lines(document.pages)

    def find(page: Page) -> list[Found]:
        return _captioned(page, running)

    sure = {page.number: page for page in document.pages if pages is None or page.number in pages}
    with begun(list(sure.values()), find) as found:

        def tables(more: Collection[int], watch: Watch) -> tuple[Table, ...]:
            others = [page for page in document.pages if page.number in more and page.number not in sure]
            by_page: dict[int, list[Found]] = {}
            for page, on_page in chain(found(), ((page, find(page)) for page in others)):
                by_page[page.number] = on_page
                watch("tables", len(by_page), len(sure) + len(others))
            return _recorded(item for number in sorted(by_page) for item in by_page[number])

        yield tables


def _recorded(found: Iterable[Found]) -> tuple[Table, ...]:
    """Tables that go on over pages joined, and numbered."""
    return tuple(record(parts, width, f"t{number}") for number, (parts, width) in enumerate(joined(list(found)), 1))


def _tables_of(page: Page) -> list[Found]:
    """The page's tables; of a spread those of either printed page by itself."""
    if page.fold is None:
        return _tables_on(page)
    return [replace(item, page=page) for leaf in page.leaves for item in _tables_on(_part(page, *leaf))]


def _part(page: Page, left: float, right: float) -> Page:
    """The page with what stands between two x alone."""
    return replace(
        page,
        words=tuple(word for word in page.words if left <= word.bbox.x_mid < right),
        rulings=tuple(ruling for ruling in page.rulings if left <= ruling.bbox.x_mid < right),
        fills=tuple(fill for fill in page.fills if left <= fill.x_mid < right),
    )


def _tables_on(page: Page) -> list[Found]:
    rules = rules_of(page)
    zones = [part for zone in zones_of(page.words, page.width) for part in parted(zone)]
    found = _ruled(page, rules, zones) if rules.across else []
    found += _plain(page, rules, zones, [item.box for item in found])
    found.sort(key=lambda item: (item.box.top, item.box.x0))
    return found


def _ruled(page: Page, rules: Rules, zones: Sequence[Sequence[Word]]) -> list[Found]:
    whole = Shelf(page.words)
    shelves = [Shelf(zone) for zone in zones] if len(zones) > 1 else [whole]
    found = (_ruled_table(page, area, rules, whole, shelves) for area in ruled_areas(whole, rules))
    return [item for item in found if item is not None]


def _ruled_table(page: Page, area: BBox, rules: Rules, whole: Shelf, zones: Sequence[Shelf]) -> Found | None:
    words, zone = whole.within(area), home(area, zones)
    sides = closed(area, rules)
    if not sides and (runs_on(words, area, zone) or goes_on_below(words, area, zone)):
        return None
    grid = grid_of(words, rules.inside(area), area)
    if grid is not None and not sides and is_table(grid):
        taller = grown(area, words, zone, rules, headless=head_rows(grid) == 0)
        if taller != area:
            area, words = taller, zone.within(taller)
            grid = grid_of(words, rules.inside(area), area)
    return _found(page, area, grid, words, plain=False)


def _plain(page: Page, rules: Rules, zones: Sequence[Sequence[Word]], taken: Sequence[BBox]) -> list[Found]:
    found = []
    for zone in zones:
        free = [word for word in zone if not any(box.holds(word.bbox, 2.0) for box in taken)]
        areas = plain_areas(free)
        shelf = Shelf(free if areas else ())
        for area in areas:
            words = shelf.within(area)
            item = _found(page, area, grid_of(words, rules.inside(area), area), words, plain=True)
            if item is not None:
                found.append(item)
    return found


def _captioned(page: Page, running: Collection[str]) -> list[Found]:
    found = _tables_of(page)
    if not found:
        return []
    boxes = [item.box for item in found]
    shelf = Shelf(word for word in without(page.words, running) if not any(box.holds(word.bbox, 0.5) for box in boxes))
    return [replace(item, caption=caption_of(item.box, item.words, shelf, page.width)) for item in found]


def _found(page: Page, area: BBox, grid: Grid | None, words: Sequence[Word], plain: bool) -> Found | None:
    """The table; None where the grid is none."""
    if grid is None or not is_table(grid) or is_plot(grid, page.fills) or is_signed(grid):
        return None
    box = BBox.around([area, *(word.bbox for word in words)])
    return Found(page, box, grid, tuple(words), head_rows(grid), certainty=certainty(grid, plain))
