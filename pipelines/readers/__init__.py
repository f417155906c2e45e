"""Readers: bytes become a Document. What a file is, its content says, never its name.

`read` looks at the first bytes and hands the file to the reader of that kind; each reader module can be used alone.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from data.schemas import Document
from pipelines import registry
from pipelines.contracts import Watch, unwatched
from pipelines.errors import UnreadableFile, UnsupportedFile

if TYPE_CHECKING:
    from ._hidden import Unseen

HEAD = 1_024  # bytes: where a PDF's mark may stand, after whatever a mail program put before it

IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")

HEADLESS = b" obj"  # a PDF that lost its first line: repairable

# Kinds that people hand in by mistake, and what to do with them.
OTHERS = {
    b"PK\x03\x04": "a ZIP archive or an office document; save it as PDF",
    b"\xd0\xcf\x11\xe0": "an old office document; save it as PDF",
    b"{\\rtf": "a rich-text document; save it as PDF",
    b"%!PS": "PostScript; convert it to PDF",
    b"GIF8": "a GIF picture; save it as PNG",
    b"BM": "a bitmap picture; save it as PNG",
    b"RIFF": "a WebP picture or a recording; save it as PNG",
    b"<": "a web page or XML; print it to PDF",
}


def read(path: Path, watch: Watch = unwatched, *, text: bool = False) -> Document:
    """Read a file of any kind that a reader takes; with `text`, files without pages too (Word, Markdown, plain text).

    Raise InputError where no reader takes it or the file is unusable.
    """
    name = (flowing_kind(path) if text else None) or kind(path)
    document: Document = registry.load("readers", name).read(path, watch)
    return document


def unseen(document: Document) -> tuple[Unseen, ...]:
    """Text of the file that nobody can see on its pages."""
    if document.media_type != "application/pdf":
        return ()
    from ._hidden import unseen as in_pdf  # MuPDF loads only where a PDF was read

    return in_pdf(Path(document.path))


def networks() -> ModuleType:
    """The two networks of OCR (`text_map`, `recognise`), for stages that read pixels of their own."""
    from . import _models  # loads onnxruntime

    return _models


def flowing_kind(path: Path) -> str | None:
    """Name of the reader for a file without pages; None where it has pages or is none of ours."""
    head = _head(path)
    if head.startswith(b"PK\x03\x04"):
        return "docx" if zipfile.is_zipfile(path) and _is_word(path) else None
    if head.startswith(IMAGES) or b"%PDF-" in head or HEADLESS in head:
        return None
    known = any(head.lstrip().startswith(mark) for mark in OTHERS if mark != b"<")
    return None if known else "text"


def _is_word(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        return "word/document.xml" in archive.namelist()


def kind(path: Path) -> str:
    """Name of the reader for this file, by its first bytes."""
    head = _head(path)
    if head.startswith(IMAGES):
        return "image"
    if b"%PDF-" in head or HEADLESS in head:
        return "pdf"
    for mark, what in OTHERS.items():
        if head.lstrip().startswith(mark):
            cause, remedy = what.split("; ")
            raise UnsupportedFile(path.name, f"this is {cause}", remedy[0].upper() + remedy[1:])
    raise UnsupportedFile(path.name, "its bytes are neither a PDF nor a picture", "Give a PDF, PNG, JPEG or TIFF")


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        cause = f"the file cannot be opened ({error.strerror or error})"
        raise UnreadableFile(path.name, cause, "Check its name and rights") from error
    if not head:
        raise UnreadableFile(path.name, "the file is empty", "Ask for a new copy")
    return head
