"""What a document says of itself: form, period, fiscal year, language, owner."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from data.schemas import Document, DocumentInfo
from pipelines.facts.cover import document_info
from pipelines.facts.statements import find_statements

Typeset = Callable[..., Document]
Income = Callable[..., list[str]]


def info_of(document: Document) -> DocumentInfo:
    return document_info(document, find_statements(document))


def test_a_current_report_ends_on_the_day_of_its_event(typeset: Typeset) -> None:
    cover = [
        "^FORM 8-K",
        "^Date of Report (Date of earliest event reported): May 26, 2023",
        "^PepsiCo, Inc.",
        "^(Exact name of registrant as specified in its charter)",
    ]
    event = ["PepsiCo terminated the revolving credit agreement, dated as of May 27, 2022, among it and the lenders."]
    found = info_of(typeset(cover, event))
    assert (found.entity, found.form) == ("PepsiCo, Inc.", "8-K")
    assert (found.period_end, found.fiscal_year) == (date(2023, 5, 26), None)


def test_an_annual_report_that_holds_the_10_k_is_named_on_its_cover(typeset: Typeset, income: Income) -> None:
    statement = ["^CONSOLIDATED STATEMENTS OF INCOME", "Years ended May 31, | 2023 | 2022", *income()]
    found = info_of(typeset(["^2023 Annual Report"], ["^FORM 10-K"], statement))
    assert found.form == "annual report"
    assert info_of(typeset(["^FORM 10-K", "^ANNUAL REPORT PURSUANT TO SECTION 13"], statement)).form == "10-K"


@pytest.mark.parametrize(
    ("title", "ends", "spoken", "year"),
    [
        ("Fiscal years ended", "January 28, 2023 | January 29, 2022", "fiscal 2022 " * 9 + "fiscal 2023", 2022),
        ("Fiscal years ended", "January 28, 2017 | January 30, 2016", "fiscal 2017 fiscal 2016 " * 5, 2017),
        ("Three months ended", "July 29, 2023 | July 30, 2022", "fiscal 2024 fiscal 2023 " * 5, 2024),
        ("Three months ended", "June 2, 2023 | June 3, 2022", "fiscal 2023 fiscal 2022 " * 5, 2023),
        ("Years ended", "May 31, 2023 | May 31, 2022", "fiscal 2024 " * 5, 2023),
        ("Years ended", "March 31, 2023 | March 31, 2022", "", 2023),
    ],
)
def test_what_a_fiscal_year_is_called(
    typeset: Typeset, income: Income, title: str, ends: str, spoken: str, year: int
) -> None:
    page = ["^CONSOLIDATED STATEMENTS OF INCOME", f"{title} | {ends}", *income()]
    assert info_of(typeset(page, [spoken])).fiscal_year == year


def test_a_report_in_two_languages_is_english(typeset: Typeset, income: Income) -> None:
    rows = [line.replace(" |", " 截至年度溢利 |", 1) for line in income()]
    head = ["^Acme Holdings Limited", "^CONSOLIDATED INCOME STATEMENT", "^綜合損益表", " | 2023 | 2022"]
    found = info_of(typeset([*head, *rows]))
    assert (found.language, found.entity) == ("en", "Acme Holdings Limited")
