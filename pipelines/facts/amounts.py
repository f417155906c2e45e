"""What a row's numbers count: money, money a share, shares, or percent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Literal

from data.schemas import Row
from data.schemas.statement import Kind
from pipelines.facts.lines import Figure
from pipelines.facts.scale import in_minor_units

Unit = Literal["money", "per-share", "shares", "percent"]

SHARES = re.compile(
    r"weighted.{0,40}(?:shares?|units?|outstanding)|shares?\s+used|number\s+of.{0,40}(?:shares|units)|(?:shares|units)\s+outstanding"
    r"|average.{0,40}shares|(?:shares|units).{0,30}(?:basic|diluted|thousands|millions)|股数|加权平均|^(?:basic|diluted|common)\s+shares",
    re.I,
)
PER_SHARE = re.compile(
    r"per\s+(?:\w+\s+){0,4}?(?:share|unit|ads)|earnings\s*\(?loss\)?\s*per|\beps\b|每股|a\s+share\b|pershare", re.I
)
PAR = re.compile(r"par\s+value|authori[sz]ed|issued|stated\s+value|no\s+par|dividends?.*paid|payment", re.I)
DILUTION = re.compile(
    r"^(?:effects? of |add:? |plus:? )?(?:potentially )?(?:anti-?)?dilut(?:ive|ion)\b(?! earnings)", re.I
)
EITHER = re.compile(
    r"basic|diluted|continuing|discontinued|基本|稀释|total|net\s+(?:income|earnings|loss)|assuming", re.I
)


def unit_of(label: str, heading: str, figures: Sequence[Figure], kind: Kind) -> Unit:
    """By the row's own label; by its heading only where the numbers can be such."""
    if figures and all(f.percent for f in figures):
        return "percent"
    if kind == "balance" or (kind == "cashflow" and not re.search(r"^(?:cash )?dividends?.*per", label, re.I)):
        return "money"
    if any(f.minor for f in figures):
        return "per-share"
    if SHARES.search(label):
        return "shares"
    if DILUTION.search(label):
        return "per-share" if any(f.value < 0 for f in figures) else "shares"  # it lowers earnings, and adds shares
    if PER_SHARE.search(label) and not PAR.search(label) and _small(figures):
        return "per-share"
    if not EITHER.search(label) and label:
        return "money"
    if SHARES.search(heading):
        return "shares"
    if PER_SHARE.search(heading):
        return (
            "per-share" if _small(figures) else "shares" if re.search(r"^(?:basic|diluted)", label, re.I) else "money"
        )
    return "money"


def _small(figures: Sequence[Figure]) -> bool:
    """Amounts per share: below ten thousand, with decimals unless all are nothing."""
    worth = [f for f in figures if f.value]
    if not worth:
        return True
    if any(abs(f.value) >= 100000 for f in worth):
        return False
    return any(int(f.value.as_tuple().exponent) < 0 for f in worth) or all(abs(f.value) < 1000 for f in worth)


def value_per_share_scale(rows: Iterable[Row]) -> Decimal:
    """0.01 where amounts per share are in cents or pence, by label, heading or a "p" at the number."""
    for row in rows:
        amounts = [a for a in row.amounts if a and a.unit == "per-share"]
        if not amounts:
            continue
        if in_minor_units(row.label) or in_minor_units(row.heading) or any(a.text[-1:] in "pc¢" for a in amounts):
            return Decimal("0.01")
    return Decimal(1)
