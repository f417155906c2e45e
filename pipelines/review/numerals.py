"""Numbers written out: English words, Chinese numerals, and the capital ones of Chinese money.

>>> english("one hundred and twenty-five thousand"), chinese("贰拾万伍仟元整"), chinese("三十"), english("the")
(125000, Decimal('205000'), Decimal('30'), None)
"""

from __future__ import annotations

import re
from decimal import Decimal

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
]
_UNITS += ["seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
ENGLISH = {word: value for value, word in enumerate(_UNITS)}
ENGLISH |= {word: value for value, word in zip(range(20, 100, 10), _TENS, strict=True)}
GROUPS = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
WORD = "|".join(sorted((*ENGLISH, *GROUPS, "hundred"), key=len, reverse=True))
ENGLISH_NUMBER = rf"(?:{WORD})(?:(?:[\s-]+(?:and\s+)?)(?:{WORD}))*"

PLAIN, CAPITALS = "零一二三四五六七八九", "〇壹贰叁肆伍陆柒捌玖"
DIGITS = {c: value for row in (PLAIN, CAPITALS) for value, c in enumerate(row)} | {"两": 2}
SMALL = {"拾": 10, "十": 10, "佰": 100, "百": 100, "仟": 1_000, "千": 1_000}
LARGE = {"万": 10_000, "萬": 10_000, "亿": 100_000_000}
FRACTIONS = {"角": Decimal("0.1"), "分": Decimal("0.01")}
CAPITAL = "零〇壹贰叁肆伍陆柒捌玖拾佰仟万萬亿"


def english(text: str) -> int | None:
    """The value of English number words; None where they are none."""
    total = group = 0
    words = [word for word in re.split(r"[\s-]+", text.lower()) if word and word != "and"]
    for word in words:
        if word in ENGLISH:
            group += ENGLISH[word]
        elif word == "hundred":
            group = (group or 1) * 100
        elif word in GROUPS:
            total, group = total + (group or 1) * GROUPS[word], 0
        else:
            return None
    return total + group if words else None


def chinese(text: str) -> Decimal | None:
    """The value of Chinese numerals, with 元角分 where they stand; None where they are none."""
    total = section = digit = 0
    fraction = Decimal(0)
    for character in text:
        if character in DIGITS:
            digit = DIGITS[character]
        elif character in SMALL:
            section, digit = section + (digit or 1) * SMALL[character], 0
        elif character in LARGE:
            total, section, digit = (total + section + digit) * LARGE[character], 0, 0
        elif character in FRACTIONS:
            fraction, digit = fraction + digit * FRACTIONS[character], 0
        elif character in "元圆":
            total, section, digit = total + section + digit, 0, 0
        elif character not in "整正":
            return None
    return total + section + digit + fraction
