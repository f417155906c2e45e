"""Verdicts: every rule of a pack on every passage, by words."""

from __future__ import annotations

from collections.abc import Sequence

from .judge import Verdict, by_words
from .match import hits
from .packs import Pack
from .passages import Passage


def verdicts(pack: Pack, passages: Sequence[Passage]) -> list[Verdict]:
    """One verdict a rule, in the pack's order."""
    return [by_words(rule, hits(rule, passages)) for rule in pack.rules]
