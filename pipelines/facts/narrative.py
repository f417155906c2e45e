"""What running text states of the company's figures: mentions, and the facts that they add.

sentences ─► mentions (metric, amounts, periods) ─► equal to a statement's fact: one more place of it
                                                 ─► no such fact, all said: a fact of its own
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from data.schemas import DocumentInfo, Fact, Figure, Mention, Period, Provenance, Sentence
from pipelines.facts.disputes import step_of
from pipelines.facts.merge import Key, key_of
from pipelines.facts.narrative_book import Book, digits
from pipelines.facts.narrative_chinese import ChineseNames, chinese
from pipelines.facts.narrative_english import english
from pipelines.facts.narrative_names import Names
from pipelines.facts.narrative_times import Times
from pipelines.facts.reconcile import agree

_MONEY = ("%", "$", "€", "£", "¥", "percent", "per cent", "million", "billion")
_DIGIT = re.compile(r"\d")
CJK = re.compile(r"[\u4e00-\u9fff]")
ENOUGH = 2  # digits of a level of a named period that show which line the sentence speaks of
WRONG = Decimal("1.5")  # steps from which a level contradicts a fact
CONFIDENCE = 0.9  # of a level in running text


def find_mentions(sentences: Iterable[Sentence], info: DocumentInfo, facts: Sequence[Fact]) -> tuple[Mention, ...]:
    """What the sentences say of metrics that have a name, in the order of the document."""
    return tuple(_mentions(sentences, info, facts))


def _mentions(sentences: Iterable[Sentence], info: DocumentInfo, facts: Sequence[Fact]) -> Iterator[Mention]:
    names, times, unit = Names(info, facts), Times(info, facts), info.currency or ""
    han = ChineseNames(facts)
    for sentence in sentences:
        text = sentence.text
        if not _DIGIT.search(text):
            continue
        if "元" in text or "％" in text or (CJK.search(text) and "%" in text):
            yield from chinese(sentence, han, times, unit)
        elif any(mark in text for mark in _MONEY):
            yield from english(sentence, names, times, unit)


def narrative_facts(mentions: Iterable[Mention], facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The levels that mentions give, as facts of statement "narrative", for `reconcile_told`.

    A level that agrees with a fact of the statements takes its concept, period and sign. One that does not counts
    only where another level of the same mention shows that the sentence speaks of that very line.
    """
    book = Book(facts)
    told = [fact for mention in mentions if mention.whole is None for fact in _told(mention, book)]
    return tuple(fact.model_copy(update={"id": f"t{n}"}) for n, fact in enumerate(_unambiguous(told, book), 1))


def _unambiguous(told: Sequence[Fact], book: Book) -> Iterator[Fact]:
    """Facts of no statement only where the text gives one value: a second one speaks of another part or plan."""
    values: dict[Key, list[Fact]] = {}
    for fact in told:
        values.setdefault(key_of(fact), []).append(fact)
    for fact in told:
        others = values[key_of(fact)]
        known = book.at(fact.concept, fact.period, fact.scope) is not None
        if known or all(agree(fact.value, other) or agree(other.value, fact) for other in others):
            yield fact


def _told(mention: Mention, book: Book) -> Iterator[Fact]:
    """Facts of the mention's levels, the statements' where they agree or are contradicted, else its own."""
    found = {f: book.agreeing(mention, f) for f in mention.figures if f.role == "level"}
    anchor = next((fact for f, fact in found.items() if fact and f.period and digits(f) >= ENOUGH), None)
    for figure, fact in found.items():
        known = fact or _contradicted(mention, figure, anchor, book)
        if known is not None:
            yield _fact(mention, figure, known, known.period)
        elif figure.period and _tells(mention, figure, anchor, book):
            yield _fact(mention, figure, anchor, figure.period)


def _contradicted(mention: Mention, figure: Figure, anchor: Fact | None, book: Book) -> Fact | None:
    """The fact that the level should have repeated, where the sentence surely speaks of that line.

    A wrong number keeps its size; one of another size speaks of something else, one a digit off was only cut.
    """
    concept = anchor.concept if anchor else mention.concept if mention.sure else None
    fact = book.at(concept, figure.period, mention.scope) if concept and figure.period else None
    if fact is None or not fact.value:
        return None
    off = abs(abs(fact.value) - figure.value) / (figure.step + (step_of(fact) or 0))
    return fact if off > WRONG and Decimal("0.3") < abs(figure.value / fact.value) < 3 else None


def _tells(mention: Mention, figure: Figure, anchor: Fact | None, book: Book) -> bool:
    """True for a level that no statement gives, of a line that none has, or that another level has made sure of."""
    if not figure.scaled or figure.period is None:
        return False
    unknown = mention.concept.startswith("r1:") and not any(book.of(c, mention.scope) for c in mention.concepts)
    given = any(book.at(concept, figure.period, mention.scope) for concept in mention.concepts)
    return not given and (anchor is not None or unknown)


def _fact(mention: Mention, figure: Figure, like: Fact | None, period: Period) -> Fact:
    """The level as a fact; concept, unit and sign are those of a fact of the same line, where there is one."""
    place = Provenance(page=figure.page, bbox=figure.bbox, text=figure.text)
    return Fact(
        id="t0",
        concept=like.concept if like else mention.concept,
        label=mention.label,
        statement="narrative",
        scope=mention.scope,
        value=figure.value.copy_sign(like.value) if like else figure.value,
        unit=like.unit if like else mention.unit,
        period=period,
        confidence=CONFIDENCE,
        provenance=(place,),
    )
