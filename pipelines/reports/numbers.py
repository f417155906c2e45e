"""Numbers as printed: in sentences ("$6.78 billion", "67.80亿美元"), columns ("6,780"), and changes ("▲ 23.2 %").

Rounding is half up, as accountants do it. The minus sign is U+2212 in sentences; columns use parentheses.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from statistics import median

from data.schemas import Fact

from .wording import Wording

MINUS = "−"
NO_BREAK = " "
ABSENT = "—"
WIDE = Context(prec=100)  # a misread number of forty digits must not stop a report


def rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, WIDE)


def grouped(value: Decimal, decimals: int) -> str:
    """Thousands separated, sign U+2212; no minus before a zero."""
    exact = rounded(value, decimals)
    return (MINUS if exact < 0 else "") + f"{abs(exact):,.{decimals}f}"


def percent(share: Decimal, decimals: int = 1) -> str:
    """A share as per cent: 0.232 is "23.2%"."""
    return grouped(share * 100, decimals) + "%"


def places(value: Decimal, least: int = 2, most: int = 4) -> int:
    """Decimals that a per-share amount needs: as many as it states, two at least."""
    exponent = value.normalize().as_tuple().exponent
    return min(max(-exponent if isinstance(exponent, int) else 0, least), most)


def money(value: Decimal, currency: str, wording: Wording) -> str:
    """A sum in a sentence, in the largest named scale that it fills."""
    size = abs(value)
    scale, name = next(((s, n) for s, n in wording.get("scales").items() if size >= s), (1, ""))
    scaled = size / scale
    if scaled == scaled.to_integral_value():
        decimals = 0
    elif wording.language == "zh":
        decimals = 2 if scale >= 10**8 else 1 if scale > 1 else 0
    else:
        decimals = 0 if scale == 1 else 2 if scale >= 10**9 and scaled < 10 else 1
    return with_currency(value, grouped(scaled, decimals), name, currency, wording)


def with_currency(value: Decimal, digits: str, scale: str, currency: str, wording: Wording) -> str:
    sign = MINUS if value < 0 else ""
    known = wording.get("currencies").get(currency, currency)
    if wording.language == "zh":
        return f"{sign}{digits}{scale}{known}"
    prefix = known if known != currency else f"{currency}{NO_BREAK}" if currency else ""
    return f"{sign}{prefix}{digits}" + (f" {scale}" if scale else "")


def in_sentence(value: Decimal, unit: str, wording: Wording) -> str:
    """A value with its unit, as prose says it."""
    if unit.endswith("/shares"):
        currency = unit.removesuffix("/shares")
        return with_currency(value, grouped(abs(value), places(value)), "", currency, wording)
    if unit in ("pure", "shares"):
        return grouped(value, 0 if value == value.to_integral_value() else 2)
    return money(value, unit, wording)


@dataclass(frozen=True, slots=True)
class Scale:
    """The unit of a column of money: what values are divided by, how many decimals are shown, what the head says."""

    divisor: int
    decimals: int
    unit: str

    def show(self, value: Decimal) -> str:
        """Negative in parentheses."""
        text = grouped(abs(value) / self.divisor, self.decimals)
        return f"({text})" if rounded(value / self.divisor, self.decimals) < 0 else text


def column_scale(values: Iterable[Decimal], currency: str, wording: Wording) -> Scale:
    """The scale in which most figures have three to five digits."""
    sizes = [abs(value) for value in values if value]
    middle = median(sizes) if sizes else Decimal(0)
    head = wording.get("column_currencies").get(currency)
    if wording.language == "zh":
        divisor, decimals, name = (
            (10**8, 2, "亿") if middle >= 10**8 else (10**4, 1, "万") if middle >= 10**5 else (1, 0, "")
        )
        return Scale(divisor, decimals, name + (head or wording.get("currencies").get(currency, currency)))
    steps = ((10**11, 10**9, 1), (10**8, 10**6, 0), (10**7, 10**6, 1), (10**5, 10**3, 0), (0, 1, 0))
    divisor, decimals = next((d, n) for least, d, n in steps if middle >= least)
    name = wording.get("scales").get(divisor, "")
    return Scale(divisor, decimals, f"{head or currency} {name}".strip())


def per_share(fact: Fact) -> str:
    """A per-share amount in a column."""
    text = grouped(abs(fact.value), places(fact.value))
    return f"({text})" if fact.value < 0 else text


def growth(now: Decimal, then: Decimal) -> Decimal | None:
    """Relative change; None from a base that is zero or negative: such a rate means nothing."""
    return now / then - 1 if then > 0 else None


def arrow(now: Decimal, then: Decimal, places: int = 1) -> tuple[str, str]:
    """A change for a column and its direction: ("▲ 23.2 %", "up").

    ("n.m.", "none") where the sign changes or the base is not positive: not meaningful.
    """
    change = growth(now, then)
    if change is None or now < 0:
        return "n.m.", "none"
    shown = rounded(abs(change) * 100, places)
    if not shown:
        return f"{Decimal(0):.{places}f}{NO_BREAK}%", "flat"
    mark, direction = ("▲", "up") if change > 0 else ("▼", "down")
    return f"{mark}{NO_BREAK}{shown:,.{places}f}{NO_BREAK}%", direction
