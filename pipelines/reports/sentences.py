"""Sentences that every section uses: how a line moved, how much of another it is, what it was."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from data.schemas import Fact

from .figures import day, spell
from .numbers import grouped, growth, in_sentence, percent, rounded
from .view import Slot, View, slot
from .wording import Blank, Part, Phrase, joined

FLAT = Decimal("0.0005")  # a change that prints as 0.0 per cent
CLOSE = Decimal("0.0001")  # two ways to the same ratio, rounded differently
LEAP = Decimal(10)  # beyond eleven times the base a percentage says less than the two values


def value(view: View, fact: Fact, unsigned: bool = False) -> Part:
    """A fact's value in a sentence; a loss that is named as one is printed without its sign."""
    shown = abs(fact.value) if unsigned else fact.value
    return Part(in_sentence(shown, fact.unit, view.wording), (fact.id,))


def change(view: View, now: Fact, then: Fact) -> Part:
    """The size of a change, without direction."""
    rate = growth(now.value, then.value) or Decimal(0)
    return Part(percent(abs(rate)), (now.id, then.id))


def points(view: View, now: Decimal, then: Decimal, facts: tuple[str, ...]) -> Part:
    """The distance of two shares as printed, in percentage points."""
    distance = abs(rounded(now * 100, 1) - rounded(then * 100, 1))
    return Part(view.wording.phrase("pp", value=grouped(distance, 1)).text, facts)


def ago(view: View, now: Fact, then: Fact) -> str:
    """ " a year earlier" for periods, " at 31 Dec 2014" for balances."""
    if slot(now).months:
        return str(view.wording.get("period.ago")) if view.wording.language != "zh" else ""
    if view.wording.language == "zh":
        return ""
    return view.wording.phrase("period.since", end=day(view, slot(then))).text


def against(view: View, now: Fact, then: Fact) -> str:
    """Chinese comparison base: 同比 for periods, 较2014年12月31日 for balances."""
    if view.wording.language != "zh":
        return ""
    if slot(now).months:
        return str(view.wording.get("period.ago"))
    return view.wording.phrase("period.since", end=day(view, slot(then))).text


def _move_kind(view: View, now: Fact, then: Fact) -> str:
    """The way from the previous to the current value: the key of its phrase."""
    if view.wording.has_loss(now.concept) and (now.value < 0 or then.value < 0):
        return _loss_kind(now.value, then.value)
    if now.value == 0 or then.value <= 0:
        return "none_now" if now.value == 0 and then.value else "new" if then.value == 0 and now.value else "only"
    rate = growth(now.value, then.value) or Decimal(0)
    if abs(rate) < FLAT or value(view, now).text == value(view, then).text:
        return "flat"
    return "leap" if rate >= LEAP else "up" if rate > 0 else "down"


def _loss_kind(now: Decimal, then: Decimal) -> str:
    if now >= 0:
        return "to_profit"
    if then >= 0:
        return "to_loss"
    return "same_loss" if now == then else "wider" if now < then else "narrower"


def moved(view: View, now: Fact, then: Fact | None, dated: bool = True) -> Phrase:
    """How a line moved: "revenue rose 23.2% to $6.78 billion, from $5.50 billion a year earlier."

    `dated` false leaves out "a year earlier" where the sentence before has said it.
    """
    return _said(view, "move", now, then, dated)


def brief(view: View, now: Fact, then: Fact | None) -> Phrase:
    """The same as a clause without the previous value: "revenue rose 23.2% to $6.78 billion"."""
    return _said(view, "brief", now, then, dated=False)


def _said(view: View, table: str, now: Fact, then: Fact | None, dated: bool) -> Phrase:
    name, loss = view.wording.name(now.concept), view.wording.name(now.concept, loss=True)
    is_loss = view.wording.has_loss(now.concept)
    if then is None or then.unit != now.unit:
        key = "only_loss" if is_loss and now.value < 0 else "only"
        shown = value(view, now, unsigned=key == "only_loss")
        return view.wording.phrase(f"{table}.{key}", name=name, loss=loss, now=shown)
    kind = _move_kind(view, now, then)
    blanks: dict[str, Blank] = {
        "name": name,
        "loss": loss,
        "now": value(view, now, unsigned=is_loss and now.value < 0),
        "then": value(view, then, unsigned=is_loss and then.value < 0),
        "change": change(view, now, then) if kind in ("up", "down") else "",
        "ago": ago(view, now, then) if dated else "",
        "vs": against(view, now, then),
    }
    return view.wording.phrase(f"{table}.{kind}", **blanks)


def led(view: View, phrase: Phrase, where: Slot | None = None) -> Phrase:
    """The first sentence of a section names its period: "In the year to 31 Dec 2015, revenue rose ..."."""
    return view.wording.phrase("lead", period=spell(view, where or view.now, "in_year"), sentence=phrase)


def ratio(part: Fact, whole: Fact) -> Decimal | None:
    """None where the whole is not positive or the two are in different units."""
    return part.value / whole.value if whole.value > 0 and part.unit == whole.unit else None


def share(view: View, part: Fact, whole: Fact) -> Part | None:
    """A line as a share of another, in per cent, citing both."""
    found = ratio(part, whole)
    return Part(percent(found), (part.id, whole.id)) if found is not None else None


def backed(view: View, name: str, where: Slot | None, part: Part, exact: Decimal) -> Part:
    """The same number, citing the derived fact that states it (with its formula) where there is one."""
    fact = view.at(f"r1:{name}", where)
    if fact and abs(fact.value - exact) <= CLOSE * max(abs(exact), Decimal(1)):
        return Part(part.text, (fact.id,))
    return part


def times(numerator: Fact, denominator: Fact) -> Part | None:
    """A multiple with two decimals: "1.54"."""
    found = ratio(numerator, denominator)
    return Part(grouped(found, 2), (numerator.id, denominator.id)) if found is not None else None


def difference(view: View, one: Fact, other: Fact) -> Part:
    """The distance of two values in a sentence."""
    return Part(in_sentence(abs(one.value - other.value), one.unit, view.wording), (one.id, other.id))


def listed(view: View, phrases: Sequence[Phrase]) -> Phrase:
    """ "a, b and c"."""
    comma, last = view.wording.get("list.comma"), view.wording.get("list.last")
    if len(phrases) == 1:
        return phrases[0]
    return joined((joined(phrases[:-1], comma), phrases[-1]), last)
