"""BBox: where something stands on a page.

One convention for the whole product: PDF points (or image pixels), origin top-left, y grows downward.
Readers convert once, at the door (`BBox.from_pdf`); no other code knows of bottom-left origins.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from pydantic import GetCoreSchemaHandler
from pydantic_core import core_schema


class _Corners(NamedTuple):
    x0: float
    top: float
    x1: float
    bottom: float


_new = tuple.__new__


class BBox(_Corners):
    """A box that is never inside out. Written to JSON as `[x0, top, x1, bottom]`, two decimals."""

    __slots__ = ()

    def __new__(cls, x0: float, top: float, x1: float, bottom: float) -> BBox:
        """Raise ValueError when the right edge lies left of the left one, or the bottom above the top."""
        if not (x1 >= x0 and bottom >= top):
            raise ValueError(f"box is inside out: {(x0, top, x1, bottom)}")
        return _new(cls, (x0, top, x1, bottom))  # boxes come by the hundred thousand

    @classmethod
    def from_pdf(cls, rect: tuple[float, float, float, float], page_height: float) -> BBox:
        """From a rectangle in PDF user space (origin bottom-left, y upward)."""
        x0, y0, x1, y1 = rect
        return cls(min(x0, x1), page_height - max(y0, y1), max(x0, x1), page_height - min(y0, y1))

    @classmethod
    def around(cls, boxes: Iterable[BBox]) -> BBox:
        """The smallest box around at least one box."""
        parts = list(boxes)
        return cls(
            min(b[0] for b in parts), min(b[1] for b in parts), max(b[2] for b in parts), max(b[3] for b in parts)
        )

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def x_mid(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def y_mid(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def area(self) -> float:
        return self.width * self.height

    def overlap(self, other: BBox) -> float:
        """Area shared with the other box."""
        across = min(self.x1, other.x1) - max(self.x0, other.x0)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(across, 0.0) * max(down, 0.0)

    def holds(self, other: BBox, slack: float = 1.0) -> bool:
        """True when the centre of the other box lies inside this one, `slack` points allowed."""
        return (
            self.x0 - slack <= other.x_mid <= self.x1 + slack and self.top - slack <= other.y_mid <= self.bottom + slack
        )

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        corners = core_schema.tuple_schema([core_schema.float_schema()] * 4)
        return core_schema.no_info_after_validator_function(
            lambda v: v if isinstance(v, cls) else cls(*v),
            corners,
            serialization=core_schema.plain_serializer_function_ser_schema(lambda b: [round(float(v), 2) for v in b]),
        )
