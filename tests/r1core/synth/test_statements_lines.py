"""Printed wordings: a line goes to the slot of its concept or of its total, companies kept apart add nothing."""

import gzip
import json
from itertools import islice
from pathlib import Path

import pytest

from r1core.line_corpus import held_out
from r1core.synth.statements_lines import CHINESE_LIST, LINES, printed_wordings, slot_of
from r1core.synth.statements_wordings import built_in

TRAINED = next(n for n in range(99) if not held_out(n))
APART = next(n for n in range(99) if held_out(n))


def line(label: str, stmt: str, concept: str, total: str = "", heading: str = "", cik: int = TRAINED) -> dict:
    return {"label": label, "stmt": stmt, "concept": concept, "total": total, "heading": heading, "cik": cik}


@pytest.mark.parametrize(
    ("record", "slot"),
    [
        (line("Total current assets, net", "BS", "AssetsCurrent"), "current.assets.total"),
        (line("Pawn loans", "BS", "ext:PawnLoans", "Total current assets"), "current.asset"),
        (line("Senior notes", "BS", "SeniorNotes", "Total liabilities"), "noncurrent.liability"),
        (line("Due to parent", "BS", "DueToParent", "Total shareholders' equity"), None),
        (line("Common shares", "BS", "CommonStockValue", "Total shareholders' equity"), "equity.item"),
        (line("Store labor", "IS", "LaborAndRelatedExpense", "Total costs and expenses"), "cost"),
        (line("Assuming dilution", "IS", "EarningsPerShareDiluted"), "share"),
        (line("Trade receivables", "CF", "IncreaseDecreaseInReceivables"), "working"),
        (line("Purchase of aircraft", "CF", "x", "Net cash used in investing activities"), "investing"),
        (line("Cash at end of year", "CF", "CashAndCashEquivalentsAtCarryingValue"), "cash.closing"),
        (line("Cash", "CF", "CashAndCashEquivalentsAtCarryingValue", "", "Financing activities"), None),
        (line("Total inventories", "BS", "InventoryNet", "Total current assets"), None),
    ],
)
def test_slots(record: dict, slot: str | None) -> None:
    assert slot_of(record) == slot


def test_a_folder_adds_wordings_in_both_languages(tmp_path: Path) -> None:
    told = [
        line("Pawn loans", "BS", "PawnLoans", "Total current assets"),
        line("Kept apart", "BS", "PawnLoans", "Total current assets", cik=APART),
    ]
    with gzip.open(tmp_path / LINES, "wt", encoding="utf-8") as file:
        file.write("\n".join(map(json.dumps, told)))
    chinese = [
        {"label": "典当贷款", "concept": "PawnLoans", "stmt": "BS"},
        {"label": "他", "concept": None, "stmt": "BS"},
    ]
    (tmp_path / CHINESE_LIST).write_text("\n".join(map(json.dumps, chinese)), encoding="utf-8")
    found, before = printed_wordings(tmp_path), built_in()
    assert [*found.of("current.asset", "en")] == [*before.of("current.asset", "en"), "Pawn loans"]
    assert [*found.of("current.asset", "zh")] == [*before.of("current.asset", "zh"), "典当贷款"]
    assert found.of("gross", "en") == before.of("gross", "en")


@pytest.mark.shared
def test_real_filings_give_many_wordings(shared: Path, tmp_path: Path) -> None:
    with gzip.open(shared / "labels" / LINES) as whole, gzip.open(tmp_path / LINES, "wb", 1) as part:
        part.writelines(islice(whole, 20_000))  # an eighth of the lines
    (tmp_path / CHINESE_LIST).write_bytes((shared / "labels" / CHINESE_LIST).read_bytes())
    found, before = (w.slots["en"] for w in (printed_wordings(tmp_path), built_in()))
    assert sum(map(len, found.values())) > 6 * sum(map(len, before.values()))
    assert min(len(found[slot]) for slot in ("current.asset", "cost", "investing", "financing", "share")) > 100
