"""Narrative tie-out: figures and growth rates in running text against the facts of the statements.

A claim is tried on every pair of periods of one length, the later one first. It holds when all its figures do, each
within its own rounding. It fails only when one figure ties it to a pair of periods and another of the same clause
contradicts that pair by more than rounding can explain; a claim that nothing ties to the statements may speak of
something else, and nothing is said about it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from data.schemas import Check, Fact, Finding, Provenance, Reading, Sentence
from pipelines.rules._amounts import MINUS, grouped, money
from pipelines.rules._claims import Claim, Figure, claims
from pipelines.rules._texts import say

ID = "narrative.tie-out"
TITLE = "Figures in the text agree with the statements"

_WHOLE = re.compile(r"\b(?:total|consolidated|company|group|overall)\b", re.IGNORECASE)
STATEMENTS = ("income", "balance", "cashflow")
TWINS = {"NetIncomeLoss": ("ProfitLoss",), "ProfitLoss": ("NetIncomeLoss",)}
HALF, SLACK, WRONG = Decimal("0.5"), Decimal("1.05"), Decimal("2.5")  # steps: exact rounding, allowed, contradicted
DIGITS = 3  # of an amount that ties a claim to a pair of periods
_NOBODY: tuple[None, ...] = (None,)
NEXT_YEAR = (350, 380)  # days between the ends of two periods that are compared


@dataclass(frozen=True, slots=True)
class _Pair:
    """A fact and the one of the period a year before."""

    now: Fact
    before: Fact | None

    def value(self, figure: Figure) -> Decimal | None:
        """What the facts say of the figure; None where they cannot."""
        if figure.role == "level":
            return abs(self.now.value)
        if self.before is None:
            return None
        if figure.role == "before":
            return abs(self.before.value)
        moved = abs(self.now.value) - abs(self.before.value)
        comparable = self.before.value != 0 and (self.now.value > 0) == (self.before.value > 0)
        if figure.role == "change":
            return moved if comparable else (self.now.value - self.before.value).copy_sign(figure.value)
        return moved / abs(self.before.value) * 100 if comparable else None

    def off(self, figure: Figure) -> Decimal | None:
        """Distance in steps of the printed figure."""
        value = self.value(figure)
        return abs(value - figure.value) / figure.step if value is not None else None


def check(reading: Reading) -> tuple[Check | Finding, ...]:
    """One check for each claim that ties to the statements, one finding for each that contradicts them."""
    pairs = _pairs(reading)
    outcomes: list[Check | Finding] = []
    seen: set[tuple[str, str]] = set()
    for sentence in reading.sentences:
        for claim in claims(sentence.text):
            if (claim.concept, claim.text) not in seen and not _vague(claim):
                seen.add((claim.concept, claim.text))
                outcomes += _judged(claim, sentence, pairs, reading.told_in)
    return tuple(outcomes)


def _vague(claim: Claim) -> bool:
    """A whole per cent alone fits many a segment by chance, unless the sentence says that it is the total."""
    alone = all(figure.role == "percent" and figure.step >= 1 for figure in claim.figures)
    return alone and not _WHOLE.search(claim.text[:60])


def _pairs(reading: Reading) -> dict[str, list[_Pair]]:
    """Pairs by concept, the latest period first, with the facts of twin concepts behind the concept's own."""
    own: dict[str, list[Fact]] = {}
    for fact in reading.facts:
        if fact.scope == "consolidated" and fact.statement in STATEMENTS and fact.method is None:
            own.setdefault(fact.concept, []).append(fact)
    pairs = {concept: list(_paired(facts)) for concept, facts in own.items()}
    every = set(pairs) | set(TWINS)
    return {c: pairs.get(c, []) + [p for twin in TWINS.get(c, ()) for p in pairs.get(twin, [])] for c in every}


