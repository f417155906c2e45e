"""Warnings in words: a document says something when enough sentences assert it and nothing takes it back.

Chain for one warning: sentences with its words -> sentences that assert it -> without boilerplate, hypotheticals and
old years -> without what is taken back a few sentences later -> weights of distinct patterns summed -> stated or not.
The patterns are data (`data/knowledge/warnings_*.yaml`); this file holds no word of any language.

Legend: firm = an assertion so plain that boilerplate words beside it do not weaken it; always = a suppressor that
weakens even a firm one; section = a pattern tried on the heading above the sentence instead of on the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Literal, cast

from data.knowledge import knowledge
from data.schemas import Provenance, Sentence

LANGUAGES = ("en", "zh")
ENOUGH = 1.0  # summed weight at which a warning is stated
REACH = 90  # characters before an assertion in which "if" or "may" makes it hypothetical
QUOTES = 5  # passages cited
_CLAUSE = re.compile(r"[;:,，；：—]")
_AS_OF = re.compile(r"\b(?:as of|at|and) ([A-Z][a-z]{2,8})\.? (\d{1,2}), (\d{4})")
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, 1)}
NEAR = 20  # days between the day named and the period's end
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern of a list, compiled."""

    id: str
    text: re.Pattern[str] | None
    section: re.Pattern[str] | None = None
    weight: float = 1.0
    firm: bool = False
    always: bool = False


@dataclass(frozen=True, slots=True)
class Warning_:
    """One warning of the knowledge file."""

    id: str
    title: str
    message: str
    level: Literal["note", "warning", "error"]
    source: str
    words: tuple[str, ...]
    asserts: tuple[Pattern, ...]
    kind: Literal["fail", "informational"] = "fail"
    suppress: tuple[Pattern, ...] = ()
    hypothetical: re.Pattern[str] | None = None
    retract: re.Pattern[str] | None = None  # in one of the next sentences: "alleviated"
    retract_reach: int = 0
    elsewhere: re.Pattern[str] | None = None  # anywhere: takes back all that is not firm
    clean: tuple[Pattern, ...] = ()  # sentences that say the opposite: the check passes on their evidence
    asks: tuple[re.Pattern[str], ...] = ()  # form questions whose ticked "yes" states the warning
    current: bool = False  # a sentence that names only years before the fiscal year does not count


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that states a warning, with the pattern it meets."""

    pattern: str
    weight: float
    sentence: Sentence
    firm: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the document says about one warning."""

    warning: Warning_
    evidence: tuple[Evidence, ...] = ()
    clean: tuple[Evidence, ...] = ()
    score: float = field(default=0.0)

    @property
    def stated(self) -> bool:
        return self.score >= ENOUGH


def _pattern(raw: dict[str, Any]) -> Pattern:
    def compiled(key: str) -> re.Pattern[str] | None:
        return re.compile(raw[key], re.IGNORECASE) if key in raw else None

    return Pattern(
        id=raw["id"],
        text=compiled("pattern"),
        section=compiled("section"),
        weight=float(raw.get("weight", 1.0)),
        firm=bool(raw.get("firm", False)),
        always=bool(raw.get("always", False)),
    )


def _warning(name: str, raw: dict[str, Any], hypothetical: str) -> Warning_:
    retract = raw.get("retract")
    elsewhere = raw.get("elsewhere")
    return Warning_(
        id=name,
        title=raw["title"],
        message=raw["message"],
        level=cast(Literal["note", "warning", "error"], raw["level"]),
        source=raw["source"],
        kind=cast(Literal["fail", "informational"], raw.get("kind", "fail")),
        words=tuple(raw["words"]),
        asserts=tuple(_pattern(item) for item in raw["assert"]),
        suppress=tuple(_pattern(item) for item in raw.get("suppress", ())),
        hypothetical=re.compile(hypothetical, re.IGNORECASE)
        if hypothetical and raw.get("hypothetical", True)
        else None,
        retract=re.compile(retract["pattern"], re.IGNORECASE) if retract else None,
        retract_reach=retract["reach"] if retract else 0,
        elsewhere=re.compile(elsewhere, re.IGNORECASE) if elsewhere else None,
        clean=tuple(_pattern(item) for item in raw.get("clean", ())),
        asks=tuple(re.compile(item) for item in raw.get("asks", ())),
        current=bool(raw.get("current", False)),
    )


@cache
def warnings_of(language: str) -> tuple[Warning_, ...]:
    """Warnings of one language, in the order of the file."""
    raw = knowledge(f"warnings_{language}")
    hypothetical = "|".join(f"(?:{item})" for item in raw["hypothetical"])
    return tuple(_warning(name, item, hypothetical) for name, item in raw["warnings"].items())


def worded(warning: Warning_, language: str) -> tuple[str, str]:
    """Title and message in a language; the warning's own where that language has no words for it."""
    if language in LANGUAGES:
        same = next((other for other in warnings_of(language) if other.id == warning.id), None)
        others = knowledge(f"warnings_{language}")["others"]
        if same is None and warning.id in others:
            return others[warning.id]["title"], others[warning.id]["message"]
        warning = same or warning
    return warning.title, warning.message


