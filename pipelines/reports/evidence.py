"""Sections on the document itself: management's own words, checks, warnings, and what could not be found."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from data.knowledge import knowledge
from data.schemas import Check, Claim, Finding, Provenance, Reading, Sentence, Statement

from .figures import spell
from .numbers import in_sentence
from .sentences import listed
from .view import View, slot
from .wording import Part, Phrase, spaced

MOST_OF_A_RULE = 2  # sentences
LEVELS = ("error", "warning", "note", "none")
PERIOD_TAIL = re.compile(r"\s*[(（][^()（）]*[)）]$")


def drivers(view: View, sentences: Sequence[tuple[Sentence, str]]) -> Iterator[Claim]:
    """Sentences of the document, quoted and cited; the concept says what each explains."""
    for sentence, concept in sentences[: knowledge("report/items")["most_quotes"]]:
        quoted = Provenance(page=sentence.page, bbox=sentence.bbox, text=sentence.text)
        key = "drivers.about" if concept else "drivers.other"
        phrase = view.wording.phrase(key, name=view.wording.name(concept), quote=sentence.text)
        yield view.wording.sentence(phrase, quotes=(quoted,))


def checks(view: View, tried: Sequence[Check]) -> Iterator[Claim]:
    """Those that fail, then identities, then sums, one sentence for all periods of the same sum."""
    citable = [c for c in tried if (c.facts or c.provenance) and not c.rule.startswith("text.")]
    failed = [check for check in citable if check.kind == "fail"]
    passed = sorted((c for c in citable if c.kind == "pass"), key=lambda c: c.rule.startswith("footing"))
    said = [view.wording.sentence(_failed(view, c), also=c.facts, quotes=c.provenance) for c in failed]
    said += [_held(view, title, group) for title, group in _alike(passed)]
    yield from said[: max(knowledge("report/items")["most_checks"], len(failed))]


def _alike(passed: Sequence[Check]) -> Iterator[tuple[str, list[Check]]]:
    """Checks by what they say once the period at the end is left out; no rule speaks more often than the sums may."""
    groups: dict[str, list[Check]] = defaultdict(list)
    for check in passed:
        groups[PERIOD_TAIL.sub("", check.message.rstrip(".。 ")) or rule_title(check.rule)].append(check)
    spoken: Counter[str] = Counter()
    for title, group in groups.items():
        rule = group[0].rule
        spoken[rule] += 1
        if rule.startswith("footing") or spoken[rule] <= MOST_OF_A_RULE:
            yield title, group


def _held(view: View, title: str, group: Sequence[Check]) -> Claim:
    facts = tuple(dict.fromkeys(one for check in group for one in check.facts))
    quotes = tuple(dict.fromkeys(place for check in group for place in check.provenance))
    if group[0].message and not PERIOD_TAIL.search(group[0].message.rstrip(".。 ")):
        return view.wording.sentence(_told(view, group[0]), facts, quotes)
    firsts = [fact for check in group for fact in view.facts if check.facts and fact.id == check.facts[0]]
    ends = sorted({slot(fact) for fact in firsts}, reverse=True)
    yearly = all(end.months in (0, 12) for end in ends) and len({end.end.year for end in ends}) == len(ends)
    names = [str(end.end.year) if yearly else spell(view, end) for end in ends]
    periods = listed(view, [Phrase(name) for name in names]) if names else Phrase("")
    key = "passed_for" if names else "passed"
    return view.wording.sentence(view.wording.phrase(f"checks.{key}", title=title, periods=periods), facts, quotes)


def _told(view: View, check: Check) -> Phrase:
    """The rule's own sentence, in its own language and with its own full stop."""
    message = check.message.rstrip()
    return Phrase(message) if message.endswith((".", "。")) else view.wording.phrase("checks.told", title=message)


def _failed(view: View, check: Check) -> Phrase:
    """The rule's own message; where it has none, its name and how far it is off."""
    if check.message:
        return _told(view, check)
    title = rule_title(check.rule)
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
    items = knowledge("report/items")
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
