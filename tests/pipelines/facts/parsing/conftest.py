"""Hand-set pages: a few lines of text become words with boxes, so that a test shows the page it speaks of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from data.schemas import BBox, Document, Page, Row, Statement, Word
from pipelines.facts.statements import find_statements

SIZE, PITCH, LEFT = 9.0, 13.0, 50.0

INCOME = (
    "Revenue | {} | {}",
    "Cost of sales | (600) | (550)",
    "Gross profit | 400 | 350",
    "Operating profit | 200 | 150",
    "Finance costs | (20) | (10)",
    "Profit before tax | 180 | 140",
    "Income tax expense | (40) | (30)",
    "Profit for the year | 140 | 110",
)
BALANCE = (
    "Current assets",
    "  Cash and cash equivalents | 100 | 90",
    "  Inventories | 50 | 40",
    "Total current assets | 150 | 130",
    "Property, plant and equipment | 350 | 300",
    "Total assets | 500 | 430",
    "Accounts payable | 120 | 110",
    "Total current liabilities | 120 | 110",
    "Total liabilities | 120 | 110",
    "Retained earnings | 380 | 320",
    "Total equity | 380 | 320",
    "Total liabilities and equity | 500 | 430",
)


def width(text: str) -> float:
    return sum(SIZE if ord(c) > 0x2E80 else 4.6 for c in text)


def set_words(text: str, x: float, top: float, right: bool = False, centre: bool = False) -> list[Word]:
    """Words from x on, or ending at x, or around it; a space is 2.5 points."""
    parts = text.split()
    total = sum(width(p) for p in parts) + 2.5 * (len(parts) - 1)
    x = x - total if right else x - total / 2 if centre else x
    words = []
    for part in parts:
        words.append(Word(part, BBox(x, top, x + width(part), top + SIZE), "F", SIZE))
        x += width(part) + 2.5
    return words


def set_page(lines: Sequence[str], rights: Sequence[float] = (400, 480, 560), number: int = 1) -> Page:
    """`label | a | b`: the label at the left (two spaces are an indent of 10 points), cells ending at `rights`.

    A line that begins with ^ is centred on the page; ~ sets it close to the line above; a cell may be empty.
    """
    words: list[Word] = []
    top = 40.0
    for line in lines:
        top += 9.6 if line.startswith("~") else PITCH
        line = line.removeprefix("~")
        if line.startswith("^"):
            words += set_words(line[1:], 306, top, centre=True)
            continue
        label, *cells = line.split("|")
        indent = len(label) - len(label.lstrip(" "))
        words += set_words(label, LEFT + 5 * indent, top)
        for cell, right in zip(cells, rights, strict=False):
            words += set_words(cell, right, top, right=True)
    return Page(number, 612, 792, tuple(words))


@pytest.fixture
def typeset() -> Callable[..., Document]:
    """A document of pages, each given as lines or as (lines, rights of the columns)."""

    def document(*pages: Sequence[str] | tuple[Sequence[str], Sequence[float]]) -> Document:
        made = []
        for number, page in enumerate(pages, 1):
            if isinstance(page, tuple):
                made.append(set_page(page[0], page[1], number))
            else:
                made.append(set_page(page, number=number))
        return Document("0" * 64, "x.pdf", "x.pdf", "application/pdf", tuple(made))

    return document


@dataclass(frozen=True, slots=True)
class Printed:
    """A statement as tests ask about it."""

    statement: Statement

    @property
    def ends(self) -> list[date | None]:
        return [c.period.last if c.period else None for c in self.statement.columns]

    @property
    def scopes(self) -> list[str | None]:
        return [c.scope for c in self.statement.columns]

    def row(self, label: str) -> Row:
        return next(r for r in self.statement.rows if r.label == label)

    def values(self, label: str) -> list[Decimal | None]:
        return [a.value if a else None for a in self.row(label).amounts]


@pytest.fixture
def primary() -> Callable[[Document, str], Printed]:
    """The one primary statement of a kind that a document holds."""

    def only(document: Document, kind: str) -> Printed:
        (found,) = [s for s in find_statements(document) if s.primary and s.kind == kind]
        return Printed(found)

    return only


@pytest.fixture
def income() -> Callable[..., list[str]]:
    """The lines of an income statement, with the revenue of two years as the test wants it printed."""

    def lines(first: str = "1,000", second: str = "900") -> list[str]:
        return [INCOME[0].format(first, second), *INCOME[1:]]

    return lines


@pytest.fixture
def balance() -> list[str]:
    """The lines of a balance sheet of two dates."""
    return list(BALANCE)
