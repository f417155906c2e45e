"""Whether drawings are a chart at all: tables with shaded rows, rules, logos and maps are not.

A page is promising when it draws marks of a chart. A chart is believed when its values differ, its bars stand or lie on
each other and are inked, its marks do not carry running text as the cells of a table do, and it is large enough.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from data.schemas import BBox, Chart

from .primitives import Bar, Colour, Dot, Path, Print, Scene, Sector

SMALLEST = 40.0  # points: sides of a plot
FEWEST_BARS = 3
PALE = 190  # of 255: a filling with no channel below shades rows of tables
THIN = 1.6  # points: a rule
COVERED = 0.3  # share of a plot under text
LETTERED = 0.34  # share of bars that carry words


def inked(colour: Colour) -> bool:
    return min(colour) < PALE


def promising(bars: Sequence[Bar], paths: Sequence[Path], sectors: Sequence[Sector], dots: Sequence[Dot]) -> bool:
    """A line of some length, slices, a few dots, or inked bars of several lengths."""
    if len(sectors) > 1 or len(dots) > 5 or any(len(p.places) > 3 or _long(p) for p in paths):
        return True
    solid = [b for b in bars if inked(b.colour) and min(b.box.width, b.box.height) > THIN]
    return len(solid) >= FEWEST_BARS and len({round(max(b.box.width, b.box.height)) for b in solid}) > 1


def _long(path: Path) -> bool:
    return abs(path.places[0][0] - path.places[-1][0]) > 15 and len(path.places) > 1


def is_chart(chart: Chart, scene: Scene) -> bool:
    """Large enough, with values that differ, and not a table."""
    points = [p for s in chart.series for p in s.points]
    if min(chart.bbox.width, chart.bbox.height) < SMALLEST or len(points) < 2:
        return False
    if chart.kind in ("pie", "donut"):
        return True
    if len({p.y for p in points}) < 2 or _like_a_table(chart, scene):
        return False
    return "bar" not in chart.kind or _barred([p.bbox for p in points], chart, scene)


def _barred(boxes: Sequence[BBox], chart: Chart, scene: Scene) -> bool:
    """Most bars have one thickness, are inked, and carry no words."""
    places = set(boxes)
    bars = [b for b in scene.bars if b.box in places]
    thick = Counter(round(box.height if "horizontal" in chart.kind else box.width) for box in boxes)
    if thick.most_common(1)[0][1] < 0.5 * len(boxes) or sum(inked(b.colour) for b in bars) < 0.5 * len(bars):
        return False
    if len({(s.name, p.x) for s in chart.series for p in s.points}) < 0.5 * len(boxes):
        return False
    words = [p for p in scene.prints if sum(c.isalpha() for c in p.text) > 3 and chart.bbox.holds(p.box, 0)]
    carrying = sum(any(b.box.holds(p.box, 0) for p in words) for b in bars[:200])
    return carrying <= LETTERED * len(bars[:200])


def _like_a_table(chart: Chart, scene: Scene) -> bool:
    """Much of the plot lies under text, or long text runs through it."""
    inside: list[Print] = [p for p in scene.prints if chart.bbox.holds(p.box, 0)]
    covered = sum(p.box.area for p in inside) / max(chart.bbox.area, 1.0)
    return covered > COVERED or sum(len(p.text) > 60 for p in inside) > 2
