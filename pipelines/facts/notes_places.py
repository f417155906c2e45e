"""Where a table stands: under which heading, after which words, on a statement's own numbers or not."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from data.schemas import Document, Fact, Region, Table
from data.schemas.fact import Method
from pipelines.facts.notes_grid import is_time

NEAR = 45.0  # points between a table and the words that announce it
OVER = 26.0  # points above a table in which a line of its head may have been left
LONGEST_TITLE = 60  # characters
BACK = 3  # pages a heading may lie before its table
SAME = 0.3  # of a table's numbers: more are a statement's, and the table is that statement
NUMBERING = re.compile(
    r"^(?:(?i:note)\s*)?(?:\d{1,2}(?:\.\d+)*|[A-Z]\d{1,2}|[A-Z](?=[.)]))(?:\([a-z]\))?\s*[.:)—–-]*\s+(?=\S)"
    r"|^[（(]?[一二三四五六七八九十\d]+[）)]?[、.．)）]\s*"
)
CONTINUED = re.compile(r"\W*\(?(?:continued|cont['’]d|续)\)?\W*$", re.I)
OPENS_NOTE = re.compile(r"note\s+\d{1,2}[a-z]?\s*[—–:.-]", re.I)
NO_TITLE = re.compile(
    r"^\(?(?:in|amounts?|dollars|us\$|\$|millions|thousands|tables?)\b|\bnotes to\b|unaudited|^(?:part|item)\b|适用"
    r"|(?:the )?following\b.*[:：]$",
    re.I,
)
TABULAR = re.compile(r"tabular[^.;]{0,80}?(?:thousands|millions|billions)", re.I)  # said once for all notes
TITLES = ("section_header", "title")


@dataclass(frozen=True, slots=True)
class Place:
    """The heading over a table, the words right above it, and texts that may name scale and currency."""

    title: str
    around: str
    units: tuple[str, ...]
    method: Method


class Places:
    """Regions and numbers of a document, looked up by table."""

    def __init__(self, document: Document, regions: Sequence[Region], facts: Sequence[Fact]) -> None:
        self._pages = {page.number: page for page in document.pages}
        self._regions = sorted((r for r in regions if r.label != "table"), key=lambda r: (r.page, r.bbox.top))
        self._keys = [(r.page, r.bbox.top) for r in self._regions]
        self._numbers = {
            (p.page, round(p.bbox.x1), round(p.bbox.y_mid / 2))
            for f in facts
            if f.statement in ("income", "balance", "cashflow", "equity", "segment")
            for p in f.provenance
        }
        tabular = (r.text for r in regions if r.label not in TITLES and TABULAR.search(r.text))
        self._everywhere = next((said[0] for text in tabular if (said := TABULAR.search(text))), "")

    def stated(self, table: Table) -> bool:
        """The table's numbers are facts already: it is a statement, or the segments' table."""
        numbers = [c for c in table.cells if c.column > 0 and any(d.isdigit() for d in c.text)]
        hit = sum((c.page, round(c.bbox.x1), round(c.bbox.y_mid / 2)) in self._numbers for c in numbers)
        return hit >= SAME * max(len(numbers), 1)

    def of(self, table: Table) -> Place:
        end = bisect_right(self._keys, (table.page, table.bbox.top + 4))
        start = bisect_left(self._keys, (table.page - BACK, 0.0))
        above = self._regions[start:end]
        near = [r for r in above if r.page == table.page and table.bbox.top - r.bbox.bottom < NEAR]
        title = next((t for r in reversed(above) if (t := _title(_heading(r)))), "")
        over = self._words_over(table)
        around = " ".join([*(r.text for r in near), table.caption, over])
        heads = [r.text for r in above if r.page == table.page and r.label in (*TITLES, "page_header", "caption")]
        units = (over, table.caption, *(r.text[-120:] for r in reversed(near)), *reversed(heads), self._everywhere)
        method: Method = "ocr" if self._pages[table.page].source == "ocr" else "text-layer"
        return Place(title or "untitled", around, units, method)

    def _words_over(self, table: Table) -> str:
        """The words right above a table, between its edges: a head line that the table was cut from."""
        box = table.bbox
        words = [
            w
            for w in self._pages[table.page].words
            if box.top - OVER < w.bbox.y_mid < box.top + 2 and box.x0 - 4 < w.bbox.x_mid < box.x1 + 4
        ]
        return " ".join(w.text for w in sorted(words, key=lambda w: (round(w.bbox.y_mid / 3), w.bbox.x0)))


def _heading(region: Region) -> str:
    """The text of a heading; the first line of a region that opens with "NOTE 3 — OTHER INCOME"."""
    if region.label in TITLES:
        return region.text
    return region.text.split("\n", 1)[0] if OPENS_NOTE.match(region.text) else ""


def _title(text: str) -> str:
    """The heading without its number; "" for one that only gives a period or a scale."""
    title = CONTINUED.sub("", NUMBERING.sub("", " ".join(text.split()), count=1)).strip(" .—–-")
    if len(title) < 3 or NO_TITLE.search(title) or is_time(title):
        return ""
    return title[:LONGEST_TITLE].rstrip(" :：")
