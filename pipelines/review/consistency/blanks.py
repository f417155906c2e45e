"""Blanks left unfilled: underscores, empty brackets, bullets in brackets. One finding a contract, its first places."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.review.passages import Passage
from pipelines.review.script import Script

from .fault import Fault

BLANK = re.compile(
    r"_{3,}|＿{2,}|\[\s*(?:[●•_]+|insert[^\]]{0,40}|tbd|to be (?:completed|inserted)[^\]]{0,40})\s*\]", re.IGNORECASE
)
SIGNATURE = re.compile(
    r"(?:by|name|title|date|signature|signed|its|witness|attest)\W*$|签|盖章|日期|代表", re.IGNORECASE
)
AROUND = 30  # characters shown beside a blank


def check(script: Script, passages: tuple[Passage, ...]) -> Iterator[Fault]:
    """The blanks that are not for signatures."""
    found = []
    for match in BLANK.finditer(script.text):
        before = script.text[max(match.start() - AROUND, 0) : match.start()]
        if not SIGNATURE.search(before):
            found.append((match.start() - len(before.rsplit("\n", 1)[-1]), match.end()))
    if found:
        count = f"{len(found)} blanks are" if len(found) > 1 else "a blank is"
        yield Fault("blank", f"{count} left unfilled", tuple(found[:3]), "note")
