"""Scores: Altman Z″, Beneish M and Piotroski F of the latest year, as `data/knowledge/scores.yaml` defines them.

Screens with their inputs shown, never verdicts. A score that cannot be computed says why: a bank or insurer, no full
year, or the inputs that the document does not state.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from data.knowledge import knowledge
from data.schemas import Fact, Finding, Reading, plain
from data.schemas.finding import Outcome
from pipelines.formulas import Book, Missing, Value, rounded
from pipelines.ledger import Ledger

from ._amounts import grouped
from ._ratios import book_of, places_of

ID = "scores"
TITLE = "Scores of distress, earnings quality and strength"

_KINDS: dict[str, Outcome] = {"none": "pass", "note": "review", "warning": "fail"}


def check(reading: Reading) -> tuple[Finding, ...]:
    """One finding a score, of kind notApplicable where it cannot be computed; none without any period."""
    ledger = Ledger(reading.facts)
    moments = ledger.moments()
    if not moments:
        return ()
    pack, language = knowledge("scores"), reading.told_in
    book = book_of(ledger, moments[0])
    all_scores = [*pack["scores"], pack["piotroski"]]
    reason = _reason_against(ledger, book)
    if reason:
        return tuple(_refused(score, reason, language) for score in all_scores)
    linear = tuple(_linear(score, book, language) for score in pack["scores"])
    return (*linear, _piotroski(pack["piotroski"], book, language))


def _reason_against(ledger: Ledger, book: Book) -> str:
    unclassified = not (ledger.has("AssetsCurrent") and ledger.has("LiabilitiesCurrent"))
    if unclassified or any(ledger.has(concept) for concept in knowledge("scores")["not_for"]):
        return "not_for"
    return "" if book.moment.is_year else "period"


def _refused(score: dict[str, Any], reason: str, language: str, **values: str) -> Finding:
    title = _in(language, score["title"])
    message = _in(language, knowledge("scores")["messages"][reason]).format(title=title, **values)
    properties = {"source": score["source"], "reason": reason, **values}
    return Finding(
        rule=f"score.{score['id']}", level="none", kind="notApplicable", message=message, properties=properties
    )


def _in_words(missing: Iterable[Missing], language: str) -> str:
    """What is not stated, each thing once and as a reader would call it."""
    words, texts = knowledge("ratios")["words"], knowledge("scores")["messages"]
    found = []
    for absent in missing:
        name = _in(language, words[str(absent)]) if str(absent) in words else str(absent)
        found.append(_in(language, texts["earlier"]).format(name=name) if absent.earlier else name)
    return _in(language, texts["and"]).join(dict.fromkeys(found))


def _in(language: str, texts: dict[str, str]) -> str:
    return texts.get(language, texts["en"])


def _linear(score: dict[str, Any], book: Book, language: str) -> Finding:
    if any(book.ledger.has(concept) for concept in score.get("not_for", ())):
        return _refused(score, "utility", language)
    inputs: dict[str, Value] = {}
    missing: dict[str, Missing] = {}
    for name, formula in score["inputs"].items():
        try:
            inputs[name] = book.value(formula)
        except Missing as absent:
            missing[name] = absent
    if missing:
        return _refused(score, "missing", language, names=_in_words(missing.values(), language))
    weights = {name: Decimal(str(weight)) for name, weight in score["weights"].items()}
    total = sum((weights[n] * v.number for n, v in inputs.items()), Decimal(str(score["constant"])))
    band = next(b for b in score["bands"] if "below" not in b or total < Decimal(str(b["below"])))
    facts = _distinct(value.facts for value in inputs.values())
    properties = {
        "value": rounded(total),
        "period": book.moment.end.isoformat(),
        "inputs": {name: rounded(value.number) for name, value in inputs.items()},
        "weights": {name: plain(weight) for name, weight in weights.items()},
        "formulas": {name: value.formula for name, value in inputs.items()},
        "source": score["source"],
    }
    texts = knowledge("scores")["messages"]["score"]
    message = _in(language, texts).format(
        title=_in(language, score["title"]), value=grouped(total, 2), band=_in(language, band)
    )
    return _finding(score, band["level"], message, facts, properties)


def _piotroski(score: dict[str, Any], book: Book, language: str) -> Finding:
    outcomes: dict[str, bool] = {}
    missing: dict[str, Missing] = {}
    facts: list[tuple[Fact, ...]] = []
    for name, condition in score["tests"].items():
        try:
            outcomes[name], used = book.holds(condition)
            facts.append(used)
        except Missing as absent:
            missing[name] = absent
    names = _in_words(missing.values(), language)
    if len(outcomes) < score["least"]:
        return _refused(score, "missing", language, names=names)
    passed = sum(outcomes.values())
    properties = {
        "value": str(passed),
        "of": str(len(outcomes)),
        "period": book.moment.end.isoformat(),
        "tests": outcomes,
        "not_computed": {name: str(absent) for name, absent in missing.items()},
        "source": score["source"],
    }
    weak = passed * 9 <= score["weak"] * len(outcomes)
    texts = knowledge("scores")["messages"]["piotroski" if missing else "piotroski_all"]
    title = _in(language, score["title"])
    message = _in(language, texts).format(title=title, value=passed, count=len(outcomes), names=names)
    return _finding(score, "warning" if weak else "none", message, _distinct(facts), properties)


def _finding(
    score: dict[str, Any], level: Any, message: str, facts: tuple[Fact, ...], shown: dict[str, Any]
) -> Finding:
    """A score in its safe range passes and is shown all the same; one in between is for a person to judge."""
    return Finding(
        rule=f"score.{score['id']}",
        level=level,
        kind=_KINDS[level],
        message=message,
        facts=tuple(fact.id for fact in facts),
        provenance=places_of(facts),
        properties=shown,
    )


def _distinct(groups: Any) -> tuple[Fact, ...]:
    return tuple({fact.id: fact for group in groups for fact in group}.values())
