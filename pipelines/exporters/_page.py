"""What the Markdown, HTML and PDF of a report show, worked out once from a Result: pieces of text, rows, references.

A piece is a run of text, with the facts it cites where it is a number. Nothing here knows of a markup language;
templates escape every text they print.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from data.knowledge import knowledge
from data.schemas import Check, Claim, Conflict, Fact, Finding, KeyFigure, Plot, Provenance, Report, Result

from ._grid import Grid, cell_text, grids, is_money, kind_of, own_unit, period_text, print_scale, unit_text
from ._words import counted, language, page_reference, words

LEVELS = ("error", "warning", "note", "none")
MOST_CARDS = 8
MOST_QUOTES = 4  # passages a warning shows
ASIDE = ("other", "parent")
MOST_ASIDE = 150  # facts of statements beside the main ones that the report itself still lists
_IDS = re.compile(r"\b[a-z]\d+\b")  # of facts, in a formula
UNSURE = 0.9  # below it a number carries its confidence


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; a number names its facts."""

    text: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A claim: its pieces, the passages it quotes, the pages of the document it rests on."""

    pieces: tuple[Piece, ...]
    quotes: tuple[Provenance, ...]
    reference: str


@dataclass(frozen=True, slots=True)
class Warned:
    """A finding as it is shown."""

    level: str
    word: str
    rule: str
    message: str
    quotes: tuple[Provenance, ...]
    facts: tuple[Fact, ...]
    inputs: tuple[tuple[str, str], ...]
    reference: str


@dataclass(frozen=True, slots=True)
class Tried:
    """A check as it is shown."""

    kind: str
    word: str
    rule: str
    title: str
    difference: str
    facts: tuple[Fact, ...]
    reference: str


@dataclass(frozen=True, slots=True)
class Disputed:
    """A conflict as it is shown."""

    kept: Fact
    others: tuple[Fact, ...]
    reason: str


@dataclass(frozen=True)
class Page:
    """The report of one result, ready for a template."""

    result: Result

    @cached_property
    def tongue(self) -> str:
        return language(self.result)

    @cached_property
    def words(self) -> dict[str, Any]:
        return words(self.result)

    @cached_property
    def report(self) -> Report:
        return self.result.report or Report(title=self.result.document.entity or self.result.document.name)

    @cached_property
    def facts(self) -> dict[str, Fact]:
        return {fact.id: fact for fact in self.result.facts or ()}

    @cached_property
    def left_out(self) -> frozenset[str]:
        """Facts that the tables of the report leave to the workbook: hundreds of repeated or restated ones."""
        aside = [fact.id for fact in self.facts.values() if kind_of(fact) in ASIDE]
        return frozenset(aside if len(aside) > MOST_ASIDE else ())

    @cached_property
    def left_out_note(self) -> str:
        return str(self.words["left_out"]).format(n=len(self.left_out)) if self.left_out else ""

    @cached_property
    def grids(self) -> tuple[Grid, ...]:
        return grids([fact for fact in self.facts.values() if fact.id not in self.left_out], self.words)

    @cached_property
    def divisors(self) -> dict[str | None, int]:
        """What the print of each statement leaves out of its money values."""
        kinds = {fact.statement for fact in self.facts.values()}
        scales: dict[str | None, int] = {}
        for kind in kinds:
            scales[kind] = print_scale(f for f in self.facts.values() if f.statement == kind and f.method != "derived")
        return scales | {None: print_scale(self.facts.values())}

    @cached_property
    def disputed(self) -> frozenset[str]:
        """Facts that a conflict kept: their number carries a half dot."""
        return frozenset(conflict.kept for conflict in self.result.conflicts or ())

    @cached_property
    def cards(self) -> tuple[KeyFigure, ...]:
        """The key figures of the first screen."""
        found = {figure.concept: figure for figure in self.report.figures}
        groups = (next((found[c] for c in group if c in found), None) for group in knowledge("report/ui")["cards"])
        return tuple(card for card in groups if card)[:MOST_CARDS]

    def known(self, ids: Iterable[str]) -> tuple[Fact, ...]:
        return tuple(self.facts[one] for one in ids if one in self.facts)

    def reference(self, facts: Iterable[Fact], quotes: Iterable[Provenance] = ()) -> str:
        """The pages on which facts and passages stand: of a fact told in several places the first, its statement."""
        pages = [page for fact in facts for page in self._first_pages(fact)] + [quote.page for quote in quotes]
        return page_reference(pages, self.tongue, self.words)

    def _first_pages(self, fact: Fact) -> list[int]:
        """A derived fact stands where the facts of its formula do."""
        inputs = self.known(_IDS.findall(fact.formula or ""))
        return [page for one in inputs for page in self._first_pages(one)] or [fact.provenance[0].page]

    def line(self, claim: Claim) -> Line:
        """A claim cut at its marks."""
        pieces, done = [], 0
        for mark in claim.marks:
            pieces.append(Piece(claim.text[done : mark.start]))
            pieces.append(Piece(claim.text[mark.start : mark.end], mark.facts))
            done = mark.end
        pieces.append(Piece(claim.text[done:]))
        reference = self.reference(self.known(claim.citations), claim.quotes)
        return Line(tuple(piece for piece in pieces if piece.text), claim.quotes, reference)

    def plots_of(self, section: str) -> tuple[Plot, ...]:
        return tuple(plot for plot in self.report.plots if plot.section == section)

    def value(self, fact: Fact) -> str:
        """A fact's value in the scale of its statement, with its unit."""
        return f"{self.cell(fact)} {self.unit(fact)}".strip()

    def cell(self, fact: Fact) -> str:
        return cell_text(fact, self._divisor(fact))

    def _divisor(self, fact: Fact) -> int:
        return self.divisors[None if fact.method == "derived" else fact.statement]

    def unit(self, fact: Fact) -> str:
        """ "US$ thousand", "US$ per share", "shares"."""
        if is_money(fact.unit):
            return unit_text(fact.unit, self._divisor(fact), self.words)
        return own_unit(fact.unit, self.words)

    def period(self, fact: Fact) -> str:
        return period_text(fact.period, self.words)

    def doubt(self, fact: Fact) -> str:
        """Why a number carries a dot: "conflict", "human", "low"; empty where nothing matters."""
        if fact.id in self.disputed:
            return "conflict"
        if any(place.method == "human" for place in fact.provenance):
            return "human"
        return "low" if fact.confidence < UNSURE else ""

    def doubt_text(self, fact: Fact) -> str:
        kind = self.doubt(fact)
        return str(self.words["confident"][kind]).format(p=f"{fact.confidence:.0%}") if kind else ""

    @cached_property
    def tried(self) -> tuple[Tried, ...]:
        """Checks, those that fail first."""
        checks = sorted(
            self.result.checks or (),
            key=lambda c: (
                ("fail", "review", "open", "pass").index(c.kind) if c.kind in ("fail", "review", "open", "pass") else 4
            ),
        )
        return tuple(self._tried(check) for check in checks)

    def _tried(self, check: Check) -> Tried:
        facts = self.known(check.facts)
        divisor = self._divisor(facts[0]) if facts and is_money(facts[0].unit) else 1
        gap = f"{check.difference / divisor:,f}" if check.difference else ""
        return Tried(
            kind=check.kind,
            word=self.outcome(check),
            rule=check.rule,
            title=check.message or check.rule,
            difference=gap.rstrip("0").rstrip(".") if "." in gap else gap,
            facts=facts,
            reference=self.reference(facts, check.provenance),
        )

    def outcome(self, check: Check) -> str:
        """A word for the outcome; a pattern of words that does not fire was not found."""
        sought = check.rule.startswith("text.") and check.kind == "pass"
        return str(self.words["not_found"] if sought else self.words["outcomes"][check.kind])

    @cached_property
    def warned(self) -> tuple[Warned, ...]:
        """Findings that a reader must know, gravest first."""
        raised = [f for f in self.result.findings or () if f.kind in ("fail", "review") and f.level != "none"]
        return tuple(self._warned(finding) for finding in sorted(raised, key=lambda f: LEVELS.index(f.level)))

    @cached_property
    def not_applicable(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.result.findings or () if f.kind == "notApplicable")

    def _warned(self, finding: Finding) -> Warned:
        facts = self.known(finding.facts)
        return Warned(
            level=finding.level,
            word=self.words["levels"][finding.level],
            rule=finding.rule,
            message=finding.message or finding.rule,
            quotes=_passages(finding, facts),
            facts=facts,
            inputs=_inputs(finding),
            reference=self.reference(facts, finding.provenance),
        )

    @cached_property
    def conflicts(self) -> tuple[Disputed, ...]:
        found = (self._disputed(conflict) for conflict in self.result.conflicts or ())
        return tuple(conflict for conflict in found if conflict)

    def _disputed(self, conflict: Conflict) -> Disputed | None:
        if conflict.kept not in self.facts:
            return None
        others = self.known(one for one in conflict.facts if one != conflict.kept)
        return Disputed(self.facts[conflict.kept], others, conflict.reason)

    @cached_property
    def standing(self) -> tuple[str, ...]:
        """ "41 of 42 checks hold", "2 warnings", "no conflicts"."""
        tried = [check for check in self.result.checks or () if check.kind in ("pass", "fail")]
        passed = sum(check.kind == "pass" for check in tried)
        checks = self.words["checks_line"].format(passed=passed, tried=len(tried)) if tried else self.words["no_checks"]
        warnings = counted(self.words["warnings_line"], len(self.warned))
        return (checks, warnings, counted(self.words["conflicts_line"], len(self.result.conflicts or ())))


def _passages(finding: Finding, facts: Sequence[Fact]) -> tuple[Provenance, ...]:
    """Passages of text; the places of the facts are shown with the facts."""
    numbers = {(place.page, place.bbox) for fact in facts for place in fact.provenance}
    texts = {p.text: p for p in reversed(finding.provenance) if p.text and (p.page, p.bbox) not in numbers}
    return tuple(sorted(texts.values(), key=lambda p: (p.page, p.bbox.top)))[:MOST_QUOTES]


def _inputs(finding: Finding) -> tuple[tuple[str, str], ...]:
    """What the rule looked at, by name; a table of values is written out."""
    hidden = knowledge("report/ui")["hidden_inputs"]
    return tuple((str(name), _written(value)) for name, value in finding.properties.items() if name not in hidden)


def _written(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_written(part)}" for name, part in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_written(part) for part in value)
    return str(value)
