"""Signs: from the print's sign to XBRL's, decided a line at a time with the statement's own habit in view.

    income    an element with a debit balance is an expense: positive when it costs. Tax is settled by arithmetic
    cashflow  a debit raises cash, a credit lowers it; totals and incomes keep the print's sign
    balance   a side of the sheet that is printed negative is turned round; treasury stock and allowances are positive

A line has one sign for all its columns: +1 keep, -1 turn.
"""

from __future__ import annotations

import re
from decimal import Decimal

from data.knowledge import knowledge
from pipelines.facts.concepts_lines import model
from pipelines.facts.concepts_picks import Picks
from pipelines.facts.concepts_view import View

TAX = "IncomeTaxExpenseBenefit"
PRETAX = "IncomeLossFromContinuingOperationsBeforeIncomeTaxes"
INTEREST = "InterestExpense"
PROFITS = frozenset(
    {"ProfitLoss", "NetIncomeLoss", "OperatingIncomeLoss", PRETAX, "EarningsPerShareBasic", "EarningsPerShareDiluted"}
)
_TOTAL_LIABILITIES = frozenset({"Liabilities", "LiabilitiesCurrent", "LiabilitiesNoncurrent"})
_TWO_SIDED = re.compile(
    r"\((?:income|gain|gains|benefit|benefits|credit|credits|net|profit|inflow)\b|[/／]\s*\(?(?:income|gain|benefit|credit)"
)
_EXPENSE_FIRST = re.compile(r"(?:expense|cost)s?,? *(?:[/／]|\() *(?:income|gain)")  # says what a bracket means
_TAX_BENEFIT_FIRST = re.compile(
    r"^\W*(?:income )?(?:tax )?(?:benefit|credit|\((?:provision|expense|charge))"
    r"|tax\w*\s*\((?:expense|provision|charge)"
)
_LOSS_ONLY = re.compile(r"(?=.*\bloss)(?!.*(?:income|earnings|profit)).*")


def signs(view: View, picks: Picks) -> dict[int, int]:
    """Row → -1 for lines to be turned; lines that keep their sign are left out. `picks`: every named line."""
    if view.kind in ("income", "comprehensive"):
        return _income(view, picks)
    if view.kind == "cashflow":
        return _cash_flow(view, picks)
    if view.kind == "balance":
        return _balance(view, picks)
    return {}


def side(concept: str) -> str:
    """debit, credit or "" where the taxonomy does not say."""
    return knowledge("signs")["balance"].get(concept) or model().balance.get(concept, "")


def printed(view: View, row: int) -> int:
    """-1 or +1 where all numbers of the line but zeros have one sign, else 0."""
    found = {1 if v > 0 else -1 for v in view.values(row) if v}
    return found.pop() if len(found) == 1 else 0


def _raw(view: View, row: int) -> str:
    return view.statement.rows[row].label.casefold().replace("（", "(").replace("）", ")")


def _income(view: View, picks: Picks) -> dict[int, int]:
    costs = [p.row for c, p in picks.items() if side(c) == "debit" and c not in (TAX, INTEREST)]
    habit = _habit(view, [r for r in costs if not _TWO_SIDED.search(_raw(view, r))])
    plain = INTEREST in picks and not _EXPENSE_FIRST.search(_raw(view, picks[INTEREST].row))
    below = printed(view, picks[INTEREST].row) if plain else habit
    border = picks["OperatingIncomeLoss"].row if "OperatingIncomeLoss" in picks else len(view.labels)
    turned: dict[int, int] = {}
    for concept, pick in picks.items():
        row = pick.row
        if concept in PROFITS:
            turn = printed(view, row) > 0 and _LOSS_ONLY.fullmatch(_raw(view, row)) is not None
        elif concept == TAX:
            turn = _tax_turned(view, picks, habit)
        elif side(concept) != "debit":
            turn = False
        else:
            usual = below if row > border or concept == INTEREST else habit
            turn = _cost_turned(view, row, usual)
        if turn:
            turned[row] = -1
    return turned


def _habit(view: View, rows: list[int]) -> int:
    """-1 where the statement prints most of its costs negative, else +1."""
    return -1 if sum(printed(view, r) for r in rows) < 0 else 1


def _cost_turned(view: View, row: int, usual: int) -> bool:
    own = printed(view, row)
    if _TWO_SIDED.search(_raw(view, row)) or own == 0:
        return usual < 0
    return own < 0 and (usual < 0 or not any(mark in _raw(view, row) for mark in ("财务费用", "减值", "credit")))


def _tax_turned(view: View, picks: Picks, habit: int) -> bool:
    """Does pre-tax income less the printed tax give what follows, or plus it? Words decide only in doubt."""
    tax = picks[TAX].row
    votes = 0
    if PRETAX in picks:
        for after in range(tax + 1, min(tax + 6, len(view.labels))):
            votes += _votes(view.values(picks[PRETAX].row), view.values(tax), view.values(after))
            if votes:
                return votes < 0
    if _TAX_BENEFIT_FIRST.search(_raw(view, tax)):
        return True
    return printed(view, tax) < 0 and habit < 0


def _votes(
    before: tuple[Decimal | None, ...], tax: tuple[Decimal | None, ...], after: tuple[Decimal | None, ...]
) -> int:
    """Columns in which the printed tax is an expense, less columns in which it is printed the other way round."""
    votes = 0
    for p, t, n in zip(before, tax, after, strict=True):
        if p is None or n is None or not t:
            continue
        slack = max(abs(p) / 1000, Decimal(2)) if abs(t) * 20 > abs(p) else abs(t) / 10
        expense, benefit = abs(p - t - n), abs(p + t - n)
        if min(expense, benefit) <= slack and expense != benefit:
            votes += 1 if expense < benefit else -1
    return votes


def _cash_flow(view: View, picks: Picks) -> dict[int, int]:
    kept = knowledge("signs")["net"]
    outflows = [p.row for c, p in picks.items() if c.startswith(("Payments", "Repayments"))]
    negative = _habit(view, outflows) < 0
    turned: dict[int, int] = {}
    for concept, pick in picks.items():
        row = pick.row
        own = printed(view, row)
        if concept in kept or concept.startswith("r1:"):
            continue
        if concept.startswith(("Payments", "Repayments")):
            turn = own < 0 or (own == 0 and negative)
        elif view.sections[row] in ("supplemental", "end"):
            turn = own < 0 and concept.endswith(("Paid", "PaidNet"))
        elif concept.startswith("Depreciation"):
            turn = own < 0
        else:
            turn = side(concept) == "credit" and not concept.startswith("Proceeds")
        if turn:
            turned[row] = -1
    return turned


def _balance(view: View, picks: Picks) -> dict[int, int]:
    """Liabilities printed as deductions are turned, section by section; so are contra accounts."""
    contra = knowledge("signs")["contra"]
    turned: dict[int, int] = {}
    for part in ("liabilities.current", "liabilities.noncurrent", "liabilities"):
        rows = [i for i in view.rows() if view.sections[i] == part and view.money(i)]
        if rows and sum(printed(view, i) for i in rows) < -len(rows) / 2:
            turned |= dict.fromkeys(rows, -1)
    for concept, pick in picks.items():
        if (concept in contra or concept in _TOTAL_LIABILITIES) and printed(view, pick.row) < 0:
            turned[pick.row] = -1
    return turned
