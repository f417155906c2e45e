"""What management says drove the figures: sentences that name a figure, its change and the cause.

Chain: sentences of the management discussion -> those with a figure, a change and a cause -> ranked -> the best of each
figure first -> near repetitions left out. Words are data (`data/knowledge/metrics.yaml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from data.knowledge import knowledge
from data.schemas import Reading, Sentence

ALIKE = 0.6  # share of words two sentences may have in common
_AMOUNT = re.compile(r"\d+(?:\.\d+)?\s?%|[$€£¥]\s?\d|\d\s?(?:million|billion|亿|万)")
_LEAD = re.compile(
    r"^(?:[•\-–—]?\s*)?(?:(?:in|for|during|on|overall|fiscal)\b[^,]{0,60},\s*)?"
    r"(?:the |an? )?(?:overall |year[- ]over[- ]year |\$?[\d.,]+%? (?:million |billion )?)*"
    r"(?:(?:increase|decrease|growth|decline|improvement|change|reduction|reduced|lower|higher)s? "
    r"(?:of [^,]{0,40} )?(?:in|of)? ?)?"
    r"(?:(?:our|the|company['’]s|group['’]s|total|consolidated|reported|net|\d{4}|[A-Z][\w&.]*['’]s) ?)*$",
    re.IGNORECASE,
)
_RATE = re.compile(
    r"(?:increased|decreased|grew|rose|declined|fell|up|down|增长|增加|上升|下降|减少|降低)(?:了)?\s?(?:by )?"
    r"(?:[$€£¥][\d.,]+ (?:million|billion),? (?:or )?)?\(?(\d+(?:\.\d+)?)\s?(?:%|percent)"
)
NEAR = 1.0  # percentage points
ENOUGH = 1.0  # score below which a sentence tells too little
_WORD = re.compile(r"[a-z]{3,}|[\u4e00-\u9fff]{2}")
_CAUSE_FIRST = 140  # characters: a cause that comes later belongs to another thought


@dataclass(frozen=True, slots=True)
class _Words:
    """Patterns of one language."""

    language: str
    metrics: tuple[tuple[str, int, re.Pattern[str]], ...]  # concept, order of interest, name
    cause: re.Pattern[str]
    change: re.Pattern[str]
    enter: re.Pattern[str]
    leave: re.Pattern[str]
    never: re.Pattern[str]
    other: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Candidate:
    sentence: Sentence
    concept: str
    topic: int
    score: float


@cache
def _words(language: str) -> _Words:
    raw = knowledge("metrics")
    edge = r"\b" if language == "en" else ""

    def compiled(name: str) -> re.Pattern[str]:
        return re.compile(raw["drivers"][name][language], re.IGNORECASE)

    return _Words(
        language,
        tuple(
            (m["concept"], m["topic"], re.compile(f"{edge}(?:{m[language]}){edge}", re.IGNORECASE))
            for m in raw["metrics"]
        ),
        compiled("cause"),
        compiled("change"),
        compiled("enter"),
        compiled("leave"),
        compiled("never"),
        re.compile(raw["other_measures"][language], re.IGNORECASE),
    )


def management_drivers(reading: Reading) -> tuple[tuple[Sentence, str], ...]:
    """At most eight sentences, each with the us-gaap concept that it explains, the most telling first."""
    words = _words("zh" if (reading.info.language or "en").startswith("zh") else "en")
    growths = _growths(reading)
    candidates = [c for s in _discussion(reading.sentences, words) if (c := _candidate(s, words)) and _ties(c, growths)]
    return tuple((item.sentence, item.concept) for item in _chosen(candidates))


def _growths(reading: Reading) -> dict[str, list[float]]:
    """Changes in per cent over a year, by concept, as the statements give them."""
    own = [f for f in reading.facts if f.scope == "consolidated" and f.statement in ("income", "balance", "cashflow")]
    growths: dict[str, list[float]] = {}
    for now in own:
        for before in own:
            apart = (now.period.last - before.period.last).days
            alike = now.concept == before.concept and abs(now.period.days - before.period.days) < 10
            if alike and before.value and 350 <= apart <= 380:
                growths.setdefault(now.concept, []).append(float((now.value - before.value) / abs(before.value) * 100))
    return growths


def _ties(candidate: _Candidate, growths: dict[str, list[float]]) -> bool:
    """False where the sentence gives a rate that is not the company's: it speaks of a segment."""
    rate = _RATE.search(candidate.sentence.text)
    known = growths.get(candidate.concept)
    if not rate or not known:
        return True
    stated = float(rate[1])
    return any(abs(abs(growth) - stated) < NEAR for growth in known)


def _discussion(sentences: Sequence[Sentence], words: _Words) -> Iterator[Sentence]:
    """Sentences between a heading of the management discussion and one that leaves it."""
    inside, section = False, ""
    for sentence in sentences:
        if sentence.section != section:
            section = sentence.section
            if words.enter.search(section):
                inside = True
            elif words.leave.search(section):
                inside = False
        if inside:
            yield sentence


def _candidate(sentence: Sentence, words: _Words) -> _Candidate | None:
    """The sentence with its figure and score; None where it does not say what moved a figure."""
    text, limits = sentence.text, knowledge("metrics")["drivers"]
    if not limits["shortest"][words.language] <= len(text) <= limits["longest"][words.language]:
        return None
    change, cause = words.change.search(text), words.cause.search(text)
    if text.endswith((":", "：")) or not change or not cause or words.never.search(text):
        return None
    if cause.start() > change.start() + _CAUSE_FIRST:
        return None
    named = [(m.start(), -m.end(), c, t) for c, t, p in words.metrics if (m := p.search(text, 0, change.end() + 60))]
    if not named:
        return None
    start, _, concept, topic = min(named)
    whole = start < 12 if words.language == "zh" else _LEAD.match(text[:start]) is not None  # the company's own figure
    score = 1.5 * (_AMOUNT.search(text) is not None) + 2.5 * whole + 1.0 * (cause.start() > change.start())
    score -= 2.0 * (words.other.search(text) is not None) + topic / 10 + 1.0
    return _Candidate(sentence, concept, topic, score) if score >= ENOUGH else None


def _chosen(candidates: Sequence[_Candidate]) -> Iterator[_Candidate]:
    """The best of each figure, then the second best, until there are enough; no near repetitions."""
    limits = knowledge("metrics")["drivers"]
    ranked = sorted(candidates, key=lambda item: (-item.score, item.sentence.page))
    by_concept: dict[str, list[_Candidate]] = {}
    kept: list[set[str]] = []
    for item in ranked:
        bag = set(_WORD.findall(item.sentence.text.lower()))
        group = by_concept.setdefault(item.concept, [])
        if len(group) < limits["each"] and not any(len(bag & other) > ALIKE * len(bag | other) for other in kept):
            group.append(item)
            kept.append(bag)
    rounds = [
        item
        for rank in range(limits["each"])
        for group in sorted(by_concept.values(), key=lambda g: g[0].topic if g else 99)
        for item in group[rank : rank + 1]
    ]
    yield from rounds[: limits["most"]]
