"""report.pdf: tagged, with bookmarks, fonts embedded, and no markup from the document."""

from __future__ import annotations

import pymupdf
import pytest

from data.schemas import Result
from pipelines.exporters import report_pdf
from pipelines.exporters._fonts import FAMILY, needs_cjk, renamed


@pytest.fixture
def pdf(netflix: Result) -> pymupdf.Document:
    return pymupdf.open(stream=report_pdf.render(netflix), filetype="pdf")


def text_of(pdf: pymupdf.Document) -> str:
    return "".join(" ".join(page.get_text().split()) + " " for page in pdf)


def test_it_is_a4_with_bookmarks_for_every_section(pdf: pymupdf.Document, netflix: Result) -> None:
    assert netflix.report
    assert {(round(page.rect.width), round(page.rect.height)) for page in pdf} == {(595, 842)}
    titles = [title for _, title, _ in pdf.get_toc()]
    assert [section.heading for section in netflix.report.sections] == titles[: len(netflix.report.sections)]


def test_it_is_tagged_and_names_its_language(pdf: pymupdf.Document, netflix: Result) -> None:
    catalogue = pdf.xref_object(pdf.pdf_catalog())
    assert "/StructTreeRoot" in catalogue
    assert netflix.report and f"/Lang ({netflix.report.language})" in catalogue


def test_all_fonts_are_embedded(pdf: pymupdf.Document) -> None:
    fonts = {font[0]: font for page in pdf for font in page.get_fonts()}
    assert fonts
    for xref in fonts:
        name, _, _, buffer = pdf.extract_font(xref)
        assert buffer, name


def test_the_sentences_are_there_in_both_scripts(pdf: pymupdf.Document, netflix: Result) -> None:
    said = text_of(pdf)
    words = "revenue rose 23.2% to $6.78 billion" if netflix.report and netflix.report.language == "en" else "营业收入"
    assert words in said
    assert "−" in said


def test_numbers_link_to_their_rows(pdf: pymupdf.Document) -> None:
    links = [
        link for page in pdf for link in page.get_links() if link["kind"] in (pymupdf.LINK_GOTO, pymupdf.LINK_NAMED)
    ]
    assert len(links) > 60


def test_what_a_document_says_is_printed_as_it_is(hostile: Result) -> None:
    pdf = pymupdf.open(stream=report_pdf.render(hostile), filetype="pdf")
    said = text_of(pdf)
    assert '#read("/etc/passwd")' in said
    assert "root:" not in said
    assert "<script>" in said
    assert not [link for page in pdf for link in page.get_links() if link["kind"] == pymupdf.LINK_URI]


def test_the_cjk_font_is_found_under_its_new_name() -> None:
    font = renamed(pymupdf.Font("cjk").buffer, FAMILY)
    assert pymupdf.Font(fontbuffer=font).has_glyph(ord("营"))
    assert needs_cjk("营业") and needs_cjk("、") and not needs_cjk("Revenue −5 ▲")
