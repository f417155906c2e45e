"""Sentences: cut where they end, joined where lines, columns and pages cut them."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from data.schemas import BBox, Sentence
from pipelines.layout.regions import find_regions
from pipelines.layout.sentences import find_sentences
from pipelines.layout.split import Token, cut_chinese, ends_sentence, split_sentences
from pipelines.readers import pdf

BOX = BBox(0, 0, 10, 10)


def sentences_of(text: str) -> list[str]:
    tokens = list(cut_chinese(Token(word, BOX, 1, 0) for word in text.split()))
    return [" ".join(t.text for t in s) for s in split_sentences(tokens)]


def read(path: Path) -> tuple[Sentence, ...]:
    document = pdf.read(path)
    return find_sentences(document, find_regions(document))


def made(tmp_path: Path, *pages: list[tuple[float, float, str, str]]) -> tuple[Sentence, ...]:
    target = tmp_path / "made.pdf"
    with pymupdf.open() as paper:
        for items in pages:
            page = paper.new_page()
            for x, y, font, text in items:
                page.insert_text((x, y), text, fontsize=10, fontname=font)
        paper.save(target)
    return read(target)


@pytest.mark.parametrize(
    "text",
    [
        "Sales of Acme Inc. and its subsidiaries rose by 3.5% in the U.S. market during the year.",
        "See Note No. 12 and Item 9A. Controls and Procedures for more.",
        "Mr. J. Smith and Dr. Lee joined the board on Jan. 4.",
        "Costs (e.g. Freight, Fuel) rose approx. $3.2 million vs. 2021.",
    ],
)
def test_abbreviations_do_not_end_a_sentence(text: str) -> None:
    assert sentences_of(text) == [text]


def test_a_company_suffix_ends_one_before_a_word_that_begins_sentences() -> None:
    assert len(sentences_of("We bought Foo Corp. The price was paid in cash.")) == 2


def test_a_number_before_a_list_item_is_no_sentence() -> None:
    assert sentences_of("1. Total revenue is a measure. It is not audited.") == [
        "1. Total revenue is a measure.",
        "It is not audited.",
    ]


def test_chinese_ends_inside_a_token_and_shares_its_box() -> None:
    token = Token("公司收入增长。净利润下降。", BBox(0, 0, 130, 10), 1, 0)
    first, second = cut_chinese([token])
    assert (first.text, second.text) == ("公司收入增长。", "净利润下降。")
    assert first.bbox.x1 == pytest.approx(second.bbox.x0) and second.bbox.x1 == pytest.approx(130)


@pytest.mark.parametrize(
    ("word", "after", "end"), [("end.", "", True), ("end.", "begins", False), ("3.5", "Then", False)]
)
def test_ends_sentence(word: str, after: str, end: bool) -> None:
    assert ends_sentence("the", word, after) is end


def test_a_sentence_goes_on_over_a_page_break_without_the_foot(tmp_path: Path) -> None:
    foot = (300.0, 815.0, "helv", "7")
    first = [(50.0, 300.0, "helv", "Spending exceeds the cash that we hold, and there is no"), foot]
    second = [
        (50.0, 100.0, "helv", "assurance that financing will be found. This is another."),
        (300.0, 815.0, "helv", "8"),
    ]
    sentences = made(tmp_path, first, second)
    assert sentences[0].text.endswith("there is no assurance that financing will be found.")
    assert (sentences[0].page, sentences[1].page) == (1, 2)
    assert sentences[0].bbox.top > 280  # the part on its own page only


def test_hyphenation_is_undone_where_the_document_knows_the_word(tmp_path: Path) -> None:
    lines = [
        (50.0, 100.0, "helv", "All of the material transactions of the year were with a material subsi-"),
        (50.0, 112.0, "helv", "diary of ours. Another subsidiary did nothing that would be worth a line."),
    ]
    assert "material subsidiary of ours." in made(tmp_path, lines)[0].text


def test_the_section_is_the_heading_above_and_headings_in_a_row_are_one(tmp_path: Path) -> None:
    lines = [
        (50.0, 100.0, "hebo", "Item 9A."),
        (50.0, 130.0, "hebo", "Controls and Procedures"),
        (50.0, 160.0, "helv", "Our officers looked at the controls of the company and concluded."),
    ]
    (sentence,) = made(tmp_path, lines)
    assert sentence.section == "Item 9A. Controls and Procedures"


def test_cells_of_a_table_are_no_sentences(tmp_path: Path) -> None:
    rows = [
        (x, 100.0 + 12 * n, "helv", t)
        for n in range(4)
        for x, t in ((50.0, "Some label"), (300.0, "1,234"), (400.0, "99"))
    ]
    assert made(tmp_path, rows) == ()


@pytest.mark.shared
def test_ticked_answers_of_a_chinese_report_stay_apart(shared: Path, tmp_path: Path) -> None:
    (source,) = (shared / "filings" / "pdf").glob("600201*.pdf")
    part = tmp_path / "part.pdf"
    with pymupdf.open(source) as paper, pymupdf.open() as cut:
        cut.insert_pdf(paper, from_page=61, to_page=61)
        cut.save(part)
    sentences = read(part)
    asked = next(i for i, s in enumerate(sentences) if "报告期内部控制存在重大缺陷情况的说明" in s.text)
    assert sentences[asked + 1].text.replace(" ", "") == "□适用√不适用"


def test_each_number_keeps_the_box_of_its_word(tmp_path: Path) -> None:
    (sentence,) = made(
        tmp_path,
        [(72, 100, "helv", "Net sales rose to $32.8 billion in 2022 from"), (72, 112, "helv", "$31.7 billion.")],
    )
    words = [(sentence.text[spot.start : spot.end], spot.bbox.top < 101) for spot in sentence.spots]
    assert words == [("$32.8", True), ("2022", True), ("$31.7", False)]
    assert all(spot.page == 1 and spot.bbox.width < 40 for spot in sentence.spots)
