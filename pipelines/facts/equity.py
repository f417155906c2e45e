"""Facts of the statement of changes in equity: balances are instants, rows between two of them a period's movements.

    primary statement ─► grid (total, components, stretches that foot) ─► days of the balances ─► facts

The total column is the whole company's: its balances are the equity of the balance sheet, its rows of net income the
income statement's. Other columns have scopes of their own, "component:RetainedEarnings", named after the members of
XBRL's StatementEquityComponentsAxis, so that no sum over the company ever meets them. The print's sign says whether a
movement adds to equity; elements with a debit balance (dividends, repurchases) are turned to XBRL's sign.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from data.schemas import Fact, Period, Provenance, Statement
from data.schemas.fact import Method
from pipelines.facts.equity_dates import PARENT, WHOLE, Known, balance_days
from pipelines.facts.equity_grid import (
    FEWEST,
    Sheet,
    Stretch,
    Totals,
    component,
    find_totals,
    foots_across,
    is_balance,
    pattern,
    stretches,
    value,
)
from pipelines.facts.equity_rows import SPLIT, Entry, meant, movement_names
from pipelines.facts.equity_years import by_years
from pipelines.facts.merge import merged
from pipelines.facts.periods import read_when
from pipelines.facts.signs import side

CONFIDENCE = 0.97
OWN_CONFIDENCE = 0.95
LEAST_DAYS = 20  # between two balances with movements; less lies between a balance and its restatement


def equity_facts(statements: Sequence[Statement], facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Facts of the primary statement of changes in equity; empty where it is not clear. Ids begin with "e"."""
    known = Known.of(facts)
    found: list[Fact] = []
    for statement in statements:
        if statement.kind == "equity" and statement.primary and statement.scope == "consolidated":
            entries = list(by_years(statement, known)) or list(_by_columns(statement, known))
            found += [_fact(entry, statement) for entry in entries if entry.amount.value]
    return tuple(f.model_copy(update={"id": f"e{n}"}) for n, f in enumerate(merged(found), 1))


def _by_columns(statement: Statement, known: Known) -> Iterator[Entry]:
    """Entries of a statement whose columns are components."""
    reading = _read(statement, known)
    if reading is None:
        return
    for stretch in stretches(reading.sheet, reading.balances):
        yield from _balance_entries(reading, stretch)
        yield from _movement_entries(reading, stretch)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the grid of a statement turned out to mean."""

    sheet: Sheet
    known: Known
    whole: Totals
    parent: int | None  # column of the owners' part, beside non-controlling interests
    scopes: dict[int, tuple[tuple[str, str], ...]]  # column → (element of equity, scope); without those of no name
    balances: tuple[int, ...]
    days: dict[int, date]


def _read(statement: Statement, known: Known) -> Reading | None:
    """The total that the balance sheet confirms, what it is made of, and the balances that can be dated."""
    rows = statement.rows
    balances = _balances(statement)
    slack = Sheet.of(statement, ()).slack
    for whole in _likeliest(statement, find_totals(statement, balances), balances, known):
        sound = [b for b in balances if foots_across(rows[b], whole, slack)]
        totals = [value(rows[b], whole.column) * statement.scale for b in sound]
        days = balance_days([rows[b].label for b in sound], totals, known)
        dated = _undisputed([(b, d, t) for b, d, t in zip(sound, days, totals, strict=True) if d], known)
        concepts = known.concepts([(d, t) for _, d, t in dated])
        if len(dated) >= FEWEST and concepts:
            parent = _parent(statement, whole, dated, known) if concepts == (WHOLE,) else None
            scopes = _scopes(statement, whole, parent, concepts)
            order = tuple(b for b, _, _ in dated)
            sheet = Sheet.of(statement, tuple(scopes))
            return Reading(sheet, known, whole, parent, scopes, order, {b: d for b, d, _ in dated})
    return None


def _scopes(
    statement: Statement, whole: Totals, parent: int | None, concepts: Sequence[str]
) -> dict[int, tuple[tuple[str, str], ...]]:
    """What each column's balances are; a component that two columns seem to be is neither."""
    found = {whole.column: tuple((concept, "consolidated") for concept in concepts)}
    if parent is not None:
        found[parent] = ((PARENT, "consolidated"),)
    names = {c: component(statement.columns[c].heading) for c in whole.parts}
    counts = Counter(names.values())
    return found | {c: ((concepts[-1], f"component:{n}"),) for c, n in names.items() if n and counts[n] == 1}


