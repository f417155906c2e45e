"""Currency signs that OCR read as letters: "Total assets   S   18,379,456" prints a dollar sign.

A lone "S" that stands away from the word before it and before a number of its row is a sign; so is any lone character
there, where another number of its row has its sign.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from data.schemas import Word

LOOKALIKES = frozenset("$Ss§")
NUMBER = re.compile(r"[($€£¥-]*\d[\d,.]*[)%]*|—")
AWAY = 0.9  # of the sign's height: nearer it belongs to the text before it
REACH = 16.0  # times its height: the widest column
SAME_ROW = 0.6  # of its height


def signs_restored(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words of a page, with the dollar signs that were printed."""
    lone = [word for word in words if len(word.text) == 1 and word.text != "—" and _before_number(word, words)]
    sure = [word for word in lone if word.text in LOOKALIKES]
    signs = {id(word) for word in lone if word in sure or any(_one_row(word, other) for other in sure)}
    return tuple(replace(word, text="$") if id(word) in signs else word for word in words)


def _one_row(word: Word, other: Word) -> bool:
    return abs(word.bbox.y_mid - other.bbox.y_mid) <= SAME_ROW * max(other.bbox.height, 1.0)


def _before_number(sign: Word, words: Sequence[Word]) -> bool:
    box = sign.bbox
    row = [word for word in words if word is not sign and _one_row(word, sign)]
    after = min((w for w in row if w.bbox.x0 >= box.x1 - 1), key=lambda w: w.bbox.x0, default=None)
    before = max((w.bbox.x1 for w in row if w.bbox.x0 < box.x0), default=-1e9)
    if after is None or not NUMBER.fullmatch(after.text):
        return False
    return box.x0 - before >= AWAY * box.height and after.bbox.x0 - box.x1 <= REACH * box.height
