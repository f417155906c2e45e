"""Which period each number of a clause belongs to.

    a list of amounts beside a list of periods     one each, in their order
    a period right behind an amount                its own; "(2021: $3.1 billion)" before it
    a period before the amounts, or in the lead    of the amounts that have none
    a period behind "compared to", "from", "over"  the one that they are counted from
    the heading, "2022 compared with 2021"         where the sentence names none

What remains open stays open. A point of time that is no period of the company takes its number out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from data.schemas import Figure, Period, Sentence
from pipelines.facts.narrative_names import Name
from pipelines.facts.narrative_numbers import place_of
from pipelines.facts.narrative_parts import Clause, Stated
from pipelines.facts.narrative_times import Phrase, Times

_BEHIND = re.compile(
    r"\)?\s*,?\s*(?:\([^()]{0,30}\)\s*)?,?\s*(?:(?:in|for|during|at|as of|as at|on|of|reported in)\s+)?"
    r"(?:(?:the|our)\s+)?(?:end of\s+)?(?:the\s+)?(?:(?:year|quarter|period|years)\s+)?",
    re.IGNORECASE,
)
_IN_FRONT = re.compile(r"\s*:\s*(?:US)?\$?")
_JOINED = re.compile(r"\s*(?:,|and|, and|&)\s*(?:(?:in|for|at|as of)\s+)?(?:the\s+)?", re.IGNORECASE)
_OPENING = re.compile(
    r"[•·\-–—\s]*(?:(?:in|for|during|at|as of|as at|on|through)\s+|(?=fiscal))(?:(?:the|our)\s+)?"
    r"(?:(?:both|year|end of)\s+)*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Frame:
    """The periods a clause speaks of: its own, and the one compared with. `blocked`: of no period of the company."""

    now: Period | None = None
    since: Period | None = None
    blocked: bool = False


Bound = list[tuple[Name, tuple[Figure, ...]]]


def bind(
    sentence: Sentence, clause: Clause, stated: Sequence[Stated], phrases: Sequence[Phrase], times: Times
) -> Bound:
    """The figures of each name, each with its period where the words give one."""
    frame = _frame(sentence, clause, stated, phrases, times)
    runs = list(_runs(stated))
    if len(clause.names) > 1:
        if len(runs) != 1 or len(runs[0]) != len(clause.names) or runs[0][0].earlier or frame.blocked:
            return []
        figures = [_figure(sentence, item, None, frame, times) for item in runs[0]]
        return [(name, (figure,)) for name, figure in zip(clause.names, figures, strict=True)]
    found: list[Figure] = []
    for run in runs:
        own = _own(sentence.text, run, stated, phrases)
        if own is None or any(phrase and phrase.what == "other" for phrase in own):
            continue
        found += [
            _figure(sentence, item, phrase, frame, times)
            for item, phrase in zip(run, own, strict=True)
            if phrase is not None or not frame.blocked
        ]
    return [(clause.names[0], tuple(found))]


def _runs(stated: Sequence[Stated]) -> Iterator[list[Stated]]:
    """Numbers that form a list, and single ones."""
    run: list[Stated] = []
    for item in stated:
        if run and not item.listed:
            yield run
            run = []
        run.append(item)
    if run:
        yield run


def _own(
    text: str, run: Sequence[Stated], stated: Sequence[Stated], phrases: Sequence[Phrase]
) -> list[Phrase | None] | None:
    """The period of each number of a run; None for a list whose periods are not listed as well."""
    behind = [_behind(text, item, stated, phrases) for item in run]
    if len(run) == 1:
        return behind
    listed = next((group for group in _lists(text, phrases, run) if len(group) == len(run)), None)
    if listed is not None:
        return list(listed)
    return list(behind) if all(behind) else None


def _behind(text: str, item: Stated, stated: Sequence[Stated], phrases: Sequence[Phrase]) -> Phrase | None:
    """The period that stands right behind a number, or before it in the same parentheses."""
    stop = min((s.number.start for s in stated if s.number.start > item.number.start), default=len(text))
    for phrase in phrases:
        if phrase.end <= item.number.start and _IN_FRONT.fullmatch(text, phrase.end, item.number.start):
            return phrase
        between = item.number.end <= phrase.start < stop
        if between and (item.earlier or not phrase.compared) and _BEHIND.fullmatch(text, item.number.end, phrase.start):
            return phrase
    return None


def _lists(text: str, phrases: Sequence[Phrase], run: Sequence[Stated]) -> list[list[Phrase]]:
    """Lists of periods, those behind the run first, the nearest first."""
    groups: list[list[Phrase]] = []
    for phrase in phrases:
        if groups and _JOINED.fullmatch(text, groups[-1][-1].end, phrase.start):
            groups[-1].append(phrase)
        else:
            groups.append([phrase])
    end = run[-1].number.end
    return sorted(groups, key=lambda group: (group[0].start < end, abs(group[0].start - end)))


def _frame(
    sentence: Sentence, clause: Clause, stated: Sequence[Stated], phrases: Sequence[Phrase], times: Times
) -> _Frame:
    text, name = sentence.text, clause.names[0]
    last = stated[-1].number.end if stated else name.end
    plain = [p for p in phrases if not p.compared and _single(text, p, phrases)]
    tied = [p for s in stated if not s.earlier and (p := _behind(text, s, stated, phrases)) and not p.compared]
    inside = [p for p in plain if name.start <= p.start and p.end <= stated[0].number.start] if stated else []
    opening = [p for p in plain[:1] if p.end <= name.start and _OPENING.fullmatch(text, 0, p.start)]
    choice = (tied or inside[-1:] or opening)[:1]
    several = any(p.end <= name.start for p in phrases) and not opening and not choice
    compared = [p for p in phrases if p.compared and name.end <= p.start and p.start <= last + 60]
    heading = _Frame() if choice or phrases else _of_heading(sentence.section, times)
    now = choice[0].period if choice else heading.now
    since = compared[0].period if compared and compared[0].what == "named" else heading.since
    return _Frame(now, since, bool(choice and choice[0].what == "other") or several)


def _single(text: str, phrase: Phrase, phrases: Sequence[Phrase]) -> bool:
    """True for a period that stands on no list."""
    return not any(
        _JOINED.fullmatch(text, a.end, b.start)
        for a, b in ((phrase, other) for other in phrases if other.start > phrase.start)
    ) and not any(_JOINED.fullmatch(text, o.end, phrase.start) for o in phrases if o.end <= phrase.start)


def _of_heading(section: str, times: Times) -> _Frame:
    """ "Fiscal 2019 results compared with fiscal 2018" names both; a heading with one period names that."""
    phrases = [p for p in times.find(section) if p.what == "named"]
    compared = [p for p in phrases if p.compared]
    plain = [p for p in phrases if not p.compared]
    if len(plain) != 1 or len(compared) > 1:
        return _Frame()
    return _Frame(plain[0].period, compared[0].period if compared else None)


def _figure(sentence: Sentence, item: Stated, phrase: Phrase | None, frame: _Frame, times: Times) -> Figure:
    """The number with its period; what it is compared with goes into `since`."""
    number = item.number
    page, box = place_of(sentence, number.start, number.end)
    moves = item.role in ("change", "rate")
    named = phrase.period if phrase and phrase.what == "named" else None
    period = named or (frame.now if not item.earlier else frame.since or times.before(frame.now))
    since = (frame.since or times.before(period)) if moves else None
    figure = Figure(item.role, number.value * (item.sign if moves else 1), number.step, number.text, page, box)
    figure = replace(figure, scaled=number.worded)
    return replace(figure, period=period, since=since, earlier=item.earlier and period is None)
