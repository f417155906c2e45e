"""Tables of notes are read where each column is a period; what they repeat is told from what only looks like it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from data.schemas import BBox, Cell, Document, DocumentInfo, Fact, Page, Period, Provenance, Region, Table
from pipelines.facts.notes import note_facts
from pipelines.facts.told import with_told

MILLION = 10**6
END, BEFORE = date(2023, 12, 31), date(2022, 12, 31)
YEAR = Period(start=date(2023, 1, 1), end=END)
YEAR_BEFORE = Period(start=date(2022, 1, 1), end=BEFORE)
INFO = DocumentInfo(
    sha256="0", name="x", media_type="application/pdf", pages=9, language="en", currency="USD", fiscal_year=2023,
    period_end=END,
)  # fmt: skip
DOCUMENT = Document("0", "x", "", "application/pdf", tuple(Page(n, 600, 800) for n in range(1, 10)))
DAYS = "| December 31, 2023 | December 31, 2022"
YEARS = "| Year ended December 31, 2023 | Year ended December 31, 2022"
NO_TEXT = "Property"


def statement_fact(number: int, concept: str, label: str, value: int, period: Period) -> Fact:
    return Fact(
        id=f"f{number}", concept=concept, label=label, statement="income" if period.start else "balance",
        value=Decimal(value) * MILLION, unit="USD", period=period, confidence=0.9,
        provenance=(Provenance(page=2, bbox=BBox(0, 12 * number, 1, 12 * number + 9), text=str(value)),),
    )  # fmt: skip


KNOWN = (
    statement_fact(1, "Revenues", "Net sales", 5000, YEAR),
    statement_fact(2, "Revenues", "Net sales", 4800, YEAR_BEFORE),
    statement_fact(3, "InventoryNet", "Inventories", 643, Period(instant=END)),
    statement_fact(4, "InventoryNet", "Inventories", 611, Period(instant=BEFORE)),
    statement_fact(5, "PropertyPlantAndEquipmentNet", "Property, plant and equipment, net", 2100, Period(instant=END)),
)


def table(printed: str, heads: int = 1, page: int = 5, top: float = 300.0) -> Table:
    rows = [[part.strip() for part in line.split("|")] for line in printed.strip().splitlines()]
    cells = tuple(
        Cell(
            row=r, column=c, text=text, page=page, header=r < heads,
            bbox=BBox(40 + 150 * c, top + 12 * r, 160 + 150 * c, top + 10 + 12 * r),
        )
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    )  # fmt: skip
    return Table(
        id="t1", page=page, bbox=BBox(40, top, 560, top + 12 * len(rows)), n_rows=len(rows), n_columns=len(rows[0]),
        confidence=1, cells=cells,
    )  # fmt: skip


def regions(title: str, text: str = "", page: int = 5) -> tuple[Region, ...]:
    heading = Region(page=page, label="section_header", bbox=BBox(40, 240, 300, 252), order=1, confidence=1, text=title)
    words = Region(page=page, label="text", bbox=BBox(40, 270, 500, 290), order=2, confidence=1, text=text)
    return (heading, words) if text else (heading,)


def read(printed: str, title: str, text: str = "", heads: int = 1) -> tuple[Fact, ...]:
    return note_facts(DOCUMENT, INFO, regions(title, text), [table(printed, heads)], KNOWN)


def values(facts: tuple[Fact, ...]) -> dict[tuple[str, str, Period], Decimal]:
    return {(f.concept, f.scope, f.period): f.value / MILLION for f in facts}


INVENTORIES = f"""
(Millions) {DAYS}
Raw materials | $ 240 | $ 230
Spare parts | 400 | 380
Total inventories | $ 643 | $ 611
"""


def test_lines_of_a_note_and_the_statement_line_they_add_up_to() -> None:
    found = values(read(INVENTORIES, "Note 7. Inventories"))
    assert found["InventoryRawMaterials", "consolidated", Period(instant=END)] == 240
    assert found["r1:SpareParts", "note:Inventories", Period(instant=BEFORE)] == 380
    assert found["InventoryNet", "consolidated", Period(instant=END)] == 643
    after = with_told(KNOWN, read(INVENTORIES, "Note 7. Inventories"))
    assert [f.id for f in after[:5]] == ["f1", "f2", "f3", "f4", "f5"]
    assert [p.page for p in after[2].provenance] == [2, 5]


def test_a_total_under_the_notes_title_is_the_statement_line() -> None:
    printed = INVENTORIES.replace("Total inventories", "Total")
    assert values(read(printed, "Inventories"))["InventoryNet", "consolidated", Period(instant=BEFORE)] == 611


def test_revenues_of_a_joint_venture_are_not_the_companys() -> None:
    printed = f"""
    (Millions) {YEARS}
    Net sales | $ 870 | $ 910
    Net income | 43 | 69
    """
    found = values(read(printed, "Unconsolidated affiliates"))
    assert {scope for _, scope, _ in found} == {"note:Unconsolidated affiliates"}
    assert found["r1:NetSales", "note:Unconsolidated affiliates", YEAR] == 870
    assert not any(f.scope == "consolidated" for f in read(printed, "Unconsolidated affiliates"))


def test_an_equal_number_under_other_words_is_another_line() -> None:
    printed = f"""
    (Millions) {DAYS}
    Accrued wages | $ 643 | $ 611
    Accrued interest | 20 | 30
    """
    assert {f.concept for f in read(printed, "Accrued liabilities")} == {"r1:AccruedWages", "r1:AccruedInterest"}


@pytest.mark.parametrize(
    ("head", "why"),
    [
        ("(Millions) | Level 1 | Level 2", "no period"),
        ("(Millions) | December 31, 2023 Gross | December 31, 2023 Net", "more than a period"),
        ("(Millions) | December 31, 2023 | December 31, 2023", "one period twice"),
        ("(Millions) | December 31, 2025 | December 31, 2024", "days to come"),
        ("(Millions) | 2023 | 2022", "days or years, and no word says which"),
    ],
)
def test_tables_that_are_not_clear_stay_tables(head: str, why: str) -> None:
    printed = f"""
    {head}
    Alpha | $ 240 | $ 230
    Beta | 400 | 380
    """
    assert read(printed, NO_TEXT) == (), why


def test_without_a_scale_nothing_is_read_unless_a_statement_line_shows_it() -> None:
    printed = INVENTORIES.replace("(Millions)", "")
    assert values(read(printed, "Inventories"))["r1:SpareParts", "note:Inventories", Period(instant=END)] == 400
    assert read(printed.replace("643", "644").replace("611", "612"), "Inventories") == ()
    told = read(printed.replace("643", "644"), "Inventories", "Inventories consisted of the following (in thousands):")
    assert values(told)["r1:SpareParts", "note:Inventories", Period(instant=END)] == Decimal("0.4")


def test_years_without_a_word_are_told_by_the_announcement() -> None:
    printed = """
    (Millions) | 2023 | 2022
    Alpha | $ 240 | $ 230
    """
    year = values(read(printed, "Other", "Alpha for the years ended December 31, 2023 and 2022:"))
    day = values(read(printed, "Other", "Alpha was as follows as of December 31:"))
    assert {period for *_, period in year} == {YEAR, YEAR_BEFORE}
    assert {period for *_, period in day} == {Period(instant=END), Period(instant=BEFORE)}


def test_counts_rates_shares_and_torn_labels_are_left_out() -> None:
    printed = f"""
    (Millions) {YEARS}
    Membership fees | $ 240 | $ 230
    Number of stores | 412 | 398
    Effective tax rate | 21.0% | 20.5%
    Diluted earnings per share | 8.89 | 7.93
    Dividends, diluted | 1.20 | 1.10
    of prior years | 5 | 7
    Latin America 37 | 31 | 62
    Subscribers | 1,200 | 1,100
    2024 | 40 | 50
    """
    assert {f.label for f in read(printed, "Other information")} == {"Membership fees"}


def test_a_second_row_of_other_years_ends_the_table() -> None:
    printed = f"""
    (Millions) {YEARS}
    Alpha | $ 240 | $ 230
     | 2021 | 2020
    Beta | 400 | 380
    """
    assert {f.label for f in read(printed, "Charges")} == {"Alpha"}


def test_a_roll_forward_has_balances_and_movements_under_one_head() -> None:
    printed = """
    (Millions) | 2023 | 2022
    Balance at beginning of year | $ 90 | $ 80
    Additions | 25 | 20
    Payments | (15) | (10)
    Balance at end of year | $ 100 | $ 90
    Total equity securities | 7 | 6
    """
    facts = read(printed, "Warranties", "The liability as of December 31, 2023 and 2022 changed as follows:")
    found = values(facts)
    assert found["r1:BalanceAtBeginningOfYear", "note:Warranties", Period(instant=BEFORE)] == 90
    assert found["r1:Additions", "note:Warranties", YEAR] == 25
    assert found["r1:BalanceAtEndOfYear", "note:Warranties", Period(instant=END)] == 100
    assert found["r1:TotalEquitySecurities", "note:Warranties", Period(instant=END)] == 7


def test_assets_beside_sales_are_of_the_last_day() -> None:
    printed = f"""
    (Millions) {YEARS}
    Sales: | |
    Europe | $ 300 | $ 280
    Total sales | 300 | 280
    Assets: | |
    Europe | $ 900 | $ 880
    """
    found = values(read(printed, "Geography"))
    assert found["r1:SalesEurope", "note:Geography", YEAR] == 300
    assert found["r1:AssetsEurope", "note:Geography", Period(instant=END)] == 900


def test_two_tables_of_one_title_keep_their_own_totals() -> None:
    first = table(f"(Millions) {DAYS}\nPlan assets | $ 900 | $ 800", top=300)
    second = table(f"(Millions) {DAYS}\nPlan assets | $ 120 | $ 110", top=400)
    facts = note_facts(DOCUMENT, INFO, regions("Pensions"), [first, second], KNOWN)
    assert {(f.scope, f.value / MILLION) for f in facts if f.period.last == END} == {
        ("note:Pensions", 900), ("note:Pensions (2)", 120),
    }  # fmt: skip


def test_an_element_with_two_values_in_one_document_is_the_notes_own() -> None:
    first = table(f"(Millions) {DAYS}\nLand | $ 90 | $ 80", top=300)
    second = table(f"(Millions) {DAYS}\nLand | $ 12 | $ 11", page=7, top=300)
    places = (*regions("Property and equipment"), *regions("Property held by partnerships", page=7))
    facts = note_facts(DOCUMENT, INFO, places, [first, second], KNOWN)
    assert not any(f.scope == "consolidated" for f in facts)


@pytest.mark.parametrize("title", ["Pro forma results", "Condensed financial information of parent company"])
def test_what_is_not_the_companys_own_is_not_read(title: str) -> None:
    assert read(f"(Millions) {YEARS}\nAlpha | $ 240 | $ 230", title) == ()


def test_a_statement_found_as_a_table_is_not_read_twice() -> None:
    again = table(f"(Millions) {DAYS}\nInventories | $ 643 | $ 611")
    places = [c.bbox for c in again.cells if c.row == 1 and c.column > 0]
    facts = tuple(
        f.model_copy(update={"provenance": (Provenance(page=5, bbox=box, text="643"),)})
        for f, box in zip(KNOWN[2:4], places, strict=True)
    )
    assert note_facts(DOCUMENT, INFO, regions("Balance sheet"), [again], (*KNOWN[:2], *facts)) == ()


def test_columns_of_a_translation_are_left_out() -> None:
    printed = """
    (Millions) | Year ended December 31, 2022 US$ | Year ended December 31, 2023 RMB
    Technical service fees | 240 | 230
    """
    assert [f.value / MILLION for f in read(printed, "Results of operations")] == [240]
    own = INFO.model_copy(update={"currency": "CNY"})
    facts = note_facts(DOCUMENT, own, regions("Results of operations"), [table(printed)], KNOWN)
    assert [(f.value / MILLION, f.unit, f.period) for f in facts] == [(230, "CNY", YEAR)]
