"""The whole review of one document: every rule of the pack answered, then what contradicts itself, then what hides."""

from __future__ import annotations

from dataclasses import dataclass

from data.schemas import Document, Finding
from data.schemas.run import PackUse

from .judge import by_words, finding
from .match import hits
from .packs import Pack, load_pack
from .passages import passages_of
from .recognise import recognise
from .script import script_of


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a review says, and with which pack."""

    findings: tuple[Finding, ...]
    used: PackUse
    language: str


def review(document: Document, rules: str = "") -> Reviewed:
    """The findings of the pack by that name, or of the one the document asks for."""
    script = script_of(document)
    pack, why = (load_pack(rules), "") if rules else recognise(script)
    passages = passages_of(script)
    findings = []
    for rule in pack.rules:
        verdict = by_words(rule, hits(rule, passages))
        findings.append(finding(pack, verdict, script, {}))
    return Reviewed(tuple(findings), _used(pack, why), pack.language)


def _used(pack: Pack, why: str) -> PackUse:
    return PackUse(
        pack=pack.pack, title=pack.title, guessed=bool(why), why=why, rules=len(pack.rules), untested=pack.untested
    )
