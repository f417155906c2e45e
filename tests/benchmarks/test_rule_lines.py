"""Statements put together from lines, and which elements count as a core concept's."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from benchmarks._rule_lines import rule_shares

BALANCE = [
    ("Cash and cash equivalents", "CashAndCashEquivalentsAtCarryingValue"),
    ("Accounts receivable, net", "ReceivablesNetCurrent"),
    ("Inventories", "InventoryNet"),
    ("Total current assets", "AssetsCurrent"),
    ("Total assets", "Assets"),
    ("Quux payable", "AccountsPayableCurrent"),
    ("Total current liabilities", "LiabilitiesCurrent"),
    ("Total liabilities", "AssetsNet"),
    ("Zorblax", "OtherAssets"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lines = [
        {"label": label, "concept": concept, "stmt": "BS", "order": n, "cik": 1, "filing": "a"}
        for n, (label, concept) in enumerate(BALANCE)
    ]
    for name, records in (("lines", lines), ("extensions", [])):
        with gzip.open(tmp_path / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.write("".join(json.dumps(r) + "\n" for r in records))
    return tmp_path


def test_found_and_wrong(folder: Path) -> None:
    assert rule_shares(folder) == {"core lines found": 0.8333, "wrong of given": 0.1429, "given": 7}


def test_companies_can_be_left_out(folder: Path) -> None:
    assert rule_shares(folder, every=2) == {"core lines found": 0.0, "wrong of given": 0.0, "given": 0}
