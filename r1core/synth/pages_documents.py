"""Pages by seed, one at a time or as a report: contents, prose, statements in their usual order, notes.

seed, families, wordings ─► style ─► page of a kind          a report is set in one style, as reports are
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from r1core.synth.pages import PAGE_KINDS, Page
from r1core.synth.pages_styles import FAMILIES, Style, styled
from r1core.synth.pages_table import statement_page
from r1core.synth.pages_text import contents_page, notes_page, prose_page
from r1core.synth.statements import KINDS, Order, statement
from r1core.synth.statements_wordings import Wordings, built_in

SHARES = {
    "income": 4,
    "balance": 4,
    "cashflow": 4,
    "equity": 2,
    "comprehensive": 2,
    "notes": 4,
    "contents": 1,
    "prose": 3,
}
OTHERS = {"notes": notes_page, "contents": contents_page, "prose": prose_page}


@dataclass(frozen=True)
class Source:
    """What pages are made of: layout families and wordings. Parts of both can be kept for measuring."""

    families: Sequence[str] = tuple(FAMILIES)
    wordings: Wordings = field(default_factory=built_in)

    def page(self, seed: int | str) -> Page:
        """The page of a seed."""
        chance = random.Random(f"page/{seed}")
        kind = chance.choices(PAGE_KINDS, [SHARES[kind] for kind in PAGE_KINDS])[0]
        return self.of(kind, styled(chance.choice(sorted(self.families)), chance), chance)

    def report(self, seed: int | str) -> tuple[Page, ...]:
        """The pages of a report, in order."""
        chance = random.Random(f"report/{seed}")
        style = styled(chance.choice(sorted(self.families)), chance)
        return tuple(self.of(kind, style, chance, n + 1) for n, kind in enumerate(_order(chance)))

    def of(self, kind: str, style: Style, chance: random.Random, number: int = 0) -> Page:
        """A page of the kind."""
        if kind not in KINDS:
            return OTHERS[kind](style, self.wordings, chance, number)
        if kind == "equity":
            style = replace(style, groups=("",), percent=False, units=False, label_share=0.3, size=7.0)
        columns = chance.randint(3, 6) if kind == "equity" else style.periods * len(style.groups)
        order = Order(
            kind,
            columns,
            style.language,
            style.places,
            bilingual=bool(style.bilingual),
            printed_negative=style.printed_negative,
            empty=style.empty,
        )
        return statement_page(statement(order, self.wordings, chance), style, chance, number)


def _order(chance: random.Random) -> Iterator[str]:
    """Kinds of pages as they follow one another."""
    yield from ["prose"] * chance.randint(0, 2)
    yield from ["contents"] * chance.choice((0, 1, 1, 2))
    yield from ["prose"] * chance.randint(1, 8)
    first = ["income", "comprehensive", "balance"] if chance.random() < 0.6 else ["balance", "income", "comprehensive"]
    if chance.random() < 0.3:
        first.remove("comprehensive")
    last = ["cashflow", "equity"] if chance.random() < 0.5 else ["equity", "cashflow"]
    yield from [*first, *last]
    yield from ["notes"] * chance.randint(2, 10)
    yield from ["prose"] * chance.randint(0, 3)
