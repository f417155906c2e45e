"""Figures that other pages print again: confirmed, contradicted, or another measure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from data.schemas import BBox, Page, Reading, Statement, Word
from pipelines.rules import retold
from pipelines.rules._slips import is_slip

StatementOf = Callable[..., Statement]
ReadingOf = Callable[..., Reading]

YEARS = (2018, 2017, 2016)
EARNINGS = "% Diluted earnings per share | {} | 3.91 | 2.63"


def _page(*lines: str) -> Page:
    """Page 2: lines of words, 20 points apart."""
    words = [
        Word(text, BBox(50 + 60 * place, 100 + 20 * row, 100 + 60 * place, 110 + 20 * row))
        for row, line in enumerate(lines)
        for place, text in enumerate(line.split())
    ]
    return Page(2, 1200, 800, tuple(words))


def _outcomes(reading: Reading, *lines: str) -> list[str]:
    return [c.kind for c in retold.check(replace(reading, document=replace(reading.document, pages=(_page(*lines),))))]


@pytest.mark.parametrize(
    ("printed", "line", "outcomes"),
    [
        ("4.17", "Diluted earnings per share $ 4.17 3.91 2.63", ["pass"]),
        ("4.17", "Diluted earnings per share 2.63 3.91 4.17", ["pass"]),
        ("4.71", "Diluted earnings per share $ 4.17 3.91 2.63", ["fail"]),
        ("4.18", "Diluted earnings per share $ 4.17 3.91 2.63", ["fail"]),
        ("(4.17)", "Diluted earnings per share $ 4.17 3.91 2.63", ["fail"]),
        ("4.18", "Basic earnings per share $ 4.17 3.91 2.63", []),
        ("4.18", "Adjusted diluted earnings per share $ 4.17 3.91 2.63", []),
        ("4.18", "Diluted earnings per share $ 5.29 3.91 2.63", []),
        ("4.18", "Diluted earnings per share 3.91 2.63 1.12", ["pass"]),
    ],
)
def test_a_line_of_a_note(
    statement_of: StatementOf, reading_of: ReadingOf, printed: str, line: str, outcomes: list[str]
) -> None:
    reading = reading_of(statement_of("income", EARNINGS.format(printed), YEARS))
    assert _outcomes(reading, line) == outcomes


def test_one_page_that_agrees_outweighs_another_that_does_not(statement_of: StatementOf, reading_of: ReadingOf) -> None:
    reading = reading_of(statement_of("income", EARNINGS.format("4.17"), YEARS))
    lines = ("Diluted earnings per share 4.15 3.91 2.63", "Diluted earnings per share 4.17 3.91 2.63")
    assert _outcomes(reading, *lines) == ["pass"]


def test_a_figure_that_a_sum_proves_is_right_whatever_a_review_says(
    statement_of: StatementOf, reading_of: ReadingOf
) -> None:
    text = "Net interest expense | (935) | (1,151) | (1,342)\nOther costs | (65) | (49) | (58)\n"
    text += "Total costs | (1,000) | (1,200) | (1,400)"
    reading = reading_of(statement_of("income", text, YEARS))
    assert _outcomes(reading, "Net interest expense (735) (1,151) (1,342)") == []


@pytest.mark.parametrize(
    ("first", "second", "slip"),
    [
        ("14.54", "145.40", True),
        ("382", "328", True),
        ("382", "-382", True),
        ("382", "372", True),
        ("382", "571", False),
    ],
)
def test_slips(first: str, second: str, slip: bool) -> None:
    assert is_slip(Decimal(first), Decimal(second)) is slip
