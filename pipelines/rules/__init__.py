"""Rules: a module each, every one tried on what was read of a document.

A rule gives Checks (arithmetic that was tried) and Findings (what a reader should know). The folder is the registry.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from data.schemas import Check, Finding, Reading
from pipelines import registry

from ._ratios import derive_ratios
from ._witness import Witness

__all__ = ["Witness", "derive_ratios", "run_rules"]

Words = list[Check | Finding]
Both = Callable[[Callable[[], Words], Callable[[], Words]], tuple[Words, Words]]

TEXT = "text_"  # the names of rules of running text begin so
_LEVELS = {"error": 0, "warning": 1, "note": 2, "none": 3}


def run_rules(
    reading: Reading, language: str | None = None, both: Both = lambda one, other: (one(), other())
) -> tuple[tuple[Check, ...], tuple[Finding, ...]]:
    """Every rule of the folder on one reading: checks in the rules' order, findings with the gravest first.

    They speak the document's language where `language` names no other. `both` gives the answers of two functions, at
    once where it can: the rules of running text take as long as all the others.
    """
    reading = replace(reading, wanted=language)
    numbers, text = ([n for n in registry.names("rules") if n.startswith(TEXT) == about] for about in (False, True))
    told = both(lambda: _said(text, reading), lambda: _said(numbers, reading))
    words = [word for part in reversed(told) for word in part]
    checks = tuple(word for word in words if isinstance(word, Check))
    findings = [word for word in words if isinstance(word, Finding)]
    return checks, tuple(sorted(findings, key=lambda f: (f.kind != "fail", _LEVELS[f.level], f.rule)))


def _said(names: Sequence[str], reading: Reading) -> Words:
    return [word for name in names for word in registry.load("rules", name).check(reading)]
