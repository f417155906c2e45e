"""Running heads and feet: lines that stand at the edge of many pages. They caption no table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import groupby

from data.schemas import Page, Word

EDGE = 0.12  # of the page's height
PAGES = 3  # a line that stands on fewer pages is no running one
DIGITS = re.compile(r"\d+")


def running_lines(pages: Sequence[Page]) -> frozenset[str]:
    """Texts, numbers masked, that recur at the edges of pages."""
    counts: Counter[str] = Counter()
    for page in pages:
        edges = [w for w in page.words if not EDGE * page.height < w.bbox.y_mid < (1 - EDGE) * page.height]
        counts.update({masked(list(line)) for _, line in groupby(edges, key=lambda w: w.line)})
    return frozenset(text for text, count in counts.items() if count >= PAGES)


def masked(words: Sequence[Word]) -> str:
    """The text of a line with its numbers masked."""
    return DIGITS.sub("0", "".join(word.text for word in words))


def without(words: Sequence[Word], running: Collection[str]) -> list[Word]:
    """The words that stand on no running line."""
    if not running:
        return list(words)
    kept: list[Word] = []
    for _, group in groupby(words, key=lambda w: w.line):
        line = list(group)
        if masked(line) not in running:
            kept += line
    return kept
