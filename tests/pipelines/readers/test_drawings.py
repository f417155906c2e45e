"""Rulings and fills: lines whatever they were drawn with, areas, and nothing of white paper."""

from __future__ import annotations

import pytest


def test_a_stroke_a_thin_box_and_a_box_edge_are_rulings(written):
    def draw(page):
        page.draw_line((50, 100), (200, 100), width=0.5)
        page.draw_rect((50, 120, 200, 121), color=None, fill=(0, 0, 0))
        page.draw_rect((50, 140, 200, 180), color=(0, 0, 0), width=1)

    rulings = written(draw).pages[0].rulings
    level = sorted(round(ruling.bbox.y_mid) for ruling in rulings if ruling.horizontal)
    assert level == pytest.approx([100, 120, 140, 180], abs=1)
    assert sum(not ruling.horizontal for ruling in rulings) == 2


def test_a_thick_stroke_is_a_shaded_row(written):
    page = written(lambda page: page.draw_line((50, 100), (350, 100), color=(0.8, 0.9, 1), width=14)).pages[0]
    (fill,) = page.fills
    assert not page.rulings
    assert (fill.top, fill.bottom) == pytest.approx((93, 107))


def test_white_boxes_slanted_lines_and_dots_are_nothing(written):
    def draw(page):
        page.draw_rect((0, 0, 400, 300), color=None, fill=(1, 1, 1))
        page.draw_line((50, 100), (90, 140))
        page.draw_line((50, 200), (51, 200))

    page = written(draw).pages[0]
    assert not page.rulings and not page.fills


def test_drawings_beyond_the_page_are_clipped(written):
    page = written(lambda page: page.draw_rect((-900, 50, 900, 80), color=None, fill=(0.9, 0.9, 0.9))).pages[0]
    assert page.fills[0] == pytest.approx((0, 50, 400, 80))


def test_ten_thousand_strokes_are_read_up_to_the_limit(written):
    def draw(page):
        shape = page.new_shape()
        for index in range(6_000):
            shape.draw_line((10 + index % 300, 10), (10 + index % 300, 200))
            shape.finish(width=0.3)
        shape.commit()

    assert 0 < len(written(draw).pages[0].rulings) <= 5_000
