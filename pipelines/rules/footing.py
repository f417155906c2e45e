"""Footing: every total of every statement is added up again, in every column.

The sums are those that the numbers themselves show (`_sums`). A column in which a sum fails although the other
columns, or the layout and the label, make the structure near certain is an error: of the document or of its reading.

Rounding: a filer who rounds every number leaves differences of a unit or two all over; one who makes the totals fit
leaves none. Which of the two it is shows in all sums of the document together, and decides what is allowed: nothing
where so few of so many sums are off that a filer who rounds would hardly ever leave as few (a quarter of the shortest
sums of rounded numbers are off by one), else what rounding explains of a sum of so many numbers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt

from data.schemas import Amount, Check, Provenance, Reading, Statement

from ._accused import Accused, accuse
from ._amounts import as_printed
from ._cite import FactIndex, quote
from ._figures import Figures
from ._missing import incomplete_totals
from ._relation import Sum
from ._sums import added_up
from ._texts import say

ID = "footing"
TITLE = "Totals are the sum of their parts"

KINDS = ("income", "balance", "cashflow", "comprehensive")
ENOUGH = 17  # column sums, none of them off: 0.75 ** 17 is below one in a hundred
ENOUGH_MORE = 8  # for each one that is off
MOST_OFF = 2  # a wrong number breaks its own sum and the one above
SPREADS = 3.0  # standard deviations of rounding that are allowed


@dataclass(frozen=True, slots=True)
class Footed:
    """A statement with its sums and, per sum, the rounding allowed in this document."""

    figures: Figures
    sums: tuple[Sum, ...]
    exact: bool

    def broken(self, total: Sum) -> tuple[int, ...]:
        """Columns in which the sum fails."""
        printed = self.figures.printed[total.total]
        off = [j for j, rest in enumerate(total.residuals) if abs(rest) > self._allowed(total, j)]
        return tuple(j for j in off if printed[j])

    def accused(self, column: int) -> Accused | None:
        """The number of a column that is most likely wrong, where a sum fails."""
        failing = [s for s in self.sums if column in self.broken(s)]
        holding = [s for s in self.sums if s not in failing]
        return accuse(self.figures, failing, holding, column) if failing else None

    def _allowed(self, total: Sum, column: int) -> float:
        """A convenience translation rounds every number, whatever the document does."""
        if self.exact and not _is_translated(self.figures, column):
            return 0.0
        return min(total.tolerance, max(1.0, SPREADS * sqrt(len(total.rows) / 12)))


def check(reading: Reading) -> tuple[Check, ...]:
    """A Check for every sum in every column, and one for a total whose lines do not make it up in any."""
    facts = FactIndex(reading.facts)
    language = reading.told_in
    footed = foot(reading.statements)
    return tuple(
        c for one in footed for c in (*_sums(one, facts, language), *_incomplete(one, footed, facts, language))
    )


def foot(statements: Iterable[Statement]) -> tuple[Footed, ...]:
    """Every statement that can be added up, with its sums."""
    added = [added_up(s) for s in statements if _can_be_added(s)]
    exact = _never_rounds(added)
    return tuple(Footed(f, sums, exact) for f, sums in added)


def _can_be_added(statement: Statement) -> bool:
    """The statements that win, and the parent company's; restatement tables and extracts are not whole."""
    return statement.kind in KINDS and (statement.primary or statement.scope == "parent")


def _never_rounds(added: Iterable[tuple[Figures, tuple[Sum, ...]]]) -> bool:
    fits = [
        abs(rest)
        for table, sums in added
        for s in sums
        if len(s.parts) > 1
        for column, rest in enumerate(s.residuals)
        if table.printed[s.total, column] and abs(rest) <= s.tolerance and not _is_translated(table, column)
    ]
    off = sum(rest > 0 for rest in fits)
    return off <= MOST_OFF and len(fits) >= ENOUGH + ENOUGH_MORE * off


def _is_translated(table: Figures, column: int) -> bool:
    return bool(table.statement.columns[table.columns[column]].currency)


def _sums(footed: Footed, facts: FactIndex, language: str) -> Iterable[Check]:
    accused = [footed.accused(column) for column in range(len(footed.figures.columns))]
    for total in footed.sums:
        broken = footed.broken(total)
        for column in range(len(footed.figures.columns)):
            if footed.figures.printed[total.total, column]:
                check = _check(footed, total, column, column in broken, facts, language)
                culprit = accused[column] if column in broken else None
                if culprit and culprit.row in total.rows:
                    check = check.model_copy(update=_naming(footed.figures, culprit, column, check, language))
                yield check


def _naming(table: Figures, culprit: Accused, column: int, check: Check, language: str) -> dict[str, object]:
    """The message names the number that is most likely wrong, and its place is shown first."""
    name, value = _name(table, culprit.row, language), as_printed(culprit.value)
    text = say("footing.accused", language, line=name, value=value)
    return {
        "message": f"{check.message} {text}" if language == "en" else f"{check.message}{text}",
        "provenance": tuple(dict.fromkeys((*quote([table.amount(culprit.row, column)]), *check.provenance))),
    }


def _incomplete(footed: Footed, others: tuple[Footed, ...], facts: FactIndex, language: str) -> Iterable[Check]:
    table = footed.figures
    elsewhere = frozenset(tuple(row) for other in others if other is not footed for row in other.figures.values)
    for row in incomplete_totals(table, footed.sums, elsewhere):
        amounts = [table.amount(row, column) for column in range(len(table.columns))]
        text = say("footing.incomplete", language, total=_name(table, row, language))
        yield Check(rule=_rule(table), kind="fail", facts=facts.of(amounts), message=text, provenance=quote(amounts))


def _rule(table: Figures) -> str:
    return f"footing.{table.statement.kind}"


def _check(footed: Footed, total: Sum, column: int, failed: bool, facts: FactIndex, language: str) -> Check:
    table = footed.figures
    amounts = [table.amount(row, column) for row in total.rows]
    difference = Decimal(int(total.residuals[column])) / table.unit * table.statement.scale
    text = say(
        "footing.fail" if failed else "footing.pass",
        language,
        total=_name(table, total.total, language),
        lines=len(total.parts),
        column=table.statement.columns[table.columns[column]].heading,
        difference=as_printed(Decimal(int(total.residuals[column])) / table.unit),
    )
    return Check(
        rule=_rule(table),
        kind="fail" if failed else "pass",
        facts=facts.of(amounts),
        difference=difference,
        message=text,
        provenance=_evidence(amounts, failed),
    )


def _evidence(amounts: list[Amount | None], failed: bool) -> tuple[Provenance, ...]:
    """A sum that fails shows every number of it; one that holds shows its total."""
    return quote(amounts if failed else amounts[:1])


def _name(table: Figures, row: int, language: str) -> str:
    label = table.label(row) or table.statement.rows[table.rows[row]].heading
    return label.rstrip(":：") or say("footing.unlabelled", language)
