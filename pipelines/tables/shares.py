"""The pages' tables found by two processes where there is a second core; a helper may begin while we do other things.

The pages wait in a pipe, from which either takes the next one: who is done with other work first, does more of them.
A table found by the helper comes back as numbers: its words are places on the page, which we hold too.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from data.schemas import BBox, Page
from pipelines._beside import Beside, spare_core

from .draft import Grid, GridCell
from .found import Found
from .lines import chunk_of

FEWEST = 16  # pages: below, forking costs more than it saves
NUMBER = 2  # bytes of a place in the pipe, which takes 65,536: no document has as many pages

Finder = Callable[[Page], list[Found]]
Tables = Iterator[tuple[Page, list[Found]]]


@contextmanager
def begun(pages: Sequence[Page], find: Finder) -> Iterator[Callable[[], Tables]]:
    """The search at work; what is yielded takes part in it and gives every page with its tables, in any order."""
    if len(pages) < FEWEST or not spare_core():
        yield lambda: ((page, find(page)) for page in pages)
        return
    waiting, into = os.pipe()
    os.write(into, b"".join(place.to_bytes(NUMBER, "big") for place in range(len(pages))))
    os.close(into)
    try:
        with Beside(lambda: [(place, packed(pages[place], find(pages[place]))) for place in _taken(waiting)]) as helper:
            yield lambda: _shared(pages, find, waiting, helper)
    finally:
        os.close(waiting)


def _taken(waiting: int) -> Iterator[int]:
    """Places that nobody took before."""
    while place := os.read(waiting, NUMBER):
        yield int.from_bytes(place, "big")


def _shared(pages: Sequence[Page], find: Finder, waiting: int, helper: Beside) -> Tables:
    left = dict(enumerate(pages))
    for place in _taken(waiting):
        page = left.pop(place)
        yield page, find(page)
    for place, parts in helper.value() or ():
        page = left.pop(place)
        yield page, unpacked(page, parts)
    for page in left.values():  # the helper died: its share is ours
        yield page, find(page)


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
