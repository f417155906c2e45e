"""Words: a phrase of the phrase book with its blanks filled becomes a claim that remembers where each number stands.

A Part is a printed number and the ids of the facts it comes from. Filling a template with parts gives a Phrase,
which knows the span of every part; a Phrase becomes a Claim, which cannot be built without a citation.
The phrase books are data: data/knowledge/report/en.yaml and zh.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from data.knowledge import knowledge
from data.schemas import Claim, Mark, Provenance

LANGUAGES = ("en", "zh")
BLANK = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Part:
    """A printed number and the facts it comes from."""

    text: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Text in which every number is marked."""

    text: str
    marks: tuple[Mark, ...] = ()

    @property
    def facts(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(fact for mark in self.marks for fact in mark.facts))

    def raised(self) -> Phrase:
        """The first letter as at the beginning of a sentence."""
        first = self.text[:1]
        return Phrase(first.upper() + self.text[1:], self.marks) if first.isascii() else self


Blank = str | Part | Phrase


def fill(template: str, blanks: dict[str, Blank]) -> Phrase:
    """The template with its blanks filled; the marks of parts and phrases move to where they stand now."""
    text, marks, done = "", [], 0
    for hit in BLANK.finditer(template):
        text += template[done : hit.start()]
        done = hit.end()
        piece = blanks[hit.group(1)]
        if isinstance(piece, Part) and piece.facts:
            marks.append(Mark(start=len(text), end=len(text) + len(piece.text), facts=piece.facts))
        elif isinstance(piece, Phrase):
            marks += [Mark(start=m.start + len(text), end=m.end + len(text), facts=m.facts) for m in piece.marks]
        text += piece if isinstance(piece, str) else piece.text
    return Phrase(text + template[done:], tuple(marks))


def joined(phrases: Iterable[Phrase], between: str) -> Phrase:
    """Several sentences as one text."""
    parts = list(phrases)
    blanks: dict[str, Blank] = {f"p{i}": part for i, part in enumerate(parts)}
    return fill(between.join(f"{{p{i}}}" for i in range(len(parts))), blanks)


@dataclass(frozen=True, slots=True)
class Wording:
    """The phrase book of one language."""

    language: str

    @classmethod
    def of(cls, language: str) -> Wording:
        """By language tag ("zh-CN" is Chinese); English where the language is none of ours."""
        short = language.lower().replace("_", "-").split("-")[0]
        return cls(short if short in LANGUAGES else "en")

    def get(self, key: str) -> Any:
        """A word, template or table by its dotted path; KeyError when the phrase book lacks it."""
        node: Any = knowledge(f"report/{self.language}")
        for step in key.split("."):
            node = node[step]
        return node

    def phrase(self, key: str, **blanks: Blank) -> Phrase:
        return fill(self.get(key), blanks)

    def claim(self, key: str, *, also: tuple[str, ...] = (), **blanks: Blank) -> Claim:
        """The phrase as a sentence of its own; `also` cites facts that it speaks of without printing them."""
        return self.sentence(self.phrase(key, **blanks), also)

    def sentence(self, phrase: Phrase, also: tuple[str, ...] = (), quotes: tuple[Provenance, ...] = ()) -> Claim:
        raised = phrase.raised()
        citations = tuple(dict.fromkeys((*raised.facts, *also)))
        return Claim(text=raised.text, citations=citations, quotes=quotes, marks=raised.marks)

    def name(self, concept: str, loss: bool = False, short: bool = False) -> str:
        """What a line is called; a loss has a name of its own ("net loss")."""
        if short and not loss and concept in self.get("short_names"):
            return str(self.get("short_names")[concept])
        name = self.get("names").get(concept)
        if name is None:
            return spaced(concept)
        if isinstance(name, str):
            return name
        return str(name[1 if loss else 0])

    def has_loss(self, concept: str) -> bool:
        """True for results, which turn into losses; a cash flow or a tax does not."""
        return isinstance(self.get("names").get(concept), list)


def spaced(concept: str) -> str:
    """`r1:CurrentContentAssets` as words: "current content assets"."""
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", concept.removeprefix("r1:"))
    return " ".join(word if word.isupper() and len(word) > 1 else word.lower() for word in words) or concept
