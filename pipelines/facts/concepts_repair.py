"""Labels read by OCR, repaired: "Inve nt ories" is "inventories", "Total current ets" is "total current assets".

    plain label ─► without spaces among the known ones? ─► else the nearest known one by shared letter pairs,
                   accepted from a likeness of NEAR on ─► else each long word the nearest known word

Known labels stand in `data/knowledge/labels.txt`. Only labels of scanned pages pass here.
"""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache
from importlib.resources import files

from data.schemas import Statement

NEAR = 0.86  # likeness from which a known label is taken for the printed one
SHORTEST = 5  # letters; shorter ones are near to too many
WORD, NEAR_WORD = 7, 0.9  # letters of a word that is repaired by itself, and its likeness to a known one
TRIED = 6  # known labels compared letter by letter
_MARK = re.compile(r"^[s$]$|(?<=[a-z]) s$")  # a dollar sign read as a letter


def is_scanned(statement: Statement) -> bool:
    """True when most numbers of the statement come with doubts of their own: a text layer has none."""
    sure = [a.confidence >= 1 for row in statement.rows for a in row.amounts if a is not None]
    return bool(sure) and sum(sure) * 2 < len(sure)


@lru_cache(maxsize=1)
def _known() -> tuple[dict[str, str], dict[str, list[int]], list[str]]:
    """Label by its letters; letter pair → labels that hold it; letters of all labels."""
    text = (files("data") / "knowledge" / "labels.txt").read_text(encoding="utf-8")
    by_letters = {line.replace(" ", ""): line for line in text.splitlines() if line and not line.startswith("#")}
    letters = list(by_letters)
    holders: dict[str, list[int]] = {}
    for n, word in enumerate(letters):
        for pair in _pairs(word):
            holders.setdefault(pair, []).append(n)
    return by_letters, holders, letters


def _pairs(word: str) -> set[str]:
    return {word[i : i + 2] for i in range(len(word) - 1)}


@lru_cache(maxsize=4096)
def repaired(label: str) -> str:
    """The known label that was printed, or the label itself.

    >>> repaired("total current ets"), repaired("inve nt ories"), repaired("s")
    ('total current assets', 'inventories', '')
    >>> repaired("total stockholders equity attrbutable to boston properties inc")
    'total stockholders equity attributable to boston properties inc'
    """
    label = _MARK.sub("", label).strip()
    word = label.replace(" ", "")
    by_letters, holders, letters = _known()
    if word in by_letters or len(word) < SHORTEST or not word.isascii():
        return by_letters.get(word, label)
    shared = Counter(n for pair in _pairs(word) for n in holders.get(pair, ()))
    fair = {n: 2 * count / (len(_pairs(word)) + len(_pairs(letters[n]))) for n, count in shared.items()}
    best = sorted(fair, key=lambda n: (-fair[n], letters[n]))[:TRIED]
    ratios = [(SequenceMatcher(None, word, letters[n], autojunk=False).ratio(), letters[n]) for n in best]
    ratio, nearest = max(ratios, default=(0.0, ""))
    return by_letters[nearest] if ratio >= NEAR else " ".join(map(_spelled, label.split()))


def _spelled(word: str) -> str:
    """A long word with a letter lost or misread, as labels print it.

    >>> _spelled("attrbutable"), _spelled("attributable"), _spelled("Mondelez")
    ('attributable', 'attributable', 'Mondelez')
    """
    if len(word) < WORD or not word.isalpha() or word in (words := _words()):
        return word
    return next(iter(get_close_matches(word, words, n=1, cutoff=NEAR_WORD)), word)


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    """Long words of the known labels."""
    return frozenset(word for label in _known()[0].values() for word in label.split() if len(word) >= WORD)
