"""Sentences of real filings: what was read on the page, and the box of the very number."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pymupdf
import pytest

from data.schemas import BBox, DocumentInfo, Fact, Mention, Period, Provenance
from pipelines.facts.narrative import find_mentions
from pipelines.layout.regions import find_regions
from pipelines.layout.sentences import find_sentences
from pipelines.readers import pdf

pytestmark = pytest.mark.shared

Told = tuple[str, str, str, str, str | None]


def year(end: date, start: date) -> Period:
    return Period(start=start, end=end)


def info(end: date, fiscal: int, currency: str, entity: str = "") -> DocumentInfo:
    return DocumentInfo(
        sha256="0" * 64,
        name="",
        media_type="application/pdf",
        pages=1,
        entity=entity,
        currency=currency,
        fiscal_year=fiscal,
        period_end=end,
    )


def facts(periods: list[Period]) -> tuple[Fact, ...]:
    """Revenue of some periods: sentences take their periods from those of the statements."""
    place = Provenance(page=1, bbox=BBox(0, 0, 1, 1), text="1")
    return tuple(
        Fact(
            id=f"f{n}",
            concept="Revenues",
            label="Total revenue",
            statement="income",
            value=Decimal(1),
            unit="USD",
            period=period,
            confidence=1,
            provenance=(place,),
        )
        for n, period in enumerate(periods)
    )


def read(path: Path, number: int, target: Path, about: DocumentInfo, periods: list[Period]) -> tuple[Mention, ...]:
    """The mentions of one page, and a check that each box holds the words it should."""
    with pymupdf.open(path) as whole, pymupdf.open() as one:
        one.insert_pdf(whole, from_page=number - 1, to_page=number - 1)
        one.save(target)
        document = pdf.read(target)
        found = find_mentions(find_sentences(document, find_regions(document)), about, facts(periods))
        for mention in found:
            for figure in mention.figures:
                printed = one[0].get_text("text", clip=pymupdf.Rect(*figure.bbox))
                digits = "".join(c for c in figure.text if c.isdigit())
                assert digits in "".join(c for c in printed if c.isdigit()), (figure.text, printed)
    return found


def told(mentions: tuple[Mention, ...]) -> list[Told]:
    return [
        (m.concept, m.scope, f.role, f.text, f.period.last.isoformat() if f.period else None)
        for m in mentions
        for f in m.figures
    ]


def test_changes_levels_and_rates_of_a_year_of_weeks(shared: Path, tmp_path: Path) -> None:
    """Adobe, fiscal 2016, page 42: "Cost of revenue of $819.9 million increased by $75.6 million, or 10%, ..."."""
    about = info(date(2016, 12, 2), 2016, "USD", "Adobe Systems Incorporated")
    years = [year(date(2016, 12, 2), date(2015, 11, 28)), year(date(2015, 11, 27), date(2014, 11, 29))]
    path = shared / "filings" / "pdf" / "ADOBE_2016_10K.pdf"
    found = told(read(path, 42, tmp_path / "page.pdf", about, years))
    assert ("CostOfRevenue", "consolidated", "level", "$819.9 million", "2016-12-02") in found
    assert ("CostOfRevenue", "consolidated", "change", "$75.6 million", "2016-12-02") in found
    assert ("CostOfRevenue", "consolidated", "rate", "10%", "2016-12-02") in found
    assert ("CostOfRevenue", "consolidated", "level", "$744.3 million", "2015-11-27") in found


def test_three_months_and_six(shared: Path, tmp_path: Path) -> None:
    """Pfizer, second quarter 2023, page 42: revenues of the first six months of two years."""
    end = date(2023, 7, 2)
    spans = [
        year(end, date(2023, 4, 3)),
        year(end, date(2023, 1, 3)),
        year(date(2022, 7, 3), date(2022, 4, 4)),
        year(date(2022, 7, 3), date(2022, 1, 4)),
    ]
    path = shared / "filings" / "pdf" / "Pfizer_2023Q2_10Q.pdf"
    mentions = read(path, 42, tmp_path / "page.pdf", info(end, 2023, "USD", "Pfizer Inc."), spans)
    lengths = {f.text: (f.period.days, f.period.last.year) for m in mentions for f in m.figures if f.period}
    assert lengths["$31.0 billion"] == (181, 2023)
    assert lengths["$53.4 billion"] == (181, 2022)


def test_the_same_amount_in_dollars_is_passed_over(shared: Path, tmp_path: Path) -> None:
    """A Chinese filer in English, page 134: "RMB74.6 million (US$10.8 million) in the year ended ..."."""
    path = shared / "filings" / "pdf" / "9e794a58e511f6a6a9a13b201d652deff9f9f69a.pdf"
    end = date(2022, 12, 31)
    years = [year(end, date(2022, 1, 1)), year(date(2021, 12, 31), date(2021, 1, 1))]
    found = told(read(path, 134, tmp_path / "page.pdf", info(end, 2022, "CNY"), years))
    assert ("Revenues", "consolidated", "level", "RMB74.6 million", "2022-12-31") in found
    assert ("Revenues", "consolidated", "level", "RMB173.2 million", "2021-12-31") in found
    assert not [item for item in found if item[3].startswith("US$")]


def test_a_chinese_report(shared: Path, tmp_path: Path) -> None:
    """Page 13: 报告期内，公司实现营业收入 158,191 万元，同比增加 40.39%."""
    path = shared / "filings" / "pdf" / "600201_金宇生物_2020_年度报告.pdf"
    end = date(2020, 12, 31)
    years = [year(end, date(2020, 1, 1)), year(date(2019, 12, 31), date(2019, 1, 1))]
    found = told(read(path, 13, tmp_path / "page.pdf", info(end, 2020, "CNY"), years))
    assert found[:3] == [
        ("Revenues", "consolidated", "level", "158,191 万元", "2020-12-31"),
        ("Revenues", "consolidated", "rate", "40.39%", "2020-12-31"),
        ("NetIncomeLoss", "consolidated", "level", "40,620 万元", None),  # a sentence of its own names no period
    ]


def test_what_an_earnings_release_says_of_its_quarter(shared: Path, tmp_path: Path) -> None:
    """MGM, fourth quarter 2022, page 2: the year's and the quarter's figures stand on one page."""
    path = shared / "filings" / "pdf" / "MGMRESORTS_2022Q4_EARNINGS.pdf"
    end = date(2022, 12, 31)
    spans = [year(end, date(2022, 10, 1)), year(end, date(2022, 1, 1)), year(date(2021, 12, 31), date(2021, 1, 1))]
    found = told(read(path, 2, tmp_path / "page.pdf", info(end, 2022, "USD", "MGM Resorts International"), spans))
    assert [item for item in found if item[3] == "$284 million"] == [
        ("NetIncomeLoss", "consolidated", "level", "$284 million", None)
    ], "the sentence names no period: left open, tied by its value"
