"""What must hold for any words and rules on a page: cells tile the grid, every word lies in exactly one cell."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from data.schemas import BBox, Document, Page, Ruling, Word
from pipelines.tables import find_tables

thousands = st.integers(1_000, 99_999)  # small rising numbers could be the page numbers of a list of contents
amounts = st.tuples(thousands, st.booleans()).map(lambda drawn: f"({drawn[0]:,})" if drawn[1] else f"{drawn[0]:,}")
labels = st.text(alphabet="abcdefghij", min_size=3, max_size=14)


def document(words: list[Word], rulings: list[Ruling]) -> Document:
    page = Page(1, 600, 800, tuple(words), tuple(rulings))
    return Document("0" * 64, "drawn", "", "application/pdf", (page,))


def word(text: str, x: float, y: float, number: int) -> Word:
    return Word(text, BBox(x, y, x + 5 * len(text), y + 12), "Helvetica", 10, line=number)


@st.composite
def grids(draw: st.DrawFn) -> tuple[list[list[str]], bool]:
    columns, count = draw(st.integers(2, 5)), draw(st.integers(3, 12))
    rows = [[draw(labels), *(draw(amounts) for _ in range(columns - 1))] for _ in range(count)]
    return rows, draw(st.booleans())


@settings(max_examples=60, deadline=None)
@given(grids())
def test_a_regular_grid_is_found_as_it_is(drawn: tuple[list[list[str]], bool]) -> None:
    rows, ruled = drawn
    words = [
        word(text, 80 + 90 * c if c == 0 else 160 + 90 * c - 5 * len(text), 100 + 16 * r, 10 * r + c)
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    ]
    right, bottom = 170 + 90 * (len(rows[0]) - 1), 98 + 16 * len(rows)
    rulings = [Ruling(BBox(75, y, right, y)) for y in (98, bottom)] if ruled else []
    (table,) = find_tables(document(words, rulings))
    assert (table.n_rows, table.n_columns) == (len(rows), len(rows[0]))
    assert [cell.text for cell in table.cells] == [text for row in rows for text in row]


@st.composite
def pages(draw: st.DrawFn) -> tuple[list[Word], list[Ruling]]:
    places = draw(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 14)), min_size=4, max_size=60, unique=True))
    words = [word(draw(st.one_of(labels, amounts))[:8], 40 + 45 * x, 60 + 13 * y, n) for n, (x, y) in enumerate(places)]
    edges = st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(0, 15), st.booleans())
    rulings = []
    for a, b, at, across in draw(st.lists(edges, max_size=20)):
        low, high = sorted((a, b))
        if across:
            rulings.append(Ruling(BBox(38 + 45 * low, 58 + 13 * at, 38 + 45 * high, 58 + 13 * at)))
        else:
            x = 38 + 45 * min(at, 12)
            rulings.append(Ruling(BBox(x, 58 + 13 * low, x, 58 + 13 * high)))
    return words, rulings


@settings(max_examples=150, deadline=None)
@given(pages())
def test_any_page_gives_tables_that_tile_and_lose_no_word(drawn: tuple[list[Word], list[Ruling]]) -> None:
    words, rulings = drawn
    for table in find_tables(document(words, rulings)):  # the record itself refuses cells that do not tile
        inside = Counter("".join(w.text for w in words if table.bbox.holds(w.bbox, 0.0)))
        printed = Counter("".join(cell.text for cell in table.cells))
        assert not inside - printed
