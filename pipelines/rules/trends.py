"""Trends and liquidity: warnings from the numbers, as `data/knowledge/trends.yaml` defines them.

Each rule is tried on the latest period (of a quarterly report, the year to date). It speaks only where its condition
holds; what cannot be computed, or holds for another period only, is silent.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from data.knowledge import knowledge
from data.schemas import Fact, Finding, Reading

from ._formulas import Book, Missing, Value, rounded
from ._ledger import Ledger
from ._ratios import book_of, places_of

ID = "trends"
TITLE = "Trends and liquidity"

_LARGE = ((Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"), (Decimal(1), ""))
_LARGE_ZH = ((Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万"), (Decimal(1), ""))


def check(reading: Reading) -> tuple[Finding, ...]:
    """A finding for each rule whose condition holds."""
    ledger = Ledger(reading.facts)
    moments = ledger.moments()
    if not moments:
        return ()
    book = book_of(ledger, moments[0])
    language = (reading.info.language or "en")[:2]
    found = (_tried(rule, book, language) for rule in knowledge("trends")["rules"])
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
        return f"{value.number * 100:.1f}%".replace("-", "−")
    if kind == "money":
        return _money(value, language)
    return f"{value.number:.2f}".replace("-", "−")


def _money(value: Value, language: str) -> str:
    unit = value.facts[0].unit if value.facts else ""
    for size, word in _LARGE_ZH if language == "zh" else _LARGE:
        if abs(value.number) >= size or size == 1:
            digits = f"{value.number / size:,.2f}".replace("-", "−")
            return f"{digits}{word} {unit}".strip() if language == "zh" else f"{unit} {digits} {word}".strip()
    raise AssertionError("the last size is 1")


def _distinct(groups: list[tuple[Fact, ...]]) -> tuple[Fact, ...]:
    return tuple({fact.id: fact for group in groups for fact in group}.values())
