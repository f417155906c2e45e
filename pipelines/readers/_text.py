"""Words of a PDF page from its text layer.

Chain: spans of each line -> tokens that know their spans -> boxes of the same words from MuPDF -> note marks cut off
-> characters cleaned -> words drawn twice removed. A word and its spans are matched by order, never by position.

span    MuPDF's run of characters in one style
token   a word as characters, in pieces of one span each
Boxes are in MuPDF's unrotated page space; `pdf` turns them upright.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from data.schemas import BBox, Word

from ._mupdf import pymupdf

FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP  # ligatures expanded, hyphens kept
WIDE_SPACES = "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
WIDE_SPACE = re.compile(f"[{WIDE_SPACES}]")
SPACE = re.compile(f"[\x00-\x20\xa0\u202a-\u202e{WIDE_SPACES}]+")  # what extractWORDS ends a word at
BOLD = 8  # char_flags: drawn with a bold font or twice
PAINTED = 16 | 32  # char_flags: filled, stroked; neither is invisible text
WHITE = 0xFFFFFF
RAISED = 0.15  # of the line's size: baseline this much higher is a note mark or exponent
SMALL = 0.85  # of the line's size
LOOK_AHEAD = 8  # boxes
ALIKE = 0.3  # of the size: the same word drawn again this near is the first one again

# Soft hyphens, zero-width characters, private-use glyphs (leader dots, check boxes) and control characters say nothing.
SILENT = {c: None for r in ((0xAD, 0xAE), (0x200B, 0x2010), (0x2060, 0x2065), (0xFEFF, 0xFF00)) for c in range(*r)}
SILENT |= {c: None for r in ((0xE000, 0xF900), (0x7F, 0xA0), (0xFE00, 0xFE10)) for c in range(*r)}
# Full-width digits and the signs around numbers become plain; full-width commas stay: in Chinese they are punctuation.
PLAIN = {ord(c): unicodedata.normalize("NFKC", c) for c in "０１２３４５６７８９（）．－＋％＄￥￡＊／"}
BETWEEN_DIGITS = re.compile(r"(?<=\d)，(?=\d{3})")
ODD_IDEOGRAPH = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")  # radicals that stand for the character itself


Span = dict[str, Any]
Piece = tuple[str, int]  # characters, number of their span in the line
Boxed = tuple[Any, ...]  # MuPDF's word: x0, top, x1, bottom, characters, block, line, place
BLOCK_OF_WORD = itemgetter(5)


@dataclass(slots=True)
class Layer:
    """The text layer of a page as it was found: words, and what the judge of its soundness looks at."""

    words: list[Word] = field(default_factory=list)
    hidden: list[Word] = field(default_factory=list)  # invisible text: the layer under a scan
    white: set[int] = field(default_factory=set)  # indices of words drawn in white
    characters: int = 0
    unreadable: int = 0  # replacement characters, private use, control characters
    directions: Counter[tuple[int, int]] = field(default_factory=Counter)  # characters by writing direction


def read_layer(page: Any) -> Layer:
    """All words of the page in the order of its content."""
    textpage = page.get_textpage(flags=FLAGS)
    blocks = textpage.extractDICT()["blocks"]
    boxes = {block: list(words) for block, words in groupby(_boxed(textpage, blocks), key=BLOCK_OF_WORD)}
    layer = Layer()
    seen: dict[str, list[tuple[float, float]]] = {}
    number = 0
    for block in blocks:
        waiting = deque(boxes.get(block["number"], ()))
        for line in block.get("lines", ()):
            _count(line, layer)
            number += _add_line(line, waiting, number, layer, seen)
    return layer


def _boxed(textpage: Any, blocks: Iterable[Span]) -> list[Boxed]:
    """MuPDF's words. It looks for other spaces than the usual ones at a high price, so only where there are some."""
    characters = (span["text"] for block in blocks for line in block.get("lines", ()) for span in line["spans"])
    odd = any(not text.isascii() and WIDE_SPACE.search(text) for text in characters)
    boxed: list[Boxed] = textpage.extractWORDS(WIDE_SPACES) if odd else textpage.extractWORDS()
    return boxed


def _count(line: Span, layer: Layer) -> None:
    spans = line["spans"]
    text = spans[0]["text"] if len(spans) == 1 else "".join(span["text"] for span in spans)
    across, down = line["dir"]
    layer.directions[round(across), round(down)] += len(text)
    layer.characters += len(text) - text.count(" ")
    if not text.isascii() or not text.isprintable():
        layer.unreadable += sum(map(_unreadable, text))


def _unreadable(character: str) -> bool:
    return character == "\ufffd" or unicodedata.category(character) in ("Co", "Cc", "Cn")


def _add_line(
    line: Span, boxes: deque[Boxed], number: int, layer: Layer, seen: dict[str, list[tuple[float, float]]]
) -> bool:
    """Sort the line's words into the layer; True where it holds a visible one."""
    before = len(layer.words)
    for word, span in _line_words(line, boxes, number):
        if _drawn_before(word, seen):
            continue
        if not span["char_flags"] & PAINTED or not span["alpha"]:
            layer.hidden.append(word)
            continue
        if span["color"] == WHITE:
            layer.white.add(len(layer.words))
        layer.words.append(word)
    return len(layer.words) > before


