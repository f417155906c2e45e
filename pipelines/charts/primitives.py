"""What was found in a picture of a chart, before anybody knows what it means: the one language of both readers.

The vector reader fills a Scene from the paths and text of a PDF page, the raster reader from pixels and OCR. All that
follows (axes, calibration, series, labels, kind) sees Scenes only. Coordinates are those of the page (points) or of
the image (pixels), origin top-left. Nothing here is interpreted: a tick is a Rule, a legend key is a Bar or a Dot.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from data.schemas import BBox

Place = tuple[float, float]  # x, y; y grows downward
Colour = tuple[int, int, int]  # sRGB, 0 to 255


@dataclass(frozen=True, slots=True)
class Print:
    """A run of text that stands alone: a tick label, a legend entry, a title's line."""

    text: str
    box: BBox
    angle: int = 0  # reading direction in degrees, counter-clockwise: 90 reads upward, 270 downward
    size: float = 9.0  # height of the type
    colour: Colour = (0, 0, 0)
    confidence: float = 1.0  # of the reading
    others: tuple[str, ...] = ()  # next readings, best first; the arithmetic of the axis may choose one of them
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight level or upright line: part of an axis, a tick, a grid, a frame, an error bar."""

    start: Place  # left or upper end
    end: Place
    colour: Colour = (0, 0, 0)
    width: float = 1.0
    dashed: bool = False
    order: int = 0

    @property
    def level(self) -> bool:
        return abs(self.end[0] - self.start[0]) >= abs(self.end[1] - self.start[1])

    @property
    def length(self) -> float:
        return abs(self.end[0] - self.start[0]) if self.level else abs(self.end[1] - self.start[1])

    @property
    def at(self) -> float:
        """Its place across its direction: y of a level line, x of an upright one."""
        return (self.start[1] + self.end[1]) / 2 if self.level else (self.start[0] + self.end[0]) / 2


@dataclass(frozen=True, slots=True)
class Bar:
    """A filled rectangle with upright sides: a bar, a piece of a stack, a legend key, a shaded span."""

    box: BBox
    colour: Colour
    order: int = 0  # of painting: later covers earlier
    opacity: float = 1.0
    edge: Colour | None = None  # of its outline, where that differs from the filling
    whole: bool = True  # False: part of it may be hidden under something else


@dataclass(frozen=True, slots=True)
class Path:
    """An open line through places in drawing order."""

    places: tuple[Place, ...]
    colour: Colour
    width: float = 1.0
    dashed: bool = False
    order: int = 0
    smooth: bool = False  # drawn as curves; the places are their knots
    dash: str = ""  # the pattern as far as it is known, to tell two lines of one colour apart


@dataclass(frozen=True, slots=True)
class Blob:
    """A filled outline that is no rectangle: an area under a line, a band, a country of a map."""

    outline: tuple[Place, ...]
    colour: Colour
    order: int = 0
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Sector:
    """A slice of a pie or ring. Angles in degrees clockwise from twelve o'clock, `end` > `start`."""

    centre: Place
    radius: float
    hole: float  # inner radius; 0 for a pie
    start: float
    end: float
    colour: Colour
    order: int = 0


@dataclass(frozen=True, slots=True)
class Dot:
    """A small mark: a scatter point, a marker on a line, a round legend key."""

    centre: Place
    radius: float
    colour: Colour
    order: int = 0
    form: str = "circle"  # marks of one form and colour belong together: "circle", "square", "diamond", ...


@dataclass(frozen=True, slots=True)
class Scene:
    """All primitives of one picture, or of one figure on a page with the text around it."""

    page: int
    box: BBox
    source: Literal["vector", "raster"]
    prints: tuple[Print, ...] = ()
    rules: tuple[Rule, ...] = ()
    bars: tuple[Bar, ...] = ()
    paths: tuple[Path, ...] = ()
    blobs: tuple[Blob, ...] = ()
    sectors: tuple[Sector, ...] = ()
    dots: tuple[Dot, ...] = ()
    grain: float = 0.0  # how far a place may be off: about half a pixel for pixels, 0 for vectors
    paper: Colour = (255, 255, 255)  # the background
    notes: tuple[str, ...] = field(default=())
