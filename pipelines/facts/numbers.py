"""Printed numbers: "(1,234)", "$ 26,268", "—", "－1，234.50", "12.3p" -> exact decimals with the printed sign.

A number is read only where its digit groups are sound; anything else is text. Brackets and every kind of minus
sign make it negative, a lone dash or "nil" is zero, currency signs before it and note marks after it are let go.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

MINUS = "-−–—－﹣‐‑‒―△▲"  # the triangles are Japanese
DASHES = frozenset(["-", "--", "---", "−", "–", "—", "――", "－", "‐", "‑", "‒", "―", "——", "–-", "─", "_"])
NOTHING = frozenset(["nil", "nil.", "zero"])
CURRENCY_SIGN = re.compile(
    r"^(?:US|U\.S\.|A|AU|C|CA|CDN|HK|NZ|S|SG|NT|R)?[$＄]|^(?:[£€¥￥₪₹₩]|RMB|CNY|USD|EUR|GBP|AUD|CAD|CHF|NIS|JPY|HKD)",
    re.I,
)
GROUPED = r"\d{1,2}(?:,\d{2})+,\d{3}|\d{1,3}(?:[,，]\d{3})+|\d{1,3}(?:['’]\d{3})+|\d{1,3}(?:\s\d{3})+|\d+"
PLAIN = re.compile(rf"^({GROUPED})?(?:[.．·](\d+))?$")
MARKS = re.compile(r"(?:[*†‡#^]+|[¹²³⁴-⁹⁰]+|\((?:[a-z]{1,2}|[ivx]{1,4}|\d{1,2})\)|\[(?:[a-z]|\d{1,2})\])+$", re.I)
WIDE = str.maketrans("０１２３４５６７８９（）％", "0123456789()%")


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as it stands on paper: 1,234 in millions is 1234 here."""

    value: Decimal
    percent: bool = False
    minor: bool = False  # written with "p", "c" or "¢": pence or cents


def is_dash(text: str) -> bool:
    """A dash or "nil" standing for zero."""
    return text in DASHES or text.lower() in NOTHING


def read_number(text: str) -> Printed | None:
    """The number a string prints, or None where it is not wholly one.

    >>> read_number("(1,234)").value, read_number("$ 0.36").value, read_number("—").value
    (Decimal('-1234'), Decimal('0.36'), Decimal('0'))
    >>> read_number("1,23"), read_number("2022 Notes"), read_number("B5(a)")
    (None, None, None)
    """
    body, negative, percent, minor = _undress(text.translate(WIDE).strip())
    if is_dash(body):
        return Printed(Decimal(0), percent)
    match = PLAIN.match(body)
    if not match or not (match[1] or match[2]) or (match[1] == "000" and not match[2]):  # "£000" is a unit
        return None
    digits = re.sub(r"[^\d]", "", match[1] or "0")
    value = Decimal(f"{digits}.{match[2]}" if match[2] else digits)
    return Printed(-value if negative else value, percent, minor)


def _undress(text: str) -> tuple[str, bool, bool, bool]:
    """Peel currency signs, signs, brackets, percent and note marks; also (negative, percent, minor)."""
    negative = percent = minor = False
    if len(text) > 1:
        text = MARKS.sub("", text) or text
    while len(text) > 1:
        sign = CURRENCY_SIGN.match(text)
        if sign and len(sign[0]) < len(text):
            text = text[sign.end() :].strip()
        elif text[0] == "(" and text[-1] == ")" and not negative:
            text, negative = text[1:-1].strip(), True
        elif text[0] in MINUS and not negative and text[1:].lstrip()[:1].isdigit() | (text[1:2] in "$£€¥.("):
            text, negative = text[1:].strip(), True
        elif text[-1] == "%" or text[0] == "%":
            text, percent = text.strip("%").strip(), True
        elif text[-1] in "pc¢" and text[-2].isdigit() and not minor:
            text, minor = text[:-1], True
        elif text[-1] == "-" and text[-2].isdigit() and not negative:
            text, negative = text[:-1], True
        else:
            break
    return text, negative, percent, minor
