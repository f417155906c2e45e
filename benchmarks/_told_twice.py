"""Numbers that a filing states in two places or more: statements, their reprints, running text, as read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.mutation import read_filing
from data.schemas import Document, Fact, Mention, Statement
from pipelines.backends.null import NullBackend
from pipelines.facts.disputes import rank
from pipelines.facts.merge import SECONDARY
from pipelines.facts.reconcile import agree


@dataclass(frozen=True)
class Told:
    """What was read of a filing, and the groups of facts that agree; the best source comes first."""

    document: Document
    statements: Sequence[Statement]
    facts: Sequence[Fact]
    mentions: Sequence[Mention]
    groups: Sequence[Sequence[Fact]]


def told_twice(folder: Path, only: str = "", *, gold: bool = False, kept: Path | None = None) -> Iterator[Told]:
    """Every filing, or those with known facts; their pages come from `kept` where they were read before."""
    known = {Path(f["pdf"]).stem for f in json.loads((folder / "gold_core.json").read_text("utf-8"))["filings"]}
    for path in sorted((folder / "pdf").glob("*.pdf")):
        if only in path.stem and (path.stem in known or not gold):
            yield _told(read_filing(path, kept).document)


def _told(document: Document) -> Told:
    from pipelines.facts.build import build_facts
    from pipelines.facts.cover import document_info
    from pipelines.facts.narrative import find_mentions, narrative_facts
    from pipelines.facts.statements import find_statements
    from pipelines.layout.lines import document_lines
    from pipelines.layout.regions import find_regions
    from pipelines.layout.sentences import find_sentences

    statements = find_statements(document)
    info = document_info(document, statements)
    facts = build_facts(statements, info, NullBackend())
    lines = document_lines(document)
    mentions = find_mentions(find_sentences(document, find_regions(document, (), lines), lines), info, facts)
    return Told(document, statements, facts, mentions, _groups((*facts, *narrative_facts(mentions, facts))))


def _groups(facts: Sequence[Fact]) -> list[list[Fact]]:
    found: dict[tuple[str, str, str], list[Fact]] = {}
    for fact in facts:
        if fact.scope in ("consolidated", SECONDARY) and fact.value:
            found.setdefault((fact.concept, fact.unit, f"{fact.period.start}/{fact.period.last}"), []).append(fact)
    ranked = (sorted(group, key=rank) for group in found.values())
    return [group for group in ranked if len(group) > 1 and all(agree(group[0].value, other) for other in group[1:])]
