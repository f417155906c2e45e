"""Rules: a module each, every one tried on what was read of a document.

A rule gives Checks (arithmetic that was tried) and Findings (what a reader should know). The folder is the registry.
"""

from __future__ import annotations

from dataclasses import replace

from data.schemas import Check, Finding, Reading
from pipelines import registry

from ._ratios import derive_ratios
from ._witness import Witness

__all__ = ["Witness", "derive_ratios", "run_rules"]

_LEVELS = {"error": 0, "warning": 1, "note": 2, "none": 3}


def run_rules(reading: Reading, language: str | None = None) -> tuple[tuple[Check, ...], tuple[Finding, ...]]:
    """Every rule of the folder on one reading: checks in the rules' order, findings with the gravest first.

    They speak the document's language where `language` names no other.
    """
    reading = replace(reading, wanted=language)
    words = [word for name in registry.names("rules") for word in registry.load("rules", name).check(reading)]
    checks = tuple(word for word in words if isinstance(word, Check))
    findings = [word for word in words if isinstance(word, Finding)]
    return checks, tuple(sorted(findings, key=lambda f: (f.kind != "fail", _LEVELS[f.level], f.rule)))
