"""Statements and facts typed from real filings, and the readings made of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from data.schemas import (
    Amount,
    BBox,
    Column,
    Document,
    DocumentInfo,
    Fact,
    Period,
    Provenance,
    Reading,
    Row,
    Statement,
)

StatementOf = Callable[..., Statement]
FactOf = Callable[..., Fact]
ReadingOf = Callable[..., Reading]

ONE = Decimal(1)
BOX = BBox(0, 0, 10, 10)


def _amount(text: str, row: int, column: int, unit: str) -> Amount | None:
    if text == ".":
        return None
    digits = text.strip("()").replace(",", "").replace("—", "0")
    value = Decimal(digits) * (-1 if text.startswith("(") else 1)
    box = BBox(300 + 60 * column, 100 + 12 * row, 350 + 60 * column, 110 + 12 * row)
    return Amount(text=text, value=value, page=1, bbox=box, unit=unit)  # type: ignore[arg-type]


def _row(line: str, place: int, columns: int) -> Row:
    """ "  Label | 1,234 | (5)": the indent is that of the line; "#" before a label marks a heading, "%" a per-share
    amount, "@" a share count, "." an empty cell."""
    label, *cells = (part for part in line.split("|"))
    indent = 5.0 * (len(label) - len(label.lstrip()))
    text = label.strip()
    unit = {"%": "per-share", "@": "shares"}.get(text[:1], "money")
    amounts = tuple(_amount(cell.strip(), place, i, unit) for i, cell in enumerate(cells)) or (None,) * columns
    return Row(label=text.lstrip("#%@ "), page=1, bbox=BOX, amounts=amounts, indent=indent)


@pytest.fixture
def statement_of() -> StatementOf:
    """A primary statement from lines of text, the latest year first."""

    def build(kind: str, text: str, years: tuple[int, ...] = (2018, 2017), scope: str = "consolidated") -> Statement:
        lines = [line for line in text.splitlines() if line.strip()]
        base = min(len(line) - len(line.lstrip()) for line in lines)
        rows = tuple(_row(line[base:], place, len(years)) for place, line in enumerate(lines))
        columns = tuple(Column(str(year), _period(kind, year), 1, BOX) for year in years)
        place = (Provenance(page=1, bbox=BOX, text="In millions"),)
        million = Decimal(10) ** 6
        return Statement(
            kind=kind,  # type: ignore[arg-type]
            title=kind,
            scope=scope,
            pages=(1,),
            currency="USD",
            scale=million,
            share_scale=million,
            per_share_scale=ONE,
            columns=columns,
            rows=rows,
            evidence=place,
            confidence=1.0,
            primary=True,
        )

    return build


def _period(kind: str, year: int) -> Period:
    if kind == "balance":
        return Period(instant=date(year, 12, 31))
    return Period(start=date(year, 1, 1), end=date(year, 12, 31))


@pytest.fixture
def fact_of() -> FactOf:
    """A consolidated fact in millions of dollars."""

    def build(concept: str, value: str, year: int, place: str) -> Fact:
        return Fact(
            id=f"{concept}.{year}",
            concept=concept,
            label=concept,
            statement=place,  # type: ignore[arg-type]
            value=Decimal(value) * 10**6,
            unit="USD",
            period=_period(place, year),
            confidence=0.99,
            provenance=(Provenance(page=1, bbox=BOX, text=value),),
        )

    return build


@pytest.fixture
def reading_of() -> ReadingOf:
    """A reading of statements and facts alone."""

    def build(*statements: Statement, facts: tuple[Fact, ...] = (), language: str = "en") -> Reading:
        info = DocumentInfo(sha256="0" * 64, name="x.pdf", media_type="application/pdf", pages=1, language=language)
        document = Document("0" * 64, "x.pdf", "x.pdf", "application/pdf", ())
        return Reading(document, info, statements=statements, facts=facts)

    return build
