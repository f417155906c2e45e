"""Reading order and labels on pages made to be hard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest

from data.schemas import BBox, Cell, Document, Region, Table
from pipelines.layout.regions import find_regions
from pipelines.readers import pdf

LEFT = [f"Left column line number {n} goes on and on here" for n in range(1, 9)]
RIGHT = [f"Right column line number {n} goes on and on too" for n in range(1, 9)]


def write(page: pymupdf.Page, lines: list[str], x: float, y: float, size: float = 9, font: str = "helv") -> None:
    for number, text in enumerate(lines):
        page.insert_text((x, y + number * size * 1.3), text, fontsize=size, fontname=font)


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[pymupdf.Document]:
    with pymupdf.open() as document:
        yield document


def regions_of(paper: pymupdf.Document, folder: Path, tables: tuple[Table, ...] = ()) -> tuple[Region, ...]:
    return find_regions(read(paper, folder), tables)


def read(paper: pymupdf.Document, folder: Path) -> Document:
    target = folder / "made.pdf"
    paper.save(target)
    return pdf.read(target)


def flow(regions: tuple[Region, ...]) -> str:
    return " ".join(r.text for r in regions if r.label in ("text", "list_item")).replace("\n", " ")


def test_two_columns_are_read_one_after_the_other(paper: pymupdf.Document, tmp_path: Path) -> None:
    page = paper.new_page()
    write(page, LEFT, 50, 100)
    write(page, RIGHT, 310, 100)
    text = flow(regions_of(paper, tmp_path))
    assert text.index("Left column line number 8") < text.index("Right column line number 1")


def test_a_line_across_the_gutter_parts_the_columns_into_bands(paper: pymupdf.Document, tmp_path: Path) -> None:
    page = paper.new_page()
    write(page, LEFT, 50, 100)
    write(page, RIGHT, 310, 100)
    write(
        page,
        ["This line spans both of the columns of the page and stands between the upper and the lower part"],
        50,
        230,
    )
    write(page, [f"Lower {line}" for line in LEFT], 50, 260)
    write(page, [f"Lower {line}" for line in RIGHT], 310, 260)
    text = flow(regions_of(paper, tmp_path))
    places = [
        text.index(mark) for mark in ("Left column", "Right column", "This line spans", "Lower Left", "Lower Right")
    ]
    assert places == sorted(places)


def test_rows_of_a_table_are_not_columns(paper: pymupdf.Document, tmp_path: Path) -> None:
    page = paper.new_page()
    labels = ["Revenue from the sale of goods", "Cost of the goods that were sold", "Gross profit of the whole year"]
    write(page, labels, 50, 100)
    write(page, ["1,234.5", "(1,000.0)", "234.5"], 350, 100)
    write(page, ["1,100.0", "(900.0)", "200.0"], 450, 100)
    (table,) = regions_of(paper, tmp_path)
    assert table.label == "table"
    assert table.text.split("\n")[:3] == ["Revenue from the sale of goods", "1,234.5", "1,100.0"]


def test_a_known_table_is_one_region_and_its_words_are_nowhere_else(paper: pymupdf.Document, tmp_path: Path) -> None:
    page = paper.new_page()
    write(page, ["A paragraph of running text that stands above the table."], 50, 90)
    write(page, ["Cash and cash equivalents at the end"], 50, 120)
    write(page, ["1,234"], 400, 120)
    box = BBox(45, 108, 450, 126)
    cell = Cell(row=0, column=0, text="", page=1, bbox=box)
    table = Table(id="t1", page=1, bbox=box, n_rows=1, n_columns=1, confidence=0.9, cells=(cell,))
    text, found = regions_of(paper, tmp_path, (table,))
    assert (text.label, found.label) == ("text", "table")
    assert "Cash" in found.text and "Cash" not in text.text


def test_running_heads_feet_and_page_numbers(paper: pymupdf.Document, tmp_path: Path) -> None:
    for number in range(1, 5):
        page = paper.new_page()
        write(page, [f"Acme plc Annual Report 2022    page {number}"], 50, 40)
        write(page, [f"This is paragraph {number} of the text proper, which differs from page to page."], 50, 200)
        write(page, [str(number + 10)], 300, 820)
    labels = [r.label for r in regions_of(paper, tmp_path)]
    assert labels == ["page_header", "text", "page_footer"] * 4


def test_a_lone_centred_number_in_the_middle_of_a_browser_print_is_a_foot(
    paper: pymupdf.Document, tmp_path: Path
) -> None:
    page = paper.new_page()
    write(page, ["The sentence before the break of the printed page stops in the middle of"], 50, 300)
    write(page, ["41"], page.rect.width / 2 - 5, 330)
    write(page, ["what it says and goes on below the number of the page."], 50, 360)
    assert [r.label for r in regions_of(paper, tmp_path)] == ["text", "text", "page_footer"]


def test_headings_lists_captions(paper: pymupdf.Document, tmp_path: Path) -> None:
    page = paper.new_page()
    write(page, ["Liquidity and capital resources"], 50, 100, 12, "hebo")
    write(page, ["Our main source of liquidity is the cash that our operations give,", "and the credit line."], 50, 125)
    write(page, ["• the first thing that we do with it"], 60, 160)
    write(page, ["• the second thing that we do with it"], 60, 172)
    write(page, ["Figure 1: Cash by year"], 50, 200)
    labels = [r.label for r in regions_of(paper, tmp_path)]
    assert labels == ["section_header", "text", "list_item", "list_item", "caption"]


def test_bars_of_different_height_on_one_base_line_may_be_a_chart(paper: pymupdf.Document, tmp_path: Path) -> None:
    page = paper.new_page()
    for number, height in enumerate((40, 90, 70, 120)):
        page.draw_rect(
            pymupdf.Rect(100 + number * 40, 300 - height, 120 + number * 40, 300), color=None, fill=(0, 0, 1)
        )
    (chart,) = regions_of(paper, tmp_path)
    assert chart.label == "chart" and chart.confidence < 0.5


@pytest.mark.shared
def test_a_real_two_column_page_keeps_each_heading_with_its_text(shared: Path, tmp_path: Path) -> None:
    """Directors' report of an Australian group: "Utilities" heads the last part of the right column."""
    name = "0a61a353b1ea9fd9b8f63b60239634ca3007d58f.pdf"
    with pymupdf.open(shared / "filings" / "pdf" / name) as source, pymupdf.open() as part:
        part.insert_pdf(source, from_page=14, to_page=14)
        regions = regions_of(part, tmp_path)
    heads = [r.text for r in regions if r.label == "section_header"]
    assert [h for h in heads if h in ("Road Services", "Rail and Transit Systems", "Projects", "Utilities")] == [
        "Road Services",
        "Rail and Transit Systems",
        "Projects",
        "Utilities",
    ]
    assert regions[-1].text.startswith("Utilities revenue decreased by 6.0%")
