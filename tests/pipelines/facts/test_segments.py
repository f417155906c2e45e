"""Segments are believed because they add up to the revenue of the income statement."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from data.schemas import BBox, Cell, Document, Fact, Page, Period, Provenance, Table, Word
from pipelines.facts.segments import RESULT, segment_facts

YEARS = {year: Period(start=date(year, 1, 1), end=date(year, 12, 31)) for year in (2022, 2023)}
Rows = list[tuple[str, ...]]


def revenue(**values: int) -> tuple[Fact, ...]:
    """Consolidated revenue of the years in millions, read on page 1."""
    return tuple(
        Fact(
            id=f"f{number}", concept="Revenues", label="Net sales", statement="income",
            value=Decimal(value) * 10**6, unit="USD", period=YEARS[int(year[1:])], confidence=1,
            provenance=(Provenance(page=1, bbox=BBox(0, 0, 1, 1), text=str(value)),),
        )
        for number, (year, value) in enumerate(values.items(), 1)
    )  # fmt: skip


def table(rows: Rows, heads: int = 0) -> Table:
    cells = tuple(
        Cell(
            row=r,
            column=c,
            text=text,
            page=2,
            header=r < heads,
            bbox=BBox(50 + 90 * c, 100 + 12 * r, 130 + 90 * c, 110 + 12 * r),
        )
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    )
    return Table(
        id="t1",
        page=2,
        bbox=BBox(50, 100, 500, 400),
        n_rows=len(rows),
        n_columns=len(rows[0]),
        confidence=1,
        cells=cells,
    )


def document(*words: str) -> Document:
    placed = tuple(Word(text, BBox(50, 60, 90, 70)) for text in words)
    return Document("0", "x", "", "application/pdf", (Page(1, 600, 800), Page(2, 600, 800, placed)))


SEGMENTS = document("Operating", "segments")
NOTE: Rows = [
    ("Net sales", "", ""),
    ("Cloud1", "60", "50"),
    ("Devices", "45", "$ 42"),
    ("Eliminations", "(5)", "(2)"),
    ("Total net sales", "$ 100", "$ 90"),
    ("Operating profit", "", ""),
    ("Cloud", "20", "15"),
    ("Devices", "(3)", "4"),
]


def told(facts: tuple[Fact, ...]) -> dict[tuple[str, str, int], int]:
    return {(f.scope, f.concept, f.period.last.year): int(f.value / 10**6) for f in facts}


def test_rows_that_add_up_give_revenue_and_result_of_every_segment() -> None:
    found = segment_facts(SEGMENTS, (table(NOTE),), revenue(y2023=100, y2022=90))
    assert told(found) == {
        ("segment:Cloud", "Revenues", 2023): 60,
        ("segment:Cloud", "Revenues", 2022): 50,
        ("segment:Devices", "Revenues", 2023): 45,
        ("segment:Devices", "Revenues", 2022): 42,
        ("segment:Cloud", RESULT, 2023): 20,
        ("segment:Cloud", RESULT, 2022): 15,
        ("segment:Devices", RESULT, 2023): -3,
        ("segment:Devices", RESULT, 2022): 4,
    }
    assert [f.id for f in found][:2] == ["s1", "s2"]
    assert found[0].provenance[0].page == 2 and found[0].provenance[0].text == "60"


def test_columns_that_add_up_are_read_too() -> None:
    rows: Rows = [
        ("", "Cloud", "Devices", "Consolidated"),
        ("Revenues", "60", "40", "100"),
        ("Cost of revenues", "30", "35", "65"),
        ("Contribution profit (loss)", "30", "(5)", "25"),
    ]
    assert told(segment_facts(SEGMENTS, (table(rows, heads=1),), revenue(y2023=100))) == {
        ("segment:Cloud", "Revenues", 2023): 60,
        ("segment:Devices", "Revenues", 2023): 40,
        ("segment:Cloud", RESULT, 2023): 30,
        ("segment:Devices", RESULT, 2023): -5,
    }


def test_a_sum_of_segments_is_opened() -> None:
    rows: Rows = [
        ("Net sales", ""), ("Cloud", "60"), ("Devices", "35"), ("Total reportable segments", "95"), ("Other", "5"),
        ("Total", "100"),
    ]  # fmt: skip
    names = {f.scope for f in segment_facts(SEGMENTS, (table(rows),), revenue(y2023=100))}
    assert names == {"segment:Cloud", "segment:Devices", "segment:Other"}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ((1, ("Cloud", "65", "50")), "the parts do not add up"),
        ((4, ("Total net sales", "$ 101", "$ 91")), "the total is not the revenue"),
        ((1, ("Cost of cloud", "60", "50")), "the rows are expenses"),
    ],
)
def test_what_does_not_add_up_is_left_alone(change: tuple[int, tuple[str, ...]], why: str) -> None:
    rows = list(NOTE)
    rows[change[0]] = change[1]
    assert segment_facts(SEGMENTS, (table(rows),), revenue(y2023=100, y2022=90)) == (), why


def test_a_break_down_by_country_on_a_page_without_the_word_is_none() -> None:
    assert segment_facts(document("Revenue", "by", "country"), (table(NOTE),), revenue(y2023=100, y2022=90)) == ()


def test_sales_by_country_are_segments_only_where_each_has_a_result() -> None:
    named = [
        tuple(text.replace("Cloud", "Europe").replace("1", "") if c == 0 else text for c, text in enumerate(r))
        for r in NOTE
    ]
    assert segment_facts(SEGMENTS, (table(named),), revenue(y2023=100, y2022=90))
    assert segment_facts(SEGMENTS, (table(named[:5]),), revenue(y2023=100, y2022=90)) == ()


def test_the_income_statement_itself_is_no_table_of_segments() -> None:
    there = tuple(
        f.model_copy(update={"provenance": (f.provenance[0].model_copy(update={"page": 2}),)})
        for f in revenue(y2023=100)
    )
    assert segment_facts(SEGMENTS, (table(NOTE),), there) == ()


def test_no_tables_no_revenue_no_segments() -> None:
    assert segment_facts(SEGMENTS, (), revenue(y2023=100)) == ()
    assert segment_facts(SEGMENTS, (table(NOTE),), ()) == ()
