"""Charts: the numbers behind drawings. Scenes of primitives (vector paths or pixels) -> axes -> series -> Charts."""

from .find import find_charts

__all__ = ["find_charts"]
