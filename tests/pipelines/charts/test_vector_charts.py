"""Charts drawn on a page come back as the numbers that drew them; tables and rules do not come back as charts."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from data.schemas import Chart
from pipelines.charts import find_charts
from pipelines.readers.pdf import read

BLUE, RED, GREY = (0.2, 0.4, 0.8), (0.8, 0.2, 0.2), (0.7, 0.7, 0.7)
LEFT, TOP, RIGHT, BOTTOM = 100.0, 100.0, 400.0, 300.0


def _page() -> tuple[Any, Any]:
    document = pymupdf.open()
    return document, document.new_page(width=500, height=400)


def _charts(document: Any, folder: Path) -> tuple[Chart, ...]:
    path = folder / "drawn.pdf"
    document.save(path)
    return find_charts(read(path))


def _value_axis(page: Any, high: int, step: int) -> None:
    for value in range(0, high + 1, step):
        y = BOTTOM - (BOTTOM - TOP) * value / high
        page.draw_line((LEFT, y), (RIGHT, y), color=GREY, width=0.5)
        text = str(value)
        page.insert_text((LEFT - 6 - pymupdf.get_text_length(text, fontsize=9), y + 3), text, fontsize=9)


def _centred(page: Any, text: str, x: float, y: float) -> None:
    page.insert_text((x - pymupdf.get_text_length(text, fontsize=9) / 2, y), text, fontsize=9)


def test_grouped_bars_with_a_legend(tmp_path: Path) -> None:
    document, page = _page()
    _value_axis(page, 100, 20)
    values = {"North": (35.0, 60.0), "South": (80.0, 12.5), "West": (55.0, 91.0)}
    for k, (name, pair) in enumerate(values.items()):
        centre = LEFT + 50 + 100 * k
        for value, x, colour in zip(pair, (centre - 20, centre), (BLUE, RED), strict=True):
            page.draw_rect((x, BOTTOM - 2 * value, x + 20, BOTTOM), color=None, fill=colour)
        _centred(page, name, centre, BOTTOM + 14)
    for x, name, colour in ((150, "Sales", BLUE), (250, "Costs", RED)):
        page.draw_rect((x, 340, x + 7, 347), color=None, fill=colour)
        page.insert_text((x + 11, 346.5), name, fontsize=9)
    (chart,) = _charts(document, tmp_path)
    assert chart.kind == "grouped_bar"
    read_back = {s.name: {p.x: float(p.y) for p in s.points} for s in chart.series}
    for k, name in enumerate(("Sales", "Costs")):
        assert read_back[name] == pytest.approx({place: pair[k] for place, pair in values.items()}, abs=0.1)


def test_a_line_over_years(tmp_path: Path) -> None:
    document, page = _page()
    _value_axis(page, 50, 10)
    values = [12.0, 18.0, 41.0, 33.0, 27.0, 44.0]
    places = [LEFT + 10 + 55 * k for k in range(6)]
    page.draw_polyline([(x, BOTTOM - 4 * v) for x, v in zip(places, values, strict=True)], color=BLUE, width=2)
    for k, x in enumerate(places):
        _centred(page, str(2015 + k), x, BOTTOM + 14)
    (chart,) = _charts(document, tmp_path)
    assert (chart.kind, chart.x.scale) == ("line", "time")
    (series,) = chart.series
    assert [p.x for p in series.points] == [str(2015 + k) for k in range(6)]
    assert [float(p.y) for p in series.points] == pytest.approx(values, abs=0.1)


def test_horizontal_bars_without_an_axis_take_their_labels(tmp_path: Path) -> None:
    document, page = _page()
    values = {"Alpha": 12.0, "Beta": 30.0, "Gamma": 21.0, "Delta": 45.0}
    for k, (name, value) in enumerate(values.items()):
        y = TOP + 30 * k
        page.draw_rect((LEFT, y, LEFT + 5 * value, y + 18), color=None, fill=BLUE)
        page.insert_text((LEFT - 8 - pymupdf.get_text_length(name, fontsize=9), y + 12), name, fontsize=9)
        page.insert_text((LEFT + 5 * value + 4, y + 12), f"{value:.0f}", fontsize=9)
    (chart,) = _charts(document, tmp_path)
    assert chart.kind == "horizontal_bar"
    assert {p.x: float(p.y) for p in chart.series[0].points} == values


def test_a_pie_is_shares(tmp_path: Path) -> None:
    document, page = _page()
    shares, colours = (50.0, 30.0, 20.0), (BLUE, RED, (0.2, 0.7, 0.3))
    begin = 0.0
    for k, (share, colour) in enumerate(zip(shares, colours, strict=True)):
        steps = [math.radians(begin + 3.6 * share * t / 30) for t in range(31)]
        places = [(250.0, 200.0), *((250 + 80 * math.sin(a), 200 - 80 * math.cos(a)) for a in steps)]
        page.draw_polyline(places, color=None, fill=colour, closePath=True)
        begin += 3.6 * share
        page.draw_rect((380, 150 + 20 * k, 388, 158 + 20 * k), color=None, fill=colour)
        page.insert_text((393, 157 + 20 * k), f"Part {k + 1}", fontsize=9)
    (chart,) = _charts(document, tmp_path)
    assert chart.kind == "pie"
    assert {p.x: float(p.y) for p in chart.series[0].points} == pytest.approx(
        {"Part 1": 50, "Part 2": 30, "Part 3": 20}, abs=0.5
    )


def test_a_shaded_table_is_no_chart(tmp_path: Path) -> None:
    document, page = _page()
    for k in range(10):
        y = 80 + 20 * k
        if k % 2:
            page.draw_rect((60, y, 440, y + 20), color=None, fill=(0.8, 0.93, 1))
        page.insert_text((70, y + 14), f"Revenue of segment {k}", fontsize=9)
        for column in range(3):
            page.insert_text((300 + 50 * column, y + 14), str(100 * k + column), fontsize=9)
    assert _charts(document, tmp_path) == ()


@pytest.mark.shared
def test_real_charts(shared: Path) -> None:
    """A published bar chart and an office line chart with labels broken in narrow slots."""
    folder = shared / "charts"
    (bars,) = find_charts(read(folder / "eco" / "pdf" / "eco_a87eaf72d2.pdf"))
    assert bars.kind == "grouped_bar" and bars.series[0].name == "Current year"
    assert float(bars.series[0].points[0].y) == pytest.approx(4050, abs=10)
    (lines,) = find_charts(read(folder / "eco_excel" / "pdf" / "xl_21deca84ef.pdf"))
    assert [s.name for s in lines.series] == ["Before housing costs", "After housing costs"]
    assert lines.series[0].points[0].x == "1994/95-1996/97"
