"""The pages' tables found in two shares, one of them on a second core where there is one.

A table found by the helper comes back as numbers: its words are places on the page, which we hold too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from data.schemas import BBox, Page
from pipelines._beside import Beside, spare_core

from .draft import Grid, GridCell
from .found import Found
from .lines import chunk_of

FEWEST = 16  # pages: below, forking costs more than it saves

Finder = Callable[[Page], list[Found]]


def tables_of(pages: Sequence[Page], find: Finder) -> Iterator[tuple[Page, list[Found]]]:
    """Every page with its tables, in any order."""
    ours, theirs = (pages[::2], pages[1::2]) if len(pages) >= FEWEST and spare_core() else (pages, ())
    if not theirs:
        yield from ((page, find(page)) for page in ours)
        return
    with Beside(lambda: [packed(page, find(page)) for page in theirs]) as helper:
        yield from ((page, find(page)) for page in ours)
        found = helper.value()
    if found is None:  # it died: its share is ours
        yield from ((page, find(page)) for page in theirs)
    else:
        yield from ((page, unpacked(page, parts)) for page, parts in zip(theirs, found, strict=True))


def packed(page: Page, found: Sequence[Found]) -> list[Any]:
    """Tables as plain values; see `pipelines._beside`."""
    places = {id(word): place for place, word in enumerate(page.words)}
    return [
        (
            tuple(item.box),
            [
                (c.row, c.column, c.row_span, c.column_span, [[places[id(w)] for w in k.words] for k in c.chunks])
                for c in item.grid.cells
            ],
            (item.grid.xs, item.grid.ys, item.grid.drawn),
            [places[id(word)] for word in item.words],
            (item.head, item.caption, item.certainty),
        )
        for item in found
    ]


def unpacked(page: Page, parts: Sequence[Any]) -> list[Found]:
    """The tables again."""
    words = page.words

    def cell(row: int, column: int, down: int, across: int, chunks: Sequence[Sequence[int]]) -> GridCell:
        return GridCell(row, column, down, across, tuple(chunk_of([words[w] for w in chunk]) for chunk in chunks))

    return [
        Found(page, BBox(*box), Grid(tuple(cell(*c) for c in cells), *edges), tuple(words[w] for w in inside), *rest)
        for box, cells, edges, inside, rest in parts
    ]
