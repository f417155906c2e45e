"""View: the facts of a reading as a reporter asks for them: this line, this period; the period before; older ones.

A Slot names a period by its last day and its length in months (0 for an instant), so that 52 and 53 week years and
statements that differ by a day or two meet. Current is the period that the document is about; an interim report has
a second one, the year to date. Only consolidated facts that no conflict has ruled out are seen.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from data.knowledge import knowledge
from data.schemas import Conflict, DocumentInfo, Fact

from .wording import Wording

NEAR = timedelta(days=5)
PRIMARY = ("income", "balance", "cashflow")
SUMMARY = "other:secondary statement"  # tables of selected data: five years, where statements print two or three
FEWEST = 3  # facts that make a period one of the document's own


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A period by its last day and length in months; 0 months is an instant."""

    end: date
    months: int

    def meets(self, other: Slot) -> bool:
        return self.months == other.months and abs(self.end - other.end) <= NEAR

    def years_before(self, other: Slot) -> int:
        """Whole years from this slot to the other; 0 when they are not years apart."""
        if self.months != other.months:
            return 0
        days = (other.end - self.end).days
        years = round(days / 365.25)
        return years if abs(days - years * 365.25) <= 10 else 0


def slot(fact: Fact) -> Slot:
    period = fact.period
    return Slot(period.last, round(period.days / 30.4) if period.days else 0)


def usable(facts: Iterable[Fact], conflicts: Iterable[Conflict]) -> tuple[Fact, ...]:
    """Facts that no conflict has ruled out."""
    lost = {fact for conflict in conflicts for fact in conflict.facts if fact != conflict.kept}
    return tuple(fact for fact in facts if fact.id not in lost)


def _rank(fact: Fact) -> tuple[bool, bool, bool, float]:
    """The best place of a value first: its own statement, the primary ones, what is printed, the surest."""
    own = "balance" if fact.period.instant else "cashflow" if "Cash" in fact.concept else "income"
    return (fact.statement not in PRIMARY, fact.statement != own, fact.method == "derived", -fact.confidence)


def _periods(facts: Iterable[Fact], statements: Sequence[str]) -> Counter[Slot]:
    """How many facts each period has; periods a few days apart are one."""
    counts: Counter[Slot] = Counter()
    for fact in facts:
        if fact.statement in statements:
            own = slot(fact)
            counts[next((known for known in counts if known.meets(own)), own)] += 1
    return counts


@dataclass(frozen=True, slots=True)
class View:
    """What a section asks. `now` and `then` are durations, `close` and `open` the instants they end at."""

    info: DocumentInfo
    wording: Wording
    by_concept: dict[str, tuple[Fact, ...]]
    facts: tuple[Fact, ...]  # of every scope
    now: Slot | None
    then: Slot | None
    to_date: Slot | None
    to_date_then: Slot | None
    close: Slot | None
    open: Slot | None

    def at(self, concept: str, where: Slot | None) -> Fact | None:
        """The best fact of a concept in a period."""
        if where is None:
            return None
        return next((fact for fact in self.by_concept.get(concept, ()) if slot(fact).meets(where)), None)

    def first(self, concepts: Iterable[str], where: Slot | None) -> Fact | None:
        """The first of several concepts that the period has."""
        return next((fact for concept in concepts if (fact := self.at(concept, where))), None)

    def pair(self, *concepts: str) -> tuple[Fact | None, Fact | None]:
        """Current and previous of the first concept that has a current value."""
        for concept in concepts:
            for now, then in ((self.now, self.then), (self.close, self.open)):
                if current := self.at(concept, now):
                    return current, self.at(concept, then)
        return None, None

    def history(self, fact: Fact, most: int = 5) -> tuple[Fact, ...]:
        """The same line one, two, three years before, oldest first, ending with the fact itself."""
        older = self._older(fact, self.by_concept.get(fact.concept, ()))
        summary = [f for f in self.facts if f.scope == SUMMARY and f.concept == fact.concept]
        if any(slot(f).meets(slot(fact)) and f.value == fact.value for f in summary):
            older = self._older(fact, summary) | older  # the summary agrees with the statement: it is the same line
        run = [fact]
        while (back := older.get(len(run))) and len(run) < most:
            run.append(back)
        return tuple(reversed(run))

    @staticmethod
    def _older(fact: Fact, others: Iterable[Fact]) -> dict[int, Fact]:
        """Facts of the same unit by how many years they lie before this one."""
        found: dict[int, Fact] = {}
        for other in others:
            years = slot(other).years_before(slot(fact))
            if years > 0 and other.unit == fact.unit:
                found.setdefault(years, other)
        return found

    @property
    def bank(self) -> bool:
        """True where lines stand that only banks have."""
        return bool(self.first(knowledge("report/items")["bank_marks"], self.close or self.now))


