"""Sections on what was earned: at a glance, performance, margins, segments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from data.knowledge import knowledge
from data.schemas import Claim, Fact

from .figures import spell
from .numbers import growth, percent, rounded
from .sentences import against, ago, backed, brief, change, led, listed, moved, points, ratio, share, value
from .view import View, slot
from .wording import Blank, Part, Phrase, joined

REVENUE = ("Revenues", "RevenueFromContractWithCustomerExcludingAssessedTax", "RevenuesNetOfInterestExpense")
INCOME = ("NetIncomeLoss", "ProfitLoss")
EQUITY = ("StockholdersEquity", "StockholdersEquityIncludingPortionAttributableToNoncontrollingInterest")
EPS = ("EarningsPerShareDiluted", "EarningsPerShareBasicAndDiluted", "EarningsPerShareBasic")
INTEREST = "InterestIncomeExpenseNet"
PRE_TAX = "IncomeLossFromContinuingOperationsBeforeIncomeTaxes"
STEP = Decimal("0.0005")  # growth rates that print alike are "in step"
PACES = ("faster", "with", "slower", "fell_though", "rose_though", "fell_more", "fell_less")


def glance(view: View) -> Iterator[Claim]:
    """Two or three sentences that answer: how much was sold, earned, and what the company stands on."""
    spoken = [brief(view, now, then) for now, then in (view.pair(*REVENUE), view.pair(*INCOME)) if now]
    if spoken:
        phrase = view.wording.phrase("sentence", text=joined(spoken, view.wording.get("list.clause")))
        yield view.wording.sentence(led(view, phrase) if view.now else phrase)
    assets, equity = view.at("Assets", view.close), view.first(EQUITY, view.close)
    if assets and equity:
        key = "glance.funded" if equity.value >= 0 else "glance.deficit"
        yield view.wording.claim(key, assets=value(view, assets), equity=value(view, equity))


def performance(view: View) -> Iterator[Claim]:
    """From revenue down to earnings per share, then the year to date."""
    revenue, before = view.pair(*REVENUE)
    first, earlier = (revenue, before) if revenue else view.pair(INTEREST)  # a bank may print no revenue
    if first:
        phrase = moved(view, first, earlier)
        yield view.wording.sentence(led(view, phrase) if view.now else phrase)
    if revenue:
        yield from _moves(view, (INTEREST,))
    yield from expenses(view, revenue, before)
    for concepts in (("GrossProfit",), ("OperatingIncomeLoss",), ("InterestExpense",), (PRE_TAX,)):
        yield from _moves(view, concepts)
    yield from tax(view)
    yield from _moves(view, INCOME)
    yield from _moves(view, EPS)
    yield from to_date(view)


def _moves(view: View, concepts: tuple[str, ...]) -> Iterator[Claim]:
    now, then = view.pair(*concepts)
    if now:
        yield view.wording.sentence(moved(view, now, then, dated=False))


def expenses(view: View, revenue: Fact | None, before: Fact | None) -> Iterator[Claim]:
    """Expense lines set beside the growth of revenue, those of one pace in one sentence."""
    sold = growth(revenue.value, before.value) if revenue and before else None
    paces: dict[str, list[Phrase]] = defaultdict(list)
    for concept in knowledge("report/items")["expenses"]:
        now, then = view.pair(concept)
        if now is None or now.value <= 0:
            continue
        rate = growth(now.value, then.value) if then else None
        if then is None or rate is None or sold is None:
            yield view.wording.sentence(moved(view, now, then, dated=False))
            continue
        blanks: dict[str, Blank] = {"name": view.wording.name(concept), "now": value(view, now)}
        item = "item_up" if rate >= 0 else "item_down"
        phrase = view.wording.phrase(f"performance.{item}", change=change(view, now, then), **blanks)
        paces[pace(rate, sold)].append(phrase)
    for key in PACES:
        if paces[key]:
            yield view.wording.claim(f"performance.{key}", items=listed(view, paces[key]))


def pace(rate: Decimal, sold: Decimal) -> str:
    """How an expense moved beside revenue: the key of its phrase."""
    if sold < 0:
        return "rose_though" if rate >= 0 else "fell_more" if rate < sold else "fell_less"
    return "fell_though" if rate < 0 else "with" if abs(rate - sold) < STEP else "faster" if rate > sold else "slower"


def tax(view: View) -> Iterator[Claim]:
    """Income tax with its effective rate, which means something only on a profit."""
    charge, before = view.at("IncomeTaxExpenseBenefit", view.now), view.at(PRE_TAX, view.now)
    if charge is None or not charge.value:
        return
    if charge.value < 0:
        yield view.wording.claim("performance.tax_benefit", tax=value(view, charge, unsigned=True))
    elif before and before.value > 0 and (rate := share(view, charge, before)):
        rate = backed(view, "EffectiveTaxRate", view.now, rate, charge.value / before.value)
        yield view.wording.claim("performance.tax_rate", tax=value(view, charge), rate=rate)
    else:
        yield view.wording.claim("performance.tax", tax=value(view, charge))


def to_date(view: View) -> Iterator[Claim]:
    """The year to date of an interim report: revenue and net income."""
    if view.to_date is None:
        return
    for concepts, lead in ((REVENUE, True), (INCOME, False)):
        now, then = view.first(concepts, view.to_date), view.first(concepts, view.to_date_then)
        if now is None:
            continue
        phrase = moved(view, now, then, dated=lead)
        if lead:
            phrase = view.wording.phrase("lead", period=spell(view, view.to_date, "in_year"), sentence=phrase)
        yield view.wording.sentence(phrase)


def margins(view: View) -> Iterator[Claim]:
    """Shares of revenue, with their change in percentage points."""
    revenue, before = view.pair(*REVENUE)
    if revenue and revenue.value > 0:
        for position, (concept, name) in enumerate(knowledge("report/items")["margins"]):
            group = INCOME if concept in INCOME else (concept,)
            now, then = view.pair(*group)
            if now and now.unit == revenue.unit:
                yield margin(view, name, (now, revenue), (then, before), dated=position == 0)
    returned = view.at("r1:ReturnOnEquity", view.now)
    if returned:
        yield view.wording.claim("margins.average_return", now=Part(percent(returned.value), (returned.id,)))
        return
    income, equity = view.first(INCOME, view.now), view.first(EQUITY, view.close)
    if income and equity and income.value > 0 and view.now and view.now.months == 12:
        part = share(view, income, equity)
        if part:
            yield view.wording.claim("margins.return", now=part)


def margin(view: View, name: str, now: tuple[Fact, Fact], then: tuple[Fact | None, Fact | None], dated: bool) -> Claim:
    """One share of revenue, now and before."""
    wording, title = view.wording, view.wording.get(f"ratios.{name}")
    current = ratio(*now) or Decimal(0)
    derived = "".join(word.capitalize() for word in name.split("_"))  # gross_margin: r1:GrossMargin
    shown = backed(view, derived, slot(now[0]), Part(percent(current), (now[0].id, now[1].id)), current)
    part, whole = then
    previous = ratio(part, whole) if part and whole else None
    if part is None or whole is None or previous is None:
        return wording.claim("margins.only", name=title, now=shown)
    facts = (now[0].id, now[1].id, part.id, whole.id)
    earlier = backed(view, derived, slot(part), Part(percent(previous), (part.id, whole.id)), previous)
    key = margin_kind(current, previous, name)
    blanks: dict[str, Blank] = {
        "name": title,
        "now": shown,
        "then": earlier,
        "points": points(view, current, previous, facts),
        "ago": ago(view, now[0], part) if dated else "",
        "vs": against(view, now[0], part),
    }
    return view.wording.sentence(view.wording.phrase(f"margins.{key}", **blanks))


def margin_kind(now: Decimal, then: Decimal, name: str) -> str:
    """The key of a margin's phrase; a negative margin neither widens nor narrows."""
    if rounded(now * 100, 1) == rounded(then * 100, 1):
        return "flat"
    if now < 0 or then < 0:
        return "negative"
    direction = "up" if now > then else "down"
    return direction if name.endswith("margin") else f"share_{direction}"


