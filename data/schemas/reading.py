"""Reading: what is known of a document once it has been read, before rules judge it.

The one argument of every rule. Stays inside a process.
"""

from __future__ import annotations

from dataclasses import dataclass

from .document import Document, Region
from .fact import Conflict, Fact
from .geometry import BBox
from .run import DocumentInfo
from .statement import Statement
from .table import Table


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a word of a sentence that holds a digit is printed: characters `start` to `end` of the text."""

    start: int
    end: int
    page: int
    bbox: BBox


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in reading order. `section` is the nearest heading above it."""

    text: str
    page: int
    bbox: BBox
    section: str = ""
    spots: tuple[Spot, ...] = ()  # its numbers, from left to right


@dataclass(frozen=True, slots=True)
class Reading:
    """The document, and everything the stages made of it."""

    document: Document
    info: DocumentInfo
    regions: tuple[Region, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    tables: tuple[Table, ...] = ()
    statements: tuple[Statement, ...] = ()
    facts: tuple[Fact, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    wanted: str | None = None  # the language a person wants to be told in; None: that of the document

    @property
    def told_in(self) -> str:
        """The language of what rules say: two letters."""
        return (self.wanted or self.info.language or "en")[:2]
