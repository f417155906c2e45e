"""Amounts in words against the same in digits: "fifty dollars ($50)", 伍万元整（¥50,000）, 三十（30）日."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipelines.review.numerals import CAPITAL, ENGLISH_NUMBER, chinese, english
from pipelines.review.passages import Passage
from pipelines.review.script import Script

from .fault import Fault

ENGLISH = re.compile(
    rf"\b({ENGLISH_NUMBER})(?:\s+and\s+(?:no|\d\d)/100)?(?:\s+(?:u\.?s\.?\s+)?dollars?|\s+percent|\s+per cent)?"
    r"\s*\(\s*(?:us|u\.s\.)?\s*[$€£]?\s*(\d[\d,]*(?:\.\d+)?)\s*(?:%|dollars)?\s*\)",
    re.IGNORECASE,
)
CAPITALS = re.compile(rf"[{CAPITAL}]{{2,}}[元圆][零〇壹贰叁肆伍陆柒捌玖角分整正]*|[{CAPITAL}]{{3,}}[整正]")
DIGITS = re.compile(r"(?:[¥￥$]|人民币|RMB)?\s?(\d[\d,]*(?:\.\d+)?)\s*(万)?(?=元|圆|[)）]|，|。|；|\s|$)")
PLAIN = re.compile(r"([一二三四五六七八九十百千两]{1,7})\s?[(（]\s?(\d{1,5})\s?[)）]")
REACH = 24  # characters between an amount in capitals and its digits


def check(script: Script, passages: tuple[Passage, ...]) -> Iterator[Fault]:
    """Every pair that stands side by side and does not agree."""
    text = script.text
    for match in ENGLISH.finditer(text):
        said, shown = english(match[1]), Decimal(match[2].replace(",", ""))
        if said is not None and said != shown:
            yield _fault(match[1], match[2], match.span())
    for match in PLAIN.finditer(text):
        value = chinese(match[1])
        if value is not None and value != Decimal(match[2]):
            yield _fault(match[1], match[2], match.span())
    for match in CAPITALS.finditer(text):
        yield from _capitals(text, match)


def _capitals(text: str, match: re.Match[str]) -> Iterator[Fault]:
    said = chinese(match[0])
    digits = _nearest(text, match)
    if said is None or digits is None:
        return
    shown = Decimal(digits[1].replace(",", "")) * (10_000 if digits[2] else 1)
    if said != shown:
        yield _fault(match[0], digits[1], (min(match.start(), digits.start()), max(match.end(), digits.end())))


def _nearest(text: str, match: re.Match[str]) -> re.Match[str] | None:
    """The amount in digits beside the capitals, in the same sentence; the one after them where both sides have one."""
    after = DIGITS.search(text, match.end(), min(len(text), match.end() + REACH))
    if after and not re.search(r"[。；\n]", text[match.end() : after.start()]) and _opens(text, match.end()):
        return after
    start = max(0, match.start() - REACH)
    before = list(DIGITS.finditer(text, start, match.start()))
    if before and not re.search(r"[。；\n]", text[before[-1].end() : match.start()]):
        return before[-1]
    return None


def _opens(text: str, end: int) -> bool:
    """True where what follows the capitals explains them: a bracket, a comma, 小写."""
    return bool(re.match(r"\s*(?:[(（,，]|小写|人民币|[¥￥])", text[end : end + 6]))


def _fault(words: str, digits: str, span: tuple[int, int]) -> Fault:
    return Fault("amount_words_digits", f"“{words}” in words, “{digits}” in digits", (span,))
