"""Rows of a statement of changes in equity: what a movement is called, and one number with all it means."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from data.knowledge import knowledge
from data.schemas import Amount, Period, Row
from pipelines.facts.equity_dates import PARENT, WHOLE
from pipelines.facts.equity_grid import pattern
from pipelines.facts.lexicon import own_name

SPLIT = {  # movements whose element depends on whose equity the column is
    "NetIncome": {WHOLE: "ProfitLoss", PARENT: "NetIncomeLoss"},
    "ComprehensiveIncome": {
        WHOLE: "ComprehensiveIncomeNetOfTaxIncludingPortionAttributableToNoncontrollingInterest",
        PARENT: "ComprehensiveIncomeNetOfTax",
    },
}


@cache
def _movements() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(words), concept) for words, concept in knowledge("equity")["movements"])


@dataclass(frozen=True, slots=True)
class Entry:
    """One number of the statement, with what it is."""

    row: Row
    amount: Amount
    concept: str
    scope: str
    period: Period
    sign: int = 1  # -1 in a column that is printed as what is taken off


def movement_names(rows: Sequence[Row]) -> list[tuple[Row, str]]:
    """Rows with their elements; a second row of one element keeps a name of its own."""
    named: list[tuple[Row, str]] = []
    taken: Counter[str] = Counter()
    for row in rows:
        if not row.label or row.label[0].islower():  # the rest of a label that was torn from its beginning
            continue
        text = row.label.lower()
        if pattern("under").search(text):
            text = f"{row.heading.lower()} {text}"
        name = next((concept for words, concept in _movements() if words.search(text)), "")
        if not name or name in taken:
            name = own_name(row.label, "Equity", again=True)
        taken[name] += 1
        named.append((row, name if taken[name] == 1 else f"{name}{taken[name]}"))
    return named


def meant(name: str, equity: str) -> str:
    """The element of a movement in a column whose balances are this element of equity."""
    return SPLIT[name][equity] if name in SPLIT else name
