"""The whole review of one document: every rule of the pack answered, then what contradicts itself, then what hides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.schemas import Document, Finding
from data.schemas.run import PackUse

from .consistency import Fault, faults
from .hidden import Hidden, hidden_text, orders
from .judge import Verdict, finding
from .measure import Limits, limits_of, measured
from .packs import Pack, Rule, load_pack
from .passages import passages_of
from .recognise import recognise
from .script import Script, script_of
from .verdicts import verdicts


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a review says, and with which pack."""

    findings: tuple[Finding, ...]
    used: PackUse
    language: str


def review(document: Document, rules: str = "", limits: str = "", unseen: Sequence[Hidden] = ()) -> Reviewed:
    """The findings of the pack by that name, or of the one the document asks for."""
    wanted = limits_of(limits)
    script = script_of(document)
    pack, why = (load_pack(rules), "") if rules else recognise(script)
    passages = passages_of(script)
    judged = verdicts(pack, passages)
    findings = [_answer(pack, verdict, script, wanted) for verdict in judged]
    contradictions = (*faults(script, passages), *_missing(pack, judged))
    findings += [_fault(fault, script) for fault in contradictions]
    findings += [*hidden_text(unseen), *orders(script, unseen)]
    return Reviewed(tuple(findings), _used(pack, why), pack.language)


def _answer(pack: Pack, verdict: Verdict, script: Script, limits: Limits) -> Finding:
    """The finding; one that is beyond its limit becomes partial."""
    numbers = measured(verdict.rule, verdict.evidence, limits)
    found = finding(pack, verdict, script, numbers)
    if not numbers.get("beyond") or found.kind != "pass":
        return found
    name = verdict.rule.threshold.name if verdict.rule.threshold else ""
    message = f"{found.message} ({numbers[name]:g} {name}, limit {numbers['limit']})"
    changes = {"kind": "review", "level": verdict.rule.severity, "status": pack.statuses[1], "message": message}
    return found.model_copy(update=changes)


def _missing(pack: Pack, judged: Sequence[Verdict]) -> list[Fault]:
    """Clauses that every such contract has and this one has not."""
    if not pack.complete:
        return []
    return [
        Fault("missing_clause", f"{verdict.rule.title}: 未找到", (), verdict.rule.severity)
        for verdict in judged
        if verdict.sense == "absent" and _essential(verdict.rule)
    ]


def _essential(rule: Rule) -> bool:
    return rule.kind == "required"


def _fault(fault: Fault, script: Script) -> Finding:
    places = tuple(place for span in fault.places for place in script.provenance(*span, most=1))
    return Finding(
        rule=f"consistency.{fault.kind}", level=fault.level, kind="fail", message=fault.message, provenance=places
    )


def _used(pack: Pack, why: str) -> PackUse:
    return PackUse(
        pack=pack.pack, title=pack.title, guessed=bool(why), why=why, rules=len(pack.rules), untested=pack.untested
    )
