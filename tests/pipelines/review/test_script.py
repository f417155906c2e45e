"""Script and passages: one text, every character of which knows its page and box, or its place in the file."""

from __future__ import annotations

from pathlib import Path

import pymupdf

from data.schemas import Document
from pipelines.readers import read
from pipelines.review.passages import heading_of, passages_of
from pipelines.review.script import joined, script_of

CLAUSE = "Neither party may assign this Agreement without the prior written consent of the other party."


def contract(folder: Path) -> Path:
    with pymupdf.open() as source:
        for number, name in enumerate(("Assignment", "Transfers", "Successors"), start=1):
            page = source.new_page()
            page.insert_text((72, 40), "ACME SUPPLY CONTRACT, CONFIDENTIAL", fontsize=9)
            page.insert_text((72, 100), f"{number}. {name}.")
            page.insert_textbox((72, 120, 520, 200), CLAUSE + " It binds successors of both parties for ever.")
            page.insert_text((72, 220), f"This is the last line of page {name}.")
            page.insert_text((300, 800), str(number))
        path = folder / "contract.pdf"
        source.save(path)
    return path


def test_a_passage_of_a_pdf_has_page_and_box(tmp_path: Path) -> None:
    script = script_of(read(contract(tmp_path)))
    passage = next(p for p in passages_of(script) if p.text.startswith("Neither"))
    (place,) = script.provenance(passage.start, passage.end)
    assert place.page == 1 and place.text == CLAUSE.rstrip(".") + "."
    assert 70 < place.bbox.x0 < 75 and 115 < place.bbox.top < place.bbox.bottom < 160
    assert passage.heading == "Assignment"


def test_running_heads_and_page_numbers_are_no_text(tmp_path: Path) -> None:
    text = script_of(read(contract(tmp_path))).text
    assert "CONFIDENTIAL" not in text and text.count("last line") == 3
    assert not any(line.strip().isdigit() for line in text.split("\n"))


def test_positions_of_a_text_file_are_those_of_the_file() -> None:
    text = "TERMS\r\nThis agreement, which is long enough to be broken into several lines\r\nby its writer, holds.\n"
    script = script_of(Document("", "", "", "text/plain", (), text=text))
    assert len(script.text) == len(text)
    passage = passages_of(script)[-1]
    (place,) = script.provenance(passage.start, passage.end)
    assert place.start is not None and text[place.start : place.end].startswith("This agreement")
    assert "lines  by its writer" in script.text


def test_markdown_emphasis_is_no_part_of_a_word() -> None:
    script = script_of(Document("", "", "", "text/markdown", (), text="all _Personnel_ **must** sign ____"))
    assert script.text == "all  Personnel    must   sign ____"


def test_chinese_words_stand_without_spaces() -> None:
    assert joined(["第一条", "产品", "ABC", "名称"]) == "第一条产品 ABC 名称"


def test_headings() -> None:
    assert heading_of("ARTICLE 7. Limitation of Liability") == "Limitation of Liability"
    assert heading_of("第十条 违约责任") == "违约责任"
    assert heading_of("the supplier shall deliver") == ""
