"""Reading: what is known of a document once it has been read, before rules judge it.

The one argument of every rule. Stays inside a process.
"""

from __future__ import annotations

from dataclasses import dataclass

from .document import Document, Region
from .fact import Conflict, Fact
from .mention import Mention, Sentence
from .run import DocumentInfo
from .statement import Statement
from .table import Table


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
    mentions: tuple[Mention, ...] = ()  # what the sentences say of the facts
    wanted: str | None = None  # the language a person wants to be told in; None: that of the document

    @property
    def told_in(self) -> str:
        """The language of what rules say: two letters."""
        return (self.wanted or self.info.language or "en")[:2]
