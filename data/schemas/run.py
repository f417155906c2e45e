"""Result: everything a task says about one document (`result.json`). Run: how it came about. Artifact: a file written.

The same input, version and backend give byte-identical JSON apart from the `run` object.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from .answer import Answer
from .base import Record
from .chart import Chart
from .document import Region
from .fact import Conflict, Fact
from .finding import Check, Finding
from .report import Report
from .table import Table


class DocumentInfo(Record):
    """What the document is, as its own pages say; None where they do not."""

    sha256: str
    name: str
    media_type: str
    pages: int
    entity: str | None = None
    form: str | None = None  # "10-K"
    language: str | None = None  # "en"
    currency: str | None = None
    fiscal_year: int | None = None
    period_end: date | None = None
    notes: tuple[str, ...] = ()


class PackUse(Record):
    """Which rule pack a review used, and what it says of its own limits."""

    pack: str
    title: str
    guessed: bool = False  # recognised from the document, since no pack was named
    why: str = ""
    rules: int = 0
    untested: tuple[str, ...] = ()  # what the pack does not look at


class Run(Record):
    """How, when and how long. The only part of a result that differs between two runs."""

    id: str
    started: str
    seconds: float
    backend: str
    version: str
    weights: str | None = None
    stages: dict[str, float] = Field(default_factory=dict)
    cached: bool = False


class Artifact(Record):
    """A file written for a person or a program, relative to the document's output folder."""

    name: str
    path: str
    media_type: str


class Result(Record):
    """One document, one task. Parts that a task does not make are absent from the JSON."""

    schema_: Literal["r1doc.result/1"] = Field(default="r1doc.result/1", alias="schema")
    task: str
    document: DocumentInfo
    facts: tuple[Fact, ...] | None = None
    conflicts: tuple[Conflict, ...] | None = None
    checks: tuple[Check, ...] | None = None
    findings: tuple[Finding, ...] | None = None
    review: PackUse | None = None
    regions: tuple[Region, ...] | None = None
    tables: tuple[Table, ...] | None = None
    charts: tuple[Chart, ...] | None = None
    report: Report | None = None
    answer: Answer | None = None
    run: Run | None = None

    def to_json(self, indent: int | None = 1) -> str:
        """`result.json`: absent parts left out, keys in a fixed order."""
        return self.model_dump_json(by_alias=True, exclude_none=True, indent=indent)