def _paired(facts: list[Fact]) -> Iterator[_Pair]:
    for now in sorted(facts, key=lambda fact: fact.period.last, reverse=True):
        before = [
            fact
            for fact in facts
            if NEXT_YEAR[0] <= (now.period.last - fact.period.last).days <= NEXT_YEAR[1]
            and abs(now.period.days - fact.period.days) <= 10
        ]
        for fact in before or _NOBODY:
            yield _Pair(now, fact)


def _judged(
    claim: Claim, sentence: Sentence, pairs: dict[str, list[_Pair]], language: str
) -> Iterator[Check | Finding]:
    for pair in pairs.get(claim.concept, []):
        distances = [pair.off(figure) for figure in claim.figures]
        if all(distance is not None and distance <= _allowed(figure) for figure, distance in _zip(claim, distances)):
            yield _holds(claim, sentence, pair, language)
            return
    for pair in pairs.get(claim.concept, []):
        wrong = _contradicted(claim, pair)
        if wrong:
            yield from _fails(sentence, pair, wrong, language)
            return


def _zip(claim: Claim, distances: list[Decimal | None]) -> Iterator[tuple[Figure, Decimal | None]]:
    yield from zip(claim.figures, distances, strict=True)


def _allowed(figure: Figure) -> Decimal:
    """Steps: a change or a rate is often computed from rounded amounts, a level is only rounded or cut."""
    return SLACK if figure.role in ("change", "percent") else HALF + Decimal("0.01")


def _contradicted(claim: Claim, pair: _Pair) -> Figure | None:
    """The figure that the pair contradicts, when an amount of the same clause ties the claim to the pair."""
    anchor = next((figure for figure in claim.figures if _anchors(figure, pair)), None)
    if anchor is None:
        return None
    for figure in claim.figures:
        off = pair.off(figure)
        if figure is not anchor and off is not None and off > WRONG and _near(figure, pair):
            return figure
    return None


def _anchors(figure: Figure, pair: _Pair) -> bool:
    """True for an amount of three digits or more that agrees: two digits may agree by chance."""
    digits = len(str(figure.value / figure.step).partition(".")[0].lstrip("-"))
    distance = pair.off(figure)
    return figure.role != "percent" and digits >= DIGITS and distance is not None and distance <= _allowed(figure)


def _near(figure: Figure, pair: _Pair) -> bool:
    """A misprint keeps the size; a figure of another size speaks of something else."""
    value = pair.value(figure)
    return value is not None and value != 0 and Decimal("0.3") < abs(figure.value / value) < 3


def _facts(pair: _Pair) -> tuple[str, ...]:
    return (pair.now.id, pair.before.id) if pair.before else (pair.now.id,)


def _place(sentence: Sentence) -> tuple[Provenance, ...]:
    return (Provenance(page=sentence.page, bbox=sentence.bbox, text=sentence.text),)


def _holds(claim: Claim, sentence: Sentence, pair: _Pair, language: str) -> Check:
    named = ", ".join(figure.text for figure in claim.figures)
    message = say(f"{ID}.pass", language, line=pair.now.label, figures=named)
    return Check(rule=ID, kind="pass", facts=_facts(pair), message=message, provenance=_place(sentence))


def _fails(sentence: Sentence, pair: _Pair, wrong: Figure, language: str) -> Iterator[Check | Finding]:
    value = pair.value(wrong) or Decimal(0)
    shown = f"{grouped(value, 2)}%" if wrong.role == "percent" else money(value, pair.now.unit, language)
    stated = MINUS + wrong.text if wrong.value < 0 else wrong.text
    message = say(f"{ID}.fail", language, line=pair.now.label, stated=stated, computed=shown)
    difference = value - wrong.value
    places = _place(sentence)
    yield Check(rule=ID, kind="fail", facts=_facts(pair), difference=difference, message=message, provenance=places)
    yield Finding(
        rule=ID,
        level="warning",
        kind="fail",
        message=message,
        facts=_facts(pair),
        provenance=(*places, *pair.now.provenance[:1]),
        properties={"stated": wrong.text, "computed": shown},
    )
