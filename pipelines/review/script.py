"""Script: the contract as one text, each character of which knows where it stands.

From pages: words -> printed lines (running heads dropped) -> paragraphs, one a line of the text.
From a file without pages: its own text; line breaks inside a paragraph become spaces, so that positions stay.
Curly quotes and no-break spaces become plain ones, one for one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from data.schemas import BBox, Document, Page, Provenance, Word
from data.schemas.fact import Method

PLAIN = str.maketrans("‘’‚‛“”„‟\u00a0\u2002\u2003\u2009\u200b\t", "''''\"\"\"\"      ")
MARK = re.compile(
    r"(?:section|article|clause|schedule|exhibit|annex|appendix)\s+[\dA-Z]|\(?[0-9]{1,2}(?:\.[0-9]{1,3})*[.)]\s"
    r"|\(?[0-9]{1,2}(?:\.[0-9]{1,3})+\s|\([a-z]{1,4}\)\s|[•●▪·*-]\s|第\s?[一二三四五六七八九十百零\d]{1,4}\s?[条章节]"
    r"|[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}、",
    re.IGNORECASE,
)
WIDE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
ENDED = re.compile(r"[.:;!?。；：！？]['\")\]]*$")
FOLIO = re.compile(r"(?:page\s+)?\W*[\dA-Z]{0,3}[-.]?\d{1,3}\W*(?:of\s+\d+)?", re.IGNORECASE)
FULL = 50  # characters of a line that may go on in the next one
FLOWS = re.compile(r"[a-z(,\"']")
EMPHASIS = re.compile(r"(?<!\w)_{1,2}(?=[^\W_])|(?<=[^\W_])_{1,2}(?!\w)|\*{1,3}(?=\S)|(?<=\S)\*{1,3}")
LEADING = 1.45  # times the usual distance of two lines: a paragraph ends
EDGE = 2  # lines at the top and bottom of a page that may be running heads
REPEATED = 3  # pages with the same line at the same height: a running head


@dataclass(frozen=True, slots=True)
class Script:
    """`starts`, `places`: where each word begins in the text, and its page, box and printed words; empty for text."""

    text: str
    starts: tuple[int, ...] = ()
    places: tuple[tuple[int, BBox], ...] = ()
    ocr: frozenset[int] = frozenset()

    def provenance(self, start: int, end: int, most: int = 2) -> tuple[Provenance, ...]:
        """The passage as evidence: one place a page, at most so many."""
        quoted = self.text[start:end].strip()
        if not self.starts:
            return (Provenance(page=1, bbox=BBox(0, 0, 0, 0), text=quoted, start=start, end=end),)
        first = max(bisect_right(self.starts, start) - 1, 0)
        last = max(bisect_right(self.starts, max(end - 1, start)), first + 1)
        found = []
        for page, words in groupby(self.places[first:last], key=lambda place: place[0]):
            box = BBox.around(box for _, box in words)
            method: Method = "ocr" if page in self.ocr else "text-layer"
            found.append(Provenance(page=page, bbox=box, method=method, text=quoted))
        return tuple(found[:most])


@dataclass(frozen=True, slots=True)
class _Line:
    page: int
    words: tuple[Word, ...]
    box: BBox
    text: str


def script_of(document: Document) -> Script:
    """The text of the document with its places."""
    if not document.pages:
        text = document.text.translate(PLAIN)
        marked = document.media_type == "text/markdown"
        return Script(_flowing(EMPHASIS.sub(lambda match: " " * len(match[0]), text) if marked else text))
    lines = _without_heads([line for page in document.pages for line in _body(page)], len(document.pages))
    ocr = frozenset(page.number for page in document.pages if page.source == "ocr")
    return _written(_paragraphs(lines), ocr)


def joined(words: Iterable[str]) -> str:
    """Words with spaces between them, but not between two Chinese ones."""
    text = ""
    for word in words:
        glue = "" if not text or (WIDE.match(text[-1]) and WIDE.match(word[:1])) else " "
        text += glue + word
    return text


def _flowing(text: str) -> str:
    """Single line breaks inside a sentence become spaces."""

    def keep(match: re.Match[str]) -> str:
        start = text.rfind("\n", 0, match.start()) + 1
        before = text[start : match.start()].rstrip()
        if len(before) <= FULL or ENDED.search(before[-4:]):
            return "\n"
        return " " if FLOWS.match(text, match.end()) and not MARK.match(text, match.end()) else "\n"

    return re.sub(r"\n", keep, text.replace("\r", " "))


def _lines(page: Page) -> Iterator[_Line]:
    """Printed lines: words that stand side by side, though the reader may call them several lines."""
    row: list[Word] = []
    for word in page.words:
        if row and not _beside(row[-1], word):
            yield _line(page.number, row)
            row = []
        row.append(word)
    if row:
        yield _line(page.number, row)


def _body(page: Page) -> list[_Line]:
    """The page's lines without its number."""
    lines = list(_lines(page))
    edges = [index for index in (0, len(lines) - 1) if lines and FOLIO.fullmatch(lines[index].text)]
    return [line for index, line in enumerate(lines) if index not in edges]


