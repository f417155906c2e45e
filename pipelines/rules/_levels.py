"""Levels: which rows only repeat a part of a row above them, and so stand in no sum but that row's own.

Two customs: "of which" (其中), with the rows that follow indented deeper; and Chinese numbering, where 一、 stands over
(一), that over 1. and that over (1).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from data.schemas import Row

from ._words import pattern

INDENT = 2.0  # points: less is no deeper level
NUMBERINGS = tuple(
    re.compile(form)
    for form in (
        r"^\s*[一二三四五六七八九十]+\s*、",
        r"^\s*[（(][一二三四五六七八九十]+[)）]",
        r"^\s*\d+\s*[.．、]",
        r"^\s*[（(]\d+[)）]",
    )
)


def hosts(rows: Sequence[Row]) -> tuple[int | None, ...]:
    """For each row the place of the row that it is a part of, or None."""
    of_which = _of_which(rows)
    numbered = _numbered(rows)
    return tuple(a if a is not None else b for a, b in zip(of_which, numbered, strict=True))


def _of_which(rows: Sequence[Row]) -> list[int | None]:
    """The row above the first "of which", until a row is indented no deeper than that, is added or is taken off."""
    found: list[int | None] = []
    runs: list[tuple[int, float]] = []  # host, indent of the first row
    for place, row in enumerate(rows):
        if pattern("plus").search(row.label) or pattern("minus_run").search(row.label):
            runs.clear()
        while runs and row.indent <= runs[-1][1] + INDENT:
            runs.pop()
        if place and pattern("aside").search(row.label):
            runs.append((place - 1, row.indent))
        found.append(runs[-1][0] if runs else None)
    return found


def _numbered(rows: Sequence[Row]) -> list[int | None]:
    found: list[int | None] = []
    above: list[tuple[int, int]] = []  # level, place: the chain of numbered rows over this one
    chinese = any(NUMBERINGS[0].match(row.label) for row in rows)
    for place, row in enumerate(rows):
        level = _level(row.label) if chinese else None
        if level is None:
            above.clear()
            found.append(None)
            continue
        while above and above[-1][0] >= level:
            above.pop()
        found.append(above[-1][1] if above else None)
        above.append((level, place))
    return found


def _level(label: str) -> int | None:
    return next((level for level, form in enumerate(NUMBERINGS) if form.match(label)), None)
