"""Plots: the few series a reader wants to see, each with a sentence as title.

Titles count in words ("three of four years"), so that no number in them lacks a citation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from data.knowledge import knowledge
from data.schemas import Fact, Plot, PlotLine

from .figures import in_unit, year_labels
from .numbers import Scale, grouped, percent, rounded
from .performance import INCOME, REVENUE
from .position import OPERATING
from .sentences import ratio
from .view import View, slot
from .wording import Blank

STEADY = Decimal("0.5")  # percentage points over the whole span


def plots(view: View, scale: Scale) -> tuple[Plot, ...]:
    """Revenue, net income, margins and cash from operations, where two or more years are there."""
    found = [
        *_bars(view, scale, "revenue", REVENUE),
        *_bars(view, scale, "income", INCOME),
        *_margins(view),
        *_bars(view, scale, "cash", (OPERATING,)),
    ]
    return tuple(found)


def _bars(view: View, scale: Scale, name: str, concepts: tuple[str, ...]) -> Iterator[Plot]:
    now, _ = view.pair(*concepts)
    run = view.history(now) if now else ()
    if now is None or len(run) < 2:
        return
    line = PlotLine(
        name=_raised(view.wording.name(now.concept)),
        values=tuple(in_unit(fact.value, scale) for fact in run),
        texts=tuple(grouped(in_unit(fact.value, scale), scale.decimals) for fact in run),
        facts=tuple((fact.id,) for fact in run),
    )
    title = _cash_title(view, run) if name == "cash" else _title(view, run)
    yield Plot(
        id=name,
        section="cashflow" if name == "cash" else "performance",
        title=title,
        unit=scale.unit,
        kind="bars",
        labels=_labels(run),
        lines=(line,),
    )


def _labels(run: Sequence[Fact]) -> tuple[str, ...]:
    """Years for years; month and year for quarters of one year before and now."""
    if slot(run[-1]).months in (0, 12):
        return year_labels(run)
    return tuple(f"{slot(fact).end:%Y-%m}" for fact in run)


def _raised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _title(view: View, run: Sequence[Fact]) -> str:
    """ "Revenue grew in three of four years"; for two periods, "Revenue rose"; losses are named as losses."""
    word, concept = view.wording, run[-1].concept
    counts, key, some, every = word.get("plots.numbers"), "grew_some", 0, len(run) - 1
    steps = [after.value - before.value for before, after in pairwise(run)]
    losses = sum(fact.value < 0 for fact in run)
    if every == 1:
        key = _step(run[0].value, run[1].value)
    elif losses:
        key, some, every = "losses", losses, len(run)
    elif all(step < 0 for step in steps):
        key = "fell_all"
    else:
        some = sum(step > 0 for step in steps)
        key = "grew_all" if some == every else "grew_some"
    blanks: dict[str, Blank] = {
        "name": word.name(concept),
        "loss": word.name(concept, loss=True),
        "some": counts[some],
        "all": counts[every],
    }
    return word.phrase(f"plots.{key}", **blanks).raised().text


def _step(then: Decimal, now: Decimal) -> str:
    """The key of a title over two periods."""
    if then < 0 or now < 0:
        return "to_profit" if now >= 0 else "to_loss" if then >= 0 else "wider" if now < then else "narrower"
    return "up" if now > then else "down" if now < then else "flat"


def _cash_title(view: View, run: Sequence[Fact]) -> str:
    word, positive = view.wording, sum(fact.value > 0 for fact in run)
    key = "cash_all" if positive == len(run) else "cash_none" if not positive else "cash"
    counts = word.get("plots.numbers")
    return word.phrase(f"plots.{key}", some=counts[positive], all=counts[len(run)]).raised().text


def _margins(view: View) -> Iterator[Plot]:
    """Up to three margins over the years for which revenue is known."""
    revenue, _ = view.pair(*REVENUE)
    whole = view.history(revenue) if revenue else ()
    if len(whole) < 2 or any(fact.value <= 0 for fact in whole):
        return
    found = [
        line
        for concept, name in knowledge("report/items")["margins"][:3]
        if (line := _margin(view, concept, name, whole))
    ]
    if not found:
        return
    yield Plot(
        id="margins",
        section="margins",
        title=_margin_title(view, found),
        unit=view.wording.get("plots.share_unit"),
        kind="lines",
        labels=_labels(whole),
        lines=tuple(found),
    )


def _margin(view: View, concept: str, name: str, whole: Sequence[Fact]) -> PlotLine | None:
    group = INCOME if concept in INCOME else (concept,)
    now, _ = view.pair(*group)
    run = view.history(now) if now else ()
    parts = [next((f for f in run if slot(f).meets(slot(base))), None) for base in whole]
    shares = [ratio(part, base) if part else None for part, base in zip(parts, whole, strict=True)]
    if sum(share is not None for share in shares) < 2:
        return None
    return PlotLine(
        name=_raised(view.wording.get(f"ratios.{name}")),
        values=tuple(rounded(share * 100, 2) if share is not None else None for share in shares),
        texts=tuple(percent(share) if share is not None else "" for share in shares),
        facts=tuple((part.id, base.id) if part else () for part, base in zip(parts, whole, strict=True)),
    )


def _margin_title(view: View, lines: Sequence[PlotLine]) -> str:
    """About the margin that moved most."""
    line = max(lines, key=lambda one: abs(_travel(one)))
    known = [value for value in line.values if value is not None]
    step = _travel(line)
    key = "held" if abs(step) < STEADY else "widened" if step > 0 else "narrowed"
    if known[-1] < 0:
        key = "below" if known[0] >= 0 else "negative"
    phrase = view.wording.phrase("plots.margins", name=line.name, direction=view.wording.get(f"plots.{key}"))
    return phrase.raised().text


def _travel(line: PlotLine) -> Decimal:
    """From the first known value to the last, in percentage points."""
    known = [value for value in line.values if value is not None]
    return known[-1] - known[0]
