"""Figures: questions whose subject is in the lexicon, answered from facts by arithmetic."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from data.knowledge import knowledge
from data.schemas import Answer, Digest, Question
from pipelines.ledger import Ledger

from . import compute
from .compute import Result
from .lexicon import metrics
from .periods import resolve
from .say import refusal, subject_label, told
from .wordings import Said, say

UP = r"improv|increas|higher|gr[oe]w|expand|better|rise|rose|up\b|提高|提升|改善|上升|增加|增长|高于"
DOWN = r"decreas|declin|lower|drop|fall|fell|reduc|contract|deteriorat|worse|shrink|down\b|下降|减少|降低|低于"


def answer_figure(question: Question, digest: Digest, ledger: Ledger) -> Answer:
    """By the intent; a period or an input that is not stated is said to be so."""
    if question.intent == "profile":
        return _profile(question, digest, ledger)
    results = compute.over(question, ledger, digest.info)
    absent = next((result for result in results if result.number is None), None)
    stated = [result for result in results if result.number is not None]
    if not stated or (absent and question.intent not in ("best period", "average", "compare")):
        return refusal(question, absent.missing if absent else question.subject)
    if absent and question.intent == "average":
        return refusal(question, absent.missing)
    kind = compute.unit_of(question.subject, compute.facts_of(stated))
    return _INTENTS.get(question.intent, _value)(question, stated, _Teller(question, kind, digest))


class _Teller:
    """Says numbers of the subject in the unit asked for."""

    def __init__(self, question: Question, kind: str, digest: Digest) -> None:
        self.question, self.kind = question, kind
        self.currency = digest.info.currency or ""
        self.zh = question.language == "zh"
        self.digest = digest

    @property
    def is_rate(self) -> bool:
        return self.kind in ("percent", "ratio", "times", "days")

    def __call__(self, number: Decimal) -> Said:
        asked = self.question.unit
        return say(number, self.kind, self.currency, asked, self.question.places, self.zh)

    def percent(self, number: Decimal) -> Said:
        return say(number / 100, "percent", "", "percent", self.question.places, self.zh)

    def points(self, number: Decimal) -> str:
        places = 2 if self.question.places is None else self.question.places
        value = abs(number * 100).quantize(Decimal(1).scaleb(-places))
        return f"{value}个百分点" if self.zh else f"{value} percentage points"


def _value(question: Question, results: list[Result], tell: _Teller) -> Answer:
    result = results[-1]
    said = tell(_number(result))
    name, when = subject_label(question), _when(result)
    text = f"{when}{name}为{said.text}。" if tell.zh else f"{name}, {when}: {said.text}{_defined(question)}."
    sure = compute.confidence(results)
    return told(question, text, said.value, said.unit, [result], sure, _others(question, result, tell, said))


def _growth(question: Question, results: list[Result], tell: _Teller) -> Answer:
    first, last = results[0], results[-1]
    rate = compute.growth(_number(first), _number(last))
    if len(results) < 2 or rate is None:
        return refusal(question, "a comparable period a year before")
    if tell.is_rate:
        return _change(question, results, tell)
    said, name = tell.percent(rate), subject_label(question)
    before, after = _plain(tell, first), _plain(tell, last)
    if tell.zh:
        text = f"{name}{_when(first)}为{before}，{_when(last)}为{after}，变动{said.text}。"
    else:
        verb = "rose" if rate > 0 else "fell" if rate < 0 else "did not change:"
        text = f"{name} {verb} {said.text.lstrip('-')}, from {before} ({_when(first)}) to {after} ({_when(last)})."
    return told(question, text, said.value, "percent", [first, last], compute.confidence(results))


def _change(question: Question, results: list[Result], tell: _Teller) -> Answer:
    if len(results) < 2:
        return refusal(question, "a comparable period a year before")
    first, last = results[0], results[-1]
    text, said = _moved(question, first, last, tell)
    if not tell.is_rate:
        said = tell(_number(last) - _number(first))
    elif re.search(r"percentage points?|basis points?|百分点", question.text):
        value = (_number(last) - _number(first)) * 100
        said = Said(value.quantize(Decimal("0.1")), "percentage points", tell.points(value / 100))
    return told(question, text, said.value, said.unit, [first, last], compute.confidence(results))


def _compare(question: Question, results: list[Result], tell: _Teller) -> Answer:
    """Yes or no with both values; of money, the value is the difference that was asked about."""
    if len(results) < 2:
        return refusal(question, "a comparable period a year before")
    first, last = results[0], results[-1]
    text, said = _moved(question, first, last, tell)
    if question.yes_no:
        text = f"{_verdict(question, _number(last) - _number(first))}{text}"
        if not tell.is_rate:
            said = tell(_number(last) - _number(first))
    return told(question, text, said.value, said.unit, results, compute.confidence(results))


def _verdict(question: Question, moved: Decimal) -> str:
    up, down = re.search(UP, question.text), re.search(DOWN, question.text)
    yes = moved > 0 if up and not down else moved < 0 if down and not up else moved != 0
    if question.language == "zh":
        return "是。" if yes else "否。"
    return "Yes. " if yes else "No. "


def _moved(question: Question, first: Result, last: Result, tell: _Teller) -> tuple[str, Said]:
    before, after, moved = tell(_number(first)), tell(_number(last)), _number(last) - _number(first)
    name = subject_label(question)
    by = tell.points(moved) if tell.kind == "percent" or after.unit == "percent" else tell(abs(moved)).text
    if tell.zh:
        verb = "上升" if moved > 0 else "下降" if moved < 0 else "持平，差额"
        return f"{name}由{_when(first)}的{before.text}{verb}{by}，{_when(last)}为{after.text}。", after
    verb = "rose" if moved > 0 else "fell" if moved < 0 else "did not change,"
    return f"{name} {verb} by {by}, from {before.text} ({_when(first)}) to {after.text} ({_when(last)}).", after


def _cagr(question: Question, results: list[Result], tell: _Teller) -> Answer:
    first, last = results[0], results[-1]
    years = round(((last.when.moment.end - first.when.moment.end).days) / 365.25) if first.when and last.when else 0
    rate = compute.cagr(_number(first), _number(last), years)
    if rate is None:
        return refusal(question, "two positive values to grow from")
    said, name = tell.percent(rate), subject_label(question)
    if tell.zh:
        text = f"{name}{_when(first)}至{_when(last)}的复合年增长率为{said.text}。"
    else:
        before, after = _plain(tell, first), _plain(tell, last)
        text = f"{name} grew {said.text} a year from {before} ({_when(first)}) to {after} ({_when(last)})."
    return told(question, text, said.value, "percent", [first, last], compute.confidence(results))


def _average(question: Question, results: list[Result], tell: _Teller) -> Answer:
    mean = sum((_number(result) for result in results), Decimal(0)) / len(results)
    said, name = tell(mean), subject_label(question)
    each = ", ".join(f"{_when(result)} {tell(_number(result)).text}" for result in results)
    text = (
        f"{name}平均为{said.text}（{each}）。"
        if tell.zh
        else f"{name}, average of {len(results)} years: {said.text} ({each})."
    )
    return told(question, text, said.value, said.unit, results, compute.confidence(results))


def _threshold(question: Question, results: list[Result], tell: _Teller) -> Answer:
    result, limit = results[-1], question.limit or Decimal(0)
    number, said = _number(result), tell(_number(result))
    yes = number > limit if question.above else number < limit
    name = subject_label(question)
    if tell.zh:
        text = f"{'是' if yes else '否'}。{_when(result)}{name}为{said.text}。"
    else:
        text = f"{'Yes' if yes else 'No'}. {name}, {_when(result)}: {said.text}{_defined(question)}."
    return told(question, text, said.value, said.unit, [result], compute.confidence(results))


def _best(question: Question, results: list[Result], tell: _Teller) -> Answer:
    choose = min if question.lowest else max
    best = choose(results, key=_number)
    said, name = tell(_number(best)), subject_label(question)
    each = ", ".join(f"{_when(result)} {tell(_number(result)).text}" for result in results)
    if tell.zh:
        text = f"{_when(best)}，{name}为{said.text}（{each}）。"
    else:
        text = f"{_when(best)}: {name} was {'lowest' if question.lowest else 'highest'}, {said.text} ({each})."
    return told(question, text, said.value, said.unit, results, compute.confidence(results))


_INTENTS: dict[str, Callable[[Question, list[Result], _Teller], Answer]] = {
    "growth": _growth,
    "change": _change,
    "compare": _compare,
    "cagr": _cagr,
    "average": _average,
    "threshold": _threshold,
    "best period": _best,
}


def _profile(question: Question, digest: Digest, ledger: Ledger) -> Answer:
    """Several metrics of two years beside each other, and the rule that makes it yes or no."""
    profile: dict[str, Any] = next(p for p in knowledge("questions")["profiles"] if p["id"] == question.subject)
    zh = question.language == "zh"
    span = question.spans[-1] if question.spans else None
    when = resolve(span, ledger, digest.info)
    if when is None:
        return refusal(question, str(span))
    parts, results, head = [], [], None
    for shown in profile["show"]:
        pair = compute.over(
            question.model_copy(
                update={"subject": shown["formula"], "intent": "compare", "spans": (span,) if span else ()}
            ),
            ledger,
            digest.info,
        )
        stated = [result for result in pair if result.number is not None]
        if not stated or stated[-1].when is None or stated[-1] is not pair[-1]:
            continue
        results += stated
        told_as = [say(_number(r), shown["unit"], "", None, 2, zh) for r in reversed(stated)]
        head = told_as[0] if shown.get("first") or head is None else head
        each = ", ".join(f"{said.text} ({_when(r)})" for said, r in zip(told_as, reversed(stated), strict=True))
        parts.append(f"{shown['zh' if zh else 'en']} {each}")
    rule = compute_rule(profile["holds"], when, ledger)
    if head is None or rule is None:
        return refusal(question, profile["show"][0]["formula"])
    verdict = ("是" if rule else "否") if zh else ("Yes" if rule else "No")
    text = (
        f"{verdict}：{'；'.join(parts)}。判断依据：{profile['rule']['zh']}。"
        if zh
        else f"{verdict}: {'; '.join(parts)}. The rule: {profile['rule']['en']}."
    )
    return told(question, text, head.value, head.unit, results, 0.75 * compute.confidence(results))


def compute_rule(condition: str, when: Any, ledger: Ledger) -> bool | None:
    """Whether the condition holds; None where an input is not stated."""
    from pipelines.formulas import Book, Missing

    from .lexicon import vocabulary

    try:
        return Book(ledger, when.moment, vocabulary()).holds(condition)[0]
    except Missing:
        return None


def _others(question: Question, result: Result, tell: _Teller, said: Said) -> list[str]:
    """What other definitions of the metric give, where that is another number."""
    metric = metrics().get(question.subject)
    if metric is None or question.definition or result.when is None:
        return []
    found = []
    for other in metric.others:
        result_of = compute.at(other.formula, result.when, Ledger(tell.digest.facts))
        if result_of.number is not None and tell(result_of.number).value != said.value:
            found.append(f"{tell(result_of.number).text} {other.names['zh' if tell.zh else 'en']}")
    return found


def _defined(question: Question) -> str:
    metric = metrics().get(question.subject)
    return f" ({metric.definition['en']})" if metric and metric.definition and not question.definition else ""


def _plain(tell: _Teller, result: Result) -> str:
    """The level beside a rate: in its own natural unit."""
    return say(_number(result), tell.kind, tell.currency, None, None, tell.zh).text


def _number(result: Result) -> Decimal:
    return result.number if result.number is not None else Decimal(0)


def _when(result: Result) -> str:
    return result.when.name if result.when else ""
