"""How numbers are said: in the unit and with the places asked for, else in those a reader expects."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from data.schemas import plain

POWERS = {"thousand": 3, "million": 6, "billion": 9, "万元": 4, "亿元": 8}
_CHINESE = {"thousands": "千元", "millions": "百万元", "billions": "十亿元"}
_CURRENCY = {"USD": "美元", "EUR": "欧元", "GBP": "英镑", "HKD": "港元", "JPY": "日元"}
_SIGNS = {"USD": "$", "GBP": "£", "EUR": "€", "JPY": "¥", "CNY": "¥"}
_PLACES = {"percent": 1, "ratio": 2, "times": 2, "days": 2, "per_share": 2, "shares": 0, "money": 0, "count": 0}


@dataclass(frozen=True, slots=True)
class Said:
    """A number ready to be told: `value` in `unit`, and `text` with its sign and unit."""

    value: Decimal
    unit: str
    text: str


def say(number: Decimal, kind: str, currency: str, asked: str | None, places: int | None, zh: bool = False) -> Said:
    """The number told. `number` is in whole units; of a percent kind a fraction: 0.346."""
    if kind in ("ratio", "times", "percent") and (asked == "percent" or (kind == "percent" and asked is None)):
        value = _round(number * 100, 2 if places is None else places)
        return Said(value, "percent", f"{_plain(value)}%")
    if kind in ("ratio", "times", "percent"):
        value = _round(number, _PLACES[kind] + (kind == "percent") if places is None else places)
        return Said(value, "ratio", f"{_plain(value)}" + ({True: "倍", False: "x"}[zh] if kind == "times" else ""))
    if kind == "days":
        value = _round(number, 2 if places is None else places)
        return Said(value, "days", f"{_plain(value)} {'天' if zh else 'days'}")
    if kind in ("shares", "count"):
        return _counted(number, kind, asked, places, zh)
    if kind == "per_share":
        value = number if places is None else _round(number, places)
        return Said(value, f"{currency}/shares", _money_sign(value, currency) + " per share" * (not zh))
    return _money(number, currency, asked, places, zh)


def _money(number: Decimal, currency: str, asked: str | None, places: int | None, zh: bool) -> Said:
    unit = asked if asked and power(asked) else _natural(number, currency, zh)
    if unit in ("thousands", "millions", "billions"):
        unit = f"{currency} {unit}"
    digits = places if places is not None else _natural_places(number, unit)
    value = _round(number.scaleb(-power(unit)), digits)
    word = re.sub(r"^[A-Z]{3} ?", "", unit)
    if zh:
        word = _CHINESE.get(word, word or "元")
        return Said(value, unit, f"{_plain(value)}{word.removesuffix('元')}{_CURRENCY.get(currency, '元')}")
    return Said(value, unit, _money_sign(value, currency) + (f" {word.rstrip('s')}" if word else ""))


def _counted(number: Decimal, kind: str, asked: str | None, places: int | None, zh: bool) -> Said:
    value = _round(number.scaleb(-power(asked or "")), 0 if places is None else places) if asked else number
    word = re.sub(r"^[A-Z]{3} ?", "", asked or "").rstrip("s")
    noun = {"shares": "股" if zh else "shares", "count": ""}[kind]
    return Said(
        value, f"{word}s {kind}".strip() if word else kind, " ".join(p for p in (_plain(value), word, noun) if p)
    )


def power(unit: str) -> int:
    """Power of ten that the unit counts in."""
    return next((n for word, n in sorted(POWERS.items(), key=lambda item: -len(item[0])) if word in unit), 0)


def _natural(number: Decimal, currency: str, zh: bool) -> str:
    size = abs(number)
    if zh:
        return "亿元" if size >= 10**8 else "万元" if size >= 10**5 else "元"
    return f"{currency} " + (
        "billions" if size >= 10**10 else "millions" if size >= 10**6 else "thousands" if size >= 10**4 else ""
    )


def _natural_places(number: Decimal, unit: str) -> int:
    """All that the print gives, but no more than three."""
    scaled = number.scaleb(-power(unit)).normalize()
    exponent = scaled.as_tuple().exponent
    return min(max(-exponent if isinstance(exponent, int) else 0, 0), 3)


def _round(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _plain(value: Decimal) -> str:
    return f"{value:,f}" if value == value.to_integral() or value.as_tuple().exponent else plain(value)


def _money_sign(value: Decimal, currency: str) -> str:
    sign = _SIGNS.get(currency, "")
    number = f"{abs(value):,f}"
    minus = "-" if value < 0 else ""
    return f"{minus}{sign}{number}" if sign else f"{minus}{currency} {number}"
