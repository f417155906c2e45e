"""Words of the text layer: what is printed, once, with boxes on the print."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.schemas import BBox
from pipelines.readers import pdf
from pipelines.readers._mupdf import pymupdf
from pipelines.readers._notes import Notes
from pipelines.readers._text import clean, read_layer


def texts(document, page=1):
    return [word.text for word in document.pages[page - 1].words]


def test_words_come_as_printed_with_signs_apart(written):
    document = written(lambda page: page.insert_text((50, 100), "Net sales  $ 1,234  (56.7)%", fontsize=10))
    assert texts(document) == ["Net", "sales", "$", "1,234", "(56.7)%"]


def test_a_word_box_holds_the_ink_of_its_word(written):
    document = written(lambda page: page.insert_text((50, 100), "1,234", fontsize=20))
    (word,) = document.pages[0].words
    assert word.bbox.x0 == pytest.approx(50, abs=2)
    assert word.bbox.top < 86 and 100 <= word.bbox.bottom < 112
    assert word.size == pytest.approx(20)


def test_a_note_mark_glued_to_a_label_is_a_word_of_its_own(written):
    def draw(page):
        page.insert_text((50, 100), "sales", fontsize=12)
        end = 50 + pymupdf.get_text_length("sales", fontsize=12)
        page.insert_text((end, 96), "2", fontsize=7)

    words = written(draw).pages[0].words
    assert [(word.text, word.superscript) for word in words] == [("sales", False), ("2", True)]
    assert words[0].bbox.x1 <= words[1].bbox.x0 + 0.5


def test_small_capitals_are_no_note_marks(written):
    def draw(page):
        page.insert_text((50, 100), "C", fontsize=12)
        page.insert_text((50 + pymupdf.get_text_length("C", fontsize=12), 100), "ONSOLIDATED", fontsize=9)

    assert texts(written(draw)) == ["CONSOLIDATED"]


def test_bold_is_known_by_the_font(written):
    def draw(page):
        page.insert_text((50, 100), "Total", fontname="hebo")
        page.insert_text((50, 130), "Cash", fontname="helv")

    assert [word.bold for word in written(draw).pages[0].words] == [True, False]


def test_a_word_drawn_twice_for_boldness_is_one_word(written):
    def draw(page):
        for shift in (0, 0.9):
            page.insert_text((50 + shift, 100 + shift), "Revenue", fontsize=11)

    assert texts(written(draw)) == ["Revenue"]


def test_equal_numbers_in_neighbouring_rows_stay(written):
    def draw(page):
        for y in (100, 112, 124):
            page.insert_text((50, y), "10,192", fontsize=9)

    assert texts(written(draw)) == ["10,192"] * 3


def test_invisible_text_and_white_on_white_are_not_read(written):
    def draw(page):
        page.insert_text((50, 100), "seen", fontsize=11)
        page.insert_text((50, 130), "unseen", fontsize=11, color=(1, 1, 1))
        page.insert_text((50, 160), "hidden", fontsize=11, render_mode=3)

    assert texts(written(draw)) == ["seen"]


def test_white_text_on_a_dark_head_is_read(written):
    def draw(page):
        page.draw_rect((40, 80, 200, 110), color=None, fill=(0.1, 0.2, 0.4))
        page.insert_text((50, 100), "2022", fontsize=11, color=(1, 1, 1))

    document = written(draw)
    assert texts(document) == ["2022"]
    assert any(fill.holds(document.pages[0].words[0].bbox) for fill in document.pages[0].fills)


def test_words_outside_the_crop_are_not_printed(written):
    def draw(page):
        page.insert_text((10, 30), "mark", fontsize=8)
        page.insert_text((150, 150), "text", fontsize=8)
        page.set_cropbox(pymupdf.Rect(100, 100, 300, 250))

    page = written(draw).pages[0]
    assert (page.width, page.height) == (200, 150)
    assert [word.text for word in page.words] == ["text"]
    assert page.words[0].bbox.x0 == pytest.approx(50, abs=1)


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("（１，２３４．５）", "(1,234.5)"),
        ("(5)\u200c", "(5)"),
        ("co\u00adoperate", "cooperate"),
        ("\uf0b7", ""),
        ("\ufeffAssets", "Assets"),
        ("⾦额", "金额"),
        ("资产，负债", "资产，负债"),
        ("Société", "Société"),
    ],
)
def test_characters_are_cleaned_but_never_translated(printed, read):
    assert clean(printed) == read


@pytest.mark.shared
def test_no_word_of_a_real_page_is_lost(shared: Path):
    """Every box MuPDF gives is a word of ours, or two where a note mark was cut off."""
    source = pymupdf.open(shared / "filings" / "pdf" / "FEDEX_2023_annualreport.pdf")
    for number in (57, 60, 81):
        page = source[number]
        layer = read_layer(page)
        cut = sum(word.superscript for word in layer.words)
        given = len(page.get_text("words"))
        assert given <= len(layer.words) <= given + cut


@pytest.mark.shared
def test_a_table_printed_sideways_stands_upright(shared: Path):
    name = "0a61a353b1ea9fd9b8f63b60239634ca3007d58f.pdf"
    source = pymupdf.open(shared / "filings" / "pdf" / name)
    page = pdf._page_or_blank(source, 79, Notes())
    (total,) = [word for word in page.words if word.text == "(245.5)"]
    label = next(word for word in page.words if word.text == "Net" and abs(word.bbox.y_mid - total.bbox.y_mid) < 3)
    assert page.turn == 90 and page.width > page.height
    assert label.bbox.x1 < total.bbox.x0
    assert page.displayed(total.bbox).height > page.displayed(total.bbox).width
    assert isinstance(total.bbox, BBox)
