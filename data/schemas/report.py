"""Report: sections of claims. A claim without a citation cannot be built."""

from __future__ import annotations

from pydantic import Field

from .base import Record
from .fact import Provenance


class Claim(Record):
    """One sentence, with the ids of the facts it states, or the passage it quotes."""

    text: str
    citations: tuple[str, ...] = ()
    quotes: tuple[Provenance, ...] = ()  # passages of the document, for sentences taken from it

    def model_post_init(self, context: object) -> None:
        """Raise ValueError for a claim that cites nothing."""
        if not self.citations and not self.quotes:
            raise ValueError(f"a claim must cite: {self.text!r}")


class Section(Record):
    """A heading and its claims; `empty` says why there are none ("No segment table was found")."""

    id: str
    heading: str
    claims: tuple[Claim, ...] = ()
    empty: str = ""


class Report(Record):
    """The written report in one language."""

    title: str
    language: str = "en"
    sections: tuple[Section, ...] = Field(default=())
