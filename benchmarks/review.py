"""Contracts against rule packs: presence, evidence, gaps, planted faults, NDA statements, confidence, seconds.

`r1doc eval review`              all four packs; commercial contracts from their text (fast), the others from PDF
`r1doc eval review --only nda`   one pack: commercial, gdpr-art28, nda, zh-contract
`r1doc eval review --pdf`        commercial contracts from PDF too, evidence judged by box
`r1doc eval review --errors`     every wrong answer by pack and rule

Scored as the data's README says: partial counts as found; a passage is right when it overlaps a gold one by half of
the shorter, or a predicted box touches a gold box on its page; three passages a rule.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from benchmarks._review_scores import Scores
from data.schemas import Document, Finding
from pipelines.readers import read
from pipelines.review import review

PACKS = ("commercial", "gdpr-art28", "nda", "zh-contract")


def run(
    data: Path, *, as_json: bool = False, only: str = "", pdf: bool = False, errors: bool = False
) -> dict[str, object]:
    """Figures by pack; by rule below them."""
    folder = data / "contracts"
    measured: dict[str, object] = {}
    for pack, measure in zip(PACKS, (_commercial, _processing, _nda, _chinese), strict=True):
        if only in ("", pack):
            scores = Scores(pack)
            measure(folder, scores, pdf)
            measured |= {f"{pack} {name}": value for name, value in scores.figures().items()}
            if errors:
                sys.stderr.writelines(f"{pack} {line}\n" for line in scores.wrong)
    return measured


def _text(text: str) -> Document:
    return Document("", "", "", "text/plain", (), text=text)


def _answers(document: Document, pack: str, scores: Scores) -> dict[str, Finding]:
    """Findings by rule, without the pack's name; seconds are counted."""
    began = time.perf_counter()
    findings = review(document, pack).findings
    scores.took(time.perf_counter() - began, len(document.pages))
    scores.faults = [finding for finding in findings if finding.rule.startswith("consistency.")]
    return {finding.rule.removeprefix(f"{pack}."): finding for finding in findings}


def _commercial(folder: Path, scores: Scores, pdf: bool) -> None:
    for contract in json.loads((folder / "cuad" / "truth.json").read_text("utf-8"))["contracts"]:
        if pdf:
            document = read(folder / "cuad" / "pdf" / contract["pdf"])
        else:
            document = _text((folder / "cuad" / "txt" / contract["txt"]).read_bytes().decode())
        found = _answers(document, "commercial", scores)
        for name, truth in contract["categories"].items():
            gold = [box for span in truth["spans"] for box in span["boxes"]] if pdf else _everywhere(truth["spans"])
            label = "present" if truth["present"] else "absent"
            scores.presence(contract["id"], name, found[name], label, gold)


def _everywhere(spans: Iterable[Mapping[str, Any]]) -> list[dict[str, int]]:
    """The places where a gold passage stands, repeats too."""
    return [
        {"start": start, "end": start + span["end"] - span["start"]}
        for span in spans
        for start in (span["start"], *span.get("also_at", ()))
    ]


def _processing(folder: Path, scores: Scores, pdf: bool) -> None:
    truth = json.loads((folder / "dpa" / "truth.json").read_text("utf-8"))
    for contract in truth["documents"]:
        if "unreadable" in contract["id"] and not pdf:
            continue  # 26 pages of OCR: only where time was asked for
        found = _answers(read(folder / "dpa" / "pdf" / f"{contract['id']}.pdf"), "gdpr-art28", scores)
        for name, item in contract["items"].items():
            gold = [box for span in item["evidence"] for box in span["boxes"]]
            scores.presence(contract["id"], name, found[name], item["label"], gold)
            if item.get("hours"):
                scores.count("hours", found[name].properties.get("hours") == item["hours"])
        if contract.get("removed"):
            absent = {name for name, finding in found.items() if finding.status == "absent"}
            partial = {name for name, item in contract["items"].items() if item["label"] == "partial"}
            gold_absent = {name for name, item in contract["items"].items() if item["label"] == "absent"}
            scores.count("removed clause told, and only it", absent - partial == gold_absent)
    with gzip.open(folder / "dpa" / "sentences.json.gz", "rt", encoding="utf-8") as file:
        for contract in json.load(file)["documents"]:
            found = _answers(_text("\n".join(s["text"] for s in contract["sentences"])), "gdpr-art28", scores)
            for name, item in contract["items"].items():
                scores.sentences(name, found[name].status != "absent", item["present"])


def _nda(folder: Path, scores: Scores, pdf: bool) -> None:
    for contract in json.loads((folder / "nda" / "nda_dev.json").read_text("utf-8"))["documents"]:
        found = _answers(_text(contract["text"]), "nda", scores)
        for name, truth in contract["labels"].items():
            scores.statement(str(contract["id"]), name, found[name], truth["label"], truth["evidence"])


def _chinese(folder: Path, scores: Scores, pdf: bool) -> None:
    truth = json.loads((folder / "zh" / "truth.json").read_text("utf-8"))
    for contract in truth.get("documents") or truth["contracts"]:
        found = _answers(read(folder / "zh" / "pdf" / f"{contract['id']}.pdf"), "zh-contract", scores)
        for name, item in contract["items"].items():
            gold = [box for span in item["evidence"] for box in span["boxes"]]
            scores.presence(contract["id"], name, found[name], item["label"], gold)
        planted = contract.get("inconsistencies")
        if planted is None:
            continue
        told = {finding.rule.removeprefix("consistency.") for finding in scores.faults}
        wanted = {fault["kind"] for fault in planted}
        scores.count("planted fault told, and only it" if planted else "clean copy without alarm", told == wanted)
