"""Footing: every total of every statement is added up again, in every column.

The sums are those that the numbers themselves show (`_sums`). A column in which a sum fails although the other
columns, or the layout and the label, make the structure near certain is an error: of the document or of its reading.

Rounding: a filer who rounds every number leaves differences of a unit or two all over; one who makes the totals fit
leaves none. Which of the two it is shows in all sums of the document together, and decides what is allowed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from data.schemas import Amount, Check, Provenance, Reading, Statement

from ._cite import FactIndex, quote
from ._figures import Figures
from ._missing import incomplete_totals
from ._sums import Sum, added_up
from ._texts import say

ID = "footing"
TITLE = "Totals are the sum of their parts"

KINDS = ("income", "balance", "cashflow", "comprehensive")
ENOUGH = 15  # column sums that show how a filer rounds
EXACT_SHARE = 0.02  # of them may be off by rounding, in a document that does not round
EXACT_FEW = 2


@dataclass(frozen=True, slots=True)
class Footed:
    """A statement with its sums and, per sum, the rounding allowed in this document."""

    figures: Figures
    sums: tuple[Sum, ...]
    exact: bool

    def tolerance(self, total: Sum) -> float:
        return 1.0 if self.exact else total.tolerance

    def broken(self, total: Sum) -> tuple[int, ...]:
        """Columns in which the sum fails."""
        printed, limit = self.figures.printed[total.total], self.tolerance(total)
        return tuple(j for j, rest in enumerate(total.residuals) if printed[j] and abs(rest) > limit)


def check(reading: Reading) -> tuple[Check, ...]:
    """A Check for every sum in every column, and one for a total whose lines do not make it up in any."""
    facts = FactIndex(reading.facts)
    language = reading.info.language
    return tuple(c for footed in foot(reading.statements) for c in _checks(footed, facts, language))


def foot(statements: Iterable[Statement]) -> tuple[Footed, ...]:
    """Every statement that can be added up, with its sums."""
    added = [added_up(s) for s in statements if _can_be_added(s)]
    exact = _never_rounds([s for _, sums in added for s in sums])
    return tuple(Footed(f, sums, exact) for f, sums in added)


def _can_be_added(statement: Statement) -> bool:
    return statement.kind in KINDS and not statement.scope.startswith("other:")


def _never_rounds(sums: list[Sum]) -> bool:
    fits = [abs(rest) for s in sums if len(s.parts) > 1 for rest in s.residuals if abs(rest) <= s.tolerance]
    off = sum(rest > 0 for rest in fits)
    return len(fits) >= ENOUGH and off <= max(EXACT_FEW, EXACT_SHARE * len(fits))


def _checks(footed: Footed, facts: FactIndex, language: str | None) -> Iterable[Check]:
    rule = f"footing.{footed.figures.statement.kind}"
    for total in footed.sums:
        broken = footed.broken(total)
        for column in range(len(footed.figures.columns)):
            if footed.figures.printed[total.total, column]:
                yield _check(footed, total, column, column in broken, rule, facts, language)
    for row in incomplete_totals(footed.figures, footed.sums):
        amounts = [footed.figures.amount(row, column) for column in range(len(footed.figures.columns))]
        text = say("footing.incomplete", language, total=_name(footed.figures, row))
        yield Check(rule=rule, kind="fail", facts=facts.of(amounts), message=text, provenance=quote(amounts))


def _check(
    footed: Footed, total: Sum, column: int, failed: bool, rule: str, facts: FactIndex, language: str | None
) -> Check:
    table = footed.figures
    amounts = [table.amount(row, column) for row in total.rows]
    difference = Decimal(int(total.residuals[column])) / table.unit * table.statement.scale
    text = say(
        "footing.fail" if failed else "footing.pass",
        language,
        total=_name(table, total.total),
        lines=len(total.parts),
        column=table.statement.columns[table.columns[column]].heading,
        difference=f"{Decimal(int(total.residuals[column])) / table.unit:,}",
    )
    return Check(
        rule=rule,
        kind="fail" if failed else "pass",
        facts=facts.of(amounts),
        difference=difference,
        message=text,
        provenance=_evidence(amounts, failed),
    )


def _evidence(amounts: list[Amount | None], failed: bool) -> tuple[Provenance, ...]:
    """A sum that fails shows every number of it; one that holds shows its total."""
    return quote(amounts if failed else amounts[:1])


def _name(table: Figures, row: int) -> str:
    label = table.label(row) or table.statement.rows[table.rows[row]].heading
    return label.rstrip(":：") or say("footing.unlabelled", "en")
