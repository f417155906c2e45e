"""Printed lines: the words of a page gathered into the pieces that stand alone on a baseline.

A reader's line may run over the gutter of two columns or stop at every tab, so pieces are cut where the gap is wider
than any word space and joined where it is not (a bullet and its text, a raised note mark and its word).

Legend: em = the line's font size; piece = words of one reader line without a wide gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from data.schemas import BBox, Document, Page, Word

CUT = 1.8  # em: a wider gap is never a word space, even in loosely justified text
JOIN = 0.9  # em: a narrower gap between two pieces of a baseline is a word space
BULLET_REACH = 45.0  # points between a bullet and its text
BULLET = re.compile(r"^(?:[•●○◦▪▫■◆➢➤►–—·*]|[-]|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,5})[.)]|（?\d{1,2}）)$")
CJK = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Line:
    """One piece of a baseline."""

    words: tuple[Word, ...]
    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool
    italic: bool

    @property
    def bbox(self) -> BBox:
        return BBox(self.x0, self.top, self.x1, self.bottom)

    @property
    def y_mid(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def prose(self) -> bool:
        """Long enough to be running text rather than a cell or a label."""
        return len(self.text) >= 20 or (len(self.text) >= 10 and len(CJK.findall(self.text)) >= 8)


def tight(left: Word, right: Word) -> bool:
    """True when two words are one, cut by a change of style: small capitals, a raised note mark, a half-bold word."""
    if left.size == right.size and left.font == right.font:
        return False
    return abs(right.bbox[0] - left.bbox[2]) < 0.08 * max(left.size, 4.0)


def join_texts(words: Iterable[Word]) -> str:
    """Texts with a space between them, except between two Chinese characters and inside a word cut by its style."""
    text = ""
    last: Word | None = None
    for word in words:
        if last is None or tight(last, word) or (CJK.match(text[-1]) and CJK.match(word.text[0])):
            text += word.text
        else:
            text += " " + word.text
        last = word
    return text


def to_line(words: Sequence[Word]) -> Line:
    """The line of these words, in their order."""
    boxes = [w.bbox for w in words]
    fonts = {w.font for w in words}
    sizes = [w.size for w in words]
    plain = " ".join([w.text for w in words])
    bold = [len(w.text) for w in words if w.bold]
    return Line(
        words=tuple(words),
        text=plain
        if plain.isascii() and len(fonts) == 1 and sizes.count(sizes[0]) == len(sizes)
        else join_texts(words),
        x0=min([b[0] for b in boxes]),
        top=min([b[1] for b in boxes]),
        x1=max([b[2] for b in boxes]),
        bottom=max([b[3] for b in boxes]),
        size=sorted(sizes)[len(sizes) // 2],
        bold=bool(bold) and sum(bold) > 0.8 * (len(plain) - len(words) + 1),
        italic=all("ital" in font.lower() or "obliq" in font.lower() for font in fonts),
    )


def _pieces(words: Sequence[Word]) -> list[list[Word]]:
    """Words of one reader line, cut at wide gaps."""
    pieces = [[words[0]]]
    end = words[0].bbox
    for word in words[1:]:
        box = word.bbox
        if box[0] - end[2] > CUT * max(word.size, 4.0) or box[2] < end[0]:
            pieces.append([word])
        else:
            pieces[-1].append(word)
        end = box
    return pieces


def _belongs(left: list[Word], right: list[Word]) -> bool:
    """True when `right` goes on on the baseline where `left` stops."""
    end, start = left[-1], right[0]
    shared = min(end.bbox[3], start.bbox[3]) - max(end.bbox[1], start.bbox[1])
    if shared < 0.5 * min(end.bbox[3] - end.bbox[1], start.bbox[3] - start.bbox[1]):
        return False
    gap = start.bbox[0] - end.bbox[2]
    em = max(min(end.size, start.size), 4.0)
    bullet = len(left) == 1 and BULLET.match(end.text) is not None
    return -em <= gap <= (BULLET_REACH if bullet else JOIN * em)


PageLines = list[list[Line]]
"""Lines of every page of a document, in the order of its pages."""


def document_lines(document: Document) -> PageLines:
    """Made once, for regions and for sentences."""
    return [_lines_of(page) for page in document.pages]


def _lines_of(page: Page) -> list[Line]:
    """Lines of a page, from top to bottom."""
    by_line: dict[int, list[Word]] = {}
    for word in page.words:
        if word.text:
            by_line.setdefault(word.line, []).append(word)
    pieces = [piece for words in by_line.values() for piece in _pieces(words)]
    pieces.sort(key=lambda p: (round(p[0].bbox[3] / 3), p[0].bbox[0]))
    joined: list[list[Word]] = []
    for piece in pieces:
        if joined and _belongs(joined[-1], piece):
            joined[-1] = joined[-1] + piece
        else:
            joined.append(piece)
    return sorted((to_line(piece) for piece in joined), key=lambda line: (line.top, line.x0))
