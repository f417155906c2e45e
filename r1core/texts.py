"""Text and code to learn from: what lies in folders, and the wordings of labelled statement lines.

    folder ─► files whose suffix is known ─► text or code, whole
    labels ─► statements told line by line, as a page would print them

Which position kind a text is follows from its suffix; a file that is no UTF-8, or larger than a megabyte, is refused
by name, since silently leaving it out would change what a model has seen.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

CODE = frozenset({".py", ".html", ".css", ".js", ".jsx", ".ts", ".tsx", ".json", ".yaml", ".yml", ".toml", ".j2"})
PROSE = frozenset({".md", ".txt", ".rst"})
LARGEST = 1 << 20  # bytes
LABELS = ("lines.jsonl.gz", "lexicon_zh.jsonl")


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text or code, and where it came from."""

    source: str
    text: str
    code: bool


def texts(folder: Path) -> Iterator[Text]:
    """Every text below a folder, in the order of names; a folder of labels gives its statements."""
    if all((folder / name).is_file() for name in LABELS):
        yield from _statements(folder)
        return
    for path in sorted(folder.rglob("*")):
        if path.suffix in CODE | PROSE and path.is_file():
            yield Text(str(path.relative_to(folder)), _read(path), path.suffix in CODE)


def _read(path: Path) -> str:
    if path.stat().st_size > LARGEST:
        raise ValueError(f"{path}: {path.stat().st_size:,} bytes; a text has at most {LARGEST:,}. Split it.")
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path}: no UTF-8 at byte {error.start:,}. Convert it.") from error


def _statements(folder: Path) -> Iterator[Text]:
    """English statements in the order of their filings, Chinese wordings by statement."""
    with gzip.open(folder / LABELS[0], "rt", encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    for (filing, statement), rows in groupby(records, lambda r: (r["filing"], r["stmt"])):
        yield Text(f"{filing}/{statement}", "\n".join(r["label"] for r in rows), code=False)
    chinese = [json.loads(line) for line in (folder / LABELS[1]).read_text(encoding="utf-8").splitlines()]
    for statement, rows in groupby(chinese, lambda r: r["stmt"]):
        yield Text(f"{LABELS[1]}/{statement}", "\n".join(r["label"] for r in rows), code=False)
