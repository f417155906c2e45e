"""Narrative tie-out: figures, growth rates and margins in running text against the facts of the statements.

A mention holds when all its figures that the statements can judge agree with them, each within its own rounding. Where
it leaves a period open, every pair of periods is tried, the later one first. It fails only when one figure ties it to
the statements and another contradicts them by more than rounding can explain; a mention that nothing ties to the
statements may speak of something else, and nothing is said about it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from data.schemas import Check, Figure, Finding, Mention, Provenance, Reading
from pipelines.rules._amounts import MINUS, grouped, money
from pipelines.rules._slips import is_slip
from pipelines.rules._texts import say
from pipelines.rules._told import Book, Expected, Pair

ID = "narrative.tie-out"
TITLE = "Figures in the text agree with the statements"

HALF, SLACK = Decimal("0.51"), Decimal("1.05")  # steps that rounding explains: of a level, of what is computed
WRONG = {"level": Decimal("1.5"), "rate": Decimal("1.5"), "share": Decimal("1.5"), "change": Decimal("2.5")}  # steps
DIGITS = 3  # of a figure that ties a mention to the statements: two may agree by chance
NAMED = 2  # of one whose period the words name
MANY = 4  # of one that differs from the statements in one of them: a part of the company hardly does by chance
_WHOLE = re.compile(r"\b(?:total|consolidated|company|group|overall)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Judged:
    """A figure beside what the statements make of it."""

    figure: Figure
    expected: Expected

    @property
    def off(self) -> Decimal:
        """Distance in steps of the printed figure, less what the statements themselves round away."""
        hidden = self.expected.grain if self.figure.role in ("level", "change") else Decimal(0)
        return max(abs(self.expected.value - self.figure.value) - hidden, Decimal(0)) / self.figure.step

    @property
    def holds(self) -> bool:
        """A level is only rounded; a change, a rate or a share is often computed from rounded amounts."""
        return self.off <= (HALF if self.figure.role == "level" else SLACK)

    @property
    def anchors(self) -> bool:
        """True for a figure that agrees in enough digits to say which line it speaks of."""
        figure = self.figure
        named = figure.period is not None and (figure.role == "level" or (figure.role == "rate" and figure.step < 1))
        enough = NAMED if named else DIGITS
        return self.holds and (named or figure.role != "rate") and _digits(figure) >= enough

    @property
    def wrong(self) -> bool:
        """A misprint keeps the size or the digits; any other figure speaks of something else."""
        value = self.expected.value
        if self.off <= WRONG[self.figure.role] or value == 0:
            return False
        return Decimal("0.3") < abs(self.figure.value / value) < 3 or self.slip

    @property
    def slip(self) -> bool:
        """True where one digit, their order or the scale makes the difference.

        Never of an amount without a word of scale: "$492,034" counts thousands in the notes of some.
        """
        step = self.figure.step
        return self.figure.scaled and is_slip(
            (self.expected.value / step).to_integral_value(), self.figure.value / step
        )


def check(reading: Reading) -> tuple[Check | Finding, ...]:
    """One check for each mention that ties to the statements, one finding for each that contradicts them."""
    book = Book(reading.facts)
    outcomes: list[Check | Finding] = []
    seen: set[tuple[str, str]] = set()
    for mention in reading.mentions:
        identity = (mention.concept, mention.sentence.text + mention.figures[0].text)
        if identity not in seen and not _vague(mention):
            seen.add(identity)
            outcomes += _outcome(mention, book, reading.told_in)
    return tuple(outcomes)


def _vague(mention: Mention) -> bool:
    """A whole per cent alone fits many a segment by chance, unless the sentence says that it is the total."""
    alone = all(f.role in ("rate", "share") and f.step >= 1 for f in mention.figures)
    return alone and not _WHOLE.search(mention.label)


def _outcome(mention: Mention, book: Book, language: str) -> Iterator[Check | Finding]:
    tried = [(pair, judged) for pair in book.pairs(mention) if (judged := _judged(mention, pair))]
    for pair, judged in tried:
        if len(judged) == len(mention.figures) and all(item.holds for item in judged):
            yield _holds(mention, pair, judged, language)
            return
    for pair, judged in tried:
        wrong = next((item for item in judged if item.wrong), None)
        if wrong and (_sure(mention, wrong) or any(item.anchors for item in judged if item is not wrong)):
            yield from _fails(mention, pair, wrong, language)
            return
    for pair, judged in tried:
        agreeing = [item for item in judged if item.holds]
        if any(item.anchors for item in agreeing) and len(agreeing) == len(judged):
            yield _holds(mention, pair, judged, language)
            return


def _sure(mention: Mention, item: _Judged) -> bool:
    """True where name and period leave no doubt what the figure is, though nothing else in the sentence agrees."""
    figure = item.figure
    if figure.period is None or figure.role not in ("level", "change"):
        return False
    return _digits(figure) >= NAMED if mention.sure else item.slip and _digits(figure) >= MANY


def _judged(mention: Mention, pair: Pair) -> list[_Judged]:
    """The figures that the statements can judge."""
    found = ((figure, pair.expected(figure, mention.whole)) for figure in mention.figures)
    return [_Judged(figure, expected) for figure, expected in found if expected is not None]


def _digits(figure: Figure) -> int:
    return len(str(int(abs(figure.value) / figure.step)))


def _place(figure: Figure, mention: Mention) -> Provenance:
    return Provenance(page=figure.page, bbox=figure.bbox, text=mention.sentence.text)


def _facts(judged: list[_Judged]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fact.id for item in judged for fact in item.expected.facts))


def _holds(mention: Mention, pair: Pair, judged: list[_Judged], language: str) -> Check:
    named = ", ".join(item.figure.text for item in judged)
    message = say(f"{ID}.pass", language, line=pair.now.label or mention.label, figures=named)
    places = (_place(judged[0].figure, mention),)
    return Check(rule=ID, kind="pass", facts=_facts(judged), message=message, provenance=places)


def _fails(mention: Mention, pair: Pair, wrong: _Judged, language: str) -> Iterator[Check | Finding]:
    figure, value, facts = wrong.figure, wrong.expected.value, _facts([wrong])
    shown = f"{grouped(value, 2)}%" if figure.role in ("rate", "share") else money(value, pair.now.unit, language)
    stated = MINUS + figure.text if figure.value < 0 else figure.text
    message = say(f"{ID}.fail", language, line=pair.now.label or mention.label, stated=stated, computed=shown)
    place = _place(figure, mention)
    difference = value - figure.value
    yield Check(rule=ID, kind="fail", facts=facts, difference=difference, message=message, provenance=(place,))
    yield Finding(
        rule=ID,
        level="warning",
        kind="fail",
        message=message,
        facts=facts,
        provenance=(place, *wrong.expected.facts[0].provenance[:1]),
        properties={"stated": figure.text, "computed": shown},
    )
