"""Concepts: every line of every statement gets its us-gaap element, or a name of our own.

    statements ─► core picks by rules ─► cash flow tied to the other two ─► other lines by the line model
               ─► the backend, where these are not sure ─► r1:<UpperCamelLabel>

How sure is sure: `thresholds` of concepts.yaml.

One concept has at most one line a statement: the surest line wins, the others take their next candidate.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from data.schemas import Statement
from pipelines.contracts import Backend
from pipelines.facts.concepts_asked import Opinions, lines_of, opinions
from pipelines.facts.concepts_core import core_picks
from pipelines.facts.concepts_lines import NONE, Guess, guesses
from pipelines.facts.concepts_picks import Naming, Pick, Picks
from pipelines.facts.concepts_ties import tie_cash_flow
from pipelines.facts.concepts_view import View, view_of
from pipelines.facts.lexicon import chinese_lexicon, core_concepts, own_name, thresholds

# core concepts that a line may get from the line model alone: the others have parts that look like the whole
_OPEN_CORE = frozenset(
    {
        "ResearchAndDevelopmentExpense",
        "SellingGeneralAndAdministrativeExpense",
        "IncomeTaxExpenseBenefit",
        "InventoryNet",
        "PropertyPlantAndEquipmentNet",
        "AccountsPayableCurrent",
        "AccountsReceivableNetCurrent",
        "RetainedEarningsAccumulatedDeficit",
        "PaymentsToAcquirePropertyPlantAndEquipment",
    }
)

Names = tuple[tuple[Naming, ...], ...]
"""Parallel to a statement's rows; a heading has no naming, one net income has two."""


def map_concepts(statements: Sequence[Statement], backend: Backend) -> tuple[Names, ...]:
    """Namings of each statement's rows."""
    views = tuple(view_of(s, _kind(s, statements)) for s in statements)
    picks = tie_cash_flow(views, tuple(core_picks(v) for v in views))
    told = iter(opinions([v for v in views if _worth_naming(v)], backend))
    return tuple(_name_rows(v, p, next(told) if _worth_naming(v) else {}) for v, p in zip(views, picks, strict=True))


def _kind(statement: Statement, statements: Sequence[Statement]) -> str:
    """A statement of comprehensive income that begins with revenue is an income statement, alone or not."""
    if statement.kind != "comprehensive":
        return statement.kind
    alone = not any(s.kind == "income" and s.scope == statement.scope for s in statements)
    return "income" if alone else "comprehensive"


def _name_rows(view: View, picks: Picks, told: Opinions) -> Names:
    picks = {concept: p for concept, p in picks.items() if not _overruled(concept, p, told)}
    by_rule: dict[int, list[Naming]] = {}
    for concept, pick in picks.items():
        by_rule.setdefault(pick.row, []).append(Naming(concept, pick.score, by_rule=True))
    rest = [i for i in view.rows() if view.filled[i] and i not in by_rule] if _worth_naming(view) else []
    ranked = [_led(g, told.get(i, ())) for i, g in zip(rest, _candidates(view, rest), strict=True)]
    fitting = [tuple(g for g in gs if _fits_unit(view, i, g.concept)) for i, gs in zip(rest, ranked, strict=True)]
    chosen = _one_line_each(rest, fitting, taken=set(picks))
    return _with_own_names(view, by_rule, chosen)


def _overruled(concept: str, pick: Pick, told: Opinions) -> bool:
    """A rule that is not certain yields to a backend that is, and that says something else of its line."""
    first = next(iter(told.get(pick.row, ())), None)
    limits = thresholds()
    return (
        first is not None
        and first.concept != concept
        and pick.score < limits["certain"]
        and first.confidence >= limits["overrule"]
    )


def _led(guessed: tuple[Guess, ...], told: tuple[Guess, ...]) -> tuple[Guess, ...]:
    """The backend's answers come first where the own guess is not sure and theirs is surer."""
    own = guessed[0].confidence
    return (*told, *guessed) if told and own < thresholds()["sure"] and told[0].confidence > own else guessed


def _worth_naming(view: View) -> bool:
    """Elements beyond the core ones are given to the company's own statements, not to dozens of condensed ones."""
    return view.statement.primary or view.statement.scope == "parent"


def _fits_unit(view: View, row: int, concept: str) -> bool:
    """Counts of shares, per-share amounts and money have elements of their own."""
    units = {a.unit for a in view.statement.rows[row].amounts if a}
    if "per-share" in units:
        return "PerShare" in concept or concept == NONE
    shares = "Shares" in concept and "Value" not in concept and "PerShare" not in concept
    if "shares" in units:
        return shares or concept == NONE
    return "PerShare" not in concept and "NumberOf" not in concept


def _candidates(view: View, rows: Sequence[int]) -> list[tuple[Guess, ...]]:
    """Guesses of each line: the Chinese word list where it has the wording, else the line model."""
    lexicon, lines = chinese_lexicon(view.kind), lines_of(view)
    found = []
    for row, line_guesses in zip(rows, guesses([lines[i] for i in rows]), strict=True):
        listed = lexicon.get(view.labels[row])
        found.append((Guess(*listed), *line_guesses) if listed else line_guesses)
    return found


def _one_line_each(rows: Sequence[int], ranked: Sequence[tuple[Guess, ...]], taken: set[str]) -> dict[int, Naming]:
    """Greedy assignment by confidence: a concept that has its line is closed to all others."""
    pairs = sorted(
        ((g.confidence, -row, g.concept) for row, gs in zip(rows, ranked, strict=True) for g in gs), reverse=True
    )
    closed, chosen, limits = set(taken), {}, thresholds()
    best = {row: gs[0].concept if gs else NONE for row, gs in zip(rows, ranked, strict=True)}
    for confidence, minus_row, concept in pairs:
        row = -minus_row
        if row in chosen or confidence < limits["least"] or best[row] == NONE:
            continue
        if concept in closed or concept == NONE:
            continue
        if concept in core_concepts() and (concept not in _OPEN_CORE or confidence < limits["core"]):
            continue
        chosen[row] = Naming(concept, confidence)
        closed.add(concept)
    return chosen


def _with_own_names(view: View, by_rule: dict[int, list[Naming]], chosen: dict[int, Naming]) -> Names:
    """Namings of all rows; a label that comes again takes its heading's words, then a number."""
    seen: Counter[str] = Counter()
    found: list[tuple[Naming, ...]] = []
    for i in view.rows():
        if i in by_rule:
            found.append(tuple(by_rule[i]))
        elif i in chosen:
            found.append((chosen[i],))
        elif view.filled[i]:
            row = view.statement.rows[i]
            heading = row.heading or view.headings[i]
            name = own_name(row.label, heading)
            if name in seen:
                name = own_name(row.label, heading, again=True)
            seen[name] += 1
            found.append((Naming(name if seen[name] == 1 else f"{name}{seen[name]}", 0.9, own=True),))
        else:
            found.append(())
    return tuple(found)
