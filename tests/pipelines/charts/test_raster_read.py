"""Text of pictures, and whole pictures, read by the networks of OCR."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from data.schemas import BBox
from pipelines.charts.primitives import Print
from pipelines.charts.raster_find import on_white, worth_reading
from pipelines.charts.raster_print import comparable
from pipelines.charts.raster_read import read_picture
from pipelines.charts.raster_text import read_prints
from pipelines.readers import networks


def test_small_numbers_and_upright_words_are_read() -> None:
    picture = Image.new("RGB", (320, 260), "white")
    draw = ImageDraw.Draw(picture)
    for k, number in enumerate(("400", "300", "200", "100", "0")):
        draw.text((50, 20 + 50 * k), number, fill=(89, 89, 89), font=ImageFont.load_default(11), anchor="rm")
    title = Image.new("RGB", (110, 20), "white")
    ImageDraw.Draw(title).text((2, 2), "Million tonnes", fill=(0, 0, 0), font=ImageFont.load_default(14))
    picture.paste(title.rotate(90, expand=True), (4, 70))
    found = read_prints(np.asarray(picture), networks())
    assert {text.text for text in found} >= {"400", "300", "200", "100", "0"}
    (upright,) = [text for text in found if text.angle == 90]
    assert upright.text.replace(" ", "") == "Milliontonnes"
    for text in found:
        if text.text == "300":
            assert abs(text.box.y_mid - 70) < 1.5


def test_boxes_of_one_column_agree_whatever_their_letters() -> None:
    plain, comma = Print("100", BBox(0, 10, 20, 18), size=8), Print("1,000", BBox(0, 30, 28, 39.3), size=9.3)
    first, second = comparable((plain, comma))
    assert first.size == pytest.approx(second.size, abs=0.2)
    assert second.box.y_mid == pytest.approx(34, abs=0.3)


def test_touching_years_are_two_labels() -> None:
    years = comparable((Print("20062008", BBox(10, 10, 50, 18), size=8),))
    assert [(text.text, round(text.box.x_mid)) for text in years] == [("2006", 20), ("2008", 40)]
    assert len(comparable((Print("1 000", BBox(10, 10, 50, 18), size=8),))) == 1


def test_photographs_are_not_read() -> None:
    levels = np.random.default_rng(1).integers(0, 255, (120, 160, 3)).astype(np.uint8)
    photograph = np.asarray(Image.fromarray(levels).resize((640, 480), Image.Resampling.BICUBIC))
    assert not worth_reading(photograph)


@pytest.mark.shared
def test_a_published_bar_chart(shared: Path) -> None:
    folder = shared / "charts" / "eco"
    with Image.open(folder / "images" / "eco_c85f458c10.png") as picture:
        (chart,) = read_picture(on_white(picture), networks())
    with (folder / "tables" / "eco_c85f458c10.csv").open(newline="") as table:
        truth = [float(row["y"]) for row in csv.DictReader(table) if row["mark"] == "rect"]
    assert chart.kind == "bar"
    assert [point.x for point in chart.series[0].points] == [str(year) for year in range(2012, 2023)]
    for point, value in zip(chart.series[0].points, truth, strict=True):
        assert float(point.y) == pytest.approx(value, abs=0.02 * 24)
