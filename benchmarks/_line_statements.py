"""Every line of whole statements of companies nobody has learned from: its element by the pipeline's own naming."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks._rule_lines import alike, statements
from data.schemas import Statement
from pipelines.contracts import Backend
from pipelines.facts.concepts import map_concepts
from pipelines.facts.lexicon import core_concepts
from r1core.concepts import GROUP
from r1core.line_corpus import held_out

LINEAR_APART = 7  # the linear model keeps the companies apart whose number leaves 3

Filing = list[tuple[Statement, list[str]]]


@dataclass
class Shares:
    """Counts over all filings."""

    lines: int = 0
    right: int = 0  # the company's element, or a twin of it; a name of ours where the company has one of its own
    core: int = 0
    core_found: int = 0
    core_given: int = 0
    core_wrong: int = 0


def statements_apart(folder: Path) -> Iterator[Filing]:
    """Filings of companies kept apart from both models."""
    yield from statements(folder, lambda company: held_out(company) and company % LINEAR_APART == 3)


def shares_of(filings: Sequence[Filing], backend: Backend) -> Shares:
    """The lines of all filings as the pipeline names them with this backend."""
    total = Shares()
    for filing in filings:
        names = map_concepts([statement for statement, _ in filing], backend)
        for (_, truth), named in zip(filing, names, strict=True):
            for element, namings in zip(truth, named, strict=True):
                if element:
                    _count(total, element, [n.concept for n in namings])
    return total


def _count(total: Shares, element: str, given: list[str]) -> None:
    core = core_concepts()
    total.lines += 1
    own = element.startswith("ext:")
    total.right += any(
        name.startswith("r1:") if own else GROUP.get(name, name) == GROUP.get(element, element) for name in given
    )
    total.core += element in core
    total.core_found += element in core and any(GROUP.get(n, n) == GROUP.get(element, element) for n in given)
    stated = [name for name in given if name in core]
    total.core_given += bool(stated)
    total.core_wrong += bool(stated) and not any(alike(name, element) for name in stated)
