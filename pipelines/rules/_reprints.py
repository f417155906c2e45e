"""Reprints: lines of other pages that print the figures of a statement's row again, in notes, reviews and summaries.

A reprint is a line of words with the same name and, side by side, at least two of the row's figures; one of the two may
be a slip of the other. Pages are looked through once for all rows: only lines with a figure of some row are read.

Legend: a Line is the words of one height on a page, its figures from left to right.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from data.schemas import BBox, Document, Page, Word

from ._words import wording

LEVEL = 3.0  # points between the middles of words of one line
LEAST_DIGITS = 3  # of a figure that leads to a line
_NUMBER = re.compile(r"^[($€£¥\-−–]*(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\)?$")
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_WORD = re.compile(r"[a-z]{3,}|[一-鿿]+")
_COMMON = frozenset(("the", "and", "for", "per", "from", "its", "our", "other"))


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure of a line."""

    value: Decimal
    text: str
    page: int
    bbox: BBox


@dataclass(frozen=True, slots=True)
class Line:
    """The name of a line, as a set of words, and its figures."""

    words: frozenset[str]
    figures: tuple[Printed, ...]


class Pages:
    """Lines of a document, found by the figures in them. May be asked by many readings of the same document."""

    def __init__(self, document: Document) -> None:
        self._sorted: dict[int, tuple[list[float], list[Word]]] = {}
        self._pages = {page.number: page for page in document.pages}
        self._hits: dict[str, list[tuple[int, float]]] = {}
        self._lines: dict[tuple[int, float], Line] = {}
        for page in document.pages:
            for word in page.words:
                key = word.text.strip("($€£¥-−–)").replace(",", "")
                if key[-1:].isdigit() and _leads(key):
                    self._hits.setdefault(key, []).append((page.number, word.bbox.y_mid))

    def lines(self, value: Decimal) -> Iterator[Line]:
        """Lines that hold this figure."""
        for place in self._hits.get(digits_of(value), ()):
            if place not in self._lines:
                self._lines[place] = self._line(self._pages[place[0]], place[1])
            yield self._lines[place]

    def _line(self, page: Page, level: float) -> Line:
        if page.number not in self._sorted:
            words = sorted(page.words, key=lambda word: word.bbox.y_mid)
            self._sorted[page.number] = [word.bbox.y_mid for word in words], words
        levels, words = self._sorted[page.number]
        here = words[bisect_left(levels, level - LEVEL) : bisect_left(levels, level + LEVEL)]
        here.sort(key=lambda word: word.bbox.x0)
        figures = tuple(printed for word in here if (printed := _printed(word, page.number)))
        return Line(words_of(" ".join(word.text for word in here)), figures)


def _leads(key: str) -> bool:
    return len(key.replace(".", "")) >= LEAST_DIGITS and not _YEAR.match(key)


def digits_of(value: Decimal) -> str:
    """As printed, without sign and thousands marks."""
    return f"{abs(value):f}"


def words_of(text: str) -> frozenset[str]:
    """The words that a name is told apart by."""
    return frozenset(_WORD.findall(text.lower())) - _COMMON


def same_name(first: frozenset[str], second: frozenset[str]) -> bool:
    """One name holds the other, and what it says more does not speak of another figure."""
    if not first or not second or not (first <= second or second <= first):
        return False
    return not any(wording("tells_apart").search(word) for word in first ^ second)


def _printed(word: Word, page: int) -> Printed | None:
    match = _NUMBER.match(word.text)
    if not match:
        return None
    value = Decimal(match[1].replace(",", ""))
    negative = any(mark in word.text for mark in "(-−–")
    return Printed(-value if negative else value, word.text, page, word.bbox)
