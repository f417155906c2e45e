"""Lookups: what no metric of the lexicon answers: a named line, a row of a table, a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from data.schemas import Answer, Digest, Fact, Operand, Provenance, Question, Span
from pipelines.ledger import Ledger

from .compute import at
from .labels import Named, find_named
from .numbers import Number
from .passages import LEAST, Passage, difference, kind_asked, pick_number, rank
from .periods import When, resolve
from .rows import Cell, Hit, cell_at, find_rows
from .say import operands_of, refusal, text_of
from .terms import Terms, absent, terms_for
from .wordings import Said, say

ROW, SENTENCE = 0.78, 0.7  # confidence of an answer read in a table, in a sentence, at best
Stated = tuple[Decimal, str, Operand, float]  # number, kind, where, certainty


def answer_lookup(question: Question, digest: Digest) -> Answer:
    """By label, by row, by sentence; a word that the document does not contain ends it."""
    missing = absent(question.names, digest)
    if missing:
        return refusal(question, " ".join(missing))
    terms = terms_for(question, digest)
    if not terms.weights:
        return refusal(question, " ".join(question.words) or question.subject)
    spans: Sequence[Span | None] = question.spans or (None,)
    if len(spans) == 1 and re.search(r"\b(?:change|increase|decrease|higher|lower)", question.text) and spans[0]:
        spans = [_year_before(spans[0]), spans[0]] if question.yes_no else spans
    stated = _by_label(question, terms, digest, spans) or _by_row(question, terms, digest, spans)
    if stated:
        return _told(question, stated, spans, digest)
    return _by_sentence(question, terms, digest)


def answer_share(question: Question, digest: Digest) -> Answer:
    """How much of the subject the part makes up that the words name."""
    ledger = Ledger(digest.facts)
    span = question.spans[-1] if question.spans else None
    when = resolve(span, ledger, digest.info)
    whole = at(question.subject, when, ledger) if when else None
    part = answer_lookup(question.model_copy(update={"intent": "look up", "unit": None, "places": None}), digest)
    if whole is None or whole.value is None or not whole.number or not part.operands:
        return refusal(question, " ".join(question.words))
    share = part.operands[-1].value / whole.number
    said = say(share, "percent", "", "percent", question.places, question.language == "zh")
    operands = (*part.operands, *operands_of(whole.value.facts))
    of = operands[-1].name
    zh = question.language == "zh"
    text = f"{part.operands[-1].name}占{of}的{said.text}。" if zh else f"{part.operands[-1].name}: {said.text} of {of}."
    return part.model_copy(
        update={
            "text": text,
            "value": said.value,
            "unit": said.unit,
            "formula": " / ".join(f"{o.name} {o.provenance[0].text}" for o in operands) + f" = {said.text}",
            "operands": operands,
            "citations": tuple(operand.fact for operand in operands if operand.fact),
            "evidence": tuple(place for operand in operands for place in operand.provenance),
            "confidence": round(part.confidence * (0.95 if 0 < share <= 1 else 0.3), 4),
            "question": question,
        }
    )


def _by_label(question: Question, terms: Terms, digest: Digest, spans: Sequence[Span | None]) -> list[Stated]:
    ledger = Ledger(digest.facts)
    found: list[Named] = []
    for span in spans:
        when = resolve(span, ledger, digest.info) if span else _latest(ledger, digest)
        named = find_named(question, terms, digest, when) if when else None
        if named is None or named.close < 0.5:
            return []
        found.append(named)
    return [_of_fact(named) for named in found]


def _latest(ledger: Ledger, digest: Digest) -> When | None:
    return resolve(None, ledger, digest.info)


def _of_fact(named: Named) -> Stated:
    fact = named.fact
    sure = fact.confidence * (0.95 if named.close >= 0.99 else 0.85 if named.close > 0.65 else 0.75)
    (operand,) = operands_of([fact])
    return fact.value, _kind(fact), operand, sure


def _kind(fact: Fact) -> str:
    if fact.unit.endswith("/shares"):
        return "per_share"
    return {"shares": "shares", "pure": "ratio"}.get(fact.unit, "money")


def _by_row(question: Question, terms: Terms, digest: Digest, spans: Sequence[Span | None]) -> list[Stated]:
    hits = find_rows(question, terms, digest)
    for hit in hits:
        cells = [cell_at(hit.line, span, digest, question) for span in spans]
        if all(cell is not None for cell in cells) and _of_kind(question, cells[0]):
            return [_of_cell(hit, cell, digest) for cell in cells if cell]
    return []


def _of_kind(question: Question, cell: Cell | None) -> bool:
    asked = kind_asked(question)
    if cell is None or asked == "any":
        return cell is not None
    if asked == "plain":
        return cell.kind == "count"
    return cell.kind == asked or (asked == "money" and cell.kind == "count" and not question.unit)


def _of_cell(hit: Hit, cell: Cell, digest: Digest) -> Stated:
    line, place = hit.line, cell.place
    name = " · ".join(part for part in (line.group, line.label or "total", place.head) if part)
    unit = {"percent": "pure", "count": "count"}.get(cell.kind, digest.info.currency or "")
    provenance = (Provenance(page=place.page, bbox=place.bbox, text=place.text),)
    operand = Operand(name=name, value=cell.number, unit=unit, provenance=provenance)
    return cell.number, cell.kind, operand, ROW * cell.sure * (0.6 + 0.4 * hit.cover) * (0.75 + 0.25 * hit.close)


def _told(question: Question, stated: list[Stated], spans: Sequence[Span | None], digest: Digest) -> Answer:
    zh, last = question.language == "zh", stated[-1]
    said = [_say(question, number, kind, digest) for number, kind, _, _ in stated]
    name = last[2].name
    if len(stated) > 1:
        moved = stated[-1][0] - stated[0][0]
        verdict = _yes(question, moved) if question.yes_no else ""
        each = " → ".join(f"{one.text} ({_span(span)})" for one, span in zip(said, spans, strict=True))
        text = f"{verdict}{name}：{each}。" if zh else f"{verdict}{name}: {each}."
    else:
        text = f"{name}：{said[-1].text}。" if zh else f"{name}: {said[-1].text}."
    operands = tuple(operand for _, _, operand, _ in stated)
    return Answer(
        text=text,
        value=said[-1].value,
        unit=said[-1].unit,
        formula="; ".join(f"{o.name} {o.provenance[0].text}" for o in operands)
        + f" = {text_of(said[-1].value, said[-1].unit)}",
        citations=tuple(operand.fact for operand in operands if operand.fact),
        operands=operands,
        evidence=tuple(place for operand in operands for place in operand.provenance),
        confidence=round(min(sure for _, _, _, sure in stated), 4),
        question=question,
    )


def _yes(question: Question, moved: Decimal) -> str:
    if question.language == "zh":
        return "是。" if moved else "否。"
    return "Yes. " if moved else "No. "


def _span(span: Span | None) -> str:
    return str(span) if span else "latest"


def _year_before(span: Span) -> Span:
    return span.model_copy(update={"year": span.year - 1}) if span.year else span


def _say(question: Question, number: Decimal, kind: str, digest: Digest) -> Said:
    zh = question.language == "zh"
    return say(number, kind, digest.info.currency or "", question.unit, question.places, zh)


def _by_sentence(question: Question, terms: Terms, digest: Digest) -> Answer:
    ranked = [passage for passage in rank(question, terms, digest) if passage.cover >= LEAST]
    kind = kind_asked(question)
    if re.search(r"by how m|how much did .* (?:increase|decrease|raise|reduce|change)", question.text):
        moved = difference(ranked, terms, kind)
        if moved:
            number, places = moved
            return _quoted(question, number, "points" if kind == "points" else places[0][1].kind, places, 0.6, digest)
    for passage in ranked:
        chosen = pick_number(question, passage, terms, kind)
        if chosen:
            number_, sure = chosen
            sure *= SENTENCE * passage.cover
            return _quoted(question, number_.value, number_.kind, [(passage, number_)], sure, digest)
    return refusal(question, " ".join(question.words), 0.8)


def _quoted(
    question: Question,
    number: Decimal,
    kind: str,
    places: Sequence[tuple[Passage, Number]],
    sure: float,
    digest: Digest,
) -> Answer:
    said = _in_sentence(question, number, kind, digest)
    zh = question.language == "zh"
    quotes = tuple(dict.fromkeys(passage.place for passage, _ in places))
    operands = tuple(
        Operand(name=n.text, value=n.value, unit=_unit(n, digest), provenance=(p.place,)) for p, n in places
    )
    quoted = " ".join(f"“{quote.text}”" for quote in quotes)
    return Answer(
        text=f"{said.text}：{quoted}" if zh else f"{said.text}: {quoted}",
        value=said.value,
        unit=said.unit,
        formula=" - ".join(n.text for _, n in places),
        operands=operands,
        evidence=quotes,
        confidence=round(min(sure, SENTENCE), 4),
        question=question,
    )


def _unit(number: Number, digest: Digest) -> str:
    return {"money": digest.info.currency or "", "plain": "count"}.get(number.kind, "pure")


def _in_sentence(question: Question, number: Decimal, kind: str, digest: Digest) -> Said:
    if kind == "points":
        value = number * 100
        return Said(value, "percentage points", f"{value.normalize():f} percentage points")
    return _say(question, number, "count" if kind == "plain" else kind, digest)
