"""Fact: one number the document states, with what it means and where it stands. Conflict: readings that disagree."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, model_serializer, model_validator

from .base import Exact, Record
from .geometry import BBox

Method = Literal["text-layer", "ocr", "derived", "label", "geometry", "model", "human"]
Place = Literal["income", "balance", "cashflow", "equity", "segment", "note", "narrative", "chart"]


class Provenance(Record):
    """Where a value, passage or claim stands: page from 1, box, text as printed.

    Files without pages (DOCX, Markdown, text) are one page without extent; `start` and `end` count their characters.
    """

    page: int
    bbox: BBox
    method: Method = "text-layer"
    text: str = ""
    start: int | None = None
    end: int | None = None


class Period(Record):
    """A duration (`start`, `end`) or an instant. Exactly one of the two."""

    start: date | None = None
    end: date | None = None
    instant: date | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Period:
        if (self.instant is None) == (self.start is None) or (self.start is None) != (self.end is None):
            raise ValueError("a period is either an instant or a start with an end")
        if self.start and self.end and self.start > self.end:
            raise ValueError(f"period ends before it starts: {self.start} > {self.end}")
        return self

    @property
    def last(self) -> date:
        """The instant, or the last day."""
        return self.instant or self.end or date.min

    @property
    def days(self) -> int:
        """Length in days, both ends counted; 0 for an instant."""
        return (self.end - self.start).days + 1 if self.start and self.end else 0

    @model_serializer
    def _short(self) -> dict[str, str]:
        parts = {"start": self.start, "end": self.end, "instant": self.instant}
        return {name: day.isoformat() for name, day in parts.items() if day}


class Fact(Record):
    """A value in whole units with XBRL's sign. Provenance is never empty.

    `confidence` is calibrated: of facts said at 0.9, nine in ten are right. A derived fact has method "derived",
    a formula naming the ids it comes from, and the provenance of all of them.
    """

    id: str
    concept: str  # us-gaap element name; our own begin with "r1:"
    label: str  # as printed
    statement: Place | None = None  # None for what was derived
    scope: str = "consolidated"
    value: Exact
    unit: str  # "USD", "USD/shares", "shares", "pure"
    period: Period
    confidence: float = Field(ge=0, le=1)
    provenance: tuple[Provenance, ...] = Field(min_length=1)
    method: Literal["derived"] | None = None
    formula: str | None = None


class Conflict(Record):
    """Facts that state the same thing differently; `kept` wins, with the reason a person would give."""

    facts: tuple[str, ...] = Field(min_length=2)
    kept: str
    weights: dict[str, float]
    reason: str
