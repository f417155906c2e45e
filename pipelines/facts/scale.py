"""Scale and currency as a head prints them: "(In millions, except per share data)", "$'m", "单位:元 币种:人民币".

A phrase is read clause by clause, because "shares in thousands" is no scale of money, "except share data" leaves
shares unscaled, and "which are reflected in thousands" speaks of what the clause before it named.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from data.knowledge import knowledge

SHARES = re.compile(r"\bshares?\b(?!holder)|\bunits?\b(?!ed)|股", re.I)
PER_SHARE = re.compile(r"per[- ]?(?:common |ordinary |depositary )?(?:share|unit|ads)|每股", re.I)
MONEY = re.compile(r"dollars?|amounts?|figures|tabular|[$£€¥]|\bin\b|单位|人民币", re.I)
EXCEPT = re.compile(r"except|other than|excluding|apart from", re.I)
CLAUSE = re.compile(r"[,;()，；（）]|\b(?=except\b)", re.I)
ZH_EXCEPT = re.compile(r"除[^外]{0,24}外[，,]?")
MINOR = re.compile(r"\bcents?\b|\bpence\b|(?<![a-z])¢|\(p\)|\bp\b(?=\s*\)|$)|\(c\)|美分", re.I)


@dataclass(frozen=True, slots=True)
class Units:
    """What a phrase says; None where it is silent. `dollar` is a "$" of unknown country."""

    scale: Decimal | None = None
    shares: Decimal | None = None
    currency: str | None = None
    dollar: bool = False

    @property
    def empty(self) -> bool:
        return self.scale is None and self.shares is None and self.currency is None


@cache
def _scales() -> tuple[tuple[Decimal, re.Pattern[str]], ...]:
    return tuple((Decimal(s["value"]), re.compile(s["words"], re.I)) for s in knowledge("units")["scales"])


@cache
def _currencies() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((c["code"], re.compile(c["words"], re.I)) for c in knowledge("units")["currencies"])


@cache
def _hints() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((code, re.compile(words, re.I)) for code, words in knowledge("units")["dollar_hints"].items())


def read_units(text: str) -> Units:
    """Scale of money, scale of shares and currency of one phrase.

    >>> u = read_units("(In millions, except share data)")
    >>> u.scale, u.shares
    (Decimal('1000000'), Decimal('1'))
    """
    text = ZH_EXCEPT.sub("", text.replace("’", "'").replace("‘", "'").replace("`", "'"))
    money: Decimal | None = None
    shares: Decimal | None = None
    excepting = of_shares = False
    for clause in CLAUSE.split(text):
        if not clause.strip():
            continue
        excepting = excepting or bool(EXCEPT.search(clause))
        named = bool(SHARES.search(PER_SHARE.sub(" ", clause)))
        of_shares = named or (of_shares and "which" in clause.lower())
        size = scale_word(clause)
        if size is None:
            shares = Decimal(1) if excepting and named else shares
        elif excepting or (of_shares and not MONEY.search(SHARES.sub(" ", re.sub(r"\bin\b", " ", clause)))):
            shares = size if of_shares else shares
        else:
            money = size if money is None else money
            shares = size if named else shares
    return Units(money, shares, currency_word(text), "$" in text or "dollar" in text.lower())


def scale_word(text: str) -> Decimal | None:
    """1_000_000 for "millions", "$'m", "百万元"; None where no scale is named."""
    return next((value for value, pattern in _scales() if pattern.search(text)), None)


def currency_word(text: str) -> str | None:
    """The ISO code of the currency a text names first; None for a bare "$"."""
    found = [
        (m.start(), order, code) for order, (code, pattern) in enumerate(_currencies()) if (m := pattern.search(text))
    ]
    return min(found)[2] if found else None


def dollar_of(texts: Iterable[str]) -> str:
    """Which dollar "$" means in a document: the one its pages speak of most."""
    counts: Counter[str] = Counter()
    for text in texts:
        for code, pattern in _hints():
            counts[code] += len(pattern.findall(text))
    best = max(counts, key=lambda code: (counts[code], code == "USD"), default="USD")
    return best if counts[best] > counts["USD"] else "USD"


def in_minor_units(text: str) -> bool:
    """ "Earnings per share (cents)", "Basic (pence)", "EPS (p)"."""
    return bool(MINOR.search(text))
