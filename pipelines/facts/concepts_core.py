"""Core concepts by rules: for each, the one line of the statement that states it.

    view ─► wording rules (concepts.yaml) ─► income: profits, per share ─► balance: equities, totals without a name

A concept has at most one line a statement, a line may have two concepts (one net income is both `ProfitLoss` and
`NetIncomeLoss` where nobody else has a share in it). Lines are decided with the whole statement in view.
"""

from __future__ import annotations

import re

from pipelines.facts.concepts_balance import balance_totals, equities
from pipelines.facts.concepts_income import bank_income, margin, per_share_lines, profits, unnamed_results
from pipelines.facts.concepts_picks import Pick, Picks
from pipelines.facts.concepts_view import View, is_sum
from pipelines.facts.lexicon import CoreRule, Wording, core_rules

_DISCONTINUED = re.compile(r"(?!.*\bcontinuing\b).*discontinued operations?")
_STEP = 0.01  # confidence lost with each less telling wording


def core_picks(view: View) -> Picks:
    """Concept → the line that states it."""
    picks: Picks = {}
    for rule in core_rules():
        if view.kind in rule.kinds and (pick := _best_line(rule, view)):
            picks[rule.concept] = pick
    if view.kind == "income":
        picks = margin(view, bank_income(view, picks))
        picks |= unnamed_results(view, picks)
        picks |= profits(view)
        picks |= per_share_lines(view)
    if view.kind == "balance":
        picks |= equities(view)
        picks |= balance_totals(view, picks)
    return picks


def _best_line(rule: CoreRule, view: View) -> Pick | None:
    for rank, wording in enumerate(rule.wordings):
        lines = [i for i in view.rows() if _fits(rule, wording, view, i)]
        if lines and not _rivalled(rule, wording, view):
            return Pick(_last(view, lines) if rule.last else lines[0], wording.score or 1 - _STEP * rank)
    return None


def _last(view: View, lines: list[int]) -> int:
    """The last line outside the parts of discontinued operations; of two that say the same, the first.

    A cash flow by the direct method tells its operating flow again below the reconciliation.
    """
    last = next((i for i in reversed(lines) if not _DISCONTINUED.fullmatch(view.headings[i])), lines[-1])
    return next(i for i in lines if (view.labels[i], view.values(i)) == (view.labels[last], view.values(last)))


def _rivalled(rule: CoreRule, wording: Wording, view: View) -> bool:
    """True where the wording must stand alone, and another line of its sections is like it."""
    if wording.alone is None:
        return False
    sections = wording.sections or rule.sections
    rivals = [i for i in view.rows() if view.money(i) and wording.alone.fullmatch(view.labels[i])]
    return sum(sections is None or view.sections[i] in sections for i in rivals) > 1


def _fits(rule: CoreRule, wording: Wording, view: View, i: int) -> bool:
    label = view.labels[i]
    if not view.filled[i] or not view.money(i) or not wording.like.fullmatch(label):
        return False
    sections = wording.sections or rule.sections
    if sections is not None and view.sections[i] not in sections:
        return False
    if wording.under is not None and not wording.under.search(view.headings[i]):
        return False
    if wording.after is not None and not (i and wording.after.search(view.labels[i - 1])):
        return False
    return not rule.refuses(label) and (bool(label) or is_sum(view, i))