@cache
def table_words(language: str) -> tuple[str, ...]:
    """Words for which a short table is read as a sentence."""
    raw = knowledge(f"warnings_{language}")
    return tuple(raw["tables"])


def _matches(pattern: Pattern, sentence: Sentence) -> re.Match[str] | None:
    """The match in the sentence; a pattern of a section alone matches the whole sentence under it."""
    if pattern.section and not pattern.section.search(sentence.section):
        return None
    return (pattern.text or _ANYTHING).search(sentence.text)


_ANYTHING = re.compile(r"^.")


def _is_hypothetical(warning: Warning_, sentence: Sentence, match: re.Match[str]) -> bool:
    """True when the clause that leads to the assertion, or the assertion itself, speaks of what might be."""
    if warning.hypothetical is None:
        return False
    lead = sentence.text[max(0, match.start() - REACH) : match.start()]
    clause = _CLAUSE.split(lead)[-1]
    return warning.hypothetical.search(clause + match.group()) is not None


def _is_old(warning: Warning_, sentence: Sentence, fiscal_year: int | None) -> bool:
    years = [int(year) for year in _YEAR.findall(sentence.text)]
    return warning.current and fiscal_year is not None and bool(years) and max(years) < fiscal_year


def _dated(sentence: Sentence, period_end: date | None) -> bool | None:
    """Whether the sentence speaks of the period's end (True), of another day (False), or of none (None)."""
    days = [_day(match) for match in _AS_OF.finditer(sentence.text)]
    if not days or period_end is None:
        return None
    return any(abs((day - period_end).days) <= NEAR for day in days if day)


def _day(match: re.Match[str]) -> date | None:
    month, day, year = _MONTHS.get(match[1][:3].lower()), int(match[2]), int(match[3])
    return date(year, month, min(day, 28)) if month else None


def _suppressed(warning: Warning_, sentence: Sentence, firm: bool) -> bool:
    return any((item.always or not firm) and _matches(item, sentence) for item in warning.suppress)


def _asserted(warning: Warning_, sentence: Sentence, fiscal_year: int | None) -> Iterator[Evidence]:
    for pattern in warning.asserts:
        match = _matches(pattern, sentence)
        if not match or _suppressed(warning, sentence, pattern.firm) or _is_old(warning, sentence, fiscal_year):
            continue
        if pattern.firm or not _is_hypothetical(warning, sentence, match):
            yield Evidence(pattern.id, pattern.weight, sentence, pattern.firm)


def _retracted(warning: Warning_, following: Sequence[Sentence]) -> bool:
    return warning.retract is not None and any(warning.retract.search(item.text) for item in following)


def _clean(warning: Warning_, sentence: Sentence, fiscal_year: int | None) -> Iterator[Evidence]:
    for pattern in warning.clean:
        match = _matches(pattern, sentence)
        if match and not _is_hypothetical(warning, sentence, match) and not _is_old(warning, sentence, fiscal_year):
            yield Evidence(pattern.id, pattern.weight, sentence)


def weigh(
    warning: Warning_,
    sentences: Sequence[Sentence],
    lowered: Sequence[str],
    fiscal_year: int | None = None,
    period_end: date | None = None,
) -> Verdict:
    """What the sentences say; `lowered` are their texts and headings in lower case, made once for all warnings."""
    found: list[Evidence] = []
    clean: list[Evidence] = []
    for index, low in enumerate(lowered):
        if any(word in low for word in warning.words):
            clean += _clean(warning, sentences[index], fiscal_year)
            window = sentences[index : index + warning.retract_reach + 1]
            hits = list(_asserted(warning, sentences[index], fiscal_year))
            found += hits if hits and not _retracted(warning, window) else []
    if warning.elsewhere and any(warning.elsewhere.search(item.text) for item in sentences):
        found = [item for item in found if item.firm]
    if warning.current and clean:  # the end of the period is said to be clean: only what speaks of that day weighs
        found = [item for item in found if _weighs_beside_clean(item, period_end)]
    return Verdict(warning, tuple(found), tuple(clean), score_of(found))


def _weighs_beside_clean(item: Evidence, period_end: date | None) -> bool:
    dated = _dated(item.sentence, period_end)
    return dated or (dated is None and item.weight >= ENOUGH)


def score_of(evidence: Iterable[Evidence]) -> float:
    """Summed weight of the distinct patterns met: the same sentence pattern twice proves no more than once."""
    best: dict[str, float] = {}
    for item in evidence:
        best[item.pattern] = max(best.get(item.pattern, 0.0), item.weight)
    return round(sum(best.values()), 3)


def quotes(evidence: Iterable[Evidence]) -> tuple[Provenance, ...]:
    """The strongest passages, one a sentence, in reading order."""
    ranked = sorted(evidence, key=lambda item: (-item.weight, not item.firm))
    chosen: dict[tuple[int, str], Sentence] = {}
    for item in ranked:
        if len(chosen) < QUOTES:
            chosen.setdefault((item.sentence.page, item.sentence.text), item.sentence)
    ordered = sorted(chosen.values(), key=lambda s: (s.page, s.bbox.top))
    return tuple(Provenance(page=s.page, bbox=s.bbox, text=s.text) for s in ordered)
