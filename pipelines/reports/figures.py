"""Key figures: at most twenty lines in a fixed order, worded once for terminal, Markdown, HTML and PDF alike."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from data.knowledge import knowledge
from data.schemas import DocumentInfo, Fact, KeyFigure

from .numbers import ABSENT, Scale, arrow, column_scale, per_share
from .view import NEAR, Slot, View, make_view, slot
from .wording import Wording


def key_figures(facts: Sequence[Fact], info: DocumentInfo, language: str = "en") -> tuple[KeyFigure, ...]:
    """The key figures of a set of facts, without a report around them."""
    return figures(make_view(facts, (), info, language))


def figures(view: View) -> tuple[KeyFigure, ...]:
    """One line for each group of concepts that the document states."""
    items = knowledge("report/items")
    pairs = [pair for group in items["figures"] if (pair := _pair(view, group))]
    pairs = pairs[: items["most"]]
    scale = figure_scale(view, [now for now, _ in pairs])
    return tuple(_figure(view, now, then, scale) for now, then in pairs)


def figure_scale(view: View, facts: Sequence[Fact]) -> Scale:
    """The unit of the key figures: that of their money, in the currency most of them have."""
    money = [fact for fact in facts if is_money(fact)]
    currency = view.info.currency or (money[0].unit if money else "")
    return column_scale((fact.value for fact in money), currency, view.wording)


def is_money(fact: Fact) -> bool:
    return "/" not in fact.unit and fact.unit not in ("pure", "shares")


def _pair(view: View, concepts: Sequence[str]) -> tuple[Fact, Fact | None] | None:
    now, then = view.pair(*concepts)
    if now is None:  # interim cash flows often cover the year to date only
        now, then = view.first(concepts, view.to_date), view.first(concepts, view.to_date_then)
    return (now, then) if now else None


def _figure(view: View, now: Fact, then: Fact | None, scale: Scale) -> KeyFigure:
    name = view.wording.name(now.concept, short=True)
    change, direction = arrow(now.value, then.value) if then else ("", "none")
    if then and direction == "none":
        change = view.wording.get("not_meaningful")
    return KeyFigure(
        concept=now.concept,
        label=name[:1].upper() + name[1:] + _span(view, now) + _other_date(view, then),
        current=now.id,
        previous=then.id if then else None,
        text=_shown(now, scale),
        previous_text=_shown(then, scale) if then else ABSENT,
        change=change,
        direction=direction,  # type: ignore[arg-type]
        page=now.provenance[0].page,
        own_unit="" if is_money(now) else _own_unit(now, view.wording),
        trend=tuple(fact.id for fact in view.history(now)),
    )


def _span(view: View, now: Fact) -> str:
    """ " (six months)": a line of the year to date among those of a quarter."""
    months = slot(now).months
    if view.now is None or months in (0, view.now.months):
        return ""
    count = view.wording.get("period.count").get(months, str(months))
    return view.wording.phrase("over_months", months=str(count)).text


def _other_date(view: View, then: Fact | None) -> str:
    """ " (from 2 Dec 2022)": an interim balance sheet often stands beside the last year's end instead."""
    if then is None or view.then is None or abs(slot(then).end - view.then.end) <= NEAR:
        return ""
    return view.wording.phrase("from_date", date=day(view, slot(then))).text


def _shown(fact: Fact, scale: Scale) -> str:
    return scale.show(fact.value) if is_money(fact) else per_share(fact)


def _own_unit(fact: Fact, wording: Wording) -> str:
    """ "US$", "A$", "元": the currency of a per-share amount."""
    currency = fact.unit.removesuffix("/shares")
    head = wording.get("column_currencies").get(currency) or wording.get("currencies").get(currency, currency)
    return str(head).strip()


def day(view: View, where: Slot) -> str:
    """ "31 Dec 2023", "2023年12月31日"."""
    end, months = where.end, view.wording.get("months")
    if view.wording.language == "zh":
        return f"{end.year}年{months[end.month - 1]}月{end.day}日"
    return f"{end.day} {months[end.month - 1]} {end.year}"


def spell(view: View, where: Slot | None, form: str = "year") -> str:
    """A period in words; `form` is "year" ("year to ...") or "in_year" ("in the year to ...")."""
    if where is None:
        return ""
    if where.months == 0:
        return view.wording.phrase("period.instant", end=day(view, where)).text
    if where.months == 12:
        return view.wording.phrase(f"period.{form}", end=day(view, where)).text
    count = view.wording.get("period.count").get(where.months, str(where.months))
    key = "in_months" if form == "in_year" else "months"
    return view.wording.phrase(f"period.{key}", end=day(view, where), months=str(count)).text


def heads(view: View) -> tuple[str, ...]:
    """Column heads of the key figures: the years, or the dates where the year does not tell them apart."""
    now, then = view.now or view.close, view.then or view.open
    if now is None:
        return ()
    columns = [now, then] if then else [now]
    if now.months in (0, 12) and len({c.end.year for c in columns}) == len(columns):
        return tuple(str(c.end.year) for c in columns)
    return tuple(day(view, c) for c in columns)


def year_labels(facts: Sequence[Fact]) -> tuple[str, ...]:
    return tuple(str(slot(fact).end.year) for fact in facts)


def in_unit(value: Decimal, scale: Scale) -> Decimal:
    """The value as a plot shows it."""
    return value / scale.divisor
