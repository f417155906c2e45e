"""Say: the answer first, then the formula with its values, then what it rests on.

Two languages; the words stand here because each sentence is built around its numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from data.knowledge import knowledge
from data.schemas import Answer, Fact, Operand, Provenance, Question

from .compute import Result, facts_of
from .lexicon import metrics

REFUSAL = 0.9  # confidence of "not stated"
_ID = re.compile(r"\b[a-z]{1,2}\d+\b")


def refusal(question: Question, what: str, confidence: float = REFUSAL) -> Answer:
    """The document does not state it."""
    name = word_for(what, question.language)
    text = f"文件中未说明：{name}。" if question.language == "zh" else f"Not stated in the document: {name}."
    return Answer(text=text, value=None, confidence=confidence, question=question)


def word_for(name: str, language: str) -> str:
    """What a reader calls an input."""
    words = knowledge("ratios")["words"].get(name)
    if words:
        return str(words["zh" if language == "zh" else "en"])
    metric = metrics().get(name)
    return metric.said(language) if metric else name


def subject_label(question: Question) -> str:
    """What the subject is called: the metric's name, or the names in the formula."""
    language = question.language
    metric = metrics().get(question.subject)
    if metric is not None:
        return metric.said(language)
    named = [name for name in question.metrics if name not in question.subject and metrics()[name].unit != "money"]
    if named:
        return metrics()[named[0]].said(language)

    def label(match: re.Match[str]) -> str:
        return metrics()[match[0]].said(language) if match[0] in metrics() else match[0]

    return re.sub(r"[a-z_]+", label, question.subject.replace("( ", "(").replace(" )", ")"))


def formula_text(results: Iterable[Result], outcome: str) -> str:
    """The formula with printed names and values instead of ids."""
    parts = []
    for result in results:
        if result.value is None:
            continue
        names = {fact.id: f"{fact.label or fact.concept} {printed(fact)}" for fact in result.value.facts}
        text = _ID.sub(lambda match, names=names: names.get(match[0], match[0]), result.value.formula)  # type: ignore[misc]
        text = text[1:-1] if text.startswith("(") and _closes_last(text) else text
        parts.append(f"{result.when.name}: {text}" if result.when else text)
    return "; ".join(parts) + (f" = {outcome}" if parts else "")


def printed(fact: Fact) -> str:
    """As the document prints it."""
    return fact.provenance[0].text or str(fact.value)


def operands_of(facts: Iterable[Fact]) -> tuple[Operand, ...]:
    return tuple(
        Operand(
            name=fact.label or fact.concept,
            value=fact.value,
            unit=fact.unit,
            period=fact.period,
            fact=fact.id,
            provenance=fact.provenance[:1],
        )
        for fact in facts
    )


def told(
    question: Question,
    text: str,
    value: Decimal,
    unit: str,
    results: Sequence[Result],
    confidence: float,
    alternatives: Sequence[str] = (),
) -> Answer:
    """An answer made of facts."""
    facts = facts_of(results)
    zh = question.language == "zh"
    extra = (" 另一口径：" if zh else " Other definitions: ") + "；".join(alternatives) if alternatives else ""
    if alternatives and not zh:
        extra = " Other definitions: " + "; ".join(alternatives) + "."
    return Answer(
        text=text + extra,
        value=value,
        unit=unit,
        formula=formula_text(results, text_of(value, unit)),
        citations=tuple(fact.id for fact in facts),
        operands=operands_of(facts),
        evidence=evidence_of(facts),
        confidence=round(max(0.0, min(confidence, 0.99)), 4),
        alternatives=tuple(alternatives),
        question=question,
    )


def evidence_of(facts: Iterable[Fact]) -> tuple[Provenance, ...]:
    return tuple(dict.fromkeys(fact.provenance[0] for fact in facts))


def text_of(value: Decimal, unit: str) -> str:
    return f"{value:,f}%" if unit == "percent" else f"{value:,f} {unit}".strip()


def _closes_last(text: str) -> bool:
    depth = 0
    for at, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return at == len(text) - 1
    return False
