"""Charts of a picture: its Scene in the units the chain expects, and the found boxes put where the picture lies.

The chain's lengths are points of a page. A picture has pixels of any size, so its usual type is taken as ten points.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from data.schemas import BBox, Chart

from .chain import read_scene
from .plausible import is_chart
from .primitives import Scene
from .raster import read_scene as scene_in
from .raster_size import scaled
from .raster_text import Networks

Pixels = NDArray[np.uint8]

TYPE = 10.0  # points: size of the usual text of a chart
FACTORS = (0.25, 2.0)


def read_picture(rgb: Pixels, networks: Networks, page: int = 1, box: BBox | None = None) -> tuple[Chart, ...]:
    """Charts of a picture; `box` is where it lies on its page, by default its own pixels. Empty: it is no chart."""
    return charts_of(scene_in(rgb, networks, page), box)


def charts_of(scene: Scene, box: BBox | None = None) -> tuple[Chart, ...]:
    """The same where the scene is known."""
    factor = unit_of(scene)
    box = box or scene.box
    across = box.width / (scene.box.width * factor)
    down = box.height / (scene.box.height * factor)

    def put(found: BBox) -> BBox:
        return BBox(
            box.x0 + float(found.x0) * across,
            box.top + float(found.top) * down,
            box.x0 + float(found.x1) * across,
            box.top + float(found.bottom) * down,
        )

    sized = scaled(scene, factor)
    return tuple(_moved(chart, put) for chart in read_scene(sized) if is_chart(chart, sized))


def unit_of(scene: Scene) -> float:
    """Points for each pixel."""
    sizes = [text.size for text in scene.prints for _ in text.text]
    return float(np.clip(TYPE / np.median(sizes), *FACTORS)) if sizes else 1.0


def _moved(chart: Chart, put: Callable[[BBox], BBox]) -> Chart:
    series = tuple(
        one.model_copy(
            update={"points": tuple(point.model_copy(update={"bbox": put(point.bbox)}) for point in one.points)}
        )
        for one in chart.series
    )
    return chart.model_copy(update={"bbox": put(chart.bbox), "series": series})
