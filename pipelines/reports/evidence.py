"""Sections on the document itself: management's own words, checks, warnings, and what could not be found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data.schemas import Check, Claim, Finding, Provenance, Reading, Sentence, Statement

from .numbers import in_sentence
from .view import View
from .wording import Part, Phrase, knowledge, spaced

LEVELS = ("error", "warning", "note", "none")


def drivers(view: View, sentences: Sequence[tuple[Sentence, str]]) -> Iterator[Claim]:
    """Sentences of the document, quoted and cited; the concept says what each explains."""
    for sentence, concept in sentences[: knowledge("items")["most_quotes"]]:
        quoted = Provenance(page=sentence.page, bbox=sentence.bbox, text=sentence.text)
        key = "drivers.about" if concept else "drivers.other"
        phrase = view.wording.phrase(key, name=view.wording.name(concept), quote=sentence.text)
        yield view.wording.sentence(phrase, quotes=(quoted,))


def checks(view: View, tried: Sequence[Check]) -> Iterator[Claim]:
    """Those that fail first, then the ones that hold; the whole list stands in the table of checks."""
    ordered = [c for c in tried if c.kind == "fail"] + [c for c in tried if c.kind == "pass"]
    citable = [check for check in ordered if check.facts or check.provenance]
    for check in citable[: knowledge("items")["most_checks"]]:
        yield view.wording.sentence(_check(view, check), also=check.facts, quotes=check.provenance)


def _check(view: View, check: Check) -> Phrase:
    title = check.message.rstrip(".。") or rule_title(check.rule)
    if check.kind == "pass":
        return view.wording.phrase("checks.passed", title=title)
    if check.difference:
        unit = next((f.unit for f in view.facts if f.id in check.facts), view.info.currency or "")
        gap = in_sentence(abs(check.difference), unit, view.wording)
        return view.wording.phrase("checks.failed", title=title, difference=Part(gap, check.facts))
    return view.wording.phrase("checks.failed_plain", title=title)


def rule_title(rule: str) -> str:
    """ "balance.assets-equal-liabilities" as words."""
    return spaced(rule.rsplit(".", 1)[-1].replace("-", " "))


def warnings(view: View, findings: Sequence[Finding]) -> Iterator[Claim]:
    """What is wrong, gravest first; each with the passages or facts that show it."""
    raised = [f for f in findings if f.kind in ("fail", "review") and f.level != "none"]
    for finding in sorted(raised, key=lambda f: (LEVELS.index(f.level), f.kind != "fail")):
        if finding.facts or finding.provenance:
            phrase = view.wording.phrase("warnings.plain", message=finding.message or rule_title(finding.rule))
            yield view.wording.sentence(phrase, also=finding.facts, quotes=finding.provenance)


def missing(view: View, reading: Reading) -> Iterator[Claim]:
    """For every statement that was read: the lines looked for that it does not print, citing the statement."""
    for kind in ("income", "balance", "cashflow"):
        place = _place(view, reading.statements, kind)
        absent = _absent(view, kind)
        if place is None or not absent:
            continue
        names = [view.wording.name(concept, short=True) for concept in absent]
        listed = view.wording.get("missing.join").join(names[:-1])
        listed = f"{listed}{view.wording.get('missing.last')}{names[-1]}" if listed else names[-1]
        phrase = view.wording.phrase(
            "missing.absent",
            statement=view.wording.get(f"statements.{kind}"),
            page=str(place.page),
            names=listed,
        )
        yield view.wording.sentence(phrase, quotes=(place,))


def _place(view: View, statements: Sequence[Statement], kind: str) -> Provenance | None:
    """Where a statement stands: its title, or the first number read from it."""
    for statement in statements:
        if statement.kind == kind and statement.primary and statement.evidence:
            return statement.evidence[0]
    own = [f for f in view.facts if f.statement == kind and f.scope == "consolidated" and f.method != "derived"]
    return own[0].provenance[0] if own else None


def _absent(view: View, kind: str) -> list[str]:
    """Concepts of a statement that no fact states, under their own or a kindred name."""
    items = knowledge("items")
    wanted = list(items["expected"][kind])
    if not view.bank:
        wanted += items["expected_unless_bank"][kind]
    same = items["same_as"]
    return [c for c in wanted if not any(name in view.by_concept for name in (c, *same.get(c, ())))]


def not_found(view: View, reading: Reading) -> str:
    """Statements that are not there at all, and what the readers want a person to know."""
    word = view.wording
    found = {fact.statement for fact in view.facts if fact.method != "derived"}
    lost = [kind for kind in ("income", "balance", "cashflow") if kind not in found]
    notes = [*reading.info.notes, *(n for n in reading.document.notes if n not in reading.info.notes)]
    if len(lost) == len(("income", "balance", "cashflow")):
        lines = [word.get("missing.no_facts")]
    else:
        lines = [
            word.phrase("missing.no_statement", statement=word.get(f"statements.{kind}")).raised().text for kind in lost
        ]
    if not lost and not any(_absent(view, kind) for kind in ("income", "balance", "cashflow")):
        lines.append(word.get("missing.nothing"))
    if "balance" in found and not view.at("AssetsCurrent", view.close):
        lines.append(word.get("missing.unclassified"))
    return " ".join([*lines, *(note[:1].upper() + note[1:].rstrip(".") + "." for note in notes)])
