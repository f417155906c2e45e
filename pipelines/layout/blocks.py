"""Blocks: rows of one column gathered into paragraphs, headings, list items and areas of tabular rows, each labelled.

Labels are DocLayNet's. Typography decides first (size, weight, capitals), then numbering, then the place on the page.

Legend: body = the font size of most characters of the document; cell = one line of a row that has several.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from data.schemas import BBox, Label, Page
from pipelines.layout.columns import Row
from pipelines.layout.lines import CJK, Line

_NUMERIC = re.compile(r"^[\s$€£¥RMB(（+−–—-]*(?:[\d.,]+|[-–—])[)）%pbsx\s]*$")
_BULLET = re.compile(
    r"^(?:[•●○◦▪▫■◆➢➤►·*]|[-–—]\s|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,5})\)\s|(?:\d{1,2}|[a-z])[.]\s|[（(]\d{1,2}[)）])"
)
_NUMBERED = re.compile(
    r"^(?:(?:item|note|part|section|chapter|appendix|schedule|exhibit)\s+[\dIVX]+[A-Z]?\b.{0,110}$"
    r"|第[一二三四五六七八九十百\d]+[节章条部]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]"
    r"|\d{1,2}[.、．]\s{0,2}[\u4e00-\u9fff]|[(（]\d{1,2}[)）][.、．]?\s{0,2}[\u4e00-\u9fff])",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"^(?:figure|fig\.|table|chart|exhibit|graph)\s+\d+[.:\s–-]|^[图表]\s*\d+[.:：\s-]", re.IGNORECASE
)
_FOOTNOTE = re.compile(r"^(?:\(?\d{1,2}\)|\(?[a-z]\)|[*†‡]+|\d{1,2}\s?[A-Z]|注[:：\d])")
_TICK = re.compile(r"[□√☑☐■✓✔]\s*(?:适用|不适用|是|否)")
ENDS = (".", "!", "?", ":", ";", "。", "！", "？", "：", "；", '."', ".”", "。”", ".)")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together, with their label."""

    label: Label
    lines: tuple[Line, ...]
    confidence: float

    @property
    def bbox(self) -> BBox:
        return BBox(
            min(line.x0 for line in self.lines),
            min(line.top for line in self.lines),
            max(line.x1 for line in self.lines),
            max(line.bottom for line in self.lines),
        )

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


def body_size(lines: Iterable[Line]) -> float:
    """Font size of most characters."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def is_tabular(row: Row) -> bool:
    """A row of cells: a label with numbers, or several short texts."""
    if len(row) < 2 or any(_TICK.search(line.text) for line in row):
        return False
    numeric = sum(1 for line in row if _NUMERIC.match(line.text))
    return (numeric > 0 and sum(1 for line in row if len(line.text) > 90) == 0) or (
        len(row) >= 3 and max(len(line.text) for line in row) < 60
    )


def _is_bridge(row: Row, left: float, right: float) -> bool:
    """A row between tabular rows that belongs to them: a wrapped label, a heading of a group, a lone number."""
    return len(row) > 1 or row[0].x1 - row[0].x0 < 0.6 * (right - left) or _NUMERIC.match(row[0].text) is not None


def split_tables(rows: Sequence[Row]) -> list[tuple[bool, list[Row]]]:
    """Runs of rows, each with whether it is an area of tabular rows."""
    marks = [is_tabular(row) for row in rows]
    left = min((row[0].x0 for row in rows), default=0.0)
    right = max((row[-1].x1 for row in rows), default=0.0)
    hits = [index for index, mark in enumerate(marks) if mark]
    for a, b in pairwise(hits):
        if 1 < b - a <= 4 and all(_is_bridge(rows[i], left, right) for i in range(a + 1, b)):
            marks[a + 1 : b] = [True] * (b - a - 1)
    runs: list[tuple[bool, list[Row]]] = []
    for mark, row in zip(marks, rows, strict=True):
        if not runs or runs[-1][0] != mark:
            runs.append((mark, []))
        runs[-1][1].append(row)
    return [(mark and len(run) >= 2, run) for mark, run in runs]


def _leading(lines: Sequence[Line]) -> float:
    """Usual white between two lines of a paragraph, in points."""
    gaps = [b.top - a.bottom for a, b in pairwise(lines) if b.top >= a.top]
    small = [gap for gap in gaps if gap < lines[0].size]
    return median(small) if small else 2.0


def _same_style(last: Line, line: Line) -> bool:
    return abs(line.size - last.size) <= 0.12 * max(last.size, 4.0) and line.bold == last.bold


def _opens(last: Line, line: Line) -> bool:
    """True when the line opens a paragraph whatever stands before it: a bullet, a number, a ticked answer."""
    if _BULLET.match(line.text) or _TICK.search(line.text) or _TICK.search(last.text[-8:]):
        return True
    numbered = _NUMBERED.match(line.text) is not None
    return numbered and (CJK.search(line.text) is not None or (len(line.text) < 60 and last.text.endswith(ENDS)))


def _goes_on(block: Sequence[Line], line: Line, leading: float, right: float) -> bool:
    """True when the line belongs to the paragraph of the lines before it; `right` is the column's edge."""
    last = block[-1]
    em = max(last.size, 4.0)
    if line.top - last.bottom > max(leading + 0.35 * em, 0.3 * em) or line.bottom < last.top:
        return False
    if not _same_style(last, line) or _opens(last, line) or min(line.x1, last.x1) < max(line.x0, last.x0):
        return False
    if CJK.match(last.text[-1]):  # Chinese is justified: only a paragraph's last line is short
        return last.x1 > right - 3 * em
    ended = last.text.endswith(ENDS)
    short = last.x1 < max(item.x1 for item in block) - 4 * em
    indented = line.x0 > min(item.x0 for item in block) + 0.8 * em and len(block) > 1
    return not (ended and (short or indented))


