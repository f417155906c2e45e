"""Pictures larger than their marks need are measured on a smaller copy; what was found is put back to full size."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from data.schemas import BBox

from .primitives import Place, Print, Scene

Pixels = NDArray[np.uint8]

SIDE = 1_150  # pixels


def smaller(rgb: Pixels) -> tuple[Pixels, float]:
    """The picture, or its smaller copy, and the factor between them."""
    factor = SIDE / max(rgb.shape[:2])
    if factor >= 1:
        return rgb, 1.0
    return np.asarray(cv2.resize(rgb, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)), factor


def scaled_print(text: Print, factor: float) -> Print:
    return replace(text, box=scaled_box(text.box, factor), size=text.size * factor)


def scaled_box(box: BBox, factor: float) -> BBox:
    return BBox(*(float(side) * factor for side in box))


def scaled(scene: Scene, factor: float) -> Scene:
    """The scene with every place and length multiplied."""
    if factor == 1.0:
        return scene

    def at(place: Place) -> Place:
        return place[0] * factor, place[1] * factor

    return replace(
        scene,
        box=scaled_box(scene.box, factor),
        prints=tuple(scaled_print(text, factor) for text in scene.prints),
        rules=tuple(replace(r, start=at(r.start), end=at(r.end), width=r.width * factor) for r in scene.rules),
        bars=tuple(replace(bar, box=scaled_box(bar.box, factor)) for bar in scene.bars),
        paths=tuple(
            replace(path, places=tuple(map(at, path.places)), width=path.width * factor) for path in scene.paths
        ),
        blobs=tuple(replace(blob, outline=tuple(map(at, blob.outline))) for blob in scene.blobs),
        sectors=tuple(
            replace(s, centre=at(s.centre), radius=s.radius * factor, hole=s.hole * factor) for s in scene.sectors
        ),
        dots=tuple(replace(dot, centre=at(dot.centre), radius=dot.radius * factor) for dot in scene.dots),
        grain=scene.grain * factor,
    )
