"""Red flags: true warnings found and false alarms raised, against `filings/gold_redflags.json`.

A flag counts as raised when the report of the filing holds a finding of kind "fail" whose rule ends in the flag's
name. With `--wide` every filing is read, and flags raised that the gold does not speak of are listed for reading.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from data.schemas import Finding
from pipelines.backends.null import connect
from pipelines.contracts import Context
from pipelines.tasks import report

FLAGS = (
    "going_concern_doubt",
    "internal_control_not_effective",
    "restatement_of_prior_statements",
    "audit_opinion_disclaimer",
)
Gold = Mapping[tuple[str, str], bool]


def run(data: Path, *, as_json: bool = False, wide: bool = False) -> dict[str, object]:
    """Figures a flag, then the errors; `as_json` changes nothing, the caller writes."""
    folder = data / "filings"
    items = json.loads((folder / "gold_redflags.json").read_text(encoding="utf-8"))["items"]
    gold = {(item["doc_name"], item["flag"]): bool(item["label"]) for item in items}
    named = {document for document, _ in gold}
    files = [path for path in sorted((folder / "pdf").glob("*.pdf")) if wide or path.stem in named]
    raised = {path.stem: raised_flags(findings_of(path)) for path in files}
    figures = score(gold, raised)
    if wide:
        figures["raised outside the gold"] = sorted(
            f"{document}: {flag}"
            for document, flags in raised.items()
            for flag in flags
            if (document, flag) not in gold
        )
    return figures


def findings_of(path: Path) -> tuple[Finding, ...]:
    """Findings of the whole report, as a user gets them."""
    return report.run(path, report.Params(), Context(connect(""))).findings or ()


def raised_flags(findings: Iterable[Finding]) -> frozenset[str]:
    """Names of the flags that the findings raise."""
    return frozenset(f.rule.rpartition(".")[2] for f in findings if f.kind == "fail" and f.rule.startswith("text."))


def score(gold: Gold, raised: Mapping[str, frozenset[str]]) -> dict[str, object]:
    """True flags found, false alarms, and which they are."""
    counts: Counter[str] = Counter()
    per_flag: dict[str, str] = {}
    for flag in FLAGS:
        tally = Counter(_outcomes(gold, raised, flag))
        counts += tally
        per_flag[flag] = f"{tally['found']}/{tally['found'] + tally['missed']} found, {tally['false']} false"
    return {
        "true flags": counts["found"] + counts["missed"],
        "found": counts["found"],
        "hard negatives": counts["false"] + counts["quiet"],
        "false alarms": counts["false"],
        **per_flag,
        "errors": sorted(_errors(gold, raised)),
    }


def _outcomes(gold: Gold, raised: Mapping[str, frozenset[str]], flag: str) -> Iterator[str]:
    for (document, name), label in gold.items():
        if name == flag and document in raised:
            said = flag in raised[document]
            yield ("found" if said else "missed") if label else ("false" if said else "quiet")


def _errors(gold: Gold, raised: Mapping[str, frozenset[str]]) -> Iterator[str]:
    for (document, flag), label in gold.items():
        if document in raised and label != (flag in raised[document]):
            yield f"{document}: {flag} {'missed' if label else 'raised without cause'}"
