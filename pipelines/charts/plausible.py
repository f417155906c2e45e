"""Whether drawings are a chart at all: tables with shaded rows, rules, logos and maps are not.

A scene is promising when it has marks of a chart. A chart is believed when its values differ, its marks do not carry
running text as the shaded rows of a table do, and it is large enough to be read.
"""

from __future__ import annotations

from data.schemas import Chart

from .primitives import Print, Scene

SMALLEST = 40.0  # points: sides of a plot
FEWEST_BARS = 3


def promising(scene: Scene) -> bool:
    """Paths, slices, dots or bars that are no paper."""
    if scene.paths or len(scene.sectors) > 1 or len(scene.dots) > 3 or scene.blobs:
        return True
    lengths = {(round(b.box.width), round(b.box.height)) for b in scene.bars if b.colour != scene.paper}
    return len(lengths) >= FEWEST_BARS


def is_chart(chart: Chart, scene: Scene) -> bool:
    """Large enough, with values that differ, and not a table."""
    points = [p for s in chart.series for p in s.points]
    if min(chart.bbox.width, chart.bbox.height) < SMALLEST or len(points) < 2:
        return False
    if chart.kind in ("pie", "donut"):
        return True
    if len({p.y for p in points}) < 2:
        return False
    return not _like_a_table(chart, scene)


def _like_a_table(chart: Chart, scene: Scene) -> bool:
    """Far more words inside the plot than a chart has labels."""
    inside = [p for p in scene.prints if chart.bbox.holds(p.box, 0)]
    points = sum(len(s.points) for s in chart.series)
    covered = sum(p.box.area for p in inside) / max(chart.bbox.area, 1.0)
    return covered > 0.3 or (len(inside) > 12 + 2 * points and _lettered(inside) > 0.1)


def _lettered(prints: list[Print]) -> float:
    long = sum(len(p.text) > 30 for p in prints)
    return long / max(len(prints), 1)