def _paragraphs(lines: Sequence[Line]) -> list[list[Line]]:
    if not lines:
        return []
    leading, right = _leading(lines), max(line.x1 for line in lines)
    blocks = [[lines[0]]]
    for line in lines[1:]:
        if _goes_on(blocks[-1], line, leading, right):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _is_heading(lines: Sequence[Line], text: str, body: float) -> bool:
    first = lines[0]
    if len(lines) > 3 or len(text) > 180 or not any(c.isalpha() for c in text) or _TICK.search(text):
        return False
    numbered = _NUMBERED.match(text) is not None
    stopped = text.endswith((".", ",", ";", "。", "，", "；", "：")) and not numbered
    if numbered and len(text) < (45 if CJK.search(text) else 120) and not text.endswith(("。", "；", "，", ";", ",")):
        return first.bold or first.size > 1.05 * body or len(lines) == 1
    if stopped:
        return False
    capitals = text.isupper() and len(text) > 5 and not CJK.search(text)
    return first.size >= 1.15 * body or all(line.bold for line in lines) or capitals or first.italic


def label_of(lines: Sequence[Line], page: Page, body: float) -> tuple[Label, float]:
    """Label and certainty of a paragraph."""
    text = " ".join(line.text for line in lines)
    size = max(line.size for line in lines)
    if page.number <= 2 and size >= 1.7 * body and len(text) < 150 and any(c.isalpha() for c in text):
        return "title", 0.8
    if _CAPTION.match(text) and len(text) < 200:
        return "caption", 0.8
    if _is_heading(lines, text, body):
        return "section_header", 0.9 if lines[0].bold or size > 1.15 * body else 0.7
    if size < 0.92 * body and lines[0].top > 0.55 * page.height and _FOOTNOTE.match(text):
        return "footnote", 0.7
    if _BULLET.match(text) and (len(text) > 2 or len(lines) > 1):
        return "list_item", 0.85
    return "text", 0.9


def blocks_of(rows: Sequence[Row], page: Page, body: float) -> list[Block]:
    """Blocks of one column, from top to bottom."""
    blocks: list[Block] = []
    for tabular, run in split_tables(rows):
        lines = [line for row in run for line in row]
        if tabular:
            blocks.append(Block("table", tuple(lines), 0.6))
            continue
        for group in _paragraphs(lines):
            label, confidence = label_of(group, page, body)
            blocks.append(Block(label, tuple(group), confidence))
    return blocks
