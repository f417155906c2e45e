"""Currency signs that OCR read as letters: "Total assets   S   18,379,456" prints a dollar sign.

A lone "S" that stands away from the word before it and before a number of its row is a sign.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from data.schemas import Word

LOOKALIKES = frozenset("Ss§")
NUMBER = re.compile(r"[($€£¥-]*\d[\d,.]*[)%]*|—")
AWAY = 0.9  # of the sign's height: nearer it belongs to the text before it
REACH = 16.0  # times its height: the widest column
SAME_ROW = 0.6  # of its height


def signs_restored(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words of a page, with the dollar signs that were printed."""
    return tuple(
        replace(word, text="$") if word.text in LOOKALIKES and _before_number(word, words) else word for word in words
    )


def _before_number(sign: Word, words: Sequence[Word]) -> bool:
    box = sign.bbox
    row = [w for w in words if w is not sign and abs(w.bbox.y_mid - box.y_mid) <= SAME_ROW * max(box.height, 1.0)]
    after = min((w for w in row if w.bbox.x0 >= box.x1 - 1), key=lambda w: w.bbox.x0, default=None)
    before = max((w.bbox.x1 for w in row if w.bbox.x0 < box.x0), default=-1e9)
    if after is None or not NUMBER.fullmatch(after.text):
        return False
    return box.x0 - before >= AWAY * box.height and after.bbox.x0 - box.x1 <= REACH * box.height
