"""Digest: what questions about a document need, small enough to be read in a blink.

Facts whole; tables as printed rows, each with its heads; sentences. Kept as plain lists, so that only what a question
touches becomes objects. Stays inside our own processes and our own store.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from functools import cached_property

from .fact import Fact
from .geometry import BBox
from .mention import Sentence
from .run import DocumentInfo
from .table import Table

FORMAT = 1  # of the bytes: another one is another digest


@dataclass(frozen=True, slots=True)
class Place:
    """One cell of a row: what stands over it, what it prints and where."""

    head: str
    text: str
    page: int
    bbox: BBox


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table. `group` is the heading row above it, `title` the caption and the heading over the table."""

    table: str
    title: str
    group: str
    label: str
    page: int
    cells: tuple[Place, ...]


@dataclass(frozen=True)
class Digest:
    """A document as questions see it."""

    info: DocumentInfo
    facts: tuple[Fact, ...]
    lines: tuple[Line, ...]
    sentences: tuple[Sentence, ...]

    @cached_property
    def text(self) -> str:
        """All that it says, in lower case: to see whether a name occurs at all."""
        parts = [s.text for s in self.sentences] + [f"{line.title} {line.group} {line.label}" for line in self.lines]
        days = {str(day) for fact in self.facts for day in (fact.period.start, fact.period.last) if day}
        heads = {cell.head for line in self.lines for cell in line.cells}
        labels = (fact.label for fact in self.facts)
        return "\n".join([*parts, *labels, *days, *heads, self.info.entity or ""]).lower()

    @cached_property
    def heads(self) -> frozenset[str]:
        """Two digits of years that stand over columns: "FY18"."""
        found = (head for line in self.lines for cell in line.cells for head in re.findall(r"\d\d\b", cell.head))
        return frozenset(found)

    def named(self, name: str) -> Digest:
        """The same document under the name of the file at hand."""
        return replace(self, info=self.info.model_copy(update={"name": name}))

    def to_bytes(self) -> bytes:
        """JSON without names of fields in what comes by the thousand."""
        content = {
            "format": FORMAT,
            "info": self.info.model_dump(mode="json"),
            "facts": [fact.model_dump(mode="json", exclude_none=True) for fact in self.facts],
            "lines": [
                (r.table, r.title, r.group, r.label, r.page, [(c.head, c.text, c.page, _box(c.bbox)) for c in r.cells])
                for r in self.lines
            ],
            "sentences": [(s.text, s.page, _box(s.bbox), s.section) for s in self.sentences],
        }
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Digest | None:
        """None where the bytes are of another format."""
        plain = json.loads(content)
        if plain.get("format") != FORMAT:
            return None
        return cls(
            DocumentInfo.model_validate(plain["info"]),
            tuple(Fact.model_validate(fact) for fact in plain["facts"]),
            tuple(
                Line(
                    table,
                    title,
                    group,
                    label,
                    at,
                    tuple(Place(h, text, page, BBox(*box)) for h, text, page, box in cells),
                )
                for table, title, group, label, at, cells in plain["lines"]
            ),
            tuple(Sentence(text, page, BBox(*box), section) for text, page, box, section in plain["sentences"]),
        )


def lines_of(table: Table, heading: str = "") -> tuple[Line, ...]:
    """The table's rows that print something beside their label, heads joined downwards."""
    grid: dict[int, dict[int, tuple[str, bool, int, BBox]]] = {}
    for cell in table.cells:
        for at in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                grid.setdefault(at, {})[column] = (cell.text.strip(), cell.header, cell.page, cell.bbox)
    heads: dict[int, list[str]] = {}
    title = " · ".join(part for part in (heading, table.caption) if part)
    group, found = "", []
    for number in sorted(grid):
        row = grid[number]
        if all(header for _, header, _, _ in row.values()):
            _over(heads, row)
            continue
        label = row.get(0, ("", False, 0, None))[0]
        cells = [(column, *row[column]) for column in sorted(row) if column and row[column][0]]
        if not cells:
            group = label or group
            continue
        places = tuple(Place(" ".join(heads.get(at, ())), text, page, box) for at, text, _, page, box in cells)
        corner = " ".join(heads.get(0, ()))
        found.append(Line(table.id, f"{title} · {corner}" if corner else title, group, label, places[0].page, places))
    return tuple(found)


def _over(heads: dict[int, list[str]], row: dict[int, tuple[str, bool, int, BBox]]) -> None:
    for column, (text, *_) in row.items():
        if text and text not in heads.setdefault(column, []):
            heads[column].append(text)


def _box(box: BBox) -> list[float]:
    return [round(float(edge), 2) for edge in box]
