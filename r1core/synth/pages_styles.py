"""Layout families: how one kind of publisher sets a statement.

A style is drawn from its family; whole families can be held out to measure what a model makes of a layout never seen.

    plain      US filing: title in the middle, one head over all years, currency signs apart
    leaders    the same with dots from label to number
    ifrs       title on the left, a column of notes, units under the years
    group      two companies side by side, each with its years
    release    quarters beside half years, changes in percent
    chinese    a form with 项目 and 附注, amounts to the last cent, lines without any
    bilingual  every label in two languages
    narrow     half of a landscape spread: small print, labels wrapped
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Style:
    """The choices of one page."""

    family: str
    language: str = "en"
    wide: float = 612.0
    high: float = 792.0
    size: float = 9.0
    leading: float = 1.35
    middle: bool = True  # title block
    periods: int = 2
    groups: tuple[str, ...] = ("",)  # companies, or lengths of periods, that have all periods each
    newest_first: bool = True
    notes: bool = False  # a column of references
    units: bool = False  # a row of units above the columns
    currency: str = "apart"  # apart, glued, none
    negative: str = "brackets"  # or a minus; "apart": the closing bracket is a word of its own
    dash: str = "—"  # for nothing; forms leave it blank
    leaders: bool = False
    indent: float = 9.0
    bold: bool = True  # totals and headings
    percent: bool = False  # a column of changes
    bilingual: str = ""  # "below", "right": where the other language stands
    heads: str = "span"  # span: one head over all; each: the day above each year; year; day: in one line
    places: int = 0
    printed_negative: bool = False
    label_share: float = 0.5  # of the page, for labels
    empty: float = 0.02  # share of items that are nothing in every column


def styled(family: str, chance: random.Random) -> Style:
    """A style of the family."""
    return replace(FAMILIES[family](chance), family=family)


def _base(chance: random.Random) -> Style:
    """What every family varies."""
    return Style(
        "",
        size=chance.choice((7.0, 8.0, 8.5, 9.0, 10.0)),
        leading=chance.uniform(1.2, 1.7),
        periods=chance.choice((1, 2, 2, 2, 3)),
        newest_first=chance.random() < 0.85,
        dash=chance.choice(("—", "–", "-", "— ")),
        negative=chance.choice(("brackets", "brackets", "brackets", "apart", "minus")),
        indent=chance.choice((0.0, 6.0, 9.0, 14.0)),
        bold=chance.random() < 0.7,
        wide=chance.choice((612.0, 595.0)),
        high=chance.choice((792.0, 842.0)),
    )


def _small(chance: random.Random) -> Style:
    """Many columns: two periods each, in small print."""
    return replace(_base(chance), periods=2, size=chance.choice((7.0, 8.0)))


def _plain(chance: random.Random) -> Style:
    heads = chance.choice(("span", "span", "each", "year", "day"))
    currency = chance.choice(("apart", "apart", "glued", "none"))
    return replace(_base(chance), heads=heads, currency=currency, middle=chance.random() < 0.7)


def _leaders(chance: random.Random) -> Style:
    return replace(_base(chance), leaders=True, heads=chance.choice(("span", "each")))


def _ifrs(chance: random.Random) -> Style:
    return replace(
        _base(chance),
        places=chance.choice((0, 0, 0, 1)),
        heads=chance.choice(("year", "day", "each")),
        middle=chance.random() < 0.2,
        notes=chance.random() < 0.85,
        units=chance.random() < 0.85,
        currency="none",
        printed_negative=chance.random() < 0.7,
    )


def _group(chance: random.Random) -> Style:
    return replace(
        _small(chance),
        groups=chance.choice((("Consolidated", "Parent"), ("Group", "Company"), ("The Group", "The Company"))),
        middle=False,
        notes=True,
        units=chance.random() < 0.8,
        currency="none",
        heads="year",
        printed_negative=chance.random() < 0.7,
        label_share=0.36,
    )


def _release(chance: random.Random) -> Style:
    lengths = (("Three Months Ended", "Six Months Ended"), ("Quarter Ended", "Year Ended"), ("12 Weeks Ended",))
    groups = chance.choice(lengths)
    return replace(
        _small(chance),
        groups=groups,
        heads="each",
        percent=len(groups) == 1 or chance.random() < 0.3,
        currency=chance.choice(("apart", "glued", "none")),
        label_share=0.38,
    )


def _chinese(chance: random.Random) -> Style:
    return replace(
        _base(chance),
        language="zh",
        periods=2,
        negative=chance.choice(("minus", "brackets")),
        notes=chance.random() < 0.8,
        currency="none",
        heads="day",
        places=chance.choice((0, 2, 2)),
        dash=chance.choice(("", "", "-")),
        empty=chance.uniform(0.05, 0.5),
    )


def _bilingual(chance: random.Random) -> Style:
    language, where = chance.choice((("en", "right"), ("zh", "below"), ("en", "below")))
    return replace(
        _small(chance),
        language=language,
        bilingual=where,
        notes=True,
        units=True,
        currency="none",
        heads="year",
        label_share=0.55 if where == "right" else 0.45,
    )


def _narrow(chance: random.Random) -> Style:
    return replace(
        _base(chance),
        size=chance.choice((6.5, 7.0, 8.0)),
        wide=421.0,
        high=595.0,
        periods=2,
        notes=chance.random() < 0.4,
        currency=chance.choice(("apart", "glued", "none")),
        heads="year",
        label_share=0.42,
    )


FAMILIES: dict[str, Callable[[random.Random], Style]] = {
    "plain": _plain,
    "leaders": _leaders,
    "ifrs": _ifrs,
    "group": _group,
    "release": _release,
    "chinese": _chinese,
    "bilingual": _bilingual,
    "narrow": _narrow,
}
