"""Numbers as charts print them: 1,234 · −5 · (5) · 12% · £3.1m · 500M · 1.2e6 · 10³ · 1 400 · "900 number of events".

A reading keeps the number as printed, the factor of its suffix and its unit, so that an axis can be given in whole
units and a person still sees what stands there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

FACTORS = {
    "k": 1e3,
    "thousand": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "mm": 1e6,
    "million": 1e6,
    "b": 1e9,
    "bn": 1e9,
    "g": 1e9,
    "billion": 1e9,
    "t": 1e12,
    "tn": 1e12,
    "trillion": 1e12,
    "万": 1e4,
    "亿": 1e8,
}
CURRENCIES = {
    "£": "GBP",
    "$": "USD",
    "US$": "USD",
    "€": "EUR",
    "¥": "JPY",
    "￥": "CNY",
    "₹": "INR",
    "R$": "BRL",
    "HK$": "HKD",
    "A$": "AUD",
    "C$": "CAD",
}
SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
DASHES = str.maketrans("−–—‒﹣－", "------")
SPACES = re.compile(r"[\u2009\u00a0\u202f\s]+")

NUMBER = re.compile(
    r"""^(?P<open>\()?(?P<sign>[-+~<>≈]?)\s?(?P<currency>US\$|HK\$|[AC]\$|R\$|[£$€¥￥₹])?\s?(?P<sign2>[-+]?)\s?
    (?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:[ ']\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?|\.\d+)
    (?P<power>e[-+]?\d+)?\s?
    (?P<suffix>k|thousand|mn|mm|million|bn|billion|tn|trillion|m|b|g|t|万|亿)?\s?
    (?P<unit>%|pp|ppts?|p\.p\.|percent|per\ cent|x|bps?|€|£|°c?|[¢p])?(?P<close>\))?[*†]?$""",
    re.VERBOSE | re.IGNORECASE,
)
POWER_OF_TEN = re.compile(r"^(?:(\d+(?:\.\d+)?)\s?[x×·]\s?)?10\^?([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+|\^-?\d+)$")
LEADING = re.compile(r"^([-−]?[£$€]?\d[\d,]*(?:\.\d+)?\s?%?)\s+([A-Za-z%£$€(].*)$")


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number: `value` with its suffix carried out, `step` what its last printed digit is worth."""

    value: float
    step: float
    unit: str | None = None
    factor: float = 1.0
    rest: str = ""  # words behind it: "number of events"


def read_number(text: str) -> Number | None:
    """The number that a text is, or None."""
    shown = SPACES.sub(" ", text.translate(DASHES)).strip()
    if power := POWER_OF_TEN.match(shown):
        value = float(power[1] or 1) * 10.0 ** int(power[2].lstrip("^").translate(SUPERSCRIPT))
        return Number(value, value / 10)
    found = NUMBER.match(shown)
    if not found or bool(found["open"]) != bool(found["close"]):
        return None
    return _valued(found)


def read_leading_number(text: str) -> Number | None:
    """As `read_number`; also the number before words, as on the topmost label of an axis."""
    if number := read_number(text):
        return number
    found = LEADING.match(text.strip())
    head = read_number(found[1]) if found else None
    return Number(head.value, head.step, head.unit, head.factor, found[2].strip()) if head and found else None


def _valued(found: re.Match[str]) -> Number:
    digits = _dotted(found["digits"])
    factor = FACTORS[found["suffix"].lower()] if found["suffix"] else 1.0
    factor *= 10.0 ** int(found["power"][1:]) if found["power"] else 1.0
    negative = bool(found["open"]) or "-" in found["sign"] + found["sign2"]
    decimals = len(digits.partition(".")[2])
    value = float(digits) * factor
    return Number(-value if negative else value, 10.0**-decimals * factor, _unit(found), factor)


def _dotted(digits: str) -> str:
    """Digits with a point for decimals and no marks for thousands."""
    digits = digits.replace(" ", "").replace("'", "")
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", digits):
        return digits.replace(",", "")
    return digits.replace(",", ".")


def _unit(found: re.Match[str]) -> str | None:
    if found["currency"]:
        return CURRENCIES.get(found["currency"].upper(), found["currency"])
    unit = (found["unit"] or "").lower()
    if unit in ("percent", "per cent"):
        return "%"
    return CURRENCIES.get(unit, unit) or None
