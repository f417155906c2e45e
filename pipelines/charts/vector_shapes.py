"""Paths of a PDF page as primitives: rules, bars, lines, sectors, dots, and blobs for the rest.

Nothing is left out for its colour or place here; white shapes keep their place in the painting order because they
cover others. Chain per drawing: sub-paths -> outline -> the simplest primitive that it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from data.schemas import BBox

from .primitives import Bar, Blob, Colour, Dot, Path, Place, Rule, Sector
from .vector_round import as_dot, as_sector

STRAIGHT = 0.02  # points: no more off level or upright
THICK = 4.0  # points: a stroke wider than this may be a bar
MANY = 6_000  # drawings a page: maps and shaded pictures have more
CORNER = 0.35  # of the shorter side: round corners of a bar take no more


@dataclass(slots=True)
class Shapes:
    """Primitives of a page in painting order."""

    rules: list[Rule] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    blobs: list[Blob] = field(default_factory=list)
    sectors: list[Sector] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Chain:
    """A connected sub-path: its vertices (knots of curves), whether it has curves, whether it ends where it began."""

    places: tuple[Place, ...]
    curved: bool
    closed: bool
    curves: tuple[tuple[Place, Place, Place], ...] = ()  # start, middle, end of each curve


@dataclass(frozen=True, slots=True)
class Pen:
    """How a drawing is painted."""

    fill: Colour | None
    stroke: Colour | None
    width: float
    dash: str
    opacity: float
    order: int

    @property
    def dashed(self) -> bool:
        return bool(self.dash)


def read_shapes(page: Any) -> Shapes:
    """Every path of the page, sorted into primitives."""
    shapes = Shapes()
    for order, drawing in enumerate(page.get_cdrawings()[:MANY]):
        pen = _pen(drawing, order)
        if pen.fill is None and pen.stroke is None:
            continue
        for item in drawing["items"]:
            if item[0] in ("re", "qu"):
                _rectangle(item, pen, shapes)
        for chain in chains(drawing["items"]):
            _sort(chain, pen, shapes)
    return shapes


def _pen(drawing: dict[str, Any], order: int) -> Pen:
    kind = drawing["type"]
    filled = "f" in kind and drawing.get("fill") is not None and drawing.get("fill_opacity", 1.0) > 0.03
    stroked = "s" in kind and drawing.get("color") is not None and drawing.get("stroke_opacity", 1.0) > 0.03
    dash = (drawing.get("dashes") or "").strip()
    return Pen(
        _rgb(drawing["fill"]) if filled else None,
        _rgb(drawing["color"]) if stroked else None,
        float(drawing.get("width") or 0.5),
        "" if dash in ("", "[] 0", "[ ] 0") else dash,
        float(drawing.get("fill_opacity") or 1.0) if filled else float(drawing.get("stroke_opacity") or 1.0),
        int(drawing.get("seqno", order)),
    )


def _rgb(colour: Sequence[float]) -> Colour:
    red, green, blue = (max(0, min(255, round(255 * c))) for c in colour)
    return red, green, blue


def chains(items: Iterable[tuple[Any, ...]]) -> list[Chain]:
    """Lines and curves that continue each other."""
    out: list[Chain] = []
    places: list[Place] = []
    curves: list[tuple[Place, Place, Place]] = []
    for item in items:
        if item[0] not in ("l", "c"):
            continue
        start, end = tuple(item[1]), tuple(item[-1])
        if places and not _same(places[-1], start):
            out.append(_chain(places, curves))
            places, curves = [], []
        if not places:
            places = [start]
        if item[0] == "c":
            curves.append((start, _middle(item), end))
        places.append(end)
    if places:
        out.append(_chain(places, curves))
    return out


def _middle(item: tuple[Any, ...]) -> Place:
    """A cubic curve at half its parameter."""
    a, b, c, d = item[1:5]
    return (a[0] + 3 * b[0] + 3 * c[0] + d[0]) / 8, (a[1] + 3 * b[1] + 3 * c[1] + d[1]) / 8


def _chain(places: list[Place], curves: list[tuple[Place, Place, Place]]) -> Chain:
    closed = len(places) > 2 and _same(places[0], places[-1])
    return Chain(tuple(places), bool(curves), closed, tuple(curves))


def _same(a: Place, b: Place) -> bool:
    return abs(a[0] - b[0]) < 0.01 and abs(a[1] - b[1]) < 0.01


def _rectangle(item: tuple[Any, ...], pen: Pen, shapes: Shapes) -> None:
    corners = item[1]
    if item[0] == "qu":
        xs, ys = [p[0] for p in corners], [p[1] for p in corners]
        corners = (min(xs), min(ys), max(xs), max(ys))
    x0, y0, x1, y1 = corners
    _boxed(BBox(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), pen, shapes)


def _boxed(box: BBox, pen: Pen, shapes: Shapes) -> None:
    if pen.fill is not None:
        shapes.bars.append(Bar(box, pen.fill, pen.order, pen.opacity, pen.stroke))
        if min(box.width, box.height) <= 1.6:
            shapes.rules.append(_rule_of(box, pen.fill, pen))
    elif pen.stroke is not None:
        x0, top, x1, bottom = box
        sides = (
            ((x0, top), (x1, top)),
            ((x0, bottom), (x1, bottom)),
            ((x0, top), (x0, bottom)),
            ((x1, top), (x1, bottom)),
        )
        shapes.rules += [Rule(a, b, pen.stroke, pen.width, pen.dashed, pen.order) for a, b in sides]


def _rule_of(box: BBox, colour: Colour, pen: Pen) -> Rule:
    if box.width >= box.height:
        return Rule((box.x0, box.y_mid), (box.x1, box.y_mid), colour, box.height, pen.dashed, pen.order)
    return Rule((box.x_mid, box.top), (box.x_mid, box.bottom), colour, box.width, pen.dashed, pen.order)


def _sort(chain: Chain, pen: Pen, shapes: Shapes) -> None:
    """The simplest primitive that the chain is."""
    if pen.fill is not None:
        _filled(chain, pen, shapes)
    elif pen.stroke is not None:
        _stroked(chain, pen, pen.stroke, shapes)


def _filled(chain: Chain, pen: Pen, shapes: Shapes) -> None:
    assert pen.fill is not None
    if box := as_box(chain):
        _boxed(box, pen, shapes)
    elif dot := as_dot(chain.places, chain.curved, pen.fill, pen.order):
        shapes.dots.append(dot)
    elif sector := as_sector(chain.places, chain.curves, pen.fill, pen.order):
        shapes.sectors.append(sector)
    elif len(chain.places) > 2:
        shapes.blobs.append(Blob(chain.places, pen.fill, pen.order, pen.opacity))


def as_box(chain: Chain) -> BBox | None:
    """The box of an outline that runs along the sides of its own extent, round corners allowed."""
    xs, ys = [x for x, _ in chain.places], [y for _, y in chain.places]
    box = BBox(min(xs), min(ys), max(xs), max(ys))
    if not 4 <= len(chain.places) <= 14:
        return None
    slack = CORNER * min(box.width, box.height) if chain.curved else 0.0
    straight = 0.0
    for (ax, ay), (bx, by) in zip(chain.places, chain.places[1:] + chain.places[:1], strict=True):
        level, upright = abs(ay - by) <= STRAIGHT, abs(ax - bx) <= STRAIGHT
        if level and min(abs(ay - box.top), abs(ay - box.bottom)) <= STRAIGHT:
            straight += abs(ax - bx)
        elif upright and min(abs(ax - box.x0), abs(ax - box.x1)) <= STRAIGHT:
            straight += abs(ay - by)
        elif not chain.curved or max(abs(ax - bx), abs(ay - by)) > slack:
            return None
    around = 2 * (box.width + box.height)
    return box if straight >= (0.6 if chain.curved else 0.98) * around else None


def _stroked(chain: Chain, pen: Pen, colour: Colour, shapes: Shapes) -> None:
    if len(chain.places) == 2 and not chain.curved:
        _segment(chain, pen, colour, shapes)
    elif box := as_box(chain) if chain.closed else None:
        _boxed(box, pen, shapes)
    elif chain.closed and (dot := as_dot(chain.places, chain.curved, colour, pen.order)):
        shapes.dots.append(dot)
    else:
        shapes.paths.append(_path(chain, pen, colour))


def _segment(chain: Chain, pen: Pen, colour: Colour, shapes: Shapes) -> None:
    """A single stroke: a thick one is a bar, a level or upright one a rule, any other a line of two places."""
    (ax, ay), (bx, by) = chain.places
    level, upright = abs(ay - by) <= STRAIGHT, abs(ax - bx) <= STRAIGHT
    if not (level or upright):
        shapes.paths.append(_path(chain, pen, colour))
        return
    half = pen.width / 2
    if pen.width >= THICK:
        box = BBox(
            min(ax, bx) - half * upright,
            min(ay, by) - half * level,
            max(ax, bx) + half * upright,
            max(ay, by) + half * level,
        )
        shapes.bars.append(Bar(box, colour, pen.order, pen.opacity))
        return
    start, end = (min(ax, bx), min(ay, by)), (max(ax, bx), max(ay, by))
    shapes.rules.append(Rule(start, end, colour, pen.width, pen.dashed, pen.order))


def _path(chain: Chain, pen: Pen, colour: Colour) -> Path:
    return Path(chain.places, colour, pen.width, pen.dashed, pen.order, chain.curved, pen.dash)
