"""Sum: one row of a statement as the sum of others."""

from __future__ import annotations

from dataclasses import dataclass

from ._figures import Figures


@dataclass(frozen=True, slots=True)
class Sum:
    """`total` = sum of `parts` with their signs; rows are those of the Figures. Residuals per column, last place."""

    total: int
    parts: tuple[tuple[int, int], ...]
    residuals: tuple[float, ...]
    tolerance: float
    bits: float
    closing: bool  # the parts are closed by it: false for a relation between totals

    @property
    def rows(self) -> tuple[int, ...]:
        return (self.total, *(row for row, _ in self.parts))

    def broken(self, figures: Figures) -> tuple[int, ...]:
        """Columns in which it does not hold although the total is printed there."""
        return tuple(
            j for j, rest in enumerate(self.residuals) if abs(rest) > self.tolerance and figures.printed[self.total, j]
        )
