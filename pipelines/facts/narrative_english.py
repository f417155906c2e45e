"""English sentences taken apart: metric, amounts with their roles, and the periods they belong to.

    names ─► clauses (a name up to the next one, or to the cause) ─► numbers with roles ─► periods ─► Mention

The words between two amounts must be wholly understood: "was", "increased by", "to", "compared to", "or", a list, a
period. Where they are not, reading of the clause stops. Expectations and other measures (adjusted, organic, a place)
are left out. Words are data (`data/knowledge/metrics.yaml`).

Legend: gap = the words between a name or number and the next number, periods taken out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from data.knowledge import knowledge
from data.schemas import Figure, Mention, Sentence
from pipelines.facts.lexicon import own_name
from pipelines.facts.narrative_names import HIDDEN, IN_SEGMENTS, SEGMENT, Metric, Name, Names
from pipelines.facts.narrative_numbers import Number, foreign, place_of, read_numbers
from pipelines.facts.narrative_parts import Clause, Stated
from pipelines.facts.narrative_periods import bind
from pipelines.facts.narrative_times import Phrase, Times


@dataclass(frozen=True, slots=True)
class _Words:
    """Compiled patterns of metrics.yaml."""

    never: re.Pattern[str]
    spoils: re.Pattern[str]
    reason: re.Pattern[str]
    lead: re.Pattern[str]
    lead_move: re.Pattern[str]
    link: re.Pattern[str]
    tail: re.Pattern[str]
    place: re.Pattern[str]
    level: re.Pattern[str]
    move: re.Pattern[str]
    moved_to: re.Pattern[str]
    before: re.Pattern[str]
    rate: re.Pattern[str]
    alone: re.Pattern[str]
    either: re.Pattern[str]
    joins: re.Pattern[str]
    subject: re.Pattern[str]
    vague: re.Pattern[str]
    up: re.Pattern[str]
    down: re.Pattern[str]


@cache
def _words() -> _Words:
    raw = knowledge("metrics")["narrative"]["english"]
    macros = {name: text for name, text in raw.items() if name in ("adverb", "mover", "moving", "about")}
    compiled = {}
    for name, text in raw.items():
        if name not in macros:
            for macro, body in macros.items():
                text = text.replace(f"<{macro}>", body)
            compiled[name] = re.compile(text, 0 if name in ("place", "tail") else re.IGNORECASE)
    return _Words(**compiled)


def english(sentence: Sentence, names: Names, times: Times, unit: str) -> Iterator[Mention]:
    """The mentions of one sentence."""
    text, words = sentence.text, _words()
    if words.never.search(text):
        return
    numbers = [number for number in read_numbers(text) if not foreign(number, unit)]
    found = list(names.find(text)) if numbers else []
    if not numbers:
        return
    phrases = times.find(text)
    for clause in _clauses(text, found, numbers, phrases) or _unnamed(text, numbers, phrases):
        stated = list(_stated(text, clause, numbers, phrases))
        if stated and _whole_company(text, clause, stated):
            yield from _mentions(sentence, clause, stated, phrases, times, names, unit)


def _clauses(text: str, names: list[Name], numbers: Sequence[Number], phrases: Sequence[Phrase]) -> list[Clause]:
    """Names that open a clause, each with the text up to the next of them or to the cause."""
    clauses: list[Clause] = []
    words = _words()
    heads = [(name, _lead(text, names, i, numbers, phrases)) for i, name in enumerate(names)]
    done, opened = -1, False
    for i, (name, lead) in enumerate(heads):
        first = not any(n.end <= name.start for n in numbers)
        if i <= done or not (first or opened):  # whoever the sentence began with, it may still speak of
            continue
        moves = _move_of(lead) if first and words.lead_move.fullmatch(lead) else 0
        if not moves and not (words.lead if first else words.link).fullmatch(lead):
            continue
        opened = not name.qualifier
        together = _together(text, names, i)
        done = i + len(together) - 1
        follower = next((n.start for n in names[done + 1 :] if not _compares(text, n)), len(text))
        reason = words.reason.search(text, together[-1].end)
        clauses.append(Clause(together, lead, min(follower, reason.start() if reason else len(text)), moves))
    return clauses


def _lead(text: str, names: list[Name], i: int, numbers: Sequence[Number], phrases: Sequence[Phrase]) -> str:
    """The words that open a clause: from the number before, or from the beginning, a run-in heading taken off."""
    start = names[i].start
    since = max((n.end for n in numbers if n.end <= start), default=0)
    if since:
        return _without(text, since, start, phrases)
    before = text[:start]
    if i and before.rstrip().endswith(":") and names[i - 1].metric == names[i].metric:
        return ""
    return before


def _together(text: str, names: list[Name], i: int) -> tuple[Name, ...]:
    """Names joined by "and" before their verb."""
    last = i
    while last + 1 < len(names) and _words().joins.fullmatch(text, names[last].end, names[last + 1].start):
        last += 1
    return tuple(names[i : last + 1])


def _unnamed(text: str, numbers: Sequence[Number], phrases: Sequence[Phrase]) -> Iterator[Clause]:
    """A subject that no statement has: "Advertising expense was $1.2 billion in 2022". It must be plain and whole."""
    words = _words()
    match = words.subject.match(text)
    if match is None or not phrases or numbers[0].start < match.end("noun") or words.vague.search(match["noun"]):
        return
    own = own_name(match["noun"], "")
    name = Name(match.start("noun"), match.end("noun"), Metric((own,)), match["noun"])
    reason = words.reason.search(text, name.end)
    yield Clause((name,), text[: name.start], reason.start() if reason else len(text))


def _compares(text: str, name: Name) -> bool:
    """ "compared to net income of": the same metric once more."""
    return bool(_words().before.search(text[max(0, name.start - 30) : name.start] + " "))


def _move_of(text: str) -> int:
    up, down = _last(_words().up, text), _last(_words().down, text)
    return 0 if up == down else 1 if up > down else -1


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((m.start() for m in pattern.finditer(text)), default=-1)


def _without(text: str, start: int, end: int, phrases: Sequence[Phrase]) -> str:
    """The text between two places, periods and the prepositions before them taken out."""
    at, kept = start, ""
    for phrase in phrases:
        if start <= phrase.start and phrase.end <= end:
            kept += _PREPOSITION.sub("", text[at : phrase.start]) if not phrase.compared else text[at : phrase.start]
            at = phrase.end
    kept += text[at:end]
    return " ".join(_EMPTY.sub("", HIDDEN.sub("", kept)).split())


_KINDS = (
    re.compile(r"\b(?:income|loss|losses|earnings|profit|EPS)\b", re.IGNORECASE),
    re.compile(r"\b(?:sales|revenues?)\b", re.IGNORECASE),
)
_PREPOSITION = re.compile(
    r"(?:,?\s*\b(?:for|in|during|at|as of|as at|on|of|through)\s+)?(?:both\s+)?(?:the\s+|our\s+)?(?:end\s+of\s+)?"
    r"(?:(?:years?|periods?|quarters?)\s+)?(?:,\s*|and\s+|, and\s+)?$",
    re.IGNORECASE,
)
_EMPTY = re.compile(r"\(\s*[^\w()]*\s*\)|(?<=,)\s*,|,\s*respectively\b,?|\brespectively\b,?", re.IGNORECASE)


def _stated(text: str, clause: Clause, numbers: Sequence[Number], phrases: Sequence[Phrase]) -> Iterator[Stated]:
    """The clause's numbers as long as the words between them are understood."""
    words, kinds = _words(), dict[str, Stated]()
    at, last, sign = clause.names[-1].end, None, clause.moves
    for number in numbers:
        if number.start < at or number.end > clause.stop:
            continue
        gap = _without(text, at, number.start, phrases)
        if _another(gap, clause.names[-1]):
            return
        same = kinds.get(number.kind)
        if same is not None and words.alone.fullmatch(gap):  # goes on where the last one of its kind stopped
            here: Stated | None = replace(same, number=number, listed=True)
        else:
            here = _role(text, clause, number, gap, last, sign)
        if here is None:
            return
        sign = here.sign if here.role in ("change", "rate") else sign
        last, at = here, number.end
        kinds[number.kind] = here
        yield here


