"""Financial statements made up with exact truth: every sum adds up, every line knows its role.

    kind, form ─► blueprint ─► lines with wordings ─► amounts of the items, in every column ─► sums of sums ─► Statement

A line's amounts are whole numbers; `places` says how many of their digits stand behind the point. Amounts are drawn
per line, so that a company has large and small lines, and change from year to year by a third at most. An `x` item
takes what is missing to make a balance sheet balance. The same seed gives the same statement.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from r1core.synth.statements_blueprints import BLUEPRINTS, Step, steps
from r1core.synth.statements_wordings import Wordings

KINDS = tuple(BLUEPRINTS)
ROLES = ("heading", "item", "subtotal", "total", "memo", "per-share")
UNNAMED = 0.05  # share of sums that have no label
DASHES = 0.05  # share of the amounts of items that are nothing
NOTE_FORMS = {"en": ("{n}", "{n}", "{n}", "{n}({a})", "{A}{n}"), "zh": ("{n}", "七、{n}", "五（{n}）", "(五){n}")}
NOTED = {"income": 0.3, "balance": 0.5, "cashflow": 0.1, "comprehensive": 0.2, "equity": 0.1}  # items with a note


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a statement. `terms` are the lines that it is the sum of, with their signs: the truth of footing."""

    label: str
    role: str
    amounts: tuple[int | None, ...] = ()  # one a column; None: a dash; (): a heading
    depth: int = 0
    note: str = ""
    places: int = 0
    terms: tuple[tuple[int, int], ...] = ()  # (sign, index)
    translation: str = ""  # the label in the other language


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as data."""

    kind: str
    form: str  # of the blueprint
    language: str  # "en" or "zh"
    title: str
    scale: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked of `statement`."""

    kind: str
    columns: int = 2
    language: str = "en"
    places: int = 0
    bilingual: bool = False
    printed_negative: bool = False  # costs in brackets, added instead of taken off
    empty: float = DASHES  # share of items that are nothing in every column: forms print all their lines


def statement(order: Order, wordings: Wordings, chance: random.Random) -> Statement:
    """A statement with wordings and amounts of its own."""
    form = chance.choice(sorted(BLUEPRINTS[order.kind]))
    standard = "ifrs" if form in ("ifrs", "net") else "us"
    draft = _Draft(order, wordings, chance, standard)
    for step in steps(order.kind, form):
        draft.take(step)
    title = chance.choice(wordings.of(f"{order.kind}.title", order.language, standard))
    lines = _summed(draft.lines, draft.balancing, order.columns)
    if order.kind == "equity":
        lines = [_with_total(line) for line in lines]
    return Statement(order.kind, form, order.language, title, chance.choice((1, 1000, 1_000_000)), tuple(lines))


