"""The red-flag score: what counts as found, missed and false."""

from __future__ import annotations

from benchmarks import redflags
from data.schemas import BBox, Finding, Provenance

GOLD = {
    ("a", "going_concern_doubt"): True,
    ("b", "going_concern_doubt"): True,
    ("c", "going_concern_doubt"): False,
    ("d", "going_concern_doubt"): False,
    ("unread", "going_concern_doubt"): True,
}


def test_found_missed_false_and_quiet() -> None:
    flag = frozenset(("going_concern_doubt",))
    none: frozenset[str] = frozenset()
    figures = redflags.score(GOLD, {"a": flag, "b": none, "c": flag, "d": none})
    assert (figures["true flags"], figures["found"]) == (2, 1)
    assert (figures["hard negatives"], figures["false alarms"]) == (2, 1)
    assert figures["errors"] == ["b: going_concern_doubt missed", "c: going_concern_doubt raised without cause"]


def test_only_failed_findings_of_the_text_rules_raise_a_flag() -> None:
    place = Provenance(page=1, bbox=BBox(0, 0, 1, 1))

    def finding(rule: str, kind: str) -> Finding:
        return Finding.model_validate(
            {"rule": rule, "level": "note", "kind": kind, "message": "", "provenance": [place]}
        )

    findings = [finding("text.a", "fail"), finding("text.b", "informational"), finding("ratios.c", "fail")]
    assert redflags.raised_flags(findings) == {"a"}
