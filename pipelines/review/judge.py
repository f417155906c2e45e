"""Judge: from the passages found for a rule to one finding, with its evidence, or with what was searched in vain.

required    absent is a fault
forbidden   present is a fault
optional    silence is no fault
statement   entailed, contradicted or not mentioned
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.schemas import Finding, Provenance
from data.schemas.finding import Level, Outcome

from .match import Hit
from .packs import Pack, Rule
from .passages import Passage
from .script import Script

MOST = 3  # passages a rule
SENSES = ("any", "partial", "absent", "against")  # in the order of a pack's `statuses`


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a rule: the sense of SENSES, the passages that carry it (best first), how sure we are."""

    rule: Rule
    sense: str
    evidence: tuple[Passage, ...]
    confidence: float
    nearest: Passage | None = None  # of an absent clause: the passage that comes closest


def by_words(rule: Rule, found: Sequence[Hit]) -> Verdict:
    """The verdict of the patterns alone: the clearest sense that any passage has."""
    for sense in ("any", "against", "partial"):
        speaking = [hit for hit in found if hit.sense == sense]
        if speaking:
            order = {source: place for place, source in enumerate((*rule.any, *rule.against, *rule.partial))}
            best = sorted(speaking, key=lambda hit: (order[hit.pattern], hit.passage.start))
            return Verdict(rule, sense, tuple(hit.passage for hit in best[:MOST]), 0.8)
    return Verdict(rule, "absent", (), 0.8)


def finding(pack: Pack, verdict: Verdict, script: Script, measured: dict[str, object]) -> Finding:
    """The verdict in SARIF's words."""
    rule = verdict.rule
    kind, level = _outcome(rule, verdict.sense)
    status = pack.statuses[SENSES.index(verdict.sense)]
    shown = verdict.evidence or ((verdict.nearest,) if verdict.nearest else ())
    places = tuple(place for passage in shown for place in script.provenance(passage.start, passage.end))
    properties: dict[str, object] = {"title": rule.title, **measured}
    if rule.reference:
        properties["reference"] = rule.reference
    if verdict.sense == "absent":
        properties["searched"] = [*rule.any, *rule.partial]
        properties["nearest"] = bool(verdict.nearest)
    if kind in ("fail", "review") and rule.remedy:
        properties["remedy"] = rule.remedy
    return Finding(
        rule=f"{pack.pack}.{rule.id}",
        level=level,
        kind=kind,
        message=_message(pack, verdict, places),
        provenance=places[:MOST],
        properties=properties,
        status=status,
        confidence=round(verdict.confidence, 3),
    )


def _outcome(rule: Rule, sense: str) -> tuple[Outcome, Level]:
    if sense == "partial":
        return "review", rule.severity
    if sense == "against":
        return "fail", rule.severity
    if sense == "any":
        return ("fail", rule.severity) if rule.kind == "forbidden" else ("pass", "none")
    if rule.kind == "required":
        return "fail", rule.severity
    return ("pass", "none") if rule.kind == "forbidden" else ("notApplicable", "none")


def _message(pack: Pack, verdict: Verdict, places: Sequence[Provenance]) -> str:
    rule, chinese = verdict.rule, pack.language == "zh"
    if verdict.sense == "absent":
        near = _quoted(places[0].text) if places else ""
        said = "未找到" if chinese else "not found"
        closest = (f"；最接近的文字：{near}" if chinese else f"; the nearest passage: {near}") if near else ""
        return f"{rule.title}: {said}{closest}"
    words = {"any": "found", "partial": "found in part", "against": "the contract says the opposite"}
    chinese_words = {"any": "有约定", "partial": "约定不完整", "against": "约定相反"}
    said = (chinese_words if chinese else words)[verdict.sense]
    return f"{rule.title}: {said}: {_quoted(places[0].text)}" if places else f"{rule.title}: {said}"


def _quoted(text: str) -> str:
    flat = " ".join(text.split())
    return f"“{flat[:160]}…”" if len(flat) > 160 else f"“{flat}”"
