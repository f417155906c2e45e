"""Profit and earnings per share: which net income belongs to whom, which per-share line is basic, which diluted.

`ProfitLoss` is everybody's, `NetIncomeLoss` the owners'. They are one line where the statement knows no
non-controlling interest.
"""

from __future__ import annotations

from decimal import Decimal

from pipelines.facts.concepts_picks import Pick, Picks
from pipelines.facts.concepts_view import View, is_sum
from pipelines.facts.lexicon import Patterns, patterns

Values = tuple[Decimal | None, ...]
SHARES_BASIC = "WeightedAverageNumberOfSharesOutstandingBasic"
SHARES_DILUTED = "WeightedAverageNumberOfDilutedSharesOutstanding"


def bank_income(view: View, picks: Picks) -> Picks:
    """A bank's "total operating income" is its revenue, before any expense; its result has another name, or none."""
    book, pick = patterns("bank"), picks.get("OperatingIncomeLoss")
    bank = any(book.says("interest", label) for label in view.labels)
    if pick is None or not bank or not book.says("income", view.labels[pick.row]):
        return picks
    found = {concept: p for concept, p in picks.items() if concept != "OperatingIncomeLoss"}
    result = next((i for i in view.rows() if view.money(i) and book.says("result", view.labels[i])), None)
    if result is not None:
        found["OperatingIncomeLoss"] = Pick(result, 0.95)
    found.setdefault("Revenues", Pick(pick.row, 0.9))
    return found


def margin(view: View, picks: Picks) -> Picks:
    """An "operating margin" that is revenue less its cost alone, with overheads below it, is gross profit."""
    pick = picks.get("OperatingIncomeLoss")
    if pick is None or "GrossProfit" in picks or not patterns("unnamed").says("margin", view.labels[pick.row]):
        return picks
    if not all(c in picks for c in ("Revenues", "CostOfRevenue")):
        return picks
    revenue, cost = (view.values(picks[c].row) for c in ("Revenues", "CostOfRevenue"))
    if not _difference(revenue, cost, view.values(pick.row)):
        return picks
    return {c: p for c, p in picks.items() if c != "OperatingIncomeLoss"} | {"GrossProfit": Pick(pick.row, 0.9)}


def unnamed_results(view: View, picks: Picks) -> Picks:
    """Revenue less the line above, printed without a name: net revenue after allowances, gross profit after costs."""
    book = patterns("unnamed")
    if "Revenues" not in picks:
        return _first_sum(view, book)
    revenue = picks["Revenues"].row
    for i in range(revenue + 2, len(view.labels)):
        if view.labels[i] or not view.money(i) or not view.money(i - 1) or not _less(view, revenue, i):
            continue
        if book.says("allowances", view.labels[i - 1]):
            return {"Revenues": Pick(i, 0.95)}
        if book.says("costs", view.labels[i - 1]) and "GrossProfit" not in picks:
            return {"GrossProfit": Pick(i, 0.9), "CostOfRevenue": picks.get("CostOfRevenue", Pick(i - 1, 0.9))}
    return {}


def _first_sum(view: View, book: Patterns) -> Picks:
    """Revenue without its usual name: the only kind there is, at the top, or a first sum, before any cost."""
    top = next((i for i in view.rows() if view.filled[i]), None)
    kinds = [i for i in view.rows() if view.money(i) and book.says("lone", view.labels[i])]
    if top is not None and kinds == [top]:
        return {"Revenues": Pick(top, 0.85)}
    for i in view.rows():
        if book.says("spending", view.labels[i]) and not view.filled[i]:
            return {}
        if not view.labels[i] and view.money(i) and is_sum(view, i):
            return {"Revenues": Pick(i, 0.85)}
    return {}


def _less(view: View, revenue: int, i: int) -> bool:
    """True when line `i` is revenue less the line above it, in every column."""
    return _difference(view.values(revenue), view.values(i - 1), view.values(i))


def _difference(revenue: Values, cost: Values, rest: Values) -> bool:
    """Revenue less cost, of either sign, is the rest wherever all three are printed."""
    columns = zip(revenue, cost, rest, strict=True)
    told = [(r, c, g) for r, c, g in columns if r is not None and c is not None and g is not None]
    return bool(told) and all(abs(r - abs(c) - g) <= 1 for r, c, g in told)


