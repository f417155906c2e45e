"""Management and auditor contradict each other on internal control: one says effective, the other not.

The strongest sign of the lot: one of the two is wrong about the same controls on the same day.
"""

from __future__ import annotations

from data.schemas import Check, Finding, Reading
from pipelines.rules._text_engine import Evidence, quotes
from pipelines.rules._texts import say
from pipelines.rules.text_warnings import verdicts

ID = "text.control_contradiction"
TITLE = "Management and auditor contradict each other on internal control"

CONTROL = "internal_control_not_effective"
AUDITOR_ADVERSE = frozenset(("auditor-not-maintained", "adverse-on-control"))
MANAGEMENT_CLEAN = frozenset(("icfr-effective",))
CHINESE_CLEAN = ("有效的", "不存在", "未发现")  # what management says; the auditor's own words stand in AUDITOR_WORDS
AUDITOR_WORDS = ("我们认为", "会计师事务所")


def _by_management(evidence: Evidence) -> bool:
    text, section = evidence.sentence.text, evidence.sentence.section.lower()
    if "auditor" in section or "accounting firm" in section or any(word in text for word in AUDITOR_WORDS):
        return False
    chinese = evidence.pattern == "effective" and any(word in text for word in CHINESE_CLEAN)
    return chinese or evidence.pattern in MANAGEMENT_CLEAN


def check(reading: Reading) -> tuple[Check | Finding, ...]:
    """A finding with both passages where they contradict each other."""
    for verdict in verdicts(reading, only=CONTROL):
        adverse = [item for item in verdict.evidence if item.pattern in AUDITOR_ADVERSE or item.pattern == "adverse"]
        effective = [item for item in verdict.clean if _by_management(item)]
        if adverse and effective:
            return (
                Finding(
                    rule=ID,
                    level="error",
                    kind="fail",
                    message=say(ID, reading.told_in),
                    provenance=(*quotes(effective[:2]), *quotes(adverse[:2])),
                ),
            )
    return ()
