"""Lines and chunks: the words of an area, gathered into lines of text, and lines cut at their gaps.

A line holds the words of one baseline, left to right; super- and subscripts belong to the line they hang on.
A chunk is a run of words without a gap: what a reader sees as one entry. Three things are glued whatever the gap
between them, since they are one number in print: a currency sign and its amount, a split parenthesis, a percent sign.

em is the size of the text in points; all gaps are measured in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from data.schemas import BBox, Word

SAME_BASELINE = 0.4  # em between the middles of two words of one line
SMALL = 0.85  # of the line's size: smaller words may be scripts
TWO_VALUES = 0.33  # em between two numbers of two entries
REACH = 6.0  # em between a currency sign and its amount, or an amount and its closing parenthesis

CURRENCY = re.compile(r"^(?:US|A|C|HK|NZ|S|R)?[$€£¥₹₩₽￥]$|^(?:Rs|RMB|CHF)\.?$|^\($|^[$€£¥]\($")
AMOUNT_START = re.compile(r"^[(\-–—−+.]*\d|^[—–\-−]+$|^\(")
AMOUNT_END = re.compile(r"[\d.%]\)?$|^[—–\-−]+$")
VALUE = re.compile(r"^[(\-−–+]?[$€£]?\d[\d.,]*\d?%?\)?(?<!,)$")
GROUP = re.compile(r"^\d{3}(?:[.,]\d+)?%?\)?$")  # "1 234 567": digits that go on after a thin space
CLOSING = re.compile(r"^(?:\)|%|\)%|%\)|\)\*+)$")


@dataclass(frozen=True, slots=True)
class Chunk:
    """Words of one line without a gap between them."""

    words: tuple[Word, ...]
    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def y_mid(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def x_mid(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def text(self) -> str:
        return join(self.words)

    @property
    def bold(self) -> bool:
        return all(word.bold for word in self.words)


@dataclass(frozen=True, slots=True)
class Line:
    """Words of one baseline, left to right. `size` is that of its running text."""

    words: tuple[Word, ...]
    y_mid: float
    size: float

    @property
    def x0(self) -> float:
        return self.words[0].bbox.x0

    @property
    def x1(self) -> float:
        return max(word.bbox.x1 for word in self.words)

    @property
    def top(self) -> float:
        return min(word.bbox.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bbox.bottom for word in self.words)


def em(words: Iterable[Word]) -> float:
    """The usual size of the words; 10 where none has one."""
    sizes = sorted(word.size or word.bbox.height for word in words)
    return sizes[len(sizes) // 2] or 10.0 if sizes else 10.0


def upright(word: Word) -> bool:
    """False for text that runs up or down the page."""
    x0, top, x1, bottom = word.bbox
    return bottom - top <= x1 - x0 or bottom - top < 1.8 * max(x1 - x0, word.size or x1 - x0)


def lines_of(words: Iterable[Word]) -> list[Line]:
    """The lines of an area of one column of layout, from top to bottom."""
    standing = [word for word in words if upright(word)]
    if not standing:
        return []
    size = em(standing)
    running = [w for w in standing if (w.size or size) >= SMALL * size]
    groups = _by_baseline(running)
    groups += _hang(groups, [w for w in standing if (w.size or size) < SMALL * size])
    return sorted((_line(group) for group in groups), key=lambda line: (line.y_mid, line.x0))


def _by_baseline(words: Sequence[Word]) -> list[list[Word]]:
    groups: list[list[Word]] = []
    middle = total = 0.0
    for height, word in sorted(((w.bbox.y_mid, w) for w in words), key=lambda pair: pair[0]):
        if groups and height - middle <= SAME_BASELINE * (word.size or word.bbox.height):
            groups[-1].append(word)
            total += height
        else:
            groups.append([word])
            total = height
        middle = total / len(groups[-1])
    return groups


def _hang(groups: list[list[Word]], small: Sequence[Word]) -> list[list[Word]]:
    """Add each small word to the line it touches; return lines made of those that touch none."""
    if not small:
        return []
    cores = [(BBox.around(w.bbox for w in group), group, median(w.bbox.y_mid for w in group)) for group in groups]
    left: list[Word] = []
    for word in small:
        box = word.bbox
        near = [
            (abs(middle - box.y_mid), group)
            for core, group, middle in cores
            if core.top - 1 <= box.y_mid <= core.bottom + 1 and _touches(word, group)
        ]
        if near:
            min(near, key=lambda pair: pair[0])[1].append(word)
        else:
            left.append(word)
    return _by_baseline(left)


def _touches(word: Word, group: Sequence[Word]) -> bool:
    """A script hangs on a word; a small word elsewhere on the line belongs to it only at the same height."""
    box, size = word.bbox, word.size or word.bbox.height
    return any(
        (w.bbox.x0 - 0.6 * size <= box.x1 and box.x0 <= w.bbox.x1 + 0.6 * size)
        or abs(w.bbox.y_mid - box.y_mid) <= SAME_BASELINE * size
        for w in group
    )


def _line(group: Sequence[Word]) -> Line:
    size = max(word.size or word.bbox.height for word in group)
    core = [w for w in group if (w.size or w.bbox.height) >= SMALL * size] or list(group)
    middle = sum(w.bbox.y_mid for w in core) / len(core)
    return Line(tuple(sorted(group, key=lambda w: w.bbox.x0)), middle, em(group))


def turned_chunks(words: Iterable[Word]) -> list[Chunk]:
    """Words that run up the page, gathered column by column."""
    groups: list[list[Word]] = []
    for word in sorted((w for w in words if not upright(w)), key=lambda w: (w.bbox.x0, -w.bbox.bottom)):
        near = [g for g in groups if g[-1].bbox.x0 - 1 <= word.bbox.x_mid <= g[-1].bbox.x1 + 1]
        if near and abs(near[0][-1].bbox.top - word.bbox.bottom) < 2 * (word.size or word.bbox.width):
            near[0].append(word)
        else:
            groups.append([word])
    return [chunk_of(group) for group in groups]


def chunks_of(line: Line, gap: float) -> list[Chunk]:
    """The line cut at every gap of at least `gap` em, numbers glued."""
    groups: list[list[Word]] = []
    right = 0.0
    for word in line.words:
        if groups and _belongs(groups[-1][-1], word, word.bbox.x0 - right, gap * line.size):
            groups[-1].append(word)
            right = max(right, word.bbox.x1)
        else:
            groups.append([word])
            right = word.bbox.x1
    return [chunk_of(group) for group in groups]


def chunk_of(words: Sequence[Word]) -> Chunk:
    """A chunk around the words, in their order."""
    x0, top, x1, bottom = words[0].bbox
    for word in words[1:]:
        box = word.bbox
        x0, top, x1, bottom = min(x0, box[0]), min(top, box[1]), max(x1, box[2]), max(bottom, box[3])
    return Chunk(tuple(words), x0, x1, top, bottom)


def _belongs(left: Word, right: Word, step: float, gap: float) -> bool:
    """True for two words of one chunk. A currency sign after a number begins another one."""
    size = left.size or left.bbox.height
    if step >= gap:
        return _one_number(left, right, size)
    if step <= 0 or right.text[0].isalpha():
        return True
    if CURRENCY.match(right.text) and AMOUNT_END.search(left.text):
        return False
    two = step >= TWO_VALUES * size and VALUE.match(left.text) and VALUE.match(right.text)
    return not two or bool(GROUP.match(right.text)) or _one_number(left, right, size)


def _one_number(left: Word, right: Word, size: float) -> bool:
    if right.bbox.x0 - left.bbox.x1 > REACH * size * (2 if CURRENCY.match(left.text) else 1):
        return False
    if CURRENCY.match(left.text):
        return bool(AMOUNT_START.match(right.text))
    return bool(CLOSING.match(right.text) and AMOUNT_END.search(left.text))


def join(words: Sequence[Word]) -> str:
    """The words as text: a space where the page shows one. Pieces of one word (scripts, font changes) stay glued."""
    text = ""
    for before, word in zip((None, *words), words, strict=False):
        if before is not None and not _glued(before, word):
            text += " "
        text += word.text
    return text


def _glued(left: Word, right: Word) -> bool:
    """True where no white space is printed between two words of one line, or the pieces are one number."""
    size = max(left.size or left.bbox.height, right.size or right.bbox.height)
    step = right.bbox.x0 - left.bbox.x1
    near = -0.8 * size <= step <= 0.12 * size and abs(left.bbox.y_mid - right.bbox.y_mid) <= 0.8 * size
    return near or left.text == "(" or bool(CLOSING.match(right.text) and AMOUNT_END.search(left.text))