def make_view(facts: Sequence[Fact], conflicts: Sequence[Conflict], info: DocumentInfo, language: str) -> View:
    """Choose the periods that the document is about, and index its facts."""
    kept = usable(facts, conflicts)
    whole = [fact for fact in kept if fact.scope == "consolidated"]
    by_concept: dict[str, list[Fact]] = defaultdict(list)
    for fact in sorted(whole, key=_rank):
        by_concept[fact.concept].append(fact)
    durations = _durations(whole)
    now = _current(durations, info.period_end)
    to_date = _longer(durations, now)
    instants = {s: n for s, n in _periods(whole, ("balance",)).items() if s.months == 0}
    close = _closing(instants, now, info.period_end)
    return View(
        info=info,
        wording=Wording.of(language),
        by_concept={concept: tuple(group) for concept, group in by_concept.items()},
        facts=kept,
        now=now,
        then=_year_before(durations, now),
        to_date=to_date,
        to_date_then=_year_before(durations, to_date),
        close=close,
        open=_opening(instants, close, now),
    )


def _durations(facts: Sequence[Fact]) -> dict[Slot, int]:
    """Periods of the income and cash flow statements; of all places where there is no statement."""
    for statements in (("income",), ("cashflow",), ("equity", "segment", "note", "narrative", "chart")):
        found = {s: n for s, n in _periods(facts, statements).items() if s.months > 0}
        if found:
            others = {s: n for s, n in _periods(facts, ("cashflow",)).items() if s.months > 0}
            return {**{s: n for s, n in others.items() if not any(s.meets(f) for f in found)}, **found}
    return {}


def _current(durations: dict[Slot, int], period_end: date | None) -> Slot | None:
    """A full year where one ends last; else the shortest period that ends there."""
    solid = {s: n for s, n in durations.items() if n >= FEWEST} or durations
    if not solid:
        return None
    named = [s for s in solid if period_end and abs(s.end - period_end) <= NEAR]
    last = max(s.end for s in solid)
    ending = named or [s for s in solid if abs(s.end - last) <= NEAR]
    years = [s for s in ending if s.months == 12]
    return years[0] if years else min(ending, key=lambda s: s.months)


def _longer(durations: dict[Slot, int], now: Slot | None) -> Slot | None:
    """The year to date beside a quarter."""
    if now is None or now.months >= 12:
        return None
    longer = [s for s in durations if abs(s.end - now.end) <= NEAR and now.months < s.months < 12]
    return max(longer, key=lambda s: s.months, default=None)


def _year_before(slots: Iterable[Slot], now: Slot | None) -> Slot | None:
    return next((s for s in sorted(slots) if now and s.years_before(now) == 1), None)


def _closing(instants: dict[Slot, int], now: Slot | None, period_end: date | None) -> Slot | None:
    """The balance sheet date of the current period; the latest one where there is no period."""
    solid = [s for s, n in instants.items() if n >= FEWEST] or list(instants)
    wanted = now.end if now else period_end
    near = [s for s in solid if wanted and abs(s.end - wanted) <= NEAR]
    return near[0] if near else max(solid, default=None)


def _opening(instants: dict[Slot, int], close: Slot | None, now: Slot | None) -> Slot | None:
    """The balance sheet that is printed beside it: a year before, or the last year's end in an interim report."""
    if close is None:
        return None
    earlier = [s for s, n in instants.items() if s.end < close.end - NEAR and n >= FEWEST]
    year_before = next((s for s in sorted(earlier) if s.years_before(close) == 1), None)
    if year_before and (now is None or now.months == 12 or instants[year_before] > instants[close] / 2):
        return year_before
    return max(earlier, key=lambda s: (instants[s], s.end), default=None)
