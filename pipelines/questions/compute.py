"""Compute: a formula over metrics in one or several periods, in decimals, with the facts behind it.

value       the subject in the period
change      later - earlier;  growth: later / earlier - 1;  cagr: (later / earlier) ^ (1 / years) - 1
average     mean over the periods
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from data.schemas import DocumentInfo, Fact, Question, Span
from pipelines.formulas import Book, Missing, Value
from pipelines.ledger import Ledger, Moment

from .lexicon import metrics, vocabulary
from .periods import When, resolve

PERCENT = Decimal(100)


@dataclass(frozen=True, slots=True)
class Result:
    """A number of one period or over several. `missing`: the name that the document does not state."""

    number: Decimal | None
    value: Value | None = None
    when: When | None = None
    missing: str = ""


def at(formula: str, when: When, ledger: Ledger) -> Result:
    """The formula in one period."""
    book = Book(ledger, when.moment, vocabulary())
    try:
        value = book.value(formula.strip())
    except Missing as absent:
        return Result(None, when=when, missing=str(absent))
    except InvalidOperation:
        return Result(None, when=when, missing="divisor")
    return Result(value.number, value, when) if value.facts else Result(None, when=when, missing=formula)


def over(question: Question, ledger: Ledger, info: DocumentInfo) -> list[Result]:
    """The subject in every period asked for, from the earliest to the latest; the latest where none is."""
    spans: Sequence[Span | None] = question.spans or (None,)
    if question.intent in ("compare", "growth", "change") and len(spans) == 1:
        return _with_earlier(question.subject, spans[0], ledger, info)
    found = []
    for span in spans:
        when = resolve(span, ledger, info)
        found.append(at(question.subject, when, ledger) if when else Result(None, missing=str(span)))
    return found


def confidence(results: Iterable[Result]) -> float:
    """All facts must be right; their errors go together, so the least sure one decides."""
    sure = [
        fact.confidence * result.when.sure
        for result in results
        if result.value and result.when
        for fact in result.value.facts
    ]
    return min(sure, default=0.0)


def facts_of(results: Iterable[Result]) -> tuple[Fact, ...]:
    """Every fact once, in order."""
    return tuple({fact.id: fact for result in results if result.value for fact in result.value.facts}.values())


def growth(earlier: Decimal, later: Decimal) -> Decimal | None:
    """In per cent of the earlier one, counted from its size: out of a loss of 2 to 1 is growth."""
    return (later - earlier) / abs(earlier) * PERCENT if earlier else None


def cagr(earlier: Decimal, later: Decimal, years: int) -> Decimal | None:
    """Per cent a year; None where a sign changes."""
    if earlier <= 0 or later <= 0 or years < 1:
        return None
    return ((later / earlier) ** (Decimal(1) / years) - 1) * PERCENT


def unit_of(subject: str, facts: Sequence[Fact]) -> str:
    """What the subject counts: money, percent, ratio, days, per_share, shares."""
    metric = metrics().get(subject)
    if metric is not None:
        return metric.unit
    if "/" in subject:
        return "days" if re.search(r"\b36[05]\b|\bdays\b", subject) else "ratio"
    ids = [name for name in re.findall(r"[a-z_]+", subject) if name in metrics()]
    units = {metrics()[name].unit for name in ids}
    if len(units) == 1:
        return units.pop()
    return "money" if facts and facts[0].unit.isalpha() and facts[0].unit.isupper() else "ratio"


def _with_earlier(subject: str, span: Span | None, ledger: Ledger, info: DocumentInfo) -> list[Result]:
    when = resolve(span, ledger, info)
    if when is None:
        return [Result(None, missing=str(span))]
    before = ledger.before(when.moment)
    if before is None:
        earlier = _year_before(when)
    else:
        earlier = When(type(when.moment)(before.start, before.end), _named_before(when, before), when.sure)
    return [at(subject, earlier, ledger), at(subject, when, ledger)]


def _year_before(when: When) -> When:
    day = when.moment.start.toordinal()
    start = when.moment.start.fromordinal(day - 365)
    end = when.moment.end.fromordinal(when.moment.end.toordinal() - 365)
    return When(type(when.moment)(start, end), _named_before(when, Moment(start, end)), when.sure)


def _named_before(when: When, before: Moment) -> str:
    match = re.search(r"(19|20)\d\d", when.name)
    return when.name.replace(match[0], str(int(match[0]) - 1)) if match else str(before.end.year)
