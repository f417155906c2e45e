"""Numbers as tables and sentences print them, in whole units.

"$ (1,234)" under "in millions"   -1234000000 money
"36.8%"                            0.368 percent
"$4.2 billion", "12.5亿元"         money by its own word
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

SCALES = {
    "thousand": 3, "thousands": 3, "million": 6, "millions": 6, "billion": 9, "billions": 9, "trillion": 12,
    "bn": 9, "mn": 6, "m": 6, "千": 3, "万": 4, "百万": 6, "亿": 8,
}  # fmt: skip
_CELL = re.compile(
    r"^\s*(?P<open>[(\[（])?\s*(?P<minus>[-−–])?\s*(?P<sign>US\$|[$€£¥￥])?\s*(?P<open2>\()?"
    r"(?P<number>\d[\d,]*(?:\.\d+)?|\.\d+)\s*"
    r"[)\]）]*\s*(?P<percent>%|percent|pts?|bps)?\s*[)）]?\s*(?:\(?[a-z\d]\)?)?\s*$",
    re.IGNORECASE,
)
_WRITTEN = re.compile(
    r"(?P<sign>US\$|[$€£¥￥]|RMB\s?|USD\s?)?\s?(?P<number>\d[\d,]*(?:\.\d+)?)"
    r"(?:\s*(?P<percent>%|percent(?:age points?)?\b|个?百分点)"
    r"|\s*(?P<scale>thousand|million|billion|trillion|bn|mn|百万|千万|万|亿)(?:元|\b)?)?",
    re.IGNORECASE,
)
_DASH = re.compile(r"^\s*[$€£¥]?\s*[-–—−]\s*[$%]?\s*$")


@dataclass(frozen=True, slots=True)
class Number:
    """A number with what the print says of its kind."""

    value: Decimal
    kind: str  # money, percent, points, plain
    text: str
    start: int = 0


def cell_number(text: str) -> Number | None:
    """The number that a cell prints; None where it prints words."""
    if _DASH.match(text):
        return Number(Decimal(0), "plain", text)
    match = _CELL.match(text)
    if not match:
        return None
    value = Decimal(match["number"].replace(",", ""))
    if match["minus"] or match["open"] or match["open2"]:
        value = -value
    if match["percent"] and match["percent"].lower() in ("%", "percent"):
        return Number(value / 100, "percent", text)
    return Number(value, "money" if match["sign"] else "plain", text)


def written_numbers(text: str) -> Iterator[Number]:
    """Numbers of running text, years and dates left out."""
    for match in _WRITTEN.finditer(text):
        digits, scale = match["number"].rstrip(","), (match["scale"] or "").lower()
        bare = not match["sign"] and not match["percent"] and not scale
        if bare and (re.fullmatch(r"(?:19|20)\d\d", digits) or _in_a_name(text, match)):
            continue
        value = Decimal(digits.replace(",", ""))
        if match["percent"]:
            kind = "points" if "point" in match["percent"] or "百分点" in match["percent"] else "percent"
            yield Number(value / 100, kind, match[0].strip(), match.start("number"))
            continue
        if scale:
            value = value.scaleb(7 if scale == "千万" else SCALES[scale])
        yield Number(value, "money" if match["sign"] or scale else "plain", match[0].strip(), match.start("number"))


def _in_a_name(text: str, match: re.Match[str]) -> bool:
    """Part of a date, a note's number or a name: "May 26,", "Note 12", "10-K"."""
    before, after = text[: match.start("number")], text[match.end() :]
    dated = re.search(r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s*$", before)
    named = re.search(
        r"(?:\b(?:[Nn]ote|[Ii]tem|[Ss]ection|[Pp]age|[Tt]able|Level|Form|No\.|Part|Exhibit|Topic|ASC|Rule)\s*|[A-Za-z\d]-?)$",
        before,
    )
    return bool(dated or named or re.match(r"-[A-Za-z]|[A-Za-z]|[年月日]", after))


def scale_in(text: str) -> int | None:
    """Power of ten that a heading says its amounts count in."""
    match = re.search(
        r"\b(thousands|millions|billions)\b|\(\s*(?:in\s+)?(?:us\s*)?[$£€]?\s*(thousand|million|billion|m|bn|000s?)s?\s*\)|[$£€]['’]?(000|m\b|million)|单位[:：]?\s*(?:人民币)?(百万元|千元|万元|亿元|元)",
        text,
        re.IGNORECASE,
    )
    if not match:
        return None
    word = next(group for group in match.groups() if group).lower()
    powers = {
        "thousands": 3,
        "thousand": 3,
        "000": 3,
        "000s": 3,
        "millions": 6,
        "million": 6,
        "m": 6,
        "billions": 9,
        "billion": 9,
        "bn": 9,
    }
    return {**powers, "百万元": 6, "千元": 3, "万元": 4, "亿元": 8, "元": 0}.get(word)
