"""Sections on what is owned, owed and paid: balance sheet and liquidity, cash flow."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from data.schemas import Claim, Fact

from .numbers import grouped, growth, in_sentence, percent
from .performance import EQUITY, INCOME, REVENUE
from .sentences import against, ago, backed, change, difference, led, moved, ratio, share, times, value
from .view import Slot, View, slot
from .wording import Blank, Part, Phrase

CASH = ("CashAndCashEquivalentsAtCarryingValue", "CashCashEquivalentsRestrictedCashAndRestrictedCashEquivalents")
OPERATING = "NetCashProvidedByUsedInOperatingActivities"
CAPEX = "PaymentsToAcquirePropertyPlantAndEquipment"
NOTABLE_GOODWILL = Decimal("0.25")  # below this share of equity goodwill is not worth a sentence
EVEN = Decimal("0.0005")


def balance(view: View) -> Iterator[Claim]:
    """What is owned, how liquid it is, how it is funded."""
    first = True
    for concepts in (("Assets",), CASH, ("Deposits",)):
        now, then = view.first(concepts, view.close), view.first(concepts, view.open)
        if now:
            yield view.wording.sentence(moved(view, now, then, dated=first))
            first = False
    yield from liquidity(view)
    for concept in ("AccountsReceivableNetCurrent", "InventoryNet"):
        yield from against_revenue(view, concept)
    yield from debt(view)
    yield from equity(view)
    yield from ratios(view)
    yield from deposits(view)


def liquidity(view: View) -> Iterator[Claim]:
    """Current assets against current liabilities."""
    assets, owed = view.at("AssetsCurrent", view.close), view.at("LiabilitiesCurrent", view.close)
    cover = _cover(view, assets, owed, view.close)
    if assets is None or owed is None or cover is None:
        return
    if assets.value < owed.value:
        yield view.wording.claim("balance.current_short", gap=difference(view, owed, assets), now=cover)
        return
    old_assets, old_owed = view.at("AssetsCurrent", view.open), view.at("LiabilitiesCurrent", view.open)
    before = _cover(view, old_assets, old_owed, view.open)
    if before is None or old_assets is None:
        yield view.wording.claim("balance.current_ratio_only", now=cover)
        return
    yield view.wording.claim("balance.current_ratio", now=cover, then=before, ago=ago(view, assets, old_assets))


def _cover(view: View, assets: Fact | None, owed: Fact | None, where: Slot | None) -> Part | None:
    """The current ratio as printed."""
    part = times(assets, owed) if assets and owed else None
    if part is None or assets is None or owed is None:
        return None
    return backed(view, "CurrentRatio", where, part, assets.value / owed.value)


def ratios(view: View) -> Iterator[Claim]:
    """Days and multiples that were derived: how long money is tied up, how heavy debt is."""
    for name, where, before, decimals in (
        ("DaysSalesOutstanding", view.now, view.then, 0),
        ("DaysInventoryOutstanding", view.now, view.then, 0),
        ("InterestCoverage", view.now, view.then, 1),
        ("NetDebtToEbitda", view.now, view.then, 1),
    ):
        now, then = view.at(f"r1:{name}", where), view.at(f"r1:{name}", before)
        if now is None or now.value < 0 or view.bank:
            continue
        shown = Part(grouped(now.value, decimals), (now.id,))
        if then is None or then.value < 0:
            yield view.wording.claim(f"ratios_said.{name}", now=shown)
        else:
            earlier = Part(grouped(then.value, decimals), (then.id,))
            yield view.wording.claim(f"ratios_said.{name}_then", now=shown, then=earlier)


def against_revenue(view: View, concept: str) -> Iterator[Claim]:
    """Receivables or inventory; said to outgrow revenue only where both cover a year."""
    now, then = view.at(concept, view.close), view.at(concept, view.open)
    if now is None:
        return
    revenue, before = view.first(REVENUE, view.now), view.first(REVENUE, view.then)
    rate = growth(now.value, then.value) if then else None
    sold = growth(revenue.value, before.value) if revenue and before else None
    yearly = view.now is not None and view.now.months == 12
    if then and revenue and before and rate is not None and sold is not None and yearly and rate > sold > 0:
        yield view.wording.claim(
            "balance.faster",
            name=view.wording.name(concept),
            change=change(view, now, then),
            revenue=change(view, revenue, before),
        )
    else:
        yield view.wording.sentence(moved(view, now, then, dated=False))


def debt(view: View) -> Iterator[Claim]:
    """Long-term debt, and how it compares to cash."""
    owed, before = view.at("LongTermDebtNoncurrent", view.close), view.at("LongTermDebtNoncurrent", view.open)
    if owed is None:
        return
    yield view.wording.sentence(moved(view, owed, before, dated=False))
    cash = view.first(CASH, view.close)
    if cash and cash.unit == owed.unit and owed.value > 0 and not view.bank:
        key = "balance.net_cash" if cash.value >= owed.value else "balance.net_debt"
        yield view.wording.claim(key, now=difference(view, cash, owed))


def equity(view: View) -> Iterator[Claim]:
    """Equity as a share of assets, or that there is none; goodwill where it weighs."""
    own, assets = view.first(EQUITY, view.close), view.at("Assets", view.close)
    if own is None:
        return
    if own.value < 0:
        yield view.wording.claim("balance.deficit", now=value(view, own))
        return
    part = share(view, own, assets) if assets else None
    old, old_assets = view.first(EQUITY, view.open), view.at("Assets", view.open)
    before = share(view, old, old_assets) if old and old_assets and old.value > 0 else None
    if part and before and old:
        yield view.wording.claim("balance.equity_share", now=part, then=before, ago=ago(view, own, old))
    elif part:
        yield view.wording.claim("balance.equity_share_only", now=part)
    goodwill = view.at("Goodwill", view.close)
    if goodwill and (ratio(goodwill, own) or Decimal(0)) >= NOTABLE_GOODWILL and (weight := share(view, goodwill, own)):
        yield view.wording.claim("balance.goodwill", now=weight)


def deposits(view: View) -> Iterator[Claim]:
    held, assets = view.at("Deposits", view.close), view.at("Assets", view.close)
    if held and assets and (part := share(view, held, assets)):
        yield view.wording.claim("balance.bank_loans", now=part)


def cashflow(view: View) -> Iterator[Claim]:
    """Where cash came from and where it went."""
    where, before = view.now, view.then
    if not view.at(OPERATING, where) and view.at(OPERATING, view.to_date):
        where, before = view.to_date, view.to_date_then  # interim cash flows cover the year to date only
    earned, then = view.at(OPERATING, where), view.at(OPERATING, before)
    if earned:
        phrase = operating(view, earned, then)
        yield view.wording.sentence(phrase if where == view.now else led(view, phrase, where))
    if earned and not view.bank:  # a bank's operations include its lending
        yield from beside_income(view, earned, view.first(INCOME, where))
        yield from spending(view, earned, view.at(CAPEX, where))
    for kind in ("Investing", "Financing"):
        fact = view.at(f"NetCashProvidedByUsedIn{kind}Activities", where)
        if fact and fact.value:
            key = f"cash.{kind.lower()}.{'in' if fact.value > 0 else 'out'}"
            yield view.wording.claim(key, now=value(view, fact, unsigned=True))
    yield from dividends(view, view.at("PaymentsOfDividends", where), view.at("PaymentsOfDividends", before))


def operating(view: View, now: Fact, then: Fact | None) -> Phrase:
    """Cash from operations: in or out, more or less than before."""
    blanks: dict[str, Blank] = {"now": value(view, now, unsigned=True)}
    if then is None:
        return view.wording.phrase(f"cash.operating.{'in' if now.value >= 0 else 'out'}", **blanks)
    key = operating_kind(now.value, then.value)
    blanks |= {
        "then": value(view, then, unsigned=True),
        "change": change(view, now, then) if key in ("in_up", "in_down") else "",
        "ago": "" if view.wording.language == "zh" else str(view.wording.get("period.ago")),
        "vs": against(view, now, then),
    }
    return view.wording.phrase(f"cash.operating.{key}", **blanks)


def operating_kind(now: Decimal, then: Decimal) -> str:
    if now < 0:
        return "out_after_in" if then >= 0 else "out_more" if now < then else "out_less"
    if then <= 0:
        return "in_after_out" if then < 0 else "in"
    return "in_flat" if abs(now / then - 1) < EVEN else "in_up" if now > then else "in_down"


def beside_income(view: View, earned: Fact, income: Fact | None) -> Iterator[Claim]:
    """Cash from operations beside net income: the first question on the quality of a profit."""
    if income is None or income.unit != earned.unit:
        return
    if income.value > 0 and earned.value > 0:
        part = share(view, earned, income)
        if part and earned.value / income.value < LARGEST_COVER:
            part = backed(view, "CashConversion", slot(earned), part, earned.value / income.value)
            yield view.wording.claim("cash.cover", share=part)
    elif income.value > 0 > earned.value:
        yield view.wording.claim("cash.against_income", also=(earned.id,), income=value(view, income))
    elif earned.value > 0 > income.value:
        yield view.wording.claim("cash.despite_loss", also=(earned.id,), income=value(view, income, unsigned=True))


LARGEST_COVER = Decimal(10)  # beyond it the profit is near zero and the share says nothing


def spending(view: View, earned: Fact, capex: Fact | None) -> Iterator[Claim]:
    """What operations leave after capital expenditure."""
    if capex is None or capex.value <= 0 or earned.unit != capex.unit:
        return
    free = earned.value - capex.value
    left = Part(in_sentence(free, earned.unit, view.wording), (earned.id, capex.id))
    left = backed(view, "FreeCashFlow", slot(earned), left, free)
    yield view.wording.claim("cash.free", free=left, capex=value(view, capex))


def dividends(view: View, now: Fact | None, then: Fact | None) -> Iterator[Claim]:
    if now is None or now.value <= 0:
        return
    rate = growth(now.value, then.value) if then else None
    if then is None or rate is None or abs(rate) < EVEN:
        yield view.wording.claim("cash.dividends", now=value(view, now))
        return
    key = "cash.dividends_up" if rate > 0 else "cash.dividends_down"
    yield view.wording.claim(key, now=value(view, now), change=Part(percent(abs(rate)), (now.id, then.id)))