def _another(gap: str, name: Name) -> bool:
    """True for "compared to a net loss of" behind a cash flow: a figure of another line."""
    return any(kind.search(gap) and not kind.search(name.label) for kind in _KINDS)


def _role(text: str, clause: Clause, number: Number, gap: str, last: Stated | None, sign: int) -> Stated | None:
    """What the number is, by the words before it; None where they are not understood."""
    words, metric = _words(), clause.names[-1].metric
    if last is None:
        gap = words.tail.sub("", gap, count=1).strip()
    sign = _move_of(gap) or sign
    percent = number.kind == "percent"
    if number.kind == "points" or not (percent or number.scaled or metric.per_share):
        return None
    share = bool(metric.whole)
    if last is not None and words.either.fullmatch(gap) and number.kind == "per-share" and not metric.per_share:
        return Stated(number, "level", last.earlier, per_share=True) if last.role == "level" else None
    if words.before.fullmatch(gap):
        return Stated(number, "share" if share else "level", True) if percent == share else None
    if words.moved_to.fullmatch(gap) or words.level.fullmatch(gap):
        if clause.moves and last is None:
            return Stated(number, "rate" if percent else "change", sign=clause.moves) if not share else None
        return Stated(number, "share" if share else "level") if percent == share else None
    return _moved(text, number, gap, last, sign, share)


