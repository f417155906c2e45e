"""Schedules that do not add up: quantity times price against the row's amount, and the rows against their total.

A table is believed to be one of products only where most of its rows hold; then the row that does not is the fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pipelines.review.passages import Passage
from pipelines.review.script import Script

from .fault import Fault

NUMBER = r"(?<![\w.,])[$¥￥€£]?\s?(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\w%,]|\.\d)"
ROW = re.compile(rf"{NUMBER}[ \t|]+{NUMBER}[ \t|]+{NUMBER}")
TOTAL = re.compile(rf"(?:总\s?计|合\s?计|共\s?计|grand total|total)[^\n\d]{{0,30}}?[$¥￥€£]?\s?{NUMBER}", re.IGNORECASE)
GAP = 160  # characters between two rows of one table
FEWEST = 2  # rows that hold, before another one can be wrong


@dataclass(frozen=True, slots=True)
class _Row:
    start: int  # where the row begins: behind the row above
    end: int
    amount: Decimal
    holds: bool


def check(script: Script, passages: tuple[Passage, ...]) -> Iterator[Fault]:
    """One fault a table, at the row that is wrong or at the total."""
    for rows in _tables(script.text):
        yield from _judged(script.text, rows)


def _tables(text: str) -> Iterator[list[_Row]]:
    rows: list[_Row] = []
    for match in ROW.finditer(text):
        if rows and match.start() - rows[-1].end > GAP:
            yield rows
            rows = []
        start = rows[-1].end if rows else max(match.start() - 30, 0)
        one, two, amount = (Decimal(number.replace(",", "")) for number in match.groups())
        rows.append(_Row(start, match.end(), amount, abs(one * two - amount) <= Decimal("0.01") * amount / 100))
    if rows:
        yield rows


def _judged(text: str, rows: list[_Row]) -> Iterator[Fault]:
    right, wrong = [row for row in rows if row.holds], [row for row in rows if not row.holds]
    if len(right) < FEWEST or len(wrong) > 1:
        return
    total = TOTAL.search(text, rows[-1].end, rows[-1].end + GAP)
    stated = Decimal(total[1].replace(",", "")) if total else None
    summed = sum((row.amount for row in rows), Decimal(0))
    places = tuple((row.start, row.end) for row in wrong)
    if total and stated != summed:
        message = f"the rows add up to {summed:,}, the total says {stated:,}"
        yield Fault("sum_mismatch", message, (*places, total.span()))
    elif wrong:
        yield Fault("sum_mismatch", "quantity times price is not the amount of the row", places)
