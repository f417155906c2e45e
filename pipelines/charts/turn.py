"""A scene with x and y exchanged: what is true of upright bars is then true of horizontal ones, with no second code."""

from __future__ import annotations

from dataclasses import replace

from data.schemas import BBox

from .primitives import Place, Scene


def flip(place: Place) -> Place:
    return place[1], place[0]


def flip_box(box: BBox) -> BBox:
    return BBox(box.top, box.x0, box.bottom, box.x1)


def turned(scene: Scene) -> Scene:
    """The scene mirrored at its diagonal; text keeps its reading direction by name (0 becomes 90)."""
    return replace(
        scene,
        box=flip_box(scene.box),
        prints=tuple(replace(p, box=flip_box(p.box), angle=(90 - p.angle) % 360) for p in scene.prints),
        rules=tuple(replace(r, start=flip(r.start), end=flip(r.end)) for r in scene.rules),
        bars=tuple(replace(b, box=flip_box(b.box)) for b in scene.bars),
        paths=tuple(replace(p, places=tuple(map(flip, p.places))) for p in scene.paths),
        blobs=tuple(replace(b, outline=tuple(map(flip, b.outline))) for b in scene.blobs),
        sectors=tuple(replace(s, centre=flip(s.centre), start=450 - s.end, end=450 - s.start) for s in scene.sectors),
        dots=tuple(replace(d, centre=flip(d.centre)) for d in scene.dots),
    )