def _moved(text: str, number: Number, gap: str, last: Stated | None, sign: int, share: bool) -> Stated | None:
    """A change or a rate: "increased by", "or 5%" behind a change, "an increase of"."""
    words = _words()
    percent = number.kind == "percent"
    moves = words.move.fullmatch(gap) is not None
    again = percent and last is not None and last.role == "change" and words.rate.fullmatch(gap) is not None
    after = percent and last is not None and last.role == "level" and words.either.fullmatch(gap) is not None
    if share or not (moves or again or after):
        return None
    if after and not moves:
        sign = _move_of(text[number.end : number.end + 12])
    if not sign or (percent and re.match(r"\s*(?:of|on)\b|-", text[number.end :])):
        return None
    return Stated(number, "rate" if percent else "change", sign=sign)


def _whole_company(text: str, clause: Clause, stated: Sequence[Stated]) -> bool:
    """False where the lead or the clause names a place, a part or another measure."""
    words = _words()
    said = text[clause.names[-1].end : stated[-1].number.end + 30]
    return not words.spoils.search(clause.lead + " " + said) and not words.place.search(clause.lead + said)


def _mentions(
    sentence: Sentence,
    clause: Clause,
    stated: list[Stated],
    phrases: Sequence[Phrase],
    times: Times,
    names: Names,
    unit: str,
) -> Iterator[Mention]:
    own = [s for s in stated if not s.per_share]
    bound = bind(sentence, clause, own, phrases, times)
    for name, figures in bound:
        scope = names.scope_of(name, sentence.section)
        if figures and scope:
            yield _mention(sentence, name, scope, figures, unit)
    if len(clause.names) == 1 and not clause.names[0].qualifier:
        yield from _per_share(sentence, clause, stated, bound, unit)


def _mention(sentence: Sentence, name: Name, scope: str, figures: tuple[Figure, ...], unit: str) -> Mention:
    metric, concepts = name.metric, name.metric.concepts
    if scope.startswith(SEGMENT):
        concepts = (IN_SEGMENTS[concepts[0]],)
    own = f"{unit}/shares" if metric.per_share else unit
    sure = metric.alone or name.label.lower().startswith("consolidated")
    return Mention(concepts[0], name.label, scope, own, figures, sentence, concepts, metric.whole, sure)


def _per_share(
    sentence: Sentence,
    clause: Clause,
    stated: Sequence[Stated],
    bound: Sequence[tuple[Name, tuple[Figure, ...]]],
    unit: str,
) -> Iterator[Mention]:
    """ "net income of $2.4 billion, or $2.41 per diluted share": earnings per share of the same period."""
    name = clause.names[0]
    if name.metric.concepts[0] not in ("NetIncomeLoss", "ProfitLoss"):
        return
    levels = [figure for figure in bound[0][1] if figure.role == "level"] if bound else []
    figures, before = [], -1
    for item in stated:
        if not item.per_share:
            before += item.role == "level"
            continue
        said = sentence.text[item.number.end : item.number.end + 30].lower()
        if 0 <= before < len(levels) and "dilut" in said and "basic" not in said:
            page, box = place_of(sentence, item.number.start, item.number.end)
            value, step, said = item.number.value, item.number.step, item.number.text
            figures.append(replace(levels[before], value=value, step=step, text=said, page=page, bbox=box))
    if figures:
        concept = "EarningsPerShareDiluted"
        yield Mention(concept, name.label, "consolidated", f"{unit}/shares", tuple(figures), sentence, (concept,))
