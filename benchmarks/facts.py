"""Core facts of filings: right, wrong, missing; page and box. US filings and others apart.

Two sets: the filings of `filings/gold_core.json`, item by item, and the single numbers that the questions of tier A in
`filings/gold_questions.json` need (other filings, one to six numbers each; sign as printed; their boxes take in a
currency sign that stands apart, so that only the page is compared).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks._core_facts import CONCEPTS, Known, Score, facts_of, known_facts, score

_US = ("10-K", "10-Q", "8-K")


def run(data: Path, *, as_json: bool = False, questions: str = "yes", only: str = "") -> dict[str, object]:
    """Shares by set; `only` names part of a filing's name, `questions=no` leaves the second set out."""
    folder = data / "filings"
    sets = {"US": Score(), "other": Score()}
    for filing in json.loads((folder / "gold_core.json").read_text(encoding="utf-8"))["filings"]:
        if only in filing["doc_name"]:
            found = score(*facts_of(folder / filing["pdf"]), list(known_facts(filing)))
            sets["US" if _is_american(filing) else "other"] += _named(filing["doc_name"], found)
    result: dict[str, object] = {name: total.shares() for name, total in sets.items()}
    if questions == "yes":
        asked = Score()
        for name, truths in asked_numbers(folder, only).items():
            asked += _named(name, score(*facts_of(folder / "pdf" / f"{name}.pdf"), truths))
        sets["questions"] = asked
        result["questions"] = {k: v for k, v in asked.shares().items() if k != "box"}
    result["errors"] = [error for total in sets.values() for error in total.errors]
    return result


def _is_american(filing: dict[str, Any]) -> bool:
    return filing["currency"] == "USD" and (filing["doc_type"].startswith(_US) or filing["doc_type"] == "annual report")


def _named(name: str, found: Score) -> Score:
    found.errors = [f"{name}: {error}" for error in found.errors]
    return found


def asked_numbers(folder: Path, only: str = "") -> dict[str, list[Known]]:
    """Numbers of the questions by filing."""
    found: dict[str, dict[tuple[str, str], Known]] = {}
    for item in _items(folder / "gold_questions.json"):
        name = item["doc_name"]
        if item["item"] in CONCEPTS and only in name and (folder / "pdf" / f"{name}.pdf").exists():
            found.setdefault(name, {})[item["item"], item["period"]] = Known(
                item=item["item"],
                period=item["period"],
                ends=None,
                values=(Decimal(str(item["value"])) * Decimal(str(item["scale"])),),
                page=item["page"],
                bbox=item["bbox"],
                unsigned=True,
            )
    return {name: list(truths.values()) for name, truths in found.items()}


def _items(path: Path) -> Iterator[dict[str, Any]]:
    for question in json.loads(path.read_text(encoding="utf-8"))["questions"]:
        if question["tier"] == "A":
            yield from (item for item in question.get("items") or () if item["period"].startswith("FY"))