def profits(view: View) -> Picks:
    """ProfitLoss and NetIncomeLoss."""
    book = patterns("profit")
    whole = _whole(view, book)
    owners = _owners(view, book, whole)
    if whole is not None and owners is None:
        whole, owners = _by_minority(view, book, whole)
    minority = any(book.says("minority", view.labels[i]) and view.filled[i] for i in view.rows())
    if whole is None and owners is None:
        return {}
    if whole is None and owners is not None:
        return {"NetIncomeLoss": owners} | ({} if minority else {"ProfitLoss": Pick(owners.row, owners.score - 0.05)})
    assert whole is not None
    if owners is not None:
        return {"ProfitLoss": whole, "NetIncomeLoss": owners}
    if minority:
        return {"ProfitLoss": whole}
    return {"ProfitLoss": whole, "NetIncomeLoss": whole}


def _allowed(view: View, book: Patterns, i: int) -> bool:
    label = view.labels[i]
    if not view.money(i) or view.sections[i] in ("per-share", "shares"):
        return False
    return not book.says("not", label) or book.says("keep", label)


def _whole(view: View, book: Patterns) -> Pick | None:
    ranked = [
        (rank, i)
        for i in view.rows()
        if _allowed(view, book, i)
        and view.sections[i] != "attributable"
        and not book.says("minority_share", view.labels[i])
        and (rank := book.rank("whole", view.labels[i])) is not None
    ]
    if not ranked:
        return None
    rank, row = min(ranked)
    return Pick(row, 1 - 0.01 * rank)


def _owners(view: View, book: Patterns, whole: Pick | None) -> Pick | None:
    """The owners' line: by its own words, or by the heading above it."""
    ranked = [
        (rank, i)
        for i in view.rows()
        if _allowed(view, book, i)
        and view.sections[i] != "oci"
        and not book.says("minority", view.labels[i])
        and (whole is None or i != whole.row)
        and (rank := book.rank("attributable", view.labels[i])) is not None
    ]
    if ranked:
        start = whole.row if whole is not None else 0  # the owners' shares in others' incomes stand above
        rank, row = min(ranked, key=lambda found: (found[1] < start, *found))
        if not (rank >= 2 and whole is not None and not _shared(view, book, whole)):
            return Pick(row, 1 - 0.01 * rank)
        return None
    if whole is None:
        return None
    return _under_heading(view, book, whole)


def _by_minority(view: View, book: Patterns, whole: Pick) -> tuple[Pick, Pick | None]:
    """Everybody's profit less the minority's share is the owners', whatever its line is called.

    The line found as everybody's may be that difference: then the line above the minority's is everybody's.
    """
    for m in view.rows():
        if not view.money(m) or not any(view.values(m)) or not book.says("minority", view.labels[m]):
            continue
        if view.sections[m] == "oci" or book.says("comprehensive", view.labels[m]):
            continue
        if m < whole.row and _parted(view, book, m - 1, m, whole.row):
            return Pick(m - 1, 0.93), Pick(whole.row, 0.93)
        near = range(max(whole.row + 1, m - 3), min(m + 3, len(view.labels)))
        if m > whole.row and (
            owners := next((i for i in near if i != m and _parted(view, book, whole.row, m, i)), None)
        ):
            return whole, Pick(owners, 0.93)
    return whole, None


def _parted(view: View, book: Patterns, whole: int, minority: int, owners: int) -> bool:
    """True when the owners' line is the whole less the minority's, printed as a deduction or as a part."""
    if whole < 0 or not _allowed(view, book, whole) or not _allowed(view, book, owners):
        return False
    parts = list(zip(view.values(whole), view.values(minority), view.values(owners), strict=True))
    told = [(w, m, o) for w, m, o in parts if w is not None and m is not None and o is not None]
    return bool(told) and any(all(w + sign * m == o for w, m, o in told) for sign in (-1, 1))


def _shared(view: View, book: Patterns, whole: Pick) -> bool:
    """Does somebody besides the owners have a share in the profit?"""
    return any(
        view.filled[i] and (book.says("minority", view.labels[i]) or book.says("preferred", view.labels[i]))
        for i in range(whole.row, len(view.labels))
    )


