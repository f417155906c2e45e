"""The shipped model on the statements of a company it never saw: Simulations Plus, 2025, as filed with the SEC."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from r1core.checkpoint import shipped
from r1core.concepts import GROUP, answers
from r1core.concepts_command import opened
from r1core.engine import Engine
from r1core.line_corpus import held_out
from r1core.lines import read_records

pytestmark = pytest.mark.skipif(shipped() is None, reason="no weights in this checkout")


@pytest.fixture(scope="module")
def records(samples: Path) -> list[dict[str, Any]]:
    return read_records(samples / "statement_lines.jsonl")


def told(records: list[dict[str, Any]]) -> list[str]:
    tag, classes = opened(Engine("r1-small"))
    return [answer.concept for answer in answers(records, tag, classes)]


def right(records: list[dict[str, Any]], names: list[str]) -> float:
    """Share of the us-gaap lines whose concept is named, near twins as one."""
    pairs = [(r["concept"], n) for r, n in zip(records, names, strict=True) if not r["concept"].startswith("ext:")]
    return sum(GROUP.get(truth, truth) == GROUP.get(name, name) for truth, name in pairs) / len(pairs)


def test_most_lines_of_an_unseen_company_are_named(records: list[dict[str, Any]]) -> None:
    assert held_out(records[0]["cik"])
    assert right(records, told(records)) >= 0.78


def test_a_statement_without_filing_or_year_is_read_too(records: list[dict[str, Any]]) -> None:
    plain = [{k: v for k, v in r.items() if k not in ("cik", "filing", "fy", "concept")} for r in records]
    assert right(records, told(plain)) >= 0.78


def test_totals_of_a_balance_sheet_are_named_in_both_languages() -> None:
    lines = [
        ("Total assets", "Assets"),
        ("资产总计", "Assets"),
        ("負債總額", "Liabilities"),
        ("货币资金", "CashAndCashEquivalentsAtCarryingValue"),
    ]
    names = told([{"label": label, "stmt": "BS"} for label, _ in lines])
    assert names == [concept for _, concept in lines]
