"""Disputes: facts that contradict each other, put to the backend, and the conflict that is told.

    best fact, others ─► one question with what each reading is worth by itself ─► the backend's word, or the rules'

The rules keep the better source. A model sees more: which digits differ, how each reading fits the same line in other
periods, and what the rest of the document says that the number is: sums, lines told again, growth (`Witness`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from data.schemas import Conflict, Fact
from pipelines.contracts import Backend, Judging, Opinion, Witness, no_witness
from pipelines.facts.merge import SECONDARY

RANK = {"income": 0, "balance": 0, "cashflow": 1, "equity": 2, "note": 4, "segment": 4, "narrative": 5, "chart": 6}
_LEAST_WEIGHT = 0.02
_KINDS = {"note": "note", "segment": "note", "narrative": "narrative", "chart": "label"}


def settled(
    disputes: Sequence[tuple[Fact, Sequence[Fact]]], facts: Sequence[Fact], backend: Backend, witness: Witness
) -> Iterator[Conflict]:
    """A conflict for each best fact and those against it; one batch for all."""
    questions = [judging((best, *others), facts, witness) for best, others in disputes]
    opinions = backend.judge(questions) if questions else []
    for (best, others), opinion in zip(disputes, opinions, strict=True):
        yield _conflict([best, *others], opinion)


def judging(readings: Sequence[Fact], facts: Sequence[Fact], witness: Witness = no_witness) -> Judging:
    """The question which of these facts is right."""
    first = readings[0]
    beside = [f.value for f in facts if _same_line(f, first)]
    return Judging(
        question=f"{first.concept} {first.period.last}",
        readings=tuple(str(f.value) for f in readings),
        sources=tuple(source_of(f) for f in readings),
        weights=tuple(weight_of(f) for f in readings),
        kinds=tuple(_kind(f) for f in readings),
        confidences=tuple(f.confidence for f in readings),
        steps=tuple(float(step_of(f) or 0) for f in readings),
        neighbours=tuple(map(float, beside[:3])),
        evidence=witness(readings, facts),
    )


def _same_line(fact: Fact, of: Fact) -> bool:
    """The line's value in another period of the same length."""
    alike = (fact.concept, fact.unit, fact.scope) == (of.concept, of.unit, "consolidated")
    return alike and fact.period != of.period and abs(fact.period.days - of.period.days) <= 8


def _kind(fact: Fact) -> str:
    """What the place is to a judge of readings."""
    if fact.provenance[0].method == "ocr":
        return "ocr"
    return "again" if fact.scope == SECONDARY else _KINDS.get(fact.statement or "narrative", "text-layer")


def _conflict(facts: list[Fact], opinion: Opinion) -> Conflict:
    judged = opinion.confidence > 0
    chosen = next((f for f in facts if judged and str(f.value) == opinion.value), facts[0])
    losers = ", ".join(f"{f.value:,} ({source_of(f)})" for f in facts if f.id != chosen.id)
    why = (
        f"judged by the model, {opinion.confidence:.0%} sure" if judged else f"{source_of(chosen)} is the better source"
    )
    return Conflict(
        facts=tuple(f.id for f in facts),
        kept=chosen.id,
        weights=_weights(facts, opinion),
        reason=f"{chosen.label or chosen.concept}: kept {chosen.value:,}; {why}; against {losers}",
    )


def _weights(facts: Sequence[Fact], opinion: Opinion) -> dict[str, float]:
    """Shares that sum to one: the model's where it has spoken."""
    told = dict(opinion.others) | ({opinion.value: opinion.confidence} if opinion.confidence > 0 else {})
    given = {f.id: told.get(str(f.value), 0.0) if told else weight_of(f) for f in facts}
    whole = sum(given.values())
    return {fact: round(weight / whole, 4) for fact, weight in given.items()}


def weight_of(fact: Fact) -> float:
    """What the rules give a fact: its confidence, less with the rank of its place."""
    return max(_LEAST_WEIGHT, fact.confidence / (1 + rank(fact)) ** 2)


def rank(fact: Fact) -> int:
    """0 for the best source. A statement printed a second time is worth less than the primary one."""
    place = RANK.get(fact.statement or "narrative", 5)
    return place + 2 if fact.scope == SECONDARY else place


def source_of(fact: Fact) -> str:
    """Where a fact stands, for a person."""
    place = fact.statement or "narrative"
    again = " printed again" if fact.scope == SECONDARY else ""
    return f"{place}{again}, page {fact.provenance[0].page}"


def step_of(fact: Fact) -> Decimal | None:
    """Worth of the last printed digit: 1.2 printed for 1_200_000 is worth 100_000."""
    digits = "".join(c for c in fact.provenance[0].text if c.isdigit() or c == ".")
    try:
        printed = Decimal(digits)
    except ArithmeticError:
        return None
    if not printed or not fact.value:
        return None
    exponent = printed.as_tuple().exponent
    return abs(fact.value / printed).scaleb(exponent) if isinstance(exponent, int) else None
