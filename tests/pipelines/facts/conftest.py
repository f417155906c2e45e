"""Statements set by hand: one printed line a text line, `label | number | number`, headings without numbers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from data.schemas import Amount, BBox, Column, Period, Row, Statement
from data.schemas.statement import Kind


def _amount(text: str, row: int, column: int, unit: str) -> Amount | None:
    if not text:
        return None
    bare = text.strip("()$ ").replace(",", "").replace("$", "")
    value = Decimal(0) if bare in ("-", "—") else Decimal(bare)
    if text.startswith("("):
        value = -value
    box = BBox(300 + 80 * column, 100 + 12 * row, 350 + 80 * column, 110 + 12 * row)
    return Amount(text, value, page=1, bbox=box, unit=unit)  # type: ignore[arg-type]


def _unit(label: str, heading: str) -> str:
    text = f"{heading} {label}".lower()
    if "weighted" in text or "average shares" in text:
        return "shares"
    return "per-share" if "per share" in text or "per common share" in text or "每股" in text else "money"


def make_statement(kind: Kind, printed: str, scale: int = 1_000_000, **changes: object) -> Statement:
    """The statement that the lines print, years 2022 and 2021."""
    rows: list[Row] = []
    heading = ""
    for n, line in enumerate(text for text in printed.splitlines() if text.strip()):
        label, *cells = [part.strip() for part in line.split("|")]
        amounts = tuple(_amount(c, n, k, _unit(label, heading)) for k, c in enumerate(cells)) or (None, None)
        rows.append(Row(label, 1, BBox(50, 100 + 12 * n, 250, 110 + 12 * n), amounts, heading=heading))
        if not cells:
            heading = label
    columns = tuple(
        Column(
            str(year),
            Period(instant=date(year, 12, 31))
            if kind == "balance"
            else Period(start=date(year, 1, 1), end=date(year, 12, 31)),
            page=1,
            bbox=BBox(300, 50, 350, 60),
        )
        for year in (2022, 2021)
    )
    made = Statement(
        kind=kind,
        title="Consolidated Statement",
        scope="consolidated",
        pages=(1,),
        currency="USD",
        scale=Decimal(scale),
        share_scale=Decimal(scale),
        per_share_scale=Decimal(1),
        columns=columns,
        rows=tuple(rows),
        evidence=(),
        confidence=1.0,
        primary=True,
    )
    from dataclasses import replace

    return replace(made, **changes)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def statement() -> Callable[..., Statement]:
    """`statement(kind, printed)` makes one."""
    return make_statement
