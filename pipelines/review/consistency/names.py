"""Party names that vary: the same company with another legal form, or with one character changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipelines.review.passages import Passage
from pipelines.review.script import Script

from .fault import Fault

CHINESE = re.compile(r"[\u4e00-\u9fff]{2,12}(?:[(（][\u4e00-\u9fff]{2,6}[)）])?[\u4e00-\u9fff]{0,10}?(?:股份)?有限公司")
LEAST = 8  # characters of a name that one slip cannot turn into another company
PREFIX = re.compile(r"^.*?(?:甲方|乙方|为|由|向|与|和|是|称|方)(?=[\u4e00-\u9fff]{6})")


def check(script: Script, passages: tuple[Passage, ...]) -> Iterator[Fault]:
    """Each spelling that stands once and differs in one character from a name that stands twice or more."""
    places: dict[str, tuple[int, int]] = {}
    counts: Counter[str] = Counter()
    for match in CHINESE.finditer(script.text):
        name = PREFIX.sub("", match[0]).replace("（", "(").replace("）", ")")
        counts[name] += 1
        places.setdefault(name, match.span())
    for name, often in counts.items():
        twins = [other for other in counts if counts[other] > 1 and _one_apart(name, other)]
        if often == 1 and twins and len(name) >= LEAST:
            yield Fault("party_name", f"“{name}” and “{twins[0]}”", (places[name], places[twins[0]]), "warning")


def _one_apart(one: str, other: str) -> bool:
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1
