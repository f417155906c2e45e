"""Notes: what a reader wants a person to know about how pages were read, as short sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby


@dataclass(slots=True)
class Notes:
    """Page numbers by what happened to them."""

    ocr: dict[int, str] = field(default_factory=dict)  # page -> why
    hidden: list[int] = field(default_factory=list)  # read from the invisible text under a scan
    failed: dict[int, str] = field(default_factory=dict)  # page -> what went wrong

    def add(self, others: Notes) -> None:
        """Take over what was noted elsewhere."""
        self.ocr = dict(sorted({**self.ocr, **others.ocr}.items()))
        self.hidden = sorted({*self.hidden, *others.hidden})
        self.failed = dict(sorted({**self.failed, **others.failed}.items()))

    def sentences(self) -> tuple[str, ...]:
        """One sentence for each kind of event, pages in ranges."""
        said = [f"{pages(ns)} read by OCR: {reason}" for reason, ns in _by_reason(self.ocr)]
        said += [f"{pages(self.hidden)} read from the text hidden under a scan"] if self.hidden else []
        said += [f"{pages(ns)} cannot be read: {reason}" for reason, ns in _by_reason(self.failed)]
        return tuple(said)


def _by_reason(events: dict[int, str]) -> list[tuple[str, list[int]]]:
    reasons = dict.fromkeys(events.values())
    return [(reason, [page for page, why in events.items() if why == reason]) for reason in reasons]


def pages(numbers: Iterable[int]) -> str:
    """Page numbers as a person writes them.

    >>> pages([4]), pages([3, 4, 5, 9])
    ('page 4', 'pages 3-5, 9')
    """
    ordered = sorted(numbers)
    runs = [[n for _, n in run] for _, run in groupby(enumerate(ordered), key=lambda placed: placed[1] - placed[0])]
    parts = ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
    return f"{'page' if len(ordered) == 1 else 'pages'} {parts}"
