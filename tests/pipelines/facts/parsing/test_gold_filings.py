"""Real filings: every core number is found at its place with its value, period and scale."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from data.schemas import Amount, Column, Period, Statement
from pipelines.facts.cover import document_info
from pipelines.facts.statements import find_statements
from pipelines.readers.pdf import read

SMALL = (
    "LOCKHEEDMARTIN_2023Q2_10Q",
    "ADOBE_2022Q2_10Q",
    "e51b7204b91cbe7709bd3218e7d2d0c2b8dbb438",
    "600201_金宇生物_2020_年度报告",
)


def amount_at(statements: tuple[Statement, ...], want: dict[str, Any]) -> tuple[Statement, Amount, Column] | None:
    x, y = (want["bbox"][0] + want["bbox"][2]) / 2, (want["bbox"][1] + want["bbox"][3]) / 2
    for statement in statements:
        if statement.primary and statement.kind == want["statement"]:
            for row in statement.rows:
                for amount, column in zip(row.amounts, statement.columns, strict=True):
                    if amount and amount.page == want["page"] and _holds(amount, x, y):
                        return statement, amount, column
    return None


def _holds(amount: Amount, x: float, y: float) -> bool:
    box = amount.bbox
    return box.x0 - 1 <= x <= box.x1 + 1 and box.top - 1 <= y <= box.bottom + 1


def same_period(period: Period | None, want: dict[str, Any]) -> bool:
    if period is None or abs((period.last - date.fromisoformat(want["period_end"])).days) > 3:
        return False
    name = want["period"]
    if want["statement"] == "balance":
        return period.instant is not None
    months = 12 if name.startswith("FY") else 3 if name[0] == "Q" else int(name.split("M-")[0])
    return abs(period.days - 30.4 * months) < 25


@pytest.mark.shared
@pytest.mark.parametrize("name", SMALL)
def test_every_core_number(shared: Path, name: str) -> None:
    filings = json.loads((shared / "filings" / "gold_core.json").read_text())["filings"]
    filing = next(f for f in filings if f["doc_name"] == name)
    document = read(shared / "filings" / filing["pdf"])
    statements = find_statements(document)
    for want in filing["facts"]:
        found = amount_at(statements, want)
        assert found, (want["item"], want["period"])
        statement, amount, column = found
        scale = {"money": statement.scale, "per-share": statement.per_share_scale}.get(
            amount.unit, statement.share_scale
        )
        assert amount.value == Decimal(str(want["value_printed"])), want["label"]
        assert scale == Decimal(str(want["scale"])), want["label"]
        assert same_period(column.period, want), (want["label"], column)
    assert document_info(document, statements).currency == filing["currency"]
