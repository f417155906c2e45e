"""The vector reader: a PDF page's paths and text as Scenes."""

from __future__ import annotations

from typing import Any

from data.schemas import BBox

from .primitives import Scene
from .vector_shapes import read_shapes
from .vector_text import read_prints


def read_page(page: Any, number: int) -> Scene:
    """All of a page as one scene."""
    shapes = read_shapes(page)
    return Scene(
        number,
        BBox(*page.rect),
        "vector",
        read_prints(page),
        tuple(shapes.rules),
        tuple(shapes.bars),
        tuple(shapes.paths),
        tuple(shapes.blobs),
        tuple(shapes.sectors),
        tuple(shapes.dots),
    )
