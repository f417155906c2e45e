"""Pages as positions: what a word, a row or a whole page tells the model, as hashed pieces (r1core.pieces).

    cell-role    a position a word: its wording, the shape of its digits, bold         of one page
    row-role     a position a row: wording of its label, what its numbers look like,   of one page
    region       the same positions                     indent, bold, a rule above
    page-kind    a position a page: the words of its first rows, how much of it is     of a whole document
                 numbers
    statement-   a position a row: its wording and how many numbers it holds; which    of one page
    kind         statement it belongs to

A page is one position of its document, not a request of its own: what comes before and after it tells as much as its
words (notes follow statements, a statement that goes on over the page has no title), and a document of 160 pages is
answered in one pass. Training and use make positions by these functions, so that both see the same pieces.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice, pairwise

from r1core.pieces import buckets, wording, words

CELL_ROLE, ROW_ROLE, REGION, PAGE_KIND = "cell-role", "row-role", "region", "page-kind"
STATEMENT_KIND = "statement-kind"
STATEMENT_KINDS = ("income", "balance", "cashflow", "equity", "comprehensive", "other")
LONGEST_PAGE = 120  # rows of a page that are read at once
FIRST_ROWS = 12  # of a page tell its kind
LONGEST_ROW = 12  # words of a row that become pieces: prose needs no more
MOST_OF_WORD, MOST_OF_ROW, MOST_OF_PAGE = 64, 160, 256  # pieces
_NUMBER = re.compile(r"[(\-–+]?[$€£¥]?\(?\d[\d,.]*\)?%?\)?")
_YEAR = re.compile(r"(?:19|20)\d\d\D{0,2}")
_DIGIT = re.compile(r"\d")
_REPEATED = re.compile(r"9{3,}")
_DOTS = re.compile(r"\.{4,}")


def word_pieces(text: str, bold: bool = False) -> list[int]:
    """Buckets of a word where it stands in a page; a trail of dots is told, not spelled."""
    bare = _DOTS.sub("", text)
    marks = ["#bold"] if bold else []
    marks += ["#dots"] if bare != text else []
    return buckets([*marks, *shape(bare), *wording(bare)])[:MOST_OF_WORD]


def row_pieces(row: Sequence[str], indent: float = 0.0, bold: bool = False, ruled: bool = False) -> list[int]:
    """Buckets of a row: its words, and how it is printed. `indent` is the share of the page's width at its left."""
    bare = [_DOTS.sub("", text) for text in row]
    label = [text for text in bare if text and not is_number(text)]
    marks = [f"#in{round(indent * 40)}", f"#first{shape(bare[0])[0]}", f"#last{shape(bare[-1])[0]}"]
    marks += ["#bold"] if bold else []
    marks += ["#ruled"] if ruled else []
    marks += counted("numbers", sum(map(is_number, bare))) + counted("words", len(label))
    marks += ["#year"] if any(map(is_year, bare)) else []
    marks += ["#colon"] if label and label[-1].endswith((":", "：")) else []
    marks += ["#capitals"] if label and all(text.isupper() for text in label) else []
    return buckets([*marks, *wording(" ".join(label[:LONGEST_ROW]))])[:MOST_OF_ROW]


def page_pieces(rows: Sequence[Sequence[str]]) -> list[int]:
    """Buckets of a page: the first rows word by word, each marked by its place, and what the page is made of."""
    every = [text for row in rows for text in row]
    numbers = sum(map(is_number, every))
    lone = sum(1 for row in rows if row and any(map(is_number, row)))
    marks = [*counted("rows", len(rows)), *counted("words", len(every))]
    marks += [f"#number{round(10 * numbers / max(1, len(every)))}", f"#table{round(10 * lone / max(1, len(rows)))}"]
    top: list[str] = []
    for place, row in enumerate(islice((r for r in rows if r), FIRST_ROWS)):
        told = words(" ".join(text for text in row[:LONGEST_ROW] if not is_number(text)))
        top += [f"@{min(place, 4)}={' '.join(told)}", *(f"@w{word}" for word in told)]
        top += [f"@b{a}_{b}" for a, b in pairwise(told)]
    return buckets([*marks, *top])[:MOST_OF_PAGE]


def kind_pieces(words: str, numbers: int) -> list[int]:
    """Buckets of a row that may belong to a statement: what it says, and how many numbers stand beside it."""
    label = " ".join(text for text in _DOTS.sub("", words).split() if not is_number(text))
    return buckets([f"#numbers{min(numbers, 9)}", *wording(label)])[:MOST_OF_ROW]


def shape(text: str) -> list[str]:
    """What the signs of a word look like, coarse and fine: 1,234 is #9,9+ and "(12)%" is #(9)%."""
    if not _DIGIT.search(text):
        case = "A" if text.isupper() else "Aa" if text[:1].isupper() else "a" if text[:1].isalpha() else text[:2]
        return [f"#{case}"]
    digits = sum(map(str.isdigit, text))
    pattern = _REPEATED.sub("9+", _DIGIT.sub("9", text))[:12]
    kind = "year" if is_year(text) else "number" if is_number(text) else "mixed"
    return [f"#{kind}", f"#{kind}{min(digits, 9)}", f"#{pattern}"]


def is_number(text: str) -> bool:
    """Digits with what goes around them, and nothing else; a dash is the number nothing."""
    return bool(_NUMBER.fullmatch(text)) or text in ("—", "–", "-")


def is_year(text: str) -> bool:
    """A year, perhaps with a comma or a star behind."""
    return bool(_YEAR.fullmatch(text))


def counted(name: str, count: int) -> list[str]:
    """A count as a piece: exact when small, by powers of two when large."""
    return [f"#{name}{count if count < 8 else 2 ** (count.bit_length() - 1)}"]
