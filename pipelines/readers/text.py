"""Plain text and Markdown: a document without pages; its characters stand as in the file, so positions are its own.

UTF-8 (with or without mark), UTF-16 with mark, GB 18030 and Windows-1252 are told apart by what decodes.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from data.schemas import Document
from pipelines.contracts import Watch, unwatched
from pipelines.errors import TooLarge, UnsupportedFile

from ._limits import check_bytes

MEDIA_TYPES = ("text/plain", "text/markdown")
MAX_CHARACTERS = 20_000_000
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
CODES = ("utf-8", "gb18030", "cp1252")
CONTROLS = 0.01  # of the characters: more are no text


def read(path: Path, watch: Watch = unwatched) -> Document:
    """The file's text. Raise UnsupportedFile where its bytes are none."""
    content = check_bytes(path)
    text = decode(content)
    if text is None:
        raise UnsupportedFile(path.name, "its bytes are no text", "Give a PDF, DOCX, Markdown or text file")
    if len(text) > MAX_CHARACTERS:
        raise TooLarge(path.name, f"{len(text):,} characters are more than {MAX_CHARACTERS:,}", "Split the file")
    media_type = MEDIA_TYPES[path.suffix.lower() in (".md", ".markdown")]
    watch("read", 1, 1)
    return Document(hashlib.sha256(content).hexdigest(), path.name, str(path), media_type, (), text=text)


def decode(content: bytes) -> str | None:
    """The bytes as text; None for bytes that are none.

    >>> decode("第一条".encode("gb18030")), decode(b"\\x00\\x01\\x02\\x03")
    ('第一条', None)
    """
    for code in (*(code for mark, code in MARKS if content.startswith(mark)), *CODES):
        try:
            text = content.decode(code)
        except UnicodeDecodeError:
            continue
        controls = sum(text.count(chr(c)) for c in range(32) if c not in (9, 10, 12, 13))
        return None if controls > CONTROLS * len(text) else text
    return None
