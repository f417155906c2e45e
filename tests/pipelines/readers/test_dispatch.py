"""What a file is, its bytes say; what cannot be read says why and what to do."""

from __future__ import annotations

import contextlib

import pytest

from pipelines import readers
from pipelines.errors import EncryptedFile, TooLarge, UnreadableFile, UnsupportedFile
from pipelines.readers import _limits, pdf
from pipelines.readers._mupdf import pymupdf


def made(path, **options):
    with pymupdf.open() as document:
        document.new_page().insert_text((50, 100), "Cash 1,234")
        document.save(path, **options)
    return path


def test_a_pdf_is_known_by_its_bytes_whatever_its_name(tmp_path):
    assert readers.read(made(tmp_path / "picture.png")).media_type == "application/pdf"


def test_identity_is_of_the_bytes(tmp_path):
    one = readers.read(made(tmp_path / "one.pdf", no_new_id=True))
    copy = tmp_path / "copy.pdf"
    copy.write_bytes((tmp_path / "one.pdf").read_bytes())
    assert one.sha256 == readers.read(copy).sha256
    assert (one.name, one.notes) == ("one.pdf", ())


@pytest.mark.parametrize(
    ("content", "error", "says"),
    [
        (b"", UnreadableFile, "empty"),
        (b"PK\x03\x04rest", UnsupportedFile, "office"),
        (b"  <!doctype html>", UnsupportedFile, "web page"),
        (b"no known kind", UnsupportedFile, "neither"),
        (b"%PDF-1.7\nnothing follows", UnreadableFile, "damaged"),
        (b"\x89PNG\r\n\x1a\nbroken", UnreadableFile, "decoded"),
    ],
)
def test_an_unusable_file_is_refused_with_its_cause(tmp_path, content, error, says):
    path = tmp_path / "given"
    path.write_bytes(content)
    with pytest.raises(error, match=says) as refused:
        readers.read(path)
    assert "given" in str(refused.value)
    assert refused.value.remedy


def test_a_missing_file_is_unreadable(tmp_path):
    with pytest.raises(UnreadableFile, match="No such file"):
        readers.read(tmp_path / "gone.pdf")


def test_a_password_is_asked_for(tmp_path):
    path = made(tmp_path / "locked.pdf", encryption=pymupdf.PDF_ENCRYPT_AES_256, owner_pw="o", user_pw="u")
    with pytest.raises(EncryptedFile, match="password"):
        readers.read(path)


def test_encryption_without_a_password_is_no_obstacle(tmp_path):
    path = made(tmp_path / "rights.pdf", encryption=pymupdf.PDF_ENCRYPT_AES_256, owner_pw="o", user_pw="")
    assert len(readers.read(path).pages) == 1


def test_limits_come_before_reading(tmp_path, monkeypatch):
    path = made(tmp_path / "large.pdf")
    monkeypatch.setattr(_limits, "MAX_BYTES", 10)
    with pytest.raises(TooLarge, match="MB"):
        readers.read(path)
    monkeypatch.undo()
    monkeypatch.setattr(pdf, "MAX_PAGES", 0)
    with pytest.raises(TooLarge, match="pages"):
        readers.read(path)


def test_a_page_that_fails_is_noted_and_the_others_are_read(tmp_path):
    path = tmp_path / "half.pdf"
    with pymupdf.open() as document:
        for text in ("one", "two", "three"):
            document.new_page().insert_text((50, 100), text)
        document.xref_set_key(document.page_xref(1), "Type", "/Nothing")
        document.xref_set_key(document.page_xref(1), "MediaBox", "[(a) (b)]")
        document.save(path)
    document = pdf.read(path)
    assert len(document.pages) == 3
    assert [word.text for page in document.pages for word in page.words][::2] == ["one", "three"]


def test_a_pdf_that_lost_its_first_line_is_repaired(tmp_path):
    path = tmp_path / "headless.pdf"
    path.write_bytes(made(tmp_path / "whole.pdf").read_bytes().split(b"\n", 2)[2])
    assert [word.text for word in readers.read(path).pages[0].words] == ["Cash", "1,234"]


@pytest.mark.shared
@pytest.mark.parametrize("name", ["qpdf_qtest_qpdf_deep-pages.pdf", "test_pdfs_poppler-67295-0.pdf"])
def test_a_page_tree_that_bites_its_tail_is_refused_or_read(shared, name):
    with contextlib.suppress(UnreadableFile):
        readers.read(next((shared / "hostile").rglob(name)))


def test_nothing_is_said_on_the_terminal(tmp_path, capfd):
    path = tmp_path / "damaged.pdf"
    content = made(tmp_path / "whole.pdf").read_bytes()
    path.write_bytes(content[: len(content) // 2])  # MuPDF repairs it, and has much to say about that
    with contextlib.suppress(UnreadableFile):
        readers.read(path)
    assert capfd.readouterr() == ("", "")


def test_progress_counts_every_page(tmp_path):
    seen = []
    readers.read(made(tmp_path / "a.pdf"), watch=lambda *step: seen.append(step))
    assert seen == [("read", 1, 1)]
