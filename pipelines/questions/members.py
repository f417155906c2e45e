"""Members: which segment, region, product or kind is highest or lowest, or makes up more than a share.

The members are facts of segments where there are some; else the rows of one group of one table. Their whole is the
consolidated fact, or the group's own total.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from data.schemas import Answer, Digest, Line, Operand, Period, Provenance, Question, Span
from pipelines.ledger import SAME_END, SAME_LENGTH, Ledger

from .compute import at
from .labels import scopes
from .lexicon import metrics, vocabulary
from .periods import When, resolve
from .rows import TOTAL, cell_at
from .say import operands_of, refusal, text_of
from .terms import Terms, terms_for, terms_of
from .wordings import say

FEWEST = 2
GEOGRAPHIC = re.compile(r"region|geograph|countr|market|area|地区|区域")
NO_MEMBER = re.compile(
    r"eliminat|inter-?segment|unallocated|^corporate\b(?! (?:bond|debt|note|finan|bank))|reconcil|adjustment"
    r"|stock compensation|抵销|抵消",
    re.IGNORECASE,
)
GENERIC = frozenset(("category", "categories", "segment", "segments", "product", "products", "service", "services"))


@dataclass(frozen=True, slots=True)
class Member:
    """One part with its amount."""

    name: str
    number: Decimal
    operand: Operand


@dataclass(frozen=True, slots=True)
class Group:
    """The parts of one whole."""

    members: tuple[Member, ...]
    whole: Member | None
    kind: str
    sure: float

    @property
    def sum(self) -> Decimal:
        """The whole; the parts together where none is printed."""
        return self.whole.number if self.whole else sum((member.number for member in self.members), Decimal(0))


def answer_members(question: Question, digest: Digest) -> Answer:
    """The member that is highest or lowest, or all above the share."""
    group = _segments(question, digest) or _rows(question, digest)
    if group is None or len(group.members) < FEWEST:
        return refusal(question, " ".join((question.sought, *question.words)).strip() or question.subject)
    if question.intent == "members over":
        return _over(question, group, digest)
    choose = min if question.lowest else max
    best = choose(group.members, key=lambda member: member.number)
    return _told(question, [best], group, digest)


def _segments(question: Question, digest: Digest) -> Group | None:
    """Facts of segments that state the subject in the period."""
    if question.words and not set(question.words) <= GENERIC:
        return None
    ledger, span = Ledger(digest.facts), _span(question)
    when = resolve(span, ledger, digest.info)
    concepts = _concepts(question.subject or "revenue")
    if when is None or not concepts or (GEOGRAPHIC.search(question.sought) and not _regional(digest)):
        return None
    members = []
    for name, facts in scopes(digest).items():
        fact = next((f for f in facts if f.concept in concepts and _in(f.period, when)), None)
        if fact is not None and not NO_MEMBER.search(name):
            (operand,) = operands_of([fact])
            members.append(Member(name, fact.value, operand))
    return Group(tuple(members), _whole(question, when, ledger), "money", 0.85) if len(members) >= FEWEST else None


def _whole(question: Question, when: When, ledger: Ledger) -> Member | None:
    whole = at(question.subject or "revenue", when, ledger)
    if whole.number is None or whole.value is None:
        return None
    return Member("total", whole.number, operands_of(whole.value.facts)[0])


def _regional(digest: Digest) -> bool:
    names = " ".join(scopes(digest)).lower()
    return bool(re.search(r"europe|asia|america|china|emea|pacific|international|国|区", names))


def _concepts(subject: str) -> set[str]:
    if subject not in metrics() and subject not in vocabulary():
        return set()
    formula = metrics()[subject].formula if subject in metrics() else subject
    return {name for name in [formula, *vocabulary().get(formula, ())] if re.fullmatch(r"[A-Z]\w+", name)}


def _in(period: Period, when: When) -> bool:
    if abs((period.last - when.moment.end).days) > SAME_END:
        return False
    return (
        period.instant is not None or abs(period.days - (when.moment.end - when.moment.start).days - 1) <= SAME_LENGTH
    )


def _rows(question: Question, digest: Digest) -> Group | None:
    """The group of rows whose table, heading and heads cover the words best."""
    terms, span = terms_for(question, digest), _span(question)
    ranked = sorted(_groups(digest.lines), key=lambda lines: -_fit(lines, terms, question))
    for lines in ranked[:6]:
        if _fit(lines, terms, question) < 0.6:
            return None
        group = _group(lines, span, question, digest)
        if group is not None and len(group.members) >= FEWEST:
            return group
    return None


def _groups(lines: Sequence[Line]) -> list[list[Line]]:
    found: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        found.setdefault((line.table, line.group), []).append(line)
    return [group for group in found.values() if len(group) > FEWEST - 1]


def _fit(lines: Sequence[Line], terms: Terms, question: Question) -> float:
    first = lines[0]
    over = terms_of(f"{first.title} {first.group} {' '.join(cell.head for cell in first.cells)}")
    sought = terms_of(question.sought)
    return (
        terms.cover(over)
        + 0.15 * bool(sought & over)
        + 0.02 * min(len(lines), 5)
        + 0.3 * terms.cover(terms_of(first.group))
    )


def _group(lines: Sequence[Line], span: Span | None, question: Question, digest: Digest) -> Group | None:
    members, whole, kind = [], None, "money"
    for line in lines:
        cell = cell_at(line, span, digest, question)
        if cell is None:
            continue
        kind = cell.kind
        place = cell.place
        provenance = (Provenance(page=place.page, bbox=place.bbox, text=place.text),)
        unit = digest.info.currency or "" if kind == "money" else kind
        operand = Operand(
            name=f"{line.label or 'total'} · {place.head}", value=cell.number, unit=unit, provenance=provenance
        )
        member = Member(line.label, cell.number, operand)
        if TOTAL.search(line.label) or (line.group and terms_of(line.label) == terms_of(line.group)):
            whole = whole or member
        elif whole is None and not NO_MEMBER.search(line.label):
            members.append(member)
    return Group(tuple(members), whole, kind, 0.7)


def _over(question: Question, group: Group, digest: Digest) -> Answer:
    """Those whose share of the whole passes the bound."""
    limit = question.limit or Decimal(0)
    passing = [m for m in group.members if group.sum and (m.number / group.sum > limit) == question.above]
    passing.sort(key=lambda member: -member.number)
    if not passing:
        zh = question.language == "zh"
        return _told(
            question, sorted(group.members, key=lambda m: -m.number)[:1], group, digest, "否。" if zh else "No. "
        )
    verdict = ("是。" if question.language == "zh" else "Yes. ") if question.yes_no or "any" in question.text else ""
    return _told(question, passing, group, digest, verdict)


def _told(question: Question, chosen: Iterable[Member], group: Group, digest: Digest, verdict: str = "") -> Answer:
    zh, chosen = question.language == "zh", list(chosen)
    parts, shares = [], []
    for member in chosen:
        amount = say(member.number, group.kind, digest.info.currency or "", None, None, zh)
        if group.sum > 0 and group.kind == "money":
            share = say(member.number / group.sum, "percent", "", "percent", question.places, zh)
            shares.append(share)
            parts.append(
                f"{member.name}（{amount.text}，占{share.text}）"
                if zh
                else f"{member.name} ({amount.text}, {share.text} of the total)"
            )
        else:
            shares.append(amount)
            parts.append(f"{member.name}（{amount.text}）" if zh else f"{member.name} ({amount.text})")
    whole = (group.whole,) if group.whole else ()
    operands = tuple(member.operand for member in (*chosen, *whole))
    head = shares[0]
    return Answer(
        text=verdict + ("；".join(parts) + "。" if zh else "; ".join(parts) + "."),
        value=head.value,
        unit=head.unit,
        formula="; ".join(f"{o.name} {o.provenance[0].text}" for o in operands)
        + f" = {text_of(head.value, head.unit)}",
        citations=tuple(operand.fact for operand in operands if operand.fact),
        operands=operands,
        evidence=tuple(place for operand in operands for place in operand.provenance),
        confidence=group.sure,
        question=question,
    )


def _span(question: Question) -> Span | None:
    return question.spans[-1] if question.spans else None