def _balances(statement: Statement) -> list[int]:
    """Rows of balances; where some carry dates the others are of another table below, of treasury shares."""
    every = [i for i, row in enumerate(statement.rows) if is_balance(row)]
    return [i for i in every if read_when(statement.rows[i].label).dates] or every


Dated = tuple[int, date, Decimal]
"""A row of balances, its day, its total in whole units."""


def _likeliest(statement: Statement, totals: Sequence[Totals], balances: Sequence[int], known: Known) -> list[Totals]:
    """Totals in the order of trust: shown by the balance sheet, called a total, made of most components."""
    stated = {v for by_concept in known.equity.values() for v in by_concept.values() if v}

    def trust(t: Totals) -> tuple[int, bool, int]:
        agreed = sum(value(statement.rows[b], t.column) * statement.scale in stated for b in balances)
        return agreed, bool(pattern("total").search(statement.columns[t.column].heading.lower())), len(t.parts)

    return sorted(totals, key=trust, reverse=True)


def _undisputed(dated: Sequence[Dated], known: Known) -> list[Dated]:
    """Without balances that the balance sheet contradicts, or that another row of the same day does."""
    kept = []
    for b, day, total in dated:
        stated = known.equity.get(day, {}).values()
        others = {t for _, d, t in dated if d == day}
        if total in stated or (not stated and len(others) == 1):
            kept.append((b, day, total))
    return kept


def _parent(statement: Statement, whole: Totals, dated: Sequence[Dated], known: Known) -> int | None:
    """The column that shows what the balance sheet calls the owners' part."""
    for column in range(len(statement.columns)):
        if column not in whole.parts and column != whole.column:
            totals = [(d, value(statement.rows[b], column) * statement.scale) for b, d, _ in dated]
            if PARENT in known.concepts(totals):
                return column
    return None


def _balance_entries(reading: Reading, stretch: Stretch) -> Iterator[Entry]:
    for b in (stretch.opening, stretch.closing):
        row, period = reading.sheet.rows[b], Period(instant=reading.days[b])
        for column, scopes in reading.scopes.items():
            amount = row.amounts[column]
            if amount and (column in stretch.footing or column == reading.whole.column):
                for concept, scope in scopes:
                    yield Entry(row, amount, concept, scope, period, reading.whole.parts.get(column, 1))


def _movement_entries(reading: Reading, stretch: Stretch) -> Iterator[Entry]:
    """Rows between two balances of different days, in the columns that foot; each row must also foot across."""
    opening, closing = reading.days[stretch.opening], reading.days[stretch.closing]
    if (closing - opening).days <= LEAST_DAYS:
        return
    period = reading.known.between(opening, closing)
    rows = reading.sheet.rows
    names = movement_names([rows[r] for r in sorted((*stretch.moves, *stretch.subtotals))])
    for row, name in names:
        if not foots_across(row, reading.whole, reading.sheet.slack):
            continue
        for column, scopes in reading.scopes.items():
            amount = row.amounts[column]
            if amount and column in stretch.footing:
                for equity, scope in scopes:
                    where = "component:Parent" if column == reading.parent and name not in SPLIT else scope
                    yield Entry(row, amount, meant(name, equity), where, period, reading.whole.parts.get(column, 1))


def _fact(entry: Entry, statement: Statement) -> Fact:
    method: Method = "text-layer" if entry.amount.confidence >= 1 else "ocr"
    turned = -1 if entry.period.instant is None and side(entry.concept) == "debit" else 1
    own = entry.concept.startswith("r1:")
    return Fact(
        id="e0",
        concept=entry.concept,
        label=entry.row.label,
        statement="equity",
        scope=entry.scope,
        value=entry.amount.value * statement.scale * turned * entry.sign,
        unit=statement.currency,
        period=entry.period,
        confidence=round((OWN_CONFIDENCE if own else CONFIDENCE) * statement.confidence * entry.amount.confidence, 4),
        provenance=(Provenance(page=entry.amount.page, bbox=entry.amount.bbox, method=method, text=entry.amount.text),),
    )
