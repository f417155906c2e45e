"""Hashed pieces of a printed line: what stands in for a vocabulary, so that wordings never seen still mean something.

    label ─► folded (case, width, digits to 0, signs of the form) ─► words, pairs, character n-grams ─► buckets
    around it: heading, line before, line after, total: their words, marked by where they stand

A position of R1 that is a whole line carries a bag of buckets; its vector is their sum over the root of their number.
Bucket 0 is padding. A mark piece says what the position is: a line that is asked, a neighbour, a heading.
Source: bags of hashed n-grams as in Joulin et al. 2016 (arXiv:1607.01759).
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

BUCKETS = 1 << 16
PARTS = ("year", "statement", "heading", "before", "after", "total", "wording")
MOST = 256  # pieces of a position
LONGEST = 160  # characters of a label that are cut into n-grams: longer ones are prose
NEW_NAMES = 2015  # from this fiscal year on lines bear the names of recent taxonomies
_DIGITS = re.compile(r"\d[\d,.]*")
_WORDS = re.compile(r"[^\W\d_\u3400-\u9fff]+|0|[\u3400-\u9fff]")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_FORM_WORDS = (  # what a form adds to a Chinese label: a number, "of which", how losses are entered
    re.compile(r"^\s*(?:[(（]?[一二三四五六七八九十0-9]+[)）]?[、.．]|[(（][一二三四五六七八九十]+[)）])\s*"),
    re.compile(r"^\s*(?:其中|减|減|加)\s*[:：]\s*"),
    re.compile(r"[(（][^()（）]*(?:填列|列示)[)）]"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line with its surroundings; statement is BS, IS, CF, EQ, CI or "other"."""

    label: str
    statement: str
    heading: str = ""
    before: str = ""
    after: str = ""
    total: str = ""
    order: int | None = None  # place in the statement
    year: int | None = None  # fiscal year: names of elements change with the taxonomy


def folded(text: str) -> str:
    """One spelling for what a reader would call the same wording."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    if _HAN.search(text):
        for pattern in _FORM_WORDS:
            text = pattern.sub("", text)
    return _DIGITS.sub("0", text)


def words(text: str) -> list[str]:
    """Latin words, numbers as 0, single Chinese characters."""
    return _WORDS.findall(folded(text))


def wording(text: str) -> list[str]:
    """Pieces of a text by itself: the whole, its ends, words, pairs, character n-grams (Chinese: runs of 1 to 4)."""
    found = words(text)
    joined = " ".join(found)
    cut = f"<{joined[:LONGEST]}>"
    pieces = [f"={joined}", f"<{' '.join(found[:2])}", f">{' '.join(found[-2:])}"]
    pieces += [f"w{word}" for word in found]
    pieces += [f"b{a}_{b}" for a, b in pairwise(found)]
    if _HAN.search(joined):
        runs = joined.replace(" ", "")
        return pieces + [f"c{runs[i : i + n]}" for n in (3, 4) for i in range(len(runs) - n + 1)]
    return pieces + [f"c{cut[i : i + n]}" for n in (3, 4, 5) for i in range(len(cut) - n + 1)]


def in_statement(text: str, statement: str) -> list[str]:
    """Pieces that join the wording with the statement it stands in."""
    found = words(text)
    return [f"s{statement}", f"s{statement}={' '.join(found)}", *(f"s{statement}{word}" for word in found)]


def around(mark: str, text: str) -> list[str]:
    """Pieces of a text beside the line; the mark says which: h heading, p before, n after, t total."""
    found = words(text)
    return [f"{mark}={' '.join(found)}", *(f"{mark}{word}" for word in found)]


def era(year: int | None) -> list[str]:
    """Which taxonomy the names come from; nothing where the year is not known."""
    return [] if year is None else ["y+" if year >= NEW_NAMES else "y-"]


def buckets(pieces: Iterable[str]) -> list[int]:
    """1 .. BUCKETS - 1; a piece that occurs twice counts twice."""
    return [zlib.crc32(piece.encode()) % (BUCKETS - 1) + 1 for piece in pieces]


def parts_of(line: Line) -> tuple[list[str], ...]:
    """Pieces of a line that is asked, part by part (PARTS): training hides and exchanges whole parts."""
    return (
        era(line.year),
        in_statement(line.label, line.statement),
        around("h", line.heading),
        around("p", line.before),
        around("n", line.after),
        around("t", line.total),
        wording(line.label),
    )


def line_pieces(line: Line) -> list[int]:
    """Buckets of a line that is asked; of a very long one the last n-grams are left out."""
    return buckets(piece for part in parts_of(line) for piece in part)[:MOST]
