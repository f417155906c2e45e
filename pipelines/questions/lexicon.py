"""The lexicon: metrics by their names, as data/knowledge/questions.yaml has them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from data.knowledge import knowledge

from .wording import anchors, name_pattern


@dataclass(frozen=True, slots=True)
class Other:
    """A definition that is in use too."""

    formula: str
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Metric:
    """One entry of the lexicon."""

    id: str
    formula: str
    unit: str
    label: Mapping[str, str]
    instant: bool = False
    statement: str | None = None
    definition: Mapping[str, str] | None = None
    source: str = ""
    others: tuple[Other, ...] = ()

    def said(self, language: str) -> str:
        return self.label["zh" if language == "zh" else "en"]


@dataclass(frozen=True, slots=True)
class Found:
    """A metric in a text."""

    metric: Metric
    start: int
    end: int


@cache
def metrics() -> dict[str, Metric]:
    """All metrics by id."""
    return {entry["id"]: _metric(entry) for entry in knowledge("questions")["metrics"]}


@cache
def vocabulary() -> dict[str, Sequence[str]]:
    """What the names of formulas stand for: those of the ratios, ours, and every metric by its id."""
    names = {**knowledge("ratios")["names"], **knowledge("questions")["names"]}
    return {**{m.id: [m.formula] for m in metrics().values() if m.id not in names}, **names}


def find_metrics(text: str, language: str) -> list[Found]:
    """Metrics named in folded text, from left to right; a longer name wins over one inside it."""
    matches = [
        Found(metrics()[name], match.start(), match.end())
        for name, pattern in _patterns(text, language)
        for match in pattern.finditer(text)
    ]
    matches.sort(key=lambda found: (found.start - found.end, found.start))
    kept: list[Found] = []
    for found in matches:
        if all(found.end <= other.start or found.start >= other.end for other in kept):
            kept.append(found)
    return sorted(kept, key=lambda found: found.start)


def _patterns(text: str, language: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Patterns that can match the text. A pattern takes a hundred times as long to compile as to rule out."""
    for entry in knowledge("questions")["metrics"]:
        for name in entry.get("en", ()):
            if any(anchor in text for anchor in anchors(name)):
                yield entry["id"], name_pattern(name)
        if language == "zh" and "zh" in entry:
            yield entry["id"], re.compile(entry["zh"].lower())


def _metric(entry: Mapping[str, object]) -> Metric:
    raw = dict(entry)
    others = tuple(
        Other(o["formula"], {"en": o["en"], "zh": o["zh"]})
        for o in raw.get("others", ())  # type: ignore[attr-defined]
    )
    return Metric(
        id=str(raw["id"]),
        formula=str(raw["formula"]),
        unit=str(raw["unit"]),
        label=raw["label"],  # type: ignore[arg-type]
        instant=raw.get("at") == "instant",
        statement=raw.get("statement"),  # type: ignore[arg-type]
        definition=raw.get("definition"),  # type: ignore[arg-type]
        source=str(raw.get("source", "")),
        others=others,
    )
