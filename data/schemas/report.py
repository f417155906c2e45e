"""Report: sections of claims. A claim without a citation cannot be built.

Beside the prose stand the key figures and the plots, worded once here so that terminal, Markdown, HTML and PDF
print the same text. Every number of a claim is a Mark: the span of the text and the facts it comes from.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .base import Exact, Record
from .fact import Provenance


class Mark(Record):
    """A printed number: characters `start` to `end` (exclusive) of a claim's text, and the facts it comes from."""

    start: int
    end: int
    facts: tuple[str, ...] = Field(min_length=1)


class Claim(Record):
    """One sentence, with the ids of the facts it states, or the passage it quotes."""

    text: str
    citations: tuple[str, ...] = ()
    quotes: tuple[Provenance, ...] = ()  # passages of the document, for sentences taken from it
    marks: tuple[Mark, ...] = ()  # in order, never overlapping

    def model_post_init(self, context: object) -> None:
        """Raise ValueError for a claim that cites nothing, or marks what it does not cite."""
        if not self.citations and not self.quotes:
            raise ValueError(f"a claim must cite: {self.text!r}")
        if any(set(mark.facts) - set(self.citations) for mark in self.marks):
            raise ValueError(f"a mark must be cited: {self.text!r}")


class Section(Record):
    """A heading and its claims; `empty` says why there are none ("No segment table was found")."""

    id: str
    heading: str
    claims: tuple[Claim, ...] = ()
    empty: str = ""


class KeyFigure(Record):
    """One line of the summary, in the unit of the report. `trend` names facts from the oldest to the current one."""

    concept: str
    label: str
    current: str  # fact id
    previous: str | None = None  # fact id
    text: str  # "6,780"; negative in parentheses
    previous_text: str = "—"
    change: str = ""  # "▲ 23.2 %", "▼ 1.3 pp", "n.m."
    direction: Literal["up", "down", "flat", "none"] = "none"
    page: int
    own_unit: str = ""  # where it differs from the report's: "US$"
    trend: tuple[str, ...] = ()


class PlotLine(Record):
    """One series of a plot, parallel to the plot's labels; None where the document gives no value."""

    name: str
    values: tuple[Exact | None, ...]  # in the plot's unit
    texts: tuple[str, ...]  # as printed beside the marks; "" where there is none
    facts: tuple[tuple[str, ...], ...]  # the facts each value comes from


class Plot(Record):
    """A small chart: a sentence as title, the unit as subtitle."""

    id: str
    section: str  # id of the section it stands in
    title: str
    unit: str
    kind: Literal["bars", "lines"]
    labels: tuple[str, ...]
    lines: tuple[PlotLine, ...]


class Report(Record):
    """The written report in one language."""

    title: str
    language: str = "en"
    subtitle: str = ""  # "10-K · year to 31 December 2015"
    unit: str = ""  # of the key figures: "US$ million"
    columns: tuple[str, ...] = ()  # heads of current and previous: "2015", "2014"
    figures: tuple[KeyFigure, ...] = ()
    sections: tuple[Section, ...] = Field(default=())
    plots: tuple[Plot, ...] = ()
