"""Which records are read together: by filing where it is named, else by statement and order; each record once."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from r1core.lines import LONGEST, read_records, read_together


def record(label: str, statement: str, order: int | None = None, **more: Any) -> dict[str, Any]:
    return {"label": label, "stmt": statement, **({} if order is None else {"order": order}), **more}


def test_a_statement_ends_where_another_begins_or_its_order_starts_again() -> None:
    records = [
        record("Cash", "BS", 1),
        record("Total assets", "BS", 9),
        record("Sales", "IS", 10),
        record("Cash", "IS", 3),
    ]
    assert read_together(records) == [[0, 1], [2], [3]]


def test_lines_of_a_filing_are_read_together_wherever_they_stand() -> None:
    a, b = {"cik": 1, "filing": "a"}, {"cik": 1, "filing": "b"}
    records = [
        record("Sales", "IS", 1, **a),
        record("Cash", "BS", 1, **b),
        record("Own", "IS", 0, **a),
        record("Cash", "BS", 2, **a),
    ]
    assert read_together(records) == [[3, 2, 0], [1]]


def test_the_parenthetical_page_follows_its_statement() -> None:
    a = {"cik": 1, "filing": "a"}
    records = [record("Par value", "BS", 1, paren=1, **a), record("Cash", "BS", 1, **a), record("Sales", "IS", 1, **a)]
    assert read_together(records) == [[1, 0, 2]]


def test_a_word_list_is_no_statement_but_neighbours_that_name_each_other_are() -> None:
    words = [record("货币资金", "BS"), record("应收账款", "BS")]
    assert read_together(words) == [[0], [1]]
    named = [record("货币资金", "BS", next="应收账款"), record("应收账款", "BS")]
    assert read_together(named) == [[0, 1]]


def test_long_filings_are_cut_between_statements_and_lose_nothing() -> None:
    a = {"cik": 1, "filing": "a"}
    records = [record(f"{s} {i}", s, i, **a) for s in ("BS", "CF") for i in range(100)]
    records += [record(f"EQ {i}", "EQ", i, filing="b") for i in range(2 * LONGEST + 5)]
    parts = read_together(records)
    assert [len(part) for part in parts] == [100, 100, LONGEST, LONGEST, 5]
    assert sorted(i for part in parts for i in part) == list(range(len(records)))


def test_records_are_read_plain_and_packed_and_a_bad_line_is_named(tmp_path: Path) -> None:
    rows = [record("Cash", "BS", 1), record("现金", "BS")]
    text = "\n".join(json.dumps(row) for row in rows)
    (tmp_path / "a.jsonl").write_text(text, encoding="utf-8")
    with gzip.open(tmp_path / "a.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(text)
    assert read_records(tmp_path / "a.jsonl") == read_records(tmp_path / "a.jsonl.gz") == rows
    (tmp_path / "b.jsonl").write_text('{"label": "Cash"}\n{"text": 1}\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"b\.jsonl:2"):
        read_records(tmp_path / "b.jsonl")
