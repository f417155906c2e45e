"""Rows of notes beside lines of the statements: is it the same line, told once more?

A row is the statement's line where their words agree and the values agree in every period that both have, at least
once with three digits. A value that happens to be equal under other words is not taken for it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from data.schemas import Fact, Period
from pipelines.facts.lexicon import plain_label

DIGITS = 3  # of a value by which a line is recognised
EMPTY = frozenset(
    (
        "total",
        "totals",
        "net",
        "of",
        "and",
        "the",
        "less",
        "a",
        "an",
        "in",
        "for",
        "to",
        "from",
        "on",
        "by",
        "at",
        "other",
        "with",
        "excluding",
        "including",
    )
)
PLACES = ("income", "balance", "cashflow")

Line = Mapping[Period, Fact]


def stem(word: str) -> str:
    return word[:-3] + "y" if word.endswith("ies") else word.rstrip("s") if len(word) > 3 else word


def words(text: str) -> frozenset[str]:
    """Words that carry meaning, singular; Chinese labels are one word."""
    return frozenset(stem(w) for w in re.split(r"[^\w]+", plain_label(text)) if w and w not in EMPTY)


class Lines:
    """The consolidated lines of the statements, found by one of their values."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._by_concept: dict[tuple[str, str], dict[Period, Fact]] = defaultdict(dict)
        self._by_value: dict[tuple[Decimal, Period], set[tuple[str, str]]] = defaultdict(set)
        for fact in facts:
            if fact.scope == "consolidated" and fact.statement in PLACES:
                key = fact.concept, fact.unit
                self._by_concept[key].setdefault(fact.period, fact)
                self._by_value[abs(fact.value), fact.period].add(key)

    def same(self, label: str, about: str, values: Mapping[Period, Decimal]) -> list[Line]:
        """Lines that the row repeats; `about` is what stands over it: a row "Total" is named by that alone."""
        found = {key for period, value in values.items() for key in self._by_value.get((abs(value), period), ())}
        lines = [self._by_concept[key] for key in sorted(found)]
        return [line for line in lines if _agrees(line, values) and _alike(line, label, about)]

    def scales(self, label: str, printed: Mapping[Period, Decimal]) -> set[Decimal]:
        """Scales at which the row would repeat a line of the same words."""
        found = set()
        for scale in (Decimal(10) ** power for power in (0, 3, 6, 9)):
            if self.same(label, label, {p: v * scale for p, v in printed.items()}):
                found.add(scale)
        return found


def _agrees(line: Line, values: Mapping[Period, Decimal]) -> bool:
    both = [p for p in values if p in line]
    solid = any(len(str(int(abs(values[p]))).rstrip("0")) >= DIGITS for p in both)
    return solid and all(abs(line[p].value) == abs(values[p]) for p in both)


def _alike(line: Line, label: str, about: str) -> bool:
    own = words(label)
    other = words(next(iter(line.values())).label)
    if not own:
        return bool(other) and other <= words(about)
    return bool(other) and (own <= other or other <= own) and len(own & other) * 2 >= max(len(own), len(other)) - 1