def segments(view: View) -> Iterator[Claim]:
    """A sentence a segment: revenue, its share of the whole, result."""
    items = knowledge("report/items")
    for name in segment_names(view)[: items["most_segments"]]:
        own = [f for f in view.facts if f.scope == f"segment:{name}" and view.now and slot(f).meets(view.now)]
        revenue, result = _of(own, items["segment_revenue"]), _of(own, items["segment_result"])
        if revenue:
            yield segment(view, name, revenue, result)
        elif result:
            key = "result_profit" if result.value >= 0 else "result_loss"
            yield view.wording.claim(f"segments.{key}", name=name, now=value(view, result, unsigned=True))


def segment_names(view: View) -> list[str]:
    """In the order of the document."""
    scopes = (fact.scope for fact in view.facts if fact.scope.startswith("segment:"))
    return list(dict.fromkeys(scope.removeprefix("segment:") for scope in scopes))


def _of(facts: Sequence[Fact], concepts: Sequence[str]) -> Fact | None:
    return next((fact for concept in concepts for fact in facts if fact.concept == concept), None)


def segment(view: View, name: str, revenue: Fact, result: Fact | None) -> Claim:
    wording = view.wording
    same = (f for f in view.facts if f.scope == revenue.scope and f.concept == revenue.concept)
    then = next((f for f in same if view.then and slot(f).meets(view.then)), None)
    rate = growth(revenue.value, then.value) if then else None
    total = view.first(REVENUE, view.now)
    part = share(view, revenue, total) if total and 0 < revenue.value <= total.value else None
    blanks: dict[str, Blank] = {
        "name": name,
        "now": value(view, revenue),
        "change": change(view, revenue, then) if then and rate is not None else "",
        "share": wording.phrase("segments.share", value=part) if part else "",
        "result": _result(view, result) if result else "",
    }
    key = "only" if rate is None else "up" if rate >= 0 else "down"
    return view.wording.sentence(view.wording.phrase(f"segments.{key}", **blanks))


def _result(view: View, result: Fact) -> Phrase:
    key = "segments.profit" if result.value >= 0 else "segments.loss"
    return view.wording.phrase(key, value=value(view, result, unsigned=True))
