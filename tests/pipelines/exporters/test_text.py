"""report.md and document.md show the document's words as they are."""

from __future__ import annotations

from pathlib import Path

from data.schemas import Result
from pipelines.exporters import markdown, text_markdown
from pipelines.exporters._md import document_table, plain


def test_the_report_cites_pages_and_leads_into_the_page_with_pictures(netflix: Result) -> None:
    text = markdown.render(netflix)
    assert "(report.html#f1))" in text
    assert "| 6,779,511 | 5,504,656 | 4,374,562 | 40 |" in text.replace("| — ", "")


def test_text_is_escaped() -> None:
    assert plain("*a* _b_ <i> [x](y) | `c` # 1") == "\\*a\\* \\_b\\_ \\<i\\> \\[x\\](y) \\| \\`c\\` \\# 1"
    assert plain("SG&A &lt; R&D") == "SG&A &amp;lt; R&D"
    assert plain("- item") == "\\- item"
    assert plain("two\nlines") == "two lines"


def test_a_hostile_document_adds_no_markup(hostile: Result) -> None:
    for text in (markdown.render(hostile), text_markdown.render(hostile)):
        assert "<script" not in text.replace("\\<script", "")
        assert "![i](" not in text.replace("\\[", "")


def test_tables_with_spans_become_html(hostile: Result) -> None:
    text = document_table((hostile.tables or ())[0])
    assert text.startswith('<table>\n<tr><th colspan="2">=HYPERLINK')
    assert "<script" not in text


def test_the_text_of_a_document_is_in_reading_order_with_each_table_once(netflix: Result) -> None:
    text = text_markdown.render(netflix)
    assert text.index("NETFLIX, INC.") < text.index("CONSOLIDATED STATEMENTS OF OPERATIONS")
    assert text.count("4,591,476") == 1
    assert text.count("10,202,871") == 2


def test_nothing_is_written_for_a_document_without_text(netflix: Result, tmp_path: Path) -> None:
    bare = netflix.model_copy(update={"regions": (), "tables": ()})
    assert text_markdown.export(bare, tmp_path, tmp_path) == ()
