"""Amounts in the sentences of rules: "$749.4 million", "67.80亿美元", "−6.9"; the same words as the report's prose.

Legend: the minus sign is U+2212; `size` leaves it off, for sentences that say "used" or "lost".
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

from data.knowledge import knowledge

MINUS = "−"
WIDE = Context(prec=100)  # a misread number of forty digits must not stop a rule


def grouped(value: Decimal, decimals: int) -> str:
    """Thousands separated, rounded half up; no minus before a zero."""
    exact = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, WIDE)
    return (MINUS if exact < 0 else "") + f"{abs(exact):,.{decimals}f}"


def as_printed(value: Decimal) -> str:
    """All its digits, as a sentence prints them."""
    return (MINUS if value < 0 else "") + f"{abs(value):,}"


def percent(share: Decimal, decimals: int = 1) -> str:
    """A share as per cent: 0.232 is "23.2%"."""
    return grouped(share * 100, decimals) + "%"


def money(value: Decimal, unit: str, language: str) -> str:
    """An amount in the largest named scale that it fills, or per share as it is."""
    currency = unit.removesuffix("/shares")
    words = knowledge(f"report/{language if language in ('en', 'zh') else 'en'}")
    scale, name = (1, "")
    if currency == unit:
        scale, name = next(((s, n) for s, n in words["scales"].items() if abs(value) >= s), (scale, name))
    digits = grouped(abs(value) / scale, _decimals(abs(value) / scale, scale, language, currency != unit))
    known = words["currencies"].get(currency, f"{currency} " if currency else "")
    sign = MINUS if value < 0 else ""
    if language == "zh":
        return f"{sign}{digits}{name}{known.strip()}"
    return f"{sign}{known}{digits}" + (f" {name}" if name else "")


def _decimals(scaled: Decimal, scale: int, language: str, per_share: bool) -> int:
    if per_share:
        return 2
    if scaled == scaled.to_integral_value():
        return 0
    if language == "zh":
        return 2 if scale >= 10**8 else int(scale > 1)
    return 0 if scale == 1 else 2 if scale >= 10**9 and scaled < 10 else 1