def _line_words(line: Span, boxes: deque[Boxed], number: int) -> Iterator[tuple[Word, Span]]:
    spans = line["spans"]
    if len(spans) == 1:
        yield from _span_words(spans[0], boxes, number)
        return
    raised = _raised(line)
    for token in _tokens(spans):
        characters = "".join(text for text, _ in token) if len(token) > 1 else token[0][0]
        box = _take(characters, boxes)
        if box is None:
            continue  # characters without extent have no box
        for pieces, corners in _cut(token, box, spans, raised) if raised else ((token, box),):
            text = "".join(text for text, _ in pieces) if raised else characters
            chief = max(pieces, key=_length)[1] if len(pieces) > 1 else pieces[0][1]
            if text := text if text.isascii() else clean(text):
                yield _word(text, corners, spans[chief], chief in raised, number), spans[chief]


def _span_words(span: Span, boxes: deque[Boxed], number: int) -> Iterator[tuple[Word, Span]]:
    """The words of a line in one style, which most lines are."""
    font, size, bold = _style(span)
    for characters in _split(span["text"]):
        box = _take(characters, boxes) if characters else None
        if box and (text := characters if characters.isascii() else clean(characters)):
            yield Word(text, BBox(*box), font, size, bold, 1.0, False, number), span


def _split(text: str) -> list[str]:
    return text.split() if text.isascii() and text.isprintable() else SPACE.split(text)


def _take(characters: str, boxes: deque[Boxed]) -> tuple[float, ...] | None:
    """The box of the next word, which is nearly always the very next box."""
    if boxes and boxes[0][4] == characters:
        return boxes.popleft()[:4]
    for skipped, box in enumerate(islice(boxes, LOOK_AHEAD)):
        if box[4] == characters:
            for _ in range(skipped + 1):
                boxes.popleft()
            return box[:4]
    return None


def _length(piece: Piece) -> int:
    return len(piece[0])


def _tokens(spans: list[Span]) -> Iterator[list[Piece]]:
    """The line's words, each in pieces of one style."""
    token: list[Piece] = []
    for index, span in enumerate(spans):
        first, *others = SPACE.split(span["text"])
        if first:
            token.append((first, index))
        for piece in others:
            if token:
                yield token
            token = [(piece, index)] if piece else []
    if token:
        yield token


def _raised(line: Span) -> frozenset[int]:
    """Numbers of the spans that stand higher and smaller than the line's chief one."""
    spans, (across, down) = line["spans"], line["dir"]
    chief = max(spans, key=lambda span: (span["size"] * len(span["text"].strip()), span["size"]))
    size, (x, y) = chief["size"], chief["origin"]
    return frozenset(
        index
        for index, span in enumerate(spans)
        if span["size"] < SMALL * size
        and (span["origin"][0] - x) * down - (span["origin"][1] - y) * across > RAISED * size
    )


def _cut(
    token: list[Piece], box: tuple[float, ...], spans: list[Span], raised: frozenset[int]
) -> Iterator[tuple[list[Piece], tuple[float, ...]]]:
    """Cut a token where a note mark is glued to it: there a span begins, so the edge is known exactly."""
    groups = [list(group) for _, group in groupby(token, key=lambda piece: piece[1] in raised)]
    if len(groups) == 1:
        yield token, box
        return
    for group in groups:
        around = BBox.around(BBox(*spans[index]["bbox"]) for _, index in group)
        x0, top = max(box[0], around.x0), max(box[1], around.top)
        yield group, (x0, top, max(x0, min(box[2], around.x1)), max(top, min(box[3], around.bottom)))


def _word(text: str, box: tuple[float, ...], span: Span, superscript: bool, number: int) -> Word:
    return Word(text, BBox(*box), *_style(span), 1.0, superscript, number)


def _style(span: Span) -> tuple[str, float, bool]:
    """Font, size, and whether it is bold."""
    bold = bool(span["flags"] & pymupdf.TEXT_FONT_BOLD or span["char_flags"] & BOLD)
    return _font(span["font"]), span["size"], bold


@lru_cache(maxsize=1024)
def _font(name: str) -> str:
    """Names of Chinese fonts come as UTF-8 read as Latin-1."""
    try:
        return name.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return name


def _drawn_before(word: Word, seen: dict[str, list[tuple[float, float]]]) -> bool:
    """True for a word drawn a second time for boldness or shadow."""
    near = ALIKE * word.size
    x0, top, _, _ = word.bbox
    earlier = seen.setdefault(word.text, [])
    for x, y in earlier:  # plain: this is the reader's hottest loop
        if abs(x - x0) < near and abs(y - top) < near:
            return True
    earlier.append((x0, top))
    return False


@lru_cache(maxsize=1 << 16)
def clean(text: str) -> str:
    """A word's characters as a person reads them.

    >>> clean("（１，２３４）"), clean("(5)\\u200c"), clean("co\\u00adoperate"), clean("资产，负债")
    ('(1,234)', '(5)', 'cooperate', '资产，负债')
    """
    if text.isascii():
        return text
    text = BETWEEN_DIGITS.sub(",", text.translate(SILENT).translate(PLAIN))
    text = ODD_IDEOGRAPH.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    return unicodedata.normalize("NFC", text)


def text_of(words: Iterable[Word]) -> str:
    """Words in one string, for judging."""
    return " ".join(word.text for word in words)
