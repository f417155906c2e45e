"""Wordings by slot: the built-in lists, those that companies printed, and halves of both that share no wording.

A half is for measuring: a model that learned from one half is asked about the other. Which half a wording is in
follows from a hash of it, so that it stays there when lists grow. A slot whose wordings all fall into one half is the
same in both.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from r1core.pieces import folded
from r1core.synth.statements_words import ENGLISH
from r1core.synth.statements_words_zh import CHINESE

Slots = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Wordings:
    """What every slot is called, by language."""

    slots: Mapping[str, Slots]

    def of(self, slot: str, language: str, standard: str = "us") -> Sequence[str]:
        """Wordings of a slot, those of the standard where it has its own; none where nobody prints such a line."""
        known = self.slots[language]
        return known.get(f"{slot}@{standard}") or known.get(slot, ())

    def half(self, which: int) -> Wordings:
        """The wordings of one half, 0 or 1."""
        return Wordings({language: _halved(slots, which) for language, slots in self.slots.items()})

    def with_printed(self, printed: Mapping[str, Slots]) -> Wordings:
        """These and others."""
        return Wordings({language: _joined(slots, printed.get(language, {})) for language, slots in self.slots.items()})


def built_in() -> Wordings:
    """The lists that come with the package."""
    return Wordings({"en": ENGLISH, "zh": CHINESE})


def half_of(wording: str) -> int:
    """The half that a wording is in; spelling, case and numbers make no other wording."""
    return zlib.crc32(folded(wording).encode()) % 2


def _halved(slots: Slots, which: int) -> Slots:
    return {slot: [w for w in words if half_of(w) == which] or words for slot, words in slots.items()}


def _joined(slots: Slots, more: Slots) -> Slots:
    return {slot: tuple(dict.fromkeys((*words, *more.get(slot, ())))) for slot, words in slots.items()}
