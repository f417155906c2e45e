"""Words that labels of statements are made of, and where a run of letters is several of them.

OCR drops narrow spaces: "tocommonshareholders". Only a string that is no known word, and that is wholly made of known
ones, is taken apart here; the ink has the last word.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from importlib.resources import files
from itertools import accumulate

LETTERS = re.compile(r"[A-Za-z]{5,40}")
# Short words that may be part of a run; any other two or three letters could be.
SHORT = frozenset(
    ["of", "to", "in", "and", "the", "for", "on", "or", "by", "at", "per", "net", "tax", "due", "non", "its"]
)
PRINTED = 2  # labels that a longer word must stand in
MOST = 6  # words in one run


def seams(text: str) -> set[int]:
    """Indices of `text` (without spaces) at which a word begins inside of a run of letters.

    >>> sorted(seams("tocommonshareholders")), seams("Information"), seams("ofcash(1)")
    ([2, 8], set(), {2})
    """
    return {
        match.start() + at for match in LETTERS.finditer(text) for at in accumulate(map(len, _parts(match[0])[:-1]))
    }


def _parts(run: str) -> list[str]:
    """The fewest known words that make up the run; the run itself where none do."""
    lower = run.lower()
    if lower in _known():
        return [run]
    best: dict[int, list[str]] = {0: []}
    for end in range(2, len(lower) + 1):
        ways = [
            [*best[start], lower[start:end]]
            for start in range(max(end - 20, 0), end - 1)
            if start in best and len(best[start]) < MOST and _is_word(lower[start:end])
        ]
        if ways:
            best[end] = min(ways, key=len)
    found = best.get(len(lower), [run])
    return found if any(len(part) > 3 for part in found) else [run]


def _is_word(part: str) -> bool:
    return part in SHORT or (len(part) > 3 and _known()[part] >= PRINTED)


@cache
def _known() -> Counter[str]:
    """Words of the known labels, with how many labels hold them."""
    text = (files("data") / "knowledge" / "labels.txt").read_text(encoding="utf-8")
    labels = (line for line in text.splitlines() if not line.startswith("#"))
    return Counter(word for label in labels for word in set(re.findall(r"[a-z]+", label)))
