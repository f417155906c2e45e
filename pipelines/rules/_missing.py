"""Totals that nothing makes up: the label says total, other sums prove the total itself, and yet no lines give it."""

from __future__ import annotations

from collections.abc import Iterable

from ._figures import Figures
from ._sums import Sum


def incomplete_totals(table: Figures, sums: Iterable[Sum]) -> tuple[tuple[int, int], ...]:
    """(row, column) of totals that are part of a sum that holds, but are themselves the sum of nothing."""
    return ()
