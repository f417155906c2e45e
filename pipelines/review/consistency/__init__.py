"""Consistency: what a contract says against itself, without any rule pack. One module a kind of fault.

A fault is told only where the contract's own words prove it; each check prefers silence to a guess.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipelines.review.passages import Passage
from pipelines.review.script import Script

from . import amounts, blanks, dates, laws, names, references, sums, terms
from .fault import Fault

Check = Callable[[Script, tuple[Passage, ...]], Iterator[Fault]]
CHECKS: tuple[Check, ...] = (
    amounts.check,
    sums.check,
    dates.check,
    references.check,
    terms.check,
    names.check,
    laws.check,
    blanks.check,
)

__all__ = ["Fault", "faults"]


def faults(script: Script, passages: tuple[Passage, ...]) -> tuple[Fault, ...]:
    """All faults in the order of the checks."""
    return tuple(fault for check in CHECKS for fault in check(script, passages))
