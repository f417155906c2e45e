"""Sentence: running text with the places of its numbers. Mention: what a sentence says of one metric.

Mentions are made by the facts stage and judged by rules:

    "Net sales increased 3.5% to $32.8 billion in 2022 from $31.7 billion in 2021"
        level 32.8 billion of 2022, level 31.7 billion of 2021, rate +3.5 from 2021 to 2022

Stays inside a process (frozen dataclasses).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from .fact import Period
from .geometry import BBox


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a word of a sentence that holds a digit is printed: characters `start` to `end` of the text."""

    start: int
    end: int
    page: int
    bbox: BBox


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in reading order. `section` is the nearest heading above it."""

    text: str
    page: int
    bbox: BBox
    section: str = ""
    spots: tuple[Spot, ...] = ()  # its numbers, from left to right


Role = Literal["level", "change", "rate", "share"]
"""A value; by how much it moved; the same in per cent; per cent of another metric (a margin)."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a sentence. Money and shares are whole units, a per cent is a fraction of one hundred (3.5)."""

    role: Role
    value: Decimal  # the sign that the words give: "decreased 5%" is -5
    step: Decimal  # worth of the last printed digit: what rounding may hide
    text: str
    page: int
    bbox: BBox
    period: Period | None = None  # by the words; None where they leave it open
    since: Period | None = None  # of a change or a rate: the period it is counted from
    earlier: bool = False  # where the period is open: that of the year before
    scaled: bool = True  # False where nothing says in which unit it counts: "$404,381" under "in millions"


@dataclass(frozen=True, slots=True)
class Mention:
    """The figures of one metric in one sentence."""

    concept: str  # the first of `concepts`
    label: str  # the metric as the sentence names it
    scope: str
    unit: str  # "USD", "USD/shares", "shares", "pure"
    figures: tuple[Figure, ...]
    sentence: Sentence
    concepts: tuple[str, ...] = ()  # what the name may mean, the likeliest first
    whole: str | None = None  # of shares: the concept they are a share of
    sure: bool = False  # the name leaves no doubt that it is the whole company's: "consolidated", a cash flow
