"""Statement lines: records become lines, consecutive lines become the statements that are read together.

A record is what `python -m r1core concepts` takes: label, stmt, and where known heading, prev, next, total, order, fy,
cik, filing. Lines of one filing are read together where the record names the filing; otherwise consecutive lines are
one statement until the statement changes or its order starts again. A line without order or neighbours stands alone:
a word list is no statement.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from r1core.pieces import Line

STATEMENTS = ("BS", "IS", "CI", "EQ", "CF", "other")
LONGEST = 160  # lines read together: a longer filing is cut between statements, a longer statement anywhere


def read_records(path: Path) -> list[dict[str, Any]]:
    """The records of a .jsonl or .jsonl.gz file; a line that is none is named in the error."""
    records = []
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as file:
        for number, text in enumerate(file, 1):
            try:
                record = json.loads(text)
            except ValueError as error:
                raise ValueError(f"{path}:{number}: no JSON: {error}") from error
            if not isinstance(record, dict) or not isinstance(record.get("label"), str):
                raise ValueError(f"{path}:{number}: a record is an object with a label")
            records.append(record)
    return records


def line_of(record: dict[str, Any]) -> Line:
    """The line that a record describes; what it does not say is empty."""
    text = {name: record.get(name) or "" for name in ("heading", "prev", "next", "total")}
    statement = record.get("stmt") if record.get("stmt") in STATEMENTS else "other"
    return Line(
        record["label"],
        str(statement),
        heading=text["heading"],
        before=text["prev"],
        after=text["next"],
        total=text["total"],
        order=record.get("order"),
        year=record.get("fy"),
    )


def read_together(records: Sequence[dict[str, Any]]) -> list[list[int]]:
    """Indices of the records that make one request, each index once."""
    named: dict[tuple[Any, Any], list[int]] = {}
    loose: list[int] = []
    for index, record in enumerate(records):
        if record.get("filing"):
            named.setdefault((record.get("cik"), record["filing"]), []).append(index)
        else:
            loose.append(index)
    filings = [sorted(them, key=lambda i: _place(records[i], i)) for them in named.values()]
    lines = [line_of(records[i]) for i in loose]
    statements = [[loose[i] for i in them] for them in consecutive(lines)]
    return [part for them in [*filings, *statements] for part in cut(them, records)]


def _place(record: dict[str, Any], index: int) -> tuple[int, int, float, int]:
    """Order of the lines of a filing: statement, its main page before its parenthetical one, line."""
    statement = record.get("stmt")
    rank = STATEMENTS.index(statement) if statement in STATEMENTS else len(STATEMENTS)
    return rank, int(bool(record.get("paren"))), record.get("order") or 0, index


def consecutive(lines: Sequence[Line]) -> list[list[int]]:
    """Runs of lines that follow one another in a statement."""
    if not lines:
        return []
    runs = [[0]]
    for index, (line, following) in enumerate(pairwise(lines), 1):
        if follows(line, following):
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs


def follows(line: Line, following: Line) -> bool:
    """Does the second line stand below the first in the same statement?"""
    if line.statement != following.statement:
        return False
    if line.order is not None and following.order is not None:
        return following.order > line.order
    return (bool(following.before) and following.before == line.label) or line.after == following.label


def cut(indices: list[int], records: Sequence[dict[str, Any]]) -> Iterable[list[int]]:
    """Parts of at most LONGEST lines, cut where a statement begins if that is possible."""
    part: list[int] = []
    for run in _runs(indices, records):
        if part and len(part) + len(run) > LONGEST:
            yield part
            part = []
        part += run
        while len(part) > LONGEST:
            yield part[:LONGEST]
            part = part[LONGEST:]
    if part:
        yield part


def _runs(indices: list[int], records: Sequence[dict[str, Any]]) -> Iterable[list[int]]:
    """The indices of one statement after another."""
    run: list[int] = []
    for index in indices:
        if run and records[index].get("stmt") != records[run[-1]].get("stmt"):
            yield run
            run = []
        run.append(index)
    if run:
        yield run
