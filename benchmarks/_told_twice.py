"""Numbers that a filing states in two places or more: statements, their reprints, running text, as read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from data.schemas import Fact, Statement
from pipelines.backends.null import NullBackend
from pipelines.facts.disputes import rank
from pipelines.facts.merge import SECONDARY
from pipelines.facts.reconcile import agree


@dataclass(frozen=True)
class Told:
    """A filing's statements and facts, and the groups of facts that agree; the best source comes first."""

    statements: Sequence[Statement]
    facts: Sequence[Fact]
    groups: Sequence[Sequence[Fact]]


def told_twice(folder: Path, only: str = "") -> Iterator[Told]:
    """Each filing with known facts."""
    for filing in json.loads((folder / "gold_core.json").read_text(encoding="utf-8"))["filings"]:
        if only in filing["doc_name"]:
            yield _told(folder / filing["pdf"])


def _told(path: Path) -> Told:
    from pipelines.facts.build import build_facts
    from pipelines.facts.cover import document_info
    from pipelines.facts.narrative import find_mentions, narrative_facts
    from pipelines.facts.statements import find_statements
    from pipelines.layout.lines import document_lines
    from pipelines.layout.regions import find_regions
    from pipelines.layout.sentences import find_sentences
    from pipelines.readers.pdf import read

    document = read(path)
    statements = find_statements(document)
    info = document_info(document, statements)
    facts = build_facts(statements, info, NullBackend())
    lines = document_lines(document)
    sentences = find_sentences(document, find_regions(document, (), lines), lines)
    mentioned = narrative_facts(find_mentions(sentences, info, facts), facts)
    return Told(statements, facts, _groups((*facts, *mentioned)))


def _groups(facts: Sequence[Fact]) -> list[list[Fact]]:
    found: dict[tuple[str, str, str], list[Fact]] = {}
    for fact in facts:
        if fact.scope in ("consolidated", SECONDARY) and fact.value:
            found.setdefault((fact.concept, fact.unit, f"{fact.period.start}/{fact.period.last}"), []).append(fact)
    ranked = (sorted(group, key=rank) for group in found.values())
    return [group for group in ranked if len(group) > 1 and all(agree(group[0].value, other) for other in group[1:])]
