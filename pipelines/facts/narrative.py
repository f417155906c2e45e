"""What running text states of the company's figures: mentions, and the facts that they add.

sentences ─► mentions (metric, amounts, periods) ─► equal to a statement's fact: one more place of it
                                                 ─► no such fact, all said: a fact of its own
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from data.schemas import DocumentInfo, Fact, Figure, Mention, Provenance, Sentence
from pipelines.facts.merge import Key, key_of
from pipelines.facts.narrative_book import DIGITS, Book, digits
from pipelines.facts.narrative_chinese import ChineseNames, chinese
from pipelines.facts.narrative_english import english
from pipelines.facts.narrative_names import Names
from pipelines.facts.narrative_times import Times
from pipelines.facts.reconcile import agree, step_of

_MONEY = ("%", "$", "€", "£", "¥", "percent", "per cent", "million", "billion")
CJK = re.compile(r"[\u4e00-\u9fff]")
WRONG = Decimal("2.5")  # steps from which a level contradicts a fact
CONFIDENCE = 0.9  # of a level in running text


def find_mentions(sentences: Iterable[Sentence], info: DocumentInfo, facts: Sequence[Fact]) -> tuple[Mention, ...]:
    """What the sentences say of metrics that have a name, in the order of the document."""
    return tuple(_mentions(sentences, info, facts))


def _mentions(sentences: Iterable[Sentence], info: DocumentInfo, facts: Sequence[Fact]) -> Iterator[Mention]:
    names, times, unit = Names(info, facts), Times(info, facts), info.currency or ""
    han = ChineseNames(facts)
    for sentence in sentences:
        text = sentence.text
        if not any(c.isdigit() for c in text):
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
    levels = [figure for figure in mention.figures if figure.role == "level"]
    found = {figure: book.agreeing(mention, figure) for figure in levels}
    sure = [fact for figure, fact in found.items() if fact is not None and figure.period and digits(figure) >= DIGITS]
    for figure, fact in found.items():
        if fact is not None:
            yield _fact(mention, figure, fact)
        elif (
            sure
            and figure.period
            and (other := book.at(sure[0].concept, figure.period, mention.scope))
            and _misprint(figure, other)
        ):
            yield _fact(mention, figure, other)
        elif figure.period and _tells(mention, figure, bool(sure), book):
            yield _own(mention, figure, sure[0] if sure else None)


def _tells(mention: Mention, figure: Figure, sure: bool, book: Book) -> bool:
    """True for a level that no statement gives, of a line that none has, or that another level has made sure of."""
    assert figure.period is not None, "asked of levels with a period only"
    unknown = not any(book.of(concept, mention.scope) for concept in mention.concepts)
    given = any(book.at(concept, figure.period, mention.scope) for concept in mention.concepts)
    return figure.scaled and not given and (sure or (unknown and mention.concept.startswith("r1:")))


def _own(mention: Mention, figure: Figure, like: Fact | None) -> Fact:
    """A fact of running text alone; `like` is the fact of another period of the same line."""
    assert figure.period is not None, "asked of levels with a period only"
    concept, unit = (like.concept, like.unit) if like else (mention.concept, mention.unit)
    place = Provenance(page=figure.page, bbox=figure.bbox, text=figure.text)
    value = figure.value.copy_sign(like.value) if like else figure.value
    return Fact(
        id="t0",
        concept=concept,
        label=mention.label,
        statement="narrative",
        scope=mention.scope,
        value=value,
        unit=unit,
        period=figure.period,
        confidence=CONFIDENCE,
        provenance=(place,),
    )


def _misprint(figure: Figure, fact: Fact) -> bool:
    """A wrong number keeps its size; one of another size speaks of something else, one a digit off was only cut."""
    off = abs(abs(fact.value) - figure.value) / (figure.step + (step_of(fact) or 0))
    return off > WRONG and fact.value != 0 and Decimal("0.3") < abs(figure.value / fact.value) < 3


def _fact(mention: Mention, figure: Figure, known: Fact) -> Fact:
    place = Provenance(page=figure.page, bbox=figure.bbox, text=figure.text)
    return Fact(
        id="t0",
        concept=known.concept,
        label=mention.label,
        statement="narrative",
        scope=known.scope,
        value=figure.value.copy_sign(known.value),
        unit=known.unit,
        period=known.period,
        confidence=CONFIDENCE,
        provenance=(place,),
    )
