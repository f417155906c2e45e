"""DOCX: paragraphs, table cells and notes of a Word file as text, a paragraph a line.

Read from the ZIP and XML of the standard library: sizes are looked at before a part is unpacked, document type
declarations are refused (no entities), and nothing in the file is followed, run or loaded.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from data.schemas import Document
from pipelines.contracts import Watch, unwatched
from pipelines.errors import EncryptedFile, TooLarge, UnreadableFile

from ._limits import check_bytes

MEDIA_TYPES = ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",)
BODY = "word/document.xml"
MAX_PART = 64 << 20  # bytes of a part when unpacked
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DELETED = (f"{W}del", f"{W}moveFrom")  # text that a tracked change took out


def read(path: Path, watch: Watch = unwatched) -> Document:
    """The text of the body. Raise InputError where the file is damaged or hostile."""
    content = check_bytes(path)
    lines, hidden = _paragraphs(_part(path, content))
    notes = (f"hidden text in the file: “{' '.join(hidden)[:200]}”",) if hidden else ()
    watch("read", 1, 1)
    digest = hashlib.sha256(content).hexdigest()
    return Document(digest, path.name, str(path), MEDIA_TYPES[0], (), notes, text="\n".join(lines))


def _part(path: Path, content: bytes) -> ElementTree.Element:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entry = archive.getinfo(BODY)
            if entry.flag_bits & 1:
                raise EncryptedFile(path.name, "it opens with a password only", "Save a copy without the password")
            if entry.file_size > MAX_PART:
                raise TooLarge(path.name, f"its text unpacks to more than {MAX_PART >> 20} MB", "Split the file")
            with archive.open(entry) as file:
                text = file.read(MAX_PART + 1)
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, NotImplementedError, ValueError) as error:
        raise UnreadableFile(path.name, f"the Word file is damaged ({error})", "Ask for a new copy") from error
    if len(text) > MAX_PART or b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise UnreadableFile(path.name, "its XML declares entities, which Word never does", "Ask for a new copy")
    try:
        return ElementTree.fromstring(text)  # no DTD, hence no entities to expand
    except ElementTree.ParseError as error:
        raise UnreadableFile(path.name, f"its XML is damaged ({error})", "Ask for a new copy") from error


def _paragraphs(root: ElementTree.Element) -> tuple[list[str], list[str]]:
    """Text of each paragraph, and the text that Word does not show."""
    lines: list[str] = []
    hidden: list[str] = []
    for paragraph in root.iter(f"{W}p"):
        text = "".join(_runs(paragraph, hidden)).strip()
        if text:
            lines.append(text)
    return lines, hidden


def _runs(element: ElementTree.Element, hidden: list[str]) -> Iterator[str]:
    for child in element:
        if child.tag in DELETED or child.tag == f"{W}p":  # a paragraph in a text box comes by itself
            continue
        if child.tag == f"{W}r" and child.find(f"{W}rPr/{W}vanish") is not None:
            hidden += ["".join(piece.text or "" for piece in child.iter(f"{W}t"))]
        elif child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in (f"{W}tab", f"{W}br", f"{W}cr"):
            yield " "
        else:
            yield from _runs(child, hidden)