class _Draft:
    """Lines in the making: `open` are terms since the last sum, `running` those since the last bar."""

    def __init__(self, order: Order, wordings: Wordings, chance: random.Random, standard: str) -> None:
        self.order, self.wordings, self.chance, self.standard = order, wordings, chance, standard
        self.lines: list[Line] = []
        self.balancing: tuple[int, int] | None = None  # index of the x item, and of the total that must be met
        self.open: list[tuple[int, int]] = []
        self.running: list[tuple[int, int]] = []
        self.depth = 0
        self.used: set[str] = set()
        self.size = 10 ** chance.uniform(2, 6)  # of a usual amount
        self.note = 1
        self.note_form = chance.choice(NOTE_FORMS[order.language])

    def take(self, step: Step) -> None:
        """Adds the lines of one step."""
        if self.chance.random() >= step.chance:
            return
        if step.mark == "|":
            self.open, self.running, self.depth = [], [], 0
        elif step.mark == ".":
            self.running, self.open = [*self.running, *self.open], []
        elif step.mark in "hH":
            self.depth = 0 if step.mark == "H" or not self.depth else self.depth - 1
            self.add(step, "heading")
            self.depth += 1
        elif step.mark in "srt":
            self.sum(step)
        else:
            for _ in range(self.chance.randint(step.least, step.most)):
                self.item(step)

    def item(self, step: Step) -> None:
        role = {"p": "per-share", "m": "memo", "n": "memo", "o": "subtotal"}.get(step.mark, "item")
        if not self.add(step, role, self.amounts(step), places=2 if step.mark == "p" else self.order.places):
            return
        if step.mark == "x":
            target = max((i for i, line in enumerate(self.lines) if line.role == "total"), default=None)
            self.balancing = None if target is None else (len(self.lines) - 1, target)
        if step.mark in "+-~ox":
            taken_off = step.mark == "-" and not self.order.printed_negative
            self.open.append((-1 if taken_off else 1, len(self.lines) - 1))

    def sum(self, step: Step) -> None:
        """A sum takes the place of its terms."""
        terms = self.open if step.mark == "s" else self.running + self.open
        if len(terms) < 2 and step.mark == "s":
            return  # nobody prints the sum of one line
        kept = self.running if step.mark == "s" else []
        sign = terms[0][0] if len({sign for sign, _ in terms}) == 1 else 1
        self.depth = 0 if step.mark == "t" else self.depth
        if self.add(step, "total" if step.mark == "t" else "subtotal", terms=tuple((s * sign, i) for s, i in terms)):
            self.running, self.open = [*kept, (sign, len(self.lines) - 1)], []

    def add(
        self,
        step: Step,
        role: str,
        amounts: tuple[int | None, ...] = (),
        places: int | None = None,
        terms: tuple[tuple[int, int], ...] = (),
    ) -> bool:
        """Adds a line with a wording that has not been used yet; tells whether there was one."""
        known = self.wordings.of(step.slot, self.order.language, self.standard)
        left = [label for label in known if label not in self.used] or (known if role in ("heading", "total") else [])
        if not left:
            return False
        label = self.chance.choice(left)
        self.used.add(label)
        if role == "subtotal" and terms and self.chance.random() < UNNAMED:
            label = ""  # the sum below a rule says what it is
        other = self.wordings.of(step.slot, "zh" if self.order.language == "en" else "en", self.standard)
        translation = self.chance.choice(other) if self.order.bilingual and other and label else ""
        places = self.order.places if places is None else places
        depth = 0 if role == "total" else self.depth
        self.lines.append(Line(label, role, amounts, depth, self.noted(role), places, terms, translation))
        return True

    def noted(self, role: str) -> str:
        """The number of a note beside an item: they rise down the statement."""
        if role != "item" or self.chance.random() > NOTED[self.order.kind]:
            return ""
        self.note += self.chance.randint(0, 2)
        return self.note_form.format(n=self.note, a=self.chance.choice("abc"), A=self.chance.choice("BCD"))

    def amounts(self, step: Step) -> tuple[int | None, ...]:
        """Amounts of an item in each column."""
        columns, draw = self.order.columns, self.chance.uniform
        if step.mark == "n":
            return (None,) * columns if self.chance.random() < 0.5 else ()
        if step.mark == "p":
            sign = self.chance.choice((1, 1, 1, -1))
            return tuple(sign * self.chance.randint(2, 900) for _ in range(columns))
        size = self.size * 10**self.order.places * 10 ** draw(-1.5, 0.5)
        sign = -1 if step.mark == "-" and self.order.printed_negative else 1
        if step.mark == "~":
            sign = self.chance.choice((1, -1))
        drawn = [sign * max(1, round(size * draw(0.7, 1.3))) for _ in range(columns)]
        if step.mark not in "+~":
            return tuple(drawn)
        if self.chance.random() < self.order.empty:
            return (None,) * columns
        return tuple(None if self.chance.random() < DASHES else n for n in drawn)


def _summed(lines: Sequence[Line], balancing: tuple[int, int] | None, columns: int) -> list[Line]:
    """The lines with the amounts of their sums; the balancing item is found first, by what it makes of its total."""
    done = _evaluated(lines, columns)
    if balancing is None:
        return done
    item, target = balancing
    final = max(i for i, line in enumerate(lines) if line.role == "total")
    missing = [
        (a or 0) - (b or 0) + (own or 0)
        for a, b, own in zip(done[target].amounts, done[final].amounts, done[item].amounts, strict=True)
    ]
    balanced = [*lines[:item], replace(lines[item], amounts=tuple(missing)), *lines[item + 1 :]]
    return _evaluated(balanced, columns)


def _evaluated(lines: Sequence[Line], columns: int) -> list[Line]:
    """Sums follow their terms, so that one pass is enough."""
    done: list[Line] = []
    for line in lines:
        if line.terms:
            told = [sum(sign * (done[i].amounts[c] or 0) for sign, i in line.terms) for c in range(columns)]
            line = replace(line, amounts=tuple(told))
        done.append(line)
    return done


def _with_total(line: Line) -> Line:
    """A line of a statement of equity: the last column is the sum of the others."""
    if not line.amounts:
        return line
    return replace(line, amounts=(*line.amounts, sum(amount or 0 for amount in line.amounts)))
