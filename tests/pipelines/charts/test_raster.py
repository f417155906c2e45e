"""Pictures drawn here, whose every mark is known, read back from their pixels."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from data.schemas import BBox
from pipelines.charts.primitives import Print, Scene
from pipelines.charts.raster import scene_of

Pixels = NDArray[np.uint8]
BLUE, ORANGE, GREEN = (68, 114, 196), (237, 125, 49), (84, 162, 75)


def canvas(width: int = 400, height: int = 300, paper: str = "white") -> tuple[Image.Image, ImageDraw.ImageDraw]:
    picture = Image.new("RGB", (width * 4, height * 4), paper)
    return picture, ImageDraw.Draw(picture)


def pixels(picture: Image.Image) -> Pixels:
    """Shrunk four times: edges become mixtures, as in published pictures."""
    return np.asarray(picture.resize((picture.width // 4, picture.height // 4), Image.Resampling.BOX))


def box(*sides: float) -> tuple[float, ...]:
    """Pillow draws both ends."""
    x0, top, x1, bottom = (side * 4 for side in sides)
    return x0, top, x1 - 1, bottom - 1


def axes(draw: ImageDraw.ImageDraw) -> None:
    for y in range(50, 251, 50):
        draw.rectangle(box(50, y, 380, y + 1), fill=(217, 217, 217))
    draw.rectangle(box(50, 250, 380, 251), fill=(89, 89, 89))


def near(found: BBox, *expected: float) -> bool:
    return all(abs(a - b) < 0.35 for a, b in zip(found, expected, strict=True))


def test_bars_to_a_fraction_of_a_pixel() -> None:
    picture, draw = canvas()
    axes(draw)
    sides = [(70, 120.25, 100, 250), (130, 80.5, 160, 250), (190, 200.75, 220, 250)]
    for bar in sides:
        draw.rectangle(box(*bar), fill=BLUE)
    scene = scene_of(pixels(picture), ())
    assert len(scene.bars) == 3
    for found, bar in zip(sorted(scene.bars, key=lambda b: b.box.x0), sides, strict=True):
        assert near(BBox(*found.box[:3], 250), *bar), found.box
        assert found.colour == BLUE


def test_stacked_and_touching_bars_stay_apart() -> None:
    picture, draw = canvas()
    axes(draw)
    draw.rectangle(box(70, 150, 100, 250), fill=BLUE)
    draw.rectangle(box(70, 100, 100, 150), fill=ORANGE)
    draw.rectangle(box(200, 180, 230, 250), fill=GREEN)  # a histogram's steps, edge to edge
    draw.rectangle(box(230, 120, 260, 250), fill=GREEN)
    found = {(bar.colour, round(bar.box.x0), round(bar.box.top)) for bar in scene_of(pixels(picture), ()).bars}
    assert found == {(BLUE, 70, 150), (ORANGE, 70, 100), (GREEN, 200, 180), (GREEN, 230, 120)}


def test_a_label_on_a_bar_does_not_cut_it() -> None:
    picture, draw = canvas()
    axes(draw)
    draw.rectangle(box(70, 100, 130, 250), fill=BLUE)
    draw.rectangle(box(85, 160, 87, 170), fill="white")
    draw.rectangle(box(90, 160, 92, 170), fill="white")
    label = Print("11", BBox(84, 159, 93, 171), colour=(255, 255, 255))
    (bar,) = scene_of(pixels(picture), (label,)).bars
    assert near(BBox(*bar.box[:3], 250), 70, 100, 130, 250)


def polyline(draw: ImageDraw.ImageDraw, places: list[tuple[float, float]], colour: tuple[int, int, int]) -> None:
    draw.line([(x * 4, y * 4) for x, y in places], fill=colour, width=8, joint="curve")


def test_a_line_has_its_points_at_its_corners() -> None:
    picture, draw = canvas()
    axes(draw)
    places = [(60 + 30 * k, y) for k, y in enumerate((200, 120, 180, 90, 140, 100, 220, 60, 130, 170))]
    polyline(draw, places, ORANGE)
    (path,) = scene_of(pixels(picture), ()).paths
    assert len(path.places) == len(places)
    for found, true in zip(path.places, places, strict=True):
        assert abs(found[0] - true[0]) < 1.5 and abs(found[1] - true[1]) < 2.5


def test_crossing_lines_keep_their_ways() -> None:
    picture, draw = canvas()
    axes(draw)
    polyline(draw, [(60, 80), (360, 230)], BLUE)
    polyline(draw, [(60, 230), (360, 80)], ORANGE)
    scene = scene_of(pixels(picture), ())
    ends = {path.colour: (round(path.places[0][1], -1), round(path.places[-1][1], -1)) for path in scene.paths}
    assert ends == {BLUE: (80, 230), ORANGE: (230, 80)}


def test_dashes_are_one_line() -> None:
    picture, draw = canvas()
    axes(draw)
    for x in range(60, 360, 12):
        polyline(draw, [(x, 200 - x / 4), (x + 6, 200 - (x + 6) / 4)], BLUE)
    (path,) = scene_of(pixels(picture), ()).paths
    assert path.dashed
    assert path.places[0][0] < 64 and path.places[-1][0] > 346


@pytest.mark.parametrize("hole", [0, 50])
def test_pie_and_ring(hole: int) -> None:
    picture, draw = canvas()
    circle = box(100, 50, 300, 250)
    for start, end, colour in ((0, 90, BLUE), (90, 234, ORANGE), (234, 360, GREEN)):
        draw.pieslice(circle, start - 90, end - 90, fill=colour)
    draw.ellipse(box(200 - hole, 150 - hole, 200 + hole, 150 + hole), fill="white") if hole else None
    number = Print("25%", BBox(310, 60, 330, 70))
    sectors = scene_of(pixels(picture), (number,)).sectors
    shares = {sector.colour: round((sector.end - sector.start) / 3.6) for sector in sectors}
    assert shares == {BLUE: 25, ORANGE: 40, GREEN: 35}
    assert scene_of(pixels(picture), ()).sectors == ()  # nothing tells of values: a logo


def test_scattered_marks_that_overlap() -> None:
    picture, draw = canvas()
    axes(draw)
    centres = [(80, 90), (120, 200), (180, 130), (186, 134), (240, 100), (300, 180), (330, 70)]
    for x, y in centres:
        draw.ellipse(box(x - 4, y - 4, x + 4, y + 4), fill=BLUE)
    dots = scene_of(pixels(picture), ()).dots
    assert len(dots) == len(centres)
    for dot, true in zip(sorted(dots, key=lambda d: d.centre), centres, strict=True):
        assert abs(dot.centre[0] - true[0]) < 1.2 and abs(dot.centre[1] - true[1]) < 1.2


def test_legend_keys_by_shape() -> None:
    picture, draw = canvas()
    axes(draw)
    draw.rectangle(box(70, 100, 130, 250), fill=BLUE)
    draw.rectangle(box(60, 20, 68, 28), fill=BLUE)
    polyline(draw, [(150, 24), (170, 24)], ORANGE)
    words = (Print("Sales", BBox(72, 19, 100, 29), size=10), Print("Target", BBox(175, 19, 205, 29), size=10))
    scene = scene_of(pixels(picture), words)
    assert any(near(bar.box, 60, 20, 68, 28) for bar in scene.bars)
    assert any(path.colour == ORANGE and len(path.places) == 2 for path in scene.paths)


def test_grid_axis_and_ticks_are_rules() -> None:
    picture, draw = canvas()
    axes(draw)
    for x in range(60, 381, 40):
        draw.rectangle(box(x, 251, x + 1, 256), fill=(89, 89, 89))
    scene = scene_of(pixels(picture), ())
    assert {round(rule.at) for rule in scene.rules if rule.level and rule.length > 300} >= {50, 100, 150, 200, 250}
    ticks = [rule for rule in scene.rules if not rule.level and rule.length < 8]
    assert [round(rule.at - 0.5) for rule in sorted(ticks, key=lambda rule: rule.at)] == list(range(60, 381, 40))


def test_large_pictures_come_back_at_full_size() -> None:
    picture, draw = canvas()
    axes(draw)
    draw.rectangle(box(70, 120, 100, 250), fill=BLUE)
    full: Scene = scene_of(np.asarray(picture), ())
    (bar,) = full.bars
    assert full.box.x1 == pytest.approx(1600, abs=2)
    assert all(abs(a - 4 * b) < 3 for a, b in zip(bar.box[:3], (70, 120, 100), strict=True))


def test_noise_is_no_chart() -> None:
    noise = np.random.default_rng(3).integers(0, 255, (60, 80, 3)).astype(np.uint8)
    scene = scene_of(noise, ())
    assert not scene.bars and not scene.sectors
