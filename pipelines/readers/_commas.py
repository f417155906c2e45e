"""Commas of thousands that OCR read as points: "2.159,304" by itself, "88.838" where the page's numbers have commas.

A blurred comma is a point, and a thousandfold error. Three digits after the only point are thousands where most
numbers of the page are grouped by commas and few are printed so; a leading zero or a percent sign says decimals.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from data.schemas import Word

GROUPED = re.compile(r"[($€£¥-]*\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?\)?")
MIXED = re.compile(r"([($€£¥-]*[1-9]\d{0,2}(?:[.,]\d{3})+)((?:[.,]\d{3}|\.\d{1,2})\)?)")
LONE = re.compile(r"[($€£¥-]*[1-9]\d{0,2}\.\d{3}\)?")
ENOUGH = 8  # grouped numbers of a page
FEW = 0.35  # of them: more numbers with three decimals are meant so


def commas_restored(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words of a page, with the commas that were printed."""
    grouped = sum(bool(GROUPED.fullmatch(word.text)) for word in words)
    lone = sum(bool(LONE.fullmatch(word.text)) for word in words)
    thousands = grouped >= ENOUGH and lone <= FEW * grouped
    return tuple(replace(word, text=restored(word.text, thousands)) for word in words)


def restored(text: str, thousands: bool) -> str:
    """One word; `thousands`: three digits after a lone point are thousands on this page.

    >>> restored("2.159,304", False), restored("(48.750)", True), restored("1.234,567.89", False)
    ('2,159,304', '(48,750)', '1,234,567.89')
    >>> restored("0.125", True), restored("88.838", False)
    ('0.125', '88.838')
    """
    if match := MIXED.fullmatch(text):
        tail = match[2].replace(".", ",", 1) if len(match[2].rstrip(")")) == 4 else match[2]
        return match[1].replace(".", ",") + tail
    return text.replace(".", ",") if thousands and LONE.fullmatch(text) else text
