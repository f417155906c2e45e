"""review.sarif: the findings for code-scanning tools and editors.

Source: OASIS SARIF 2.1.0. A page is told as a region of the artifact with its box in `properties`; text by characters.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from data.schemas import Finding, Provenance, Result

from ._files import write_file

MEDIA_TYPE = "application/sarif+json"
TASKS = ("review",)
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
KINDS = {"informational": "informational", "notApplicable": "notApplicable"}


def export(result: Result, source: Path, folder: Path) -> tuple[str, ...]:
    """Write review.sarif."""
    return write_file(folder, "review.sarif", sarif(result))


def sarif(result: Result) -> str:
    """The log as JSON."""
    findings = result.findings or ()
    rules = {finding.rule: finding for finding in findings}
    driver = {
        "name": "r1doc",
        "version": result.run.version if result.run else "",
        "rules": [_rule(name, finding) for name, finding in rules.items()],
    }
    run = {
        "tool": {"driver": driver},
        "artifacts": [{"location": {"uri": result.document.name}, "hashes": {"sha-256": result.document.sha256}}],
        "results": [_result(finding, result.document.name) for finding in findings],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _rule(name: str, finding: Finding) -> dict[str, Any]:
    return {"id": name, "shortDescription": {"text": str(finding.properties.get("title") or name)}}


def _result(finding: Finding, name: str) -> dict[str, Any]:
    """SARIF allows a level other than "none" only on what fails."""
    properties = {**finding.properties, "status": finding.status, "confidence": finding.confidence}
    return {
        "ruleId": finding.rule,
        "kind": finding.kind,
        "level": finding.level if finding.kind == "fail" else "none",
        "message": {"text": finding.message},
        "locations": [_location(place, name) for place in finding.provenance],
        "properties": {key: value for key, value in properties.items() if value is not None},
    }


def _location(place: Provenance, name: str) -> dict[str, Any]:
    region: dict[str, Any] = {"snippet": {"text": place.text}}
    if place.start is not None and place.end is not None:
        region |= {"charOffset": place.start, "charLength": place.end - place.start}
    else:
        region["properties"] = {"page": place.page, "bbox": [round(edge, 2) for edge in place.bbox]}
        region |= {"startLine": 1}  # a region must say where; a PDF has no lines, so its page is in the properties
    return {"physicalLocation": {"artifactLocation": {"uri": name}, "region": region}}
