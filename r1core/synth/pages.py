"""A page as words with boxes and labels, and the pen that writes one: rows of cells, aligned as on paper.

    Cell (text, where, how aligned, role) ─► words, each with its box ─► Row (role, region) ─► Page

Boxes are points from the top left corner. Widths come from a table of shares of the font size, not from a font, so
that the same seed makes the same page on every machine; the renderer fits its glyphs into the boxes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

CELL_ROLES = (
    "label",
    "value",
    "note-reference",  # of a note, or of a page in a table of contents
    "currency",
    "column-head",
    "period",
    "scale",
    "title",
    "text",
    "running-head",
)
ROW_ROLES = ("heading", "item", "subtotal", "total", "memo", "per-share", "part", "head", "other")
# part: a label that goes on in the next row; head: a row of column heads; other: no row of a table
REGIONS = ("title", "section_header", "text", "list_item", "table", "footnote", "page_header", "page_footer")
PAGE_KINDS = ("income", "balance", "cashflow", "equity", "comprehensive", "notes", "contents", "prose")

Box = tuple[float, float, float, float]
HAN = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
_NARROW, _WIDE = frozenset("fijlrtI.,:;'|!’‘()[]- "), frozenset("mwMW—%@&")


@dataclass(frozen=True, slots=True)
class PageWord:
    """A printed word."""

    text: str
    box: Box
    role: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Words on one line, and whether a rule is drawn above its numbers."""

    words: tuple[PageWord, ...]
    role: str
    region: str
    ruled: bool = False

    @property
    def box(self) -> Box:
        boxes = [word.box for word in self.words]
        return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in reading order."""

    kind: str
    family: str  # of layouts
    width: float
    height: float
    rows: tuple[Row, ...]

    @property
    def words(self) -> tuple[PageWord, ...]:
        return tuple(word for row in self.rows for word in row.words)


@dataclass(frozen=True, slots=True)
class Cell:
    """Text that begins at x ("left"), ends there ("right") or has its middle there ("middle")."""

    text: str
    x: float
    align: str
    role: str


def width_of(text: str, size: float, bold: bool = False) -> float:
    """How wide a text is, about: a sans serif face."""
    return sum(_share(sign) for sign in text) * size * (1.06 if bold else 1.0)


def _share(sign: str) -> float:
    if HAN.match(sign):
        return 1.0
    if sign in _NARROW:
        return 0.29
    return 0.86 if sign in _WIDE else 0.68 if sign.isupper() else 0.54


def wrapped(text: str, width: float, size: float) -> list[str]:
    """Lines of a text that are at most so wide; Chinese breaks anywhere."""
    lines = [""]
    for word in re.findall(rf"{HAN.pattern}|[^\s\u3400-\u9fff\u3000-\u303f]+\s*|\s+", text):
        if lines[-1] and width_of(lines[-1] + word.rstrip(), size) > width:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += word
    return [line for line in (*lines[:-1], lines[-1].rstrip()) if line] or [text]


@dataclass
class Pen:
    """Writes rows from the top of a page to its bottom."""

    width: float = 612.0
    height: float = 792.0
    margin: float = 54.0
    size: float = 9.0
    leading: float = 1.35  # distance of rows, in font sizes
    y: float = 54.0
    rows: list[Row] = field(default_factory=list)

    @property
    def left(self) -> float:
        return self.margin

    @property
    def right(self) -> float:
        return self.width - self.margin

    @property
    def full(self) -> bool:
        """Is there no room for another row?"""
        return self.y > self.height - self.margin - 2 * self.size

    def row(
        self, cells: Sequence[Cell], role: str, region: str, *, size: float = 0, bold: bool = False, ruled: bool = False
    ) -> None:
        """Writes cells side by side and goes down one row."""
        size = size or self.size
        words = [word for cell in cells for word in self._words(cell, size, bold)]
        if words:
            self.rows.append(Row(tuple(words), role, region, ruled))
        self.y += size * self.leading

    def skip(self, rows: float = 0.5) -> None:
        """Leaves room."""
        self.y += rows * self.size * self.leading

    def paragraph(self, text: str, region: str = "text", role: str = "text", width: float = 0, x: float = 0) -> None:
        """Writes running text, as far as there is room."""
        x = x or self.left
        for line in wrapped(text, width or self.right - x, self.size):
            if self.full:
                return
            self.row([Cell(line, x, "left", role)], "other", region)

    def page(self, kind: str, family: str) -> Page:
        """What was written."""
        return Page(kind, family, self.width, self.height, tuple(self.rows))

    def _words(self, cell: Cell, size: float, bold: bool) -> Iterator[PageWord]:
        wide = width_of(cell.text, size, bold)
        x = cell.x - {"left": 0.0, "right": wide, "middle": wide / 2}[cell.align]
        gap = width_of(" ", size, bold)
        for text in cell.text.split():
            end = x + width_of(text, size, bold)
            yield PageWord(text, (x, self.y, end, self.y + size), cell.role, bold)
            x = end + gap