def _beside(left: Word, right: Word) -> bool:
    a, b = left.bbox, right.bbox
    shared = min(a.bottom, b.bottom) - max(a.top, b.top)
    return shared > 0.5 * min(a.height, b.height) and b.x0 >= a.x0


def _line(page: int, words: Sequence[Word]) -> _Line:
    return _Line(page, tuple(words), BBox.around(word.bbox for word in words), joined(word.text for word in words))


def _without_heads(lines: list[_Line], pages: int) -> list[_Line]:
    if pages < REPEATED:
        return lines

    def sign(line: _Line) -> tuple[str, int]:
        return re.sub(r"\d+", "#", line.text), round(line.box.y_mid / 8)

    edges = {id(line) for _, own in groupby(lines, key=lambda line: line.page) for line in _outer(list(own))}
    often = Counter(sign(line) for line in lines if id(line) in edges)
    return [line for line in lines if id(line) not in edges or often[sign(line)] < max(REPEATED, pages // 3)]


def _outer(lines: list[_Line]) -> list[_Line]:
    """The first and last lines of a page: only there a running head can stand."""
    return lines if len(lines) <= 2 * EDGE else lines[:EDGE] + lines[-EDGE:]


def _paragraphs(lines: Sequence[_Line]) -> list[list[_Line]]:
    steps = [b.box.top - a.box.top for a, b in pairwise(lines) if a.page == b.page]
    usual = median([step for step in steps if step > 0] or [12.0])
    edge = max((line.box.x1 for line in lines), default=0.0)
    found: list[list[_Line]] = []
    for line in lines:
        if found and _goes_on(found[-1][-1], line, usual, edge):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _goes_on(above: _Line, below: _Line, usual: float, edge: float) -> bool:
    """True where the lower line continues the paragraph."""
    text, before = below.text, above.text
    if MARK.match(text):
        return not ENDED.search(before) and bool(re.match(r"\([a-z]+\)", text)) and len(before) > 60
    if above.page != below.page:
        return not ENDED.search(before) and bool(re.match(r"[a-z,(\u4e00-\u9fff]", text))
    if not 0 <= below.box.top - above.box.top <= max(LEADING * usual, 1.9 * above.box.height):
        return False
    short = above.box.x1 < edge - 0.28 * (edge - above.box.x0)
    return not (short and (ENDED.search(before) or re.match(r"[A-Z\d\u4e00-\u9fff]", text)))


def _written(paragraphs: Iterable[Sequence[_Line]], ocr: frozenset[int]) -> Script:
    parts: list[str] = []
    starts: list[int] = []
    places: list[tuple[int, BBox]] = []
    length, last = 0, ""
    for paragraph in paragraphs:
        glue = "\n" if last else ""
        for line in paragraph:
            for word in line.words:
                wide = last and WIDE.match(last) and WIDE.match(word.text)
                glue = glue or ("" if not last or wide else " ")
                text = word.text.translate(PLAIN)
                parts += [glue, text]
                starts.append(length + len(glue))
                places.append((line.page, word.bbox))
                length += len(glue) + len(text)
                glue, last = "", text[-1]
    return Script("".join(parts), tuple(starts), tuple(places), ocr)