def _under_heading(view: View, book: Patterns, whole: Pick) -> Pick | None:
    for i in range(whole.row + 1, len(view.labels)):
        if view.sections[i] == "oci" or book.says("comprehensive", view.headings[i]):
            continue
        label = view.labels[i]
        under = book.one["heading"].search(view.headings[i]) or book.one["heading"].search(label)
        if _allowed(view, book, i) and under and not book.says("minority", label) and book.says("owners", label):
            return Pick(i, 0.97)
    return None


def per_share_lines(view: View) -> Picks:
    """EarningsPerShareBasic and EarningsPerShareDiluted."""
    book = patterns("per_share")
    lines: list[int] = []
    for i in view.rows():
        if _is_per_share(view, book, i) or (i - 1 in lines and _follows(view, book, i)):
            lines.append(i)
    kinds = {i: _class(view, book, i) for i in lines}
    basic = [i for i in lines if kinds[i] in ("basic", "both")] or [i for i in lines if kinds[i] == ""]
    diluted = [i for i in lines if kinds[i] in ("diluted", "both")]
    picks: Picks = {}
    for concept, rows in (("EarningsPerShareBasic", basic), ("EarningsPerShareDiluted", diluted)):
        if rows:
            picks[concept] = Pick(min(rows, key=lambda i: (_lesser(view, book, i), i)), 0.99)
    return picks | _share_counts(view, book, lines)


def _share_counts(view: View, book: Patterns, per_share: list[int]) -> Picks:
    """Weighted average numbers of shares, basic and diluted, by label or heading."""
    picks: Picks = {}
    for i in view.rows():
        if (
            not view.filled[i]
            or i in per_share
            or book.says("added", view.labels[i])
            or not any(book.says("counts", text) for text in (view.labels[i], view.headings[i]))
        ):
            continue
        kind = _class(view, book, i)
        if kind in ("basic", "both"):
            picks.setdefault(SHARES_BASIC, Pick(i, 0.97))
        if kind in ("diluted", "both"):
            picks.setdefault(SHARES_DILUTED, Pick(i, 0.97))
    return picks


def _is_per_share(view: View, book: Patterns, i: int) -> bool:
    amounts = [a for a in view.statement.rows[i].amounts if a]
    texts = (view.labels[i], view.headings[i])
    if not amounts or any(a.unit in ("shares", "percent") for a in amounts):
        return False
    if book.says("shares", view.labels[i]) or any(book.says("not", text) for text in texts):
        return False
    told = view.sections[i] == "per-share" or any(book.says("line", text) for text in texts)
    classed = any(book.says(kind, text) for kind in ("basic", "diluted") for text in texts)
    if any(a.unit == "per-share" for a in amounts):
        return told or classed or not view.labels[i]
    return told and classed and _small(view, i) and not book.says("shares", view.headings[i])


def _follows(view: View, book: Patterns, i: int) -> bool:
    """A bare "Diluted" right below a basic figure, with decimals of its own."""
    texts = [a.text for a in view.statement.rows[i].amounts if a]
    if book.says("shares", view.labels[i]):
        return False
    return book.says("diluted", view.labels[i]) and _small(view, i) and all("." in t for t in texts if t.strip("-–— "))


def _small(view: View, i: int) -> bool:
    return any(v is not None for v in view.values(i)) and all(abs(v) < 10_000 for v in view.values(i) if v is not None)


def _class(view: View, book: Patterns, i: int) -> str:
    """basic, diluted, both, or "" where neither label nor heading says; plain labels have lost "(diluted)"."""
    for text in (view.statement.rows[i].label.casefold(), view.labels[i], view.headings[i]):
        basic, diluted = book.says("basic", text), book.says("diluted", text)
        if basic or diluted:
            return "both" if basic and diluted else "basic" if basic else "diluted"
    return ""


def _lesser(view: View, book: Patterns, i: int) -> int:
    """0 for the figure of the whole company, 3 for one of its parts (continuing operations, adjusted)."""
    label, heading = view.labels[i], view.headings[i]
    if book.says("lesser", label) and not book.says("keep", label):
        return 3
    if book.says("lesser", heading) and not book.says("keep", heading) and not book.says("whole", label):
        return 1 if book.says("named", label) else 2  # a heading may have ended above "Basic earnings per share"
    return 0
