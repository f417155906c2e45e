"""What the statements say of the figures of a mention: values, changes, rates and margins over pairs of periods."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from data.schemas import Fact, Figure, Mention, Period

STATEMENTS = ("income", "balance", "cashflow")
TWINS = {"NetIncomeLoss": ("ProfitLoss",), "ProfitLoss": ("NetIncomeLoss",)}
NEXT_YEAR = (350, 380)  # days between the ends of two periods that are compared
DAYS, LENGTH = 3, 10  # days by which two ends, two lengths of one period may differ


@dataclass(frozen=True, slots=True)
class Expected:
    """What the facts make of a figure."""

    value: Decimal
    facts: tuple[Fact, ...]

    @property
    def grain(self) -> Decimal:
        """What the statements' own rounding may hide: half the worth of each last digit they print."""
        return sum((_last_digit(fact) for fact in self.facts), Decimal(0)) / 2


@dataclass(frozen=True, slots=True)
class Pair:
    """A concept in one period and the year before: where a mention leaves its periods open, it may mean these."""

    book: Book
    concept: str
    now: Fact
    before: Fact | None

    def expected(self, figure: Figure, whole: str | None) -> Expected | None:
        """The value that the figure should have; None where the facts do not give it."""
        now, before = self._at(figure.period, figure.earlier), self._since(figure)
        if now is None:
            return None
        if figure.role == "share":
            base = self.book.at(whole, now.period, now.scope) if whole else None
            return Expected(abs(now.value / base.value) * 100, (now, base)) if base and base.value else None
        if figure.role == "level":
            return Expected(abs(now.value), (now,))
        return _moved(now, before, figure) if before is not None else None

    def _at(self, period: Period | None, earlier: bool) -> Fact | None:
        if period is None:
            return self.before if earlier else self.now
        return self.book.at(self.concept, period, self.now.scope)

    def _since(self, figure: Figure) -> Fact | None:
        if figure.since is not None:
            return self.book.at(self.concept, figure.since, self.now.scope)
        return self.before if figure.period in (None, self.now.period) else None


def _last_digit(fact: Fact) -> Decimal:
    """Worth of the last digit that the statement prints: 1_000 where it counts thousands."""
    printed = re.sub(r"[^\d.]", "", fact.provenance[0].text).strip(".")
    if printed.count(".") > 1 or not printed.strip("0."):
        return Decimal(0)
    return abs(fact.value / Decimal(printed)).scaleb(-len(printed.partition(".")[2]))


def _moved(now: Fact, before: Fact, figure: Figure) -> Expected | None:
    """The way from one value to the other; a change of sign is the whole way, and has no rate."""
    both = (now, before)
    comparable = before.value != 0 and (now.value > 0) == (before.value > 0)
    moved = abs(now.value) - abs(before.value)
    if figure.role == "change":
        return Expected(moved if comparable else (now.value - before.value).copy_sign(figure.value), both)
    return Expected(moved / abs(before.value) * 100, both) if comparable else None


class Book:
    """The statements' consolidated facts, and those of segments, by concept."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._facts: dict[tuple[str, str], list[Fact]] = {}
        for fact in facts:
            own = fact.scope == "consolidated" and fact.statement in STATEMENTS
            if fact.method is None and (own or fact.scope.startswith("segment:")):
                self._facts.setdefault((fact.concept, fact.scope), []).append(fact)

    def at(self, concept: str, period: Period, scope: str) -> Fact | None:
        """The fact of that period; the balance at its end for what has no length."""
        near = [f for f in self._facts.get((concept, scope), ()) if abs((f.period.last - period.last).days) <= DAYS]
        same = [f for f in near if bool(f.period.days) == bool(period.days) and as_long(f.period, period)]
        return next(iter(same or [f for f in near if not f.period.days]), None)

    def pairs(self, mention: Mention) -> Iterator[Pair]:
        """Every pair that the mention may speak of, its likeliest concept and the latest period first."""
        concepts = [c for concept in mention.concepts for c in (concept, *TWINS.get(concept, ()))]
        for concept in dict.fromkeys(concepts):
            facts = sorted(
                self._facts.get((concept, mention.scope), ()), key=lambda fact: fact.period.last, reverse=True
            )
            for now in facts:
                before = [f for f in facts if year_apart(now.period, f.period) and as_long(now.period, f.period)]
                for fact in before or (None,):
                    yield Pair(self, concept, now, fact)


def as_long(one: Period, other: Period) -> bool:
    """Two periods of one length."""
    return abs(one.days - other.days) <= LENGTH


def year_apart(now: Period, before: Period) -> bool:
    """The second ends about a year before the first."""
    return NEXT_YEAR[0] <= (now.last - before.last).days <= NEXT_YEAR[1]
