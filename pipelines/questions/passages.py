"""Passages: sentences ranked by BM25, and the number in them that is asked for.

Source: Robertson and Zaragoza 2009, The Probabilistic Relevance Framework (BM25, k1 = 1.2, b = 0.75).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from data.schemas import Digest, Provenance, Question, Sentence

from .numbers import Number, written_numbers
from .terms import Terms, terms_of
from .wording import fold

K1, B = 1.2, 0.75
LEAST = 0.75  # share of the question's words in a sentence that may answer
ENDED = r"\b(?:terminat|replac|expired|repaid|previous|prior|former)"
BEGUN = r"\b(?:new|entered into|increased|now|amended)\b"
BEFORE = (
    r"(?:from|previously|previous|prior|existing|compared (?:to|with)|versus|replac\w+|formerly|was|were)"
    r"\s+(?:\w+\s+){0,3}$"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence that may answer."""

    sentence: Sentence
    cover: float
    score: float

    @property
    def place(self) -> Provenance:
        return Provenance(page=self.sentence.page, bbox=self.sentence.bbox, text=self.sentence.text)


def rank(question: Question, terms: Terms, digest: Digest, most: int = 8) -> list[Passage]:
    """The best sentences, best first. The heading above a sentence counts half."""
    usual = sum(len(s.text) for s in digest.sentences) / max(len(digest.sentences), 1)
    found = []
    for sentence in digest.sentences:
        words = terms_of(sentence.text)
        shared = words & terms.weights.keys()
        if not shared or _of_another_time(sentence, question):
            continue
        length = 1 - B + B * len(sentence.text) / (usual or 1)
        score = sum(terms.weights[word] * (K1 + 1) / (1 + K1 * length) for word in shared)
        section = terms_of(sentence.section) & terms.weights.keys() - shared
        cover = terms.cover(shared | section) if terms.rarest in shared | section else 0.0
        found.append(Passage(sentence, cover, score + 0.5 * sum(terms.weights[word] for word in section)))
    return sorted(found, key=lambda passage: -passage.score)[:most]


def kind_asked(question: Question) -> str:
    """What kind of number answers: money, percent, points, plain (a count), any."""
    text = question.text
    if re.search(r"percentage points?|百分点", text):
        return "points"
    if question.unit == "percent":
        return "percent"
    if re.search(r"how many|number of|多少(?:名|人|家|个|位)|数量|人数", text):
        return "plain"
    if question.unit or re.search(r"how much|amount|total|cost|paid?\b|worth|price|value|\$|dollar|金额|多少元", text):
        return "money"
    return "any"


def numbers_of(passage: Passage, kind: str) -> list[Number]:
    """The numbers of that kind in the sentence."""
    numbers = list(written_numbers(passage.sentence.text))
    if kind == "points":
        return [n for n in numbers if n.kind in ("percent", "points")]
    return [n for n in numbers if kind in ("any", n.kind)]


def pick_number(question: Question, passage: Passage, terms: Terms, kind: str) -> tuple[Number, float] | None:
    """The number nearest to the words sought; surer where it is the only one."""
    numbers = numbers_of(passage, kind)
    if not numbers:
        return None
    whole = _sum_of_others(numbers)
    if whole is not None:
        return whole, 0.75
    if len({number.value for number in numbers}) == 1:
        return numbers[0], 0.75
    low = fold(passage.sentence.text)
    spots = [match.start() for word in terms.weights for match in re.finditer(re.escape(word), low)]
    years = [str(span.year) for span in question.spans if span.year]

    def distance(number: Number) -> float:
        near = min((abs(number.start - spot) for spot in spots), default=999)
        after = passage.sentence.text[number.start : number.start + 60]
        return near - 200 * any(year in after for year in years)

    return min(numbers, key=distance), 0.45


def _sum_of_others(numbers: Sequence[Number]) -> Number | None:
    """ "114,000 people, 63,000 in the U.S. and 51,000 internationally": the whole, not a part."""
    total = sum((number.value for number in numbers), Decimal(0))
    return next((n for n in numbers if len(numbers) > 2 and n.value * 2 == total), None)


def _of_another_time(sentence: Sentence, question: Question) -> bool:
    """True where the sentence names years, and none that was asked for."""
    asked = {str(span.year or (span.day.year if span.day else "")) for span in question.spans} - {""}
    named = set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", sentence.text))
    return bool(asked and named and not asked & named)


def difference(
    passages: Sequence[Passage], terms: Terms, kind: str
) -> tuple[Decimal, list[tuple[Passage, Number]]] | None:
    """New less old: "9 percent (previously 8 percent)", or one sentence on the new and one on the ended one."""
    pairs = [pair for passage in passages for pair in _pairs(passage, terms, kind)]
    if pairs:
        _, passage, new, old = max(pairs, key=lambda pair: pair[0])
        return new.value - old.value, [(passage, new), (passage, old)]
    best = max((passage.cover for passage in passages), default=0.0)
    alike = [(p, numbers_of(p, kind)) for p in passages if p.cover >= best - 0.05]
    ended = next(((p, n[0]) for p, n in alike if n and re.search(ENDED, p.sentence.text)), None)
    begun = next(((p, n[0]) for p, n in alike if n and re.search(BEGUN, p.sentence.text)), None)
    if ended and begun and ended[1].value != begun[1].value:
        return begun[1].value - ended[1].value, [begun, ended]
    return None


def _pairs(passage: Passage, terms: Terms, kind: str) -> list[tuple[float, Passage, Number, Number]]:
    """Neighbouring numbers of which the later is said to be the old one, weighed by the words sought around them."""
    numbers, text = numbers_of(passage, kind), passage.sentence.text
    found = []
    for new, old in pairwise(numbers):
        if re.search(BEFORE, text[: old.start], re.IGNORECASE) and new.value != old.value:
            words = terms_of(text[max(new.start - 60, 0) : old.start + 10])
            found.append((terms.cover(words), passage, new, old))
    return found
