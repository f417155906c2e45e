"""Turning: whatever /Rotate, crop and sideways text do, the page reads from left to right and maps back."""

from __future__ import annotations

import pytest

from pipelines.readers._mupdf import pymupdf
from pipelines.readers._upright import Upright, turned


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_words_lie_where_a_viewer_shows_them(written, rotation):
    def draw(page):
        page.insert_text((60, 100), "Cash", fontsize=20)
        page.set_rotation(rotation)

    page = written(draw).pages[0]
    ((x0, top, x1, bottom),) = (page.displayed(word.bbox) for word in page.words)
    with pymupdf.open() as document:
        shown = document.new_page(width=400, height=300)
        draw(shown)
        pixels = shown.get_pixmap(clip=(x0, top, x1, bottom), colorspace=pymupdf.csGRAY)
        whole = shown.get_pixmap(colorspace=pymupdf.csGRAY)
        assert sum(p < 128 for p in pixels.samples) >= 0.95 * sum(p < 128 for p in whole.samples) > 50


@pytest.mark.parametrize(("rotate", "turn"), [(90, 90), (180, 180), (270, 270)])
def test_text_written_sideways_is_turned_upright(written, rotate, turn):
    def draw(page):
        for x in range(100, 200, 20):
            page.insert_text((x, 150), "Total current assets 1,234", fontsize=8, rotate=rotate)

    page = written(draw).pages[0]
    first, last = page.words[0], page.words[3]
    assert page.turn == turn
    assert (first.text, last.text) == ("Total", "1,234")
    assert first.bbox.x1 < last.bbox.x0 and abs(first.bbox.y_mid - last.bbox.y_mid) < 1
    assert first.bbox.width > first.bbox.height


def test_two_words_up_the_margin_do_not_turn_a_page(written):
    def draw(page):
        page.insert_text((20, 200), "Annual Report", fontsize=8, rotate=90)
        for y in range(100, 200, 12):
            page.insert_text((50, y), "The company recognised revenue of 1,234", fontsize=8)

    assert written(draw).pages[0].turn == 0


def test_four_quarter_turns_come_home():
    page = Upright(400, 300, (1, 0, 0, 1, 0, 0))
    for _ in range(4):
        page = turned(page, 90)
    assert page.matrix == pytest.approx((1, 0, 0, 1, 0, 0)) and (page.width, page.height) == (400, 300)
