"""Which statement a title names, which statement rows look like, and whose: the lexicon `statements.yaml` at work."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import cast

from data.knowledge import knowledge
from data.schemas.statement import Kind
from pipelines.facts.lines import squeeze

LONGEST_TITLE = 170  # squeezed characters
KINDS: tuple[Kind, ...] = ("income", "balance", "cashflow", "comprehensive", "equity")


@cache
def _titles() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    return tuple((cast(Kind, t["kind"]), re.compile(t["words"])) for t in knowledge("statements")["titles"])


@cache
def any_title() -> re.Pattern[str]:
    """Matches where any statement is named: the cheap first look at a page."""
    return re.compile("|".join(f"(?:{t['words']})" for t in knowledge("statements")["titles"]))


@cache
def pattern(name: str, kind: str = "") -> re.Pattern[str]:
    """A pattern of the lexicon by name (and kind)."""
    words = knowledge("statements")[name]
    return re.compile(words[kind] if kind else words)


@cache
def _signatures(kind: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(words) for words in knowledge("statements")["signatures"][kind])


def title_kind(text: str) -> Kind | None:
    """The kind a squeezed title names, or None where it is no title."""
    if len(text) > LONGEST_TITLE or pattern("not_titles").search(text):
        return None
    return next((kind for kind, words in _titles() if words.search(text)), None)


def likeness(labels: Iterable[str], kind: str) -> int:
    """How many characteristic lines of a kind stand among squeezed labels."""
    labels = list(labels)
    return sum(any(words.search(label) for label in labels) for words in _signatures(kind))


def likeliest(labels: Iterable[str]) -> tuple[Kind, int]:
    """The kind whose characteristic lines are there most, and how many."""
    labels = list(labels)
    counts = {kind: likeness(labels, kind) for kind in ("balance", "income", "cashflow")}
    kind = max(counts, key=lambda k: counts[k])
    return cast(Kind, kind), counts[kind]


def is_finished(labels: Iterable[str], kind: str) -> bool:
    """A closing line of the kind was seen."""
    words = pattern("finished", kind)
    return any(words.search(label) for label in labels)


def scope_of(text: str) -> str | None:
    """The scope that words in a title or above it give: parent, other:pro forma, ...; None for plain ones."""
    flat = squeeze(text)
    beside = "合并" in flat or re.search(r"(?:group|consolidated)(?:and|&)", flat) is not None
    for entry in knowledge("statements")["scopes"]:
        if beside and entry["scope"] == "parent":  # both stand in one statement, told apart over the columns
            continue
        if re.search(entry["words"], flat):
            return str(entry["scope"])
    return None


def column_scope(text: str) -> str | None:
    """ "Group" or 本行 over a column."""
    flat = squeeze(text)
    for scope, words in knowledge("statements")["column_scopes"].items():
        if re.search(words, flat):
            return str(scope)
    return None
