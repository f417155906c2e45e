"""Equity and unnamed totals of a balance sheet.

`StockholdersEquity` is the owners', `StockholdersEquityIncludingPortion…` includes the non-controlling interest. They
are one line where there is none. A total without a label is known by its place: the last of the assets' side is
`Assets`.
"""

from __future__ import annotations

from pipelines.facts.concepts_picks import Pick, Picks
from pipelines.facts.concepts_view import View
from pipelines.facts.lexicon import patterns

OWNERS = "StockholdersEquity"
WHOLE = "StockholdersEquityIncludingPortionAttributableToNoncontrollingInterest"


def equities(view: View) -> Picks:
    """Both equities, from the totals before and after the non-controlling interest."""
    book = patterns("equity")
    first = _after_assets(view)
    totals = [
        i
        for i in view.rows()
        if i > first
        and view.money(i)
        and not book.says("not", view.labels[i])
        and not book.says("minority", view.labels[i])
        and book.rank("total", view.labels[i]) is not None
    ]
    if not totals:
        totals = [i for i in view.rows() if i > first and view.money(i) and book.says("net", view.labels[i])][-1:]
    if not totals:
        return {}
    minority = [i for i in view.rows() if i > first and _is_minority(view, i)]
    owners, whole = _split(view, totals, minority)
    picks: Picks = {}
    if owners is not None:
        picks[OWNERS] = Pick(owners, 0.98)
    if whole is not None:
        picks[WHOLE] = Pick(whole, 0.98)
    return picks | _by_minority(view, picks, minority)


def _is_minority(view: View, i: int) -> bool:
    """The non-controlling interest within equity: what can be redeemed stands outside, and divides no totals."""
    book, label = patterns("equity"), view.labels[i]
    return view.money(i) and book.says("minority", label) and not book.says("outside", label)


def _by_minority(view: View, picks: Picks, minority: list[int]) -> Picks:
    """One of the equities by the other and the minority's: the whole without a name, the owners' by any name."""
    if not minority or (WHOLE in picks) == (OWNERS in picks):
        return {}
    sought, known = (OWNERS, WHOLE) if WHOLE in picks else (WHOLE, OWNERS)
    sign = -1 if sought == OWNERS else 1
    parts = zip(view.values(picks[known].row), view.values(minority[-1]), strict=True)
    sums = [a + sign * b if a is not None and b is not None else None for a, b in parts]
    for i in view.rows():
        nameless = sought == OWNERS or not view.labels[i] or patterns("equity").says("net", view.labels[i])
        if nameless and i not in minority and view.money(i) and any(sums) and list(view.values(i)) == sums:
            return {sought: Pick(i, 0.95)}
    return {}


def _after_assets(view: View) -> int:
    """Index of the last line before the other side of the sheet begins; a utility's begins with its capitalization."""
    sides = (i for i in view.rows() if view.filled[i] and view.sections[i].startswith(("liabilities", "equity")))
    return next(sides, 0) - 1


def _split(view: View, totals: list[int], minority: list[int]) -> tuple[int | None, int | None]:
    book = patterns("equity")
    if not minority:
        last = next((i for i in reversed(totals) if book.says("whole", view.labels[i])), totals[-1])
        return (totals[0] if _distinct(view, totals, last) else totals[-1]), last
    parent = [i for i in totals if book.says("parent", view.labels[i])]
    if len(totals) == 1 and book.says("net", view.labels[totals[0]]):
        return None, totals[0]
    inner = [m for m in minority if any(t > m for t in totals)]
    border = inner[-1] if inner else minority[0]
    before = [i for i in totals if i < border]
    after = [i for i in totals if i > border]
    owners = parent[-1] if parent else before[-1] if before else None
    whole = after[0] if after else next((i for i in totals if i != owners), None)
    return owners, whole


def _distinct(view: View, totals: list[int], whole: int) -> bool:
    """True when a total says that it is the parent's and another is the whole."""
    return len(totals) > 1 and patterns("equity").says("parent", view.labels[totals[0]]) and totals[0] != whole


def balance_totals(view: View, picks: Picks) -> Picks:
    """`Assets` where its line has no label: equal in every column to the last total of the other side."""
    if "Assets" in picks:
        return {}
    unnamed = [i for i in view.rows() if view.filled[i] and not view.labels[i] and view.money(i)]
    for i in unnamed:
        if any(j > i and view.money(j) and _equal(view, i, j) for j in view.rows()):
            return {"Assets": Pick(i, 0.97)}
    return {}


def _equal(view: View, i: int, j: int) -> bool:
    """Equal wherever both lines have a number, and somewhere at all: a scan may have lost one."""
    both = [(a, b) for a, b in zip(view.values(i), view.values(j), strict=True) if a is not None and b is not None]
    return bool(both) and all(a == b and a for a, b in both)
