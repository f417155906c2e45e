"""Legend: which name belongs to which look.

A key is a small mark with text right of it at the same height. Where there is no key, a name is text in the series'
own colour, or black text beside the end of its line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from data.schemas import BBox

from .marks import greyish, near_colour
from .primitives import Colour, Print, Scene

WIDE, HIGH = 46.0, 16.0  # points: the largest key
BESIDE = 2.2  # type sizes between key and name


@dataclass(frozen=True, slots=True)
class Key:
    """A legend entry."""

    name: str
    colour: Colour
    dash: str
    form: str  # "bar", "line", "dot"
    order: int
    box: BBox
    text_box: BBox


def find_keys(scene: Scene, labels: set[BBox]) -> list[Key]:
    """Small marks with text beside them; one entry for each text."""
    keys: dict[BBox, Key] = {}
    for colour, dash, form, order, box in _small(scene):
        if colour == scene.paper:
            continue
        name = _beside(box, scene.prints)
        if name is None or name.box in labels:
            continue
        known = keys.get(name.box)
        if (
            known is None
            or (known.form != "bar" and form == "bar")
            or abs(box.x1 - name.box.x0) < abs(known.box.x1 - name.box.x0) - 4
        ):
            text = _whole(name, scene.prints)
            keys[name.box] = Key(text, colour, dash, form, order, box, name.box)
    return _listed(list(keys.values()))


def _small(scene: Scene) -> Iterable[tuple[Colour, str, str, int, BBox]]:
    for b in scene.bars:
        if 2 <= b.box.width <= WIDE and 2 <= b.box.height <= HIGH:
            yield b.colour, "", "bar", b.order, b.box
    for d in scene.dots:
        (x, y), out = d.centre, d.radius
        yield d.colour, "", "dot", d.order, BBox(x - out, y - out, x + out, y + out)
    for r in scene.rules:
        if r.level and 5 <= r.length <= WIDE:
            yield r.colour, str(r.dashed or ""), "line", r.order, BBox(r.start[0], r.at - 0.5, r.end[0], r.at + 0.5)
    for p in scene.paths:
        xs, ys = zip(*p.places, strict=True)
        box = BBox(min(xs), min(ys), max(xs), max(ys))
        if box.width <= WIDE and box.height <= HIGH and len(p.places) <= 6:
            yield p.colour, p.dash, "line", p.order, box


def _beside(box: BBox, prints: Sequence[Print]) -> Print | None:
    """The text that begins right of the key at its height."""
    best: tuple[float, Print] | None = None
    for p in prints:
        if p.angle:
            continue
        gap = p.box.x0 - box.x1
        if (
            -1 <= gap <= BESIDE * p.size
            and abs(p.box.y_mid - box.y_mid) <= 0.45 * p.size
            and (best is None or gap < best[0])
        ):
            best = (gap, p)
    return best[1] if best else None


def _whole(name: Print, prints: Sequence[Print]) -> str:
    return name.text


def _listed(keys: list[Key]) -> list[Key]:
    """Keys of a legend share a size and a row or a column; a stray pair of mark and text does not."""
    out = []
    for key in keys:
        alike = [
            k
            for k in keys
            if k is not key
            and abs(k.box.width - key.box.width) < 1.5 + 0.2 * key.box.width
            and (abs(k.box.x0 - key.box.x0) < 3 or abs(k.box.y_mid - key.box.y_mid) < 3)
        ]
        if alike or len(keys) == 1:
            out.append(key)
    return out


def coloured_text(colour: Colour, prints: Iterable[Print], taken: set[BBox]) -> list[Print]:
    """Prints in the colour of a series, where that is a colour."""
    if greyish(colour):
        return []
    return [p for p in prints if p.box not in taken and near_colour(p.colour, colour, 6)]


def as_one(prints: Sequence[Print]) -> str:
    """Lines of one label joined."""
    return " ".join(p.text for p in sorted(prints, key=lambda p: (round(p.box.top), p.box.x0)))
