"""Numbers of a sentence with their unit, scale, precision and place: "$32.8 billion", "4.3 million shares", "5.2%".

A number that leaves its scale to the next one of a list ("$155, $136 and $149 million") takes that one's. Numbers
without currency, scale or per cent (years, days, counts) are no amounts.

Legend: step = worth of the last printed digit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Literal

from data.knowledge import knowledge
from data.schemas import BBox, Sentence

Kind = Literal["money", "per-share", "shares", "percent", "points"]

_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_CURRENCY = re.compile(
    r"(?:(US\$|A\$|AU\$|C\$|NZ\$|HK\$|S\$|R\$|USD|AUD|CAD|EUR|GBP|HKD|RMB|CNY|[$€£¥])\s?|(人民币)\s?)\(?[-−]?$"
)
_UNIT = re.compile(
    r"\)?\s?(?:(?P<scale>thousand|million|billion|trillion|mn|bn|m)\b|(?P<han>亿|百万|万|千)?(?P<yuan>美元|元|股)"
    r"|(?P<percent>%|％|per ?cent\b)|(?P<points>percentage points?|basis points?|bps|个百分点)"
    r"|(?P<cents>cents?|pence|p)\b)?",
    re.IGNORECASE,
)
_POINTS = re.compile(r"\s*-?\s*(?:percentage )?points?|\s*age", re.IGNORECASE)
_PER_SHARE = re.compile(
    r"\)?\s*(?:per|a|an)\s+(?:[\w-]+\s+){0,3}?(?:share|unit|ADS)s?\b|\s?/\s?(?:share|股)|元/股", re.IGNORECASE
)
_SHARES = re.compile(r"\s*(?:[\w-]+\s+){0,2}?shares\b", re.IGNORECASE)
_LIST = re.compile(r"\s*(?:,|and|or|, and|to|and \(?|, \()?\s*(?:US\$|[$€£¥])?\s?")
WHOLE = 6  # digits from which an amount without a scale is printed in whole units
HAN = {"亿": Decimal(10**8), "百万": Decimal(10**6), "万": Decimal(10**4), "千": Decimal(1000)}
CENT = Decimal("0.01")
SIGNS = {
    "$": "USD AUD CAD NZD HKD SGD",
    "£": "GBP",
    "€": "EUR",
    "¥": "CNY JPY",
    "人民币": "CNY",
    "RMB": "CNY",
    "美": "USD",
    "US$": "USD",
    "A$": "AUD",
    "AU$": "AUD",
    "C$": "CAD",
    "NZ$": "NZD",
    "HK$": "HKD",
    "S$": "SGD",
}


@dataclass(frozen=True, slots=True)
class Number:
    """A printed amount. `scaled` is False where nothing says in which unit it counts: only per-share amounts do so."""

    start: int
    end: int
    kind: Kind
    value: Decimal
    step: Decimal
    text: str
    currency: str = ""
    scaled: bool = True
    scale: Decimal = Decimal(1)

    @property
    def worded(self) -> bool:
        """True where words or its length leave no doubt of its unit."""
        return self.kind != "money" or self.step > 1 or self.text[-1].isalpha() or self.text.count(",") > 1


def read_numbers(text: str) -> list[Number]:
    """The amounts of a text, from left to right."""
    found = [number for match in _DIGITS.finditer(text) if (number := _number(text, match))]
    for i in range(len(found) - 2, -1, -1):
        found[i] = _in_list(text, found[i], found[i + 1])
    return found


@cache
def _scales() -> dict[str, Decimal]:
    return {name: Decimal(value) for name, value in knowledge("metrics")["scales"]["en"].items()}


def _number(text: str, match: re.Match[str]) -> Number | None:
    before = _CURRENCY.search(text, max(0, match.start() - 6), match.start())
    after = _UNIT.match(text, match.end())
    assert after is not None, "every part of the pattern is optional"
    left = text[match.start() - 1 : match.start()] if match.start() else ""
    if not before and (not after.lastgroup or (left.isascii() and left.isalpha())):  # a bare number, a name like R2
        return None
    digits = match[0].replace(",", "")
    step = Decimal(1).scaleb(-len(digits.partition(".")[2]))
    start = before.start() if before else match.start()
    end = after.end() if after.lastgroup else match.end()
    if after[0].startswith(")") and text[start - 1 : start] == "(":  # "($157.9) million"
        start -= 1
    kind, scale, scaled = _measure(text, before is not None, digits, after)
    if not kind:
        return None
    value = Decimal(digits) * scale
    currency = next((c for c in before.groups() if c), "") if before else (after["yuan"] or "").strip("元股")
    return Number(start, end, kind, value, step * scale, text[start:end].strip(), currency, scaled, scale)


def _measure(text: str, money: bool, digits: str, after: re.Match[str]) -> tuple[Kind | None, Decimal, bool]:
    """Kind, scale, and whether the scale is known."""
    one = Decimal(1)
    if after["percent"] or after["points"]:
        points = after["points"] or _POINTS.match(text, after.end())
        basis = (after["points"] or "").lower().startswith(("basis", "bps"))
        return ("points" if points else "percent"), CENT if basis else one, True
    if after["yuan"]:
        return ("shares" if after["yuan"] == "股" else "money"), HAN.get(after["han"] or "", one), True
    scale = _scales()[after["scale"].lower()] if after["scale"] else one
    if money:
        if _PER_SHARE.match(text, after.end()):
            return "per-share", scale, True
        return "money", scale, bool(after["scale"]) or len(digits.partition(".")[0]) >= WHOLE
    if after["cents"]:
        return ("per-share" if _PER_SHARE.match(text, after.end()) else None), CENT, True
    return ("shares" if after["scale"] and _SHARES.match(text, after.end()) else None), scale, True


def _in_list(text: str, number: Number, after: Number) -> Number:
    """A number that stands in a list with the next one and leaves its unit to that one."""
    if number.scaled or not _LIST.fullmatch(text, number.end, after.start) or after.kind not in ("money", "per-share"):
        return number
    if after.kind == "per-share":
        return replace(number, kind="per-share", scaled=True)
    scale = after.scale
    return replace(number, value=number.value * scale, step=number.step * scale, scaled=after.scaled, scale=scale)


def foreign(number: Number, currency: str) -> bool:
    """True for an amount in another currency than the document's."""
    named = number.currency.upper()
    return bool(named and currency) and currency not in SIGNS.get(named, named).split()


def place_of(sentence: Sentence, start: int, end: int) -> tuple[int, BBox]:
    """Page and box of the words that print a part of the sentence; the sentence's own where none is known."""
    spots = [spot for spot in sentence.spots if spot.start < end and start < spot.end]
    if not spots:
        return sentence.page, sentence.bbox
    page = spots[0].page
    return page, BBox.around(
        _part(sentence.text[s.start : s.end], s.bbox, start - s.start, end - s.start) for s in spots if s.page == page
    )


def _part(text: str, box: BBox, start: int, end: int) -> BBox:
    """The share of a word's box that some of its characters take: Chinese lines are one word."""
    start, end = max(start, 0), min(end, len(text))
    if text.isascii() or (start, end) == (0, len(text)):
        return box
    per = box.width / (_widths(text) or 1)
    return BBox(box.x0 + per * _widths(text[:start]), box.top, box.x0 + per * _widths(text[:end]), box.bottom)


def _widths(text: str) -> float:
    """Chinese characters are twice as wide as digits."""
    return sum(2.0 if ord(c) > 0x2E80 else 1.0 for c in text)
