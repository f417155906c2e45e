"""Trends and liquidity: warnings from the numbers, as `data/knowledge/trends.yaml` defines them.

Each rule is tried on the latest period (of a quarterly report, the year to date). It speaks only where its condition
holds; what cannot be computed, or holds for another period only, is silent.
"""

from __future__ import annotations

from typing import Any

from data.knowledge import knowledge
from data.schemas import Fact, Finding, Reading
from pipelines.formulas import Book, Missing, Value, rounded
from pipelines.ledger import Ledger

from ._amounts import grouped, money, percent
from ._ratios import book_of, places_of

ID = "trends"
TITLE = "Trends and liquidity"


def check(reading: Reading) -> tuple[Finding, ...]:
    """A finding for each rule whose condition holds."""
    ledger = Ledger(reading.facts)
    moments = ledger.moments()
    if not moments:
        return ()
    book = book_of(ledger, moments[0])
    found = (_tried(rule, book, reading.told_in) for rule in knowledge("trends")["rules"])
    return tuple(finding for finding in found if finding)


def _tried(rule: dict[str, Any], book: Book, language: str) -> Finding | None:
    if rule.get("years") and not book.moment.is_year:
        return None
    try:
        holds, facts = book.holds(rule["when"])
        if not holds:
            return None
        shown = {name: (book.value(formula), kind) for name, (formula, kind) in rule["show"].items()}
    except Missing:
        return None
    cited = _distinct([facts, *(value.facts for value, _ in shown.values())])
    template = rule.get(language, rule["en"])
    properties: dict[str, Any] = {name: rounded(value.number) for name, (value, _) in shown.items()}
    properties |= {"title": rule["title"], "condition": rule["when"], "source": rule["source"]}
    properties |= {"period": book.moment.end.isoformat()}
    return Finding(
        rule=rule["id"],
        level=rule["level"],
        kind="fail",
        message=template.format(**{name: _shown(value, kind, language) for name, (value, kind) in shown.items()}),
        facts=tuple(fact.id for fact in cited),
        provenance=places_of(cited),
        properties=properties,
    )


def _shown(value: Value, kind: str, language: str) -> str:
    if kind == "percent":
        return percent(value.number)
    if kind in ("money", "size"):
        unit = value.facts[0].unit if value.facts else ""
        return money(abs(value.number) if kind == "size" else value.number, unit, language)
    return grouped(value.number, 2)


def _distinct(groups: list[tuple[Fact, ...]]) -> tuple[Fact, ...]:
    return tuple({fact.id: fact for group in groups for fact in group}.values())
