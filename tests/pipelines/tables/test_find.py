"""Tables of drawn pages, one truth a test."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pymupdf
import pytest

from data.schemas import Document, Table
from pipelines.tables import find_tables

Make = Callable[..., Document]

STATEMENT = [
    ["", "2023", "2022"],
    ["Net sales", "1,234", "1,100"],
    ["Cost of sales", "(800)", "(750)"],
    ["Gross profit", "434", "350"],
]
XS = (80, 320, 420)


def texts(table: Table) -> list[list[str]]:
    """Texts by row and column; the places of a span repeat nothing."""
    grid = [[""] * table.n_columns for _ in range(table.n_rows)]
    for cell in table.cells:
        grid[cell.row][cell.column] = cell.text
    return grid


def only(document: Document) -> Table:
    """The one table of the document."""
    tables = find_tables(document)
    assert len(tables) == 1, [texts(table) for table in tables]
    return tables[0]


def test_without_rules(drawn: Make, pen: Any) -> None:
    table = only(drawn(lambda page: (pen.prose(page, 80), pen.write(page, STATEMENT, XS, 200), pen.prose(page, 320))))
    assert texts(table) == STATEMENT
    assert [cell.text for cell in table.cells if cell.header and cell.text] == ["2023", "2022"]


def test_three_rules(drawn: Make, pen: Any) -> None:
    def page(p: pymupdf.Page) -> None:
        pen.write(p, STATEMENT, XS, 200)
        for y in (188, 204, 256):
            pen.rule(p, 75, 425, y)

    assert texts(only(drawn(page))) == STATEMENT


def test_lattice_joins_wrapped_lines(drawn: Make, pen: Any) -> None:
    def page(p: pymupdf.Page) -> None:
        pen.lattice(p, (75, 200, 330, 425), (180, 200, 228, 248))
        pen.write(p, [["Kind", "Count", "Share"]], XS, 194)
        pen.write(p, [["A label of", "12", "40%"], ["two lines"]], XS, 211, pitch=12)
        pen.write(p, [["Short", "18", "60%"]], XS, 242)

    assert texts(only(drawn(page))) == [
        ["Kind", "Count", "Share"],
        ["A label of two lines", "12", "40%"],
        ["Short", "18", "60%"],
    ]


def test_span_of_a_lattice(drawn: Make, pen: Any) -> None:
    def page(p: pymupdf.Page) -> None:
        for y in (180, 220, 240, 260):
            pen.rule(p, 75, 425, y)
        pen.rule(p, 200, 425, 200)
        for x in (75, 200, 425):
            p.draw_line((x, 180), (x, 260), width=0.6)
        p.draw_line((330, 200), (330, 260), width=0.6)
        p.insert_text((95, 204), "Region", fontsize=10)
        p.insert_text((290, 194), "Sales", fontsize=10)
        pen.write(p, [["", "2023", "2022"], ["North", "10", "9"], ["South", "20", "19"]], XS, 214, pitch=20)

    table = only(drawn(page))
    spans = {cell.text: (cell.row_span, cell.column_span) for cell in table.cells if cell.text}
    assert spans["Region"] == (2, 1)
    assert spans["Sales"] == (1, 2)
    assert spans["North"] == (1, 1)


def test_short_rule_gathers_the_columns_below(drawn: Make, pen: Any) -> None:
    def page(p: pymupdf.Page) -> None:
        pen.rule(p, 75, 425, 180)
        p.insert_text((336, 194), "Sales", fontsize=10)
        pen.rule(p, 290, 425, 199)
        pen.write(p, [["Region", "2023", "2022"], ["North", "10", "9"], ["South", "20", "19"]], XS, 211, pitch=18)
        pen.rule(p, 75, 425, 216)
        pen.rule(p, 75, 425, 254)

    table = only(drawn(page))
    sales = next(cell for cell in table.cells if cell.text == "Sales")
    assert (sales.column, sales.column_span) == (1, 2)
    assert {cell.text for cell in table.cells if cell.header} >= {"Sales", "Region", "2023"}


def test_currency_and_split_parenthesis_are_part_of_the_number(drawn: Make, pen: Any) -> None:
    def page(p: pymupdf.Page) -> None:
        pen.write(p, [["", "2023", "2022"], ["Revenue", "1,234", "1,100"], ["Loss", "(34", "(50"]], XS, 200)
        for x in (250, 350):
            p.insert_text((x, 216), "$", fontsize=10)
        for x in (322, 422):
            p.insert_text((x, 232), ")", fontsize=10)

    assert texts(only(drawn(page)))[1:] == [["Revenue", "$ 1,234", "$ 1,100"], ["Loss", "(34)", "(50)"]]


def test_two_columns_of_prose_are_no_table(drawn: Make, pen: Any) -> None:
    def page(p: pymupdf.Page) -> None:
        for number in range(20):
            p.insert_text((60, 100 + 13 * number), "the lamp was lit and the door stood open all", fontsize=9)
            p.insert_text((310, 100 + 13 * number), "night long so that those who came would see", fontsize=9)

    assert find_tables(drawn(page)) == ()


def test_contents_and_lists_are_no_tables(drawn: Make, pen: Any) -> None:
    def contents(p: pymupdf.Page) -> None:
        for number in range(8):
            p.insert_text((80, 100 + 16 * number), f"Chapter {number + 1}", fontsize=10)
            p.insert_text((500, 100 + 16 * number), str(3 + 7 * number), fontsize=10)

    def bullets(p: pymupdf.Page) -> None:
        for number in range(6):
            p.insert_text((80, 100 + 16 * number), "•", fontsize=10)
            p.insert_text((110, 100 + 16 * number), "a thing worth a line of its own", fontsize=10)

    assert find_tables(drawn(contents, bullets)) == ()


def test_caption(drawn: Make, pen: Any) -> None:
    def page(p: pymupdf.Page) -> None:
        pen.prose(p, 80)
        p.insert_text((80, 180), "Table 3: Sales of apples", fontsize=10)
        pen.write(p, STATEMENT, XS, 200)

    assert only(drawn(page)).caption == "Table 3: Sales of apples"


def test_pages_asked_for(drawn: Make, pen: Any) -> None:
    document = drawn(*[lambda page: pen.write(page, STATEMENT, XS, 200)] * 3)
    assert [table.page for table in find_tables(document, pages={2})] == [2]


def test_turned_text_stands_beside_its_rows(drawn: Make, pen: Any) -> None:
    def page(p: pymupdf.Page) -> None:
        pen.write(p, [["a", "1", "2"], ["b", "3", "4"], ["c", "5", "6"]], (120, 320, 420), 200)
        p.insert_text((95, 232), "GROUP", fontsize=10, rotate=90)
        pen.rule(p, 75, 425, 186)
        pen.rule(p, 75, 425, 240)

    table = only(drawn(page))
    assert "GROUP" in {cell.text for cell in table.cells}
    assert table.confidence > 0.6  # as sure as three rows can be: no word of it lies outside of the cells


def test_edges_of_shaded_cells_do_not_part_a_number_from_its_percent_sign(drawn: Make, pen: Any) -> None:
    def page(p: pymupdf.Page) -> None:
        rows = [["", "2023", "2022"], ["Products", "56,435", "54,928"], ["Share", "84.2", "84.0"]]
        pen.write(p, [*rows, ["Services", "10,609", "10,470"], ["Share", "15.8", "16.0"]], XS, 200)
        for y in (232, 264):
            for x in XS[1:]:
                p.insert_text((x + 14, y), "%", fontsize=10)
        for y in (206, 238):  # the right edges of shaded cells
            for x in XS[1:]:
                p.draw_line((x + 6, y), (x + 6, y + 12), width=0.6)

    table = only(drawn(page))
    assert table.n_columns == 3
    assert texts(table)[2] == ["Share", "84.2%", "84.0%"]


def test_heads_that_all_run_up_the_page(drawn: Make, pen: Any) -> None:
    def page(p: pymupdf.Page) -> None:
        for x, text in zip((318, 418), ("Men", "Women"), strict=True):
            p.insert_text((x, 194), text, fontsize=10, rotate=90)
        pen.write(p, STATEMENT[1:], XS, 212)
        for y in (160, 199, 250):
            pen.rule(p, 75, 425, y)

    table = only(drawn(page))
    assert texts(table) == [["", "Men", "Women"], *STATEMENT[1:]]


def test_tables_side_by_side_are_two(drawn: Make, pen: Any) -> None:
    def page(p: pymupdf.Page) -> None:
        pen.write(p, STATEMENT, (60, 180, 240), 200)
        pen.write(p, [["Region", "Share"], ["North", "4.1"], ["South", "5.2"], ["West", "6.3"]], (330, 450), 206)

    tables = find_tables(drawn(page))
    assert [texts(table)[1] for table in tables] == [STATEMENT[1], ["North", "4.1"]]


def test_a_wide_table_over_two_columns_of_prose_is_one(drawn: Make, pen: Any) -> None:
    def page(p: pymupdf.Page) -> None:
        pen.write(p, STATEMENT, (60, 320, 540), 100)
        for number in range(20):
            p.insert_text((60, 240 + 13 * number), "the lamp was lit and the door stood open all", fontsize=9)
            p.insert_text((310, 240 + 13 * number), "night long so that those who came would see", fontsize=9)

    assert texts(only(drawn(page))) == STATEMENT


def test_centred_heads_of_groups_are_no_column(drawn: Make, pen: Any) -> None:
    def page(p: pymupdf.Page) -> None:
        rows = [["North", "10", "9"], ["South", "20", "19"], ["West", "30", "29"]]
        pen.write(p, [["Region", "2023", "2022"], [], *rows, [], *rows], (80, 380, 480), 200)
        for y, text in ((216, "Fruits"), (280, "Roots")):
            p.insert_text((280 - pymupdf.get_text_length(text, fontsize=10) / 2, y), text, fontsize=10)

    table = only(drawn(page))
    assert table.n_columns == 3
    assert {cell.column_span for cell in table.cells if cell.text in {"Fruits", "Roots"}} == {3}


def test_a_note_begins_another_table(drawn: Make, pen: Any) -> None:
    def page(p: pymupdf.Page) -> None:
        pen.write(p, STATEMENT, XS, 200)
        p.insert_text((80, 270), "NOTE 18 - EXPENSES", fontsize=10)
        pen.write(p, STATEMENT, XS, 290)

    assert [table.n_rows for table in find_tables(drawn(page))] == [4, 4]


def test_a_sentence_that_announces_a_table_ends_the_one_above(drawn: Make, pen: Any) -> None:
    def page(p: pymupdf.Page) -> None:
        for top in (200, 290):
            pen.write(p, STATEMENT, XS, top)
            for y in (top - 12, top + 4, top + 53):
                pen.rule(p, 75, 425, y)
        p.insert_text((80, 268), "The following amounts were paid in the two years to June:", fontsize=10)

    assert [table.n_columns for table in find_tables(drawn(page))] == [3, 3]


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["By:", "Ann Lee", "By:", "Bo Day"],
            ["Name:", "Ann Lee", "Name:", "Bo Day"],
            ["Title:", "CEO", "Title:", "CFO"],
        ],
        [["By: Ann Lee", "By: Bo Day"], ["Name: Ann Lee", "Name: Bo Day"], ["Date: 5/1/16", "Date: 5/2/16"]],
        [
            ["\u2022", "3.6m @ 10.0", "Au from 225m"],
            ["\u2022", "1.3m @ 8.0", "Au from 219m"],
            ["\u2022", "2m @ 1.7", "79m"],
        ],
    ],
    ids=["signed in four columns", "signed in two", "a list"],
)
def test_what_people_sign_and_lists_are_no_tables(drawn: Make, pen: Any, rows: list[list[str]]) -> None:
    assert find_tables(drawn(lambda page: pen.write(page, rows, (72, 130, 300, 360)[: len(rows[0])], 200))) == ()


def test_names_and_titles_under_a_head_are_a_table(drawn: Make, pen: Any) -> None:
    rows = [
        ["Name", "Age", "Title"],
        ["Ann Lee", "51", "Chair"],
        ["Bo Day", "47", "Treasurer"],
        ["Cy Fox", "62", "Auditor"],
    ]

    def page(p: pymupdf.Page) -> None:
        pen.write(p, rows, (72, 260, 360), 200)
        pen.rule(p, 70, 460, 204)

    assert only(drawn(page)).n_rows == 4
