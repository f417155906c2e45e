"""A font for Chinese, Japanese and Korean that every installation has: the one inside PyMuPDF (Droid Sans Fallback).

Its name table has only records that Typst does not read, so a readable one is put in its place. No system font is
used: the same report looks and weighs the same on every machine.
"""

from __future__ import annotations

import re
import struct
from pathlib import Path

FAMILY = "R1 CJK"
CJK = re.compile(r"[⺀-鿿가-힯豈-﫿＀-￯]")
RECORD = struct.Struct(">4sIII")  # tag, checksum, offset, length of a table in an sfnt file


def needs_cjk(text: str) -> bool:
    """True when the text has a character that Latin fonts lack."""
    return CJK.search(text) is not None


def write_cjk_font(folder: Path) -> None:
    """Write the font into a folder that Typst searches."""
    import pymupdf  # here and not above: only documents with such characters need it

    (folder / "cjk.ttf").write_bytes(renamed(pymupdf.Font("cjk").buffer, FAMILY))


def renamed(font: bytes, family: str) -> bytes:
    """The font under another family name: a new name table at the end, and the directory pointing to it."""
    (count,) = struct.unpack_from(">H", font, 4)
    table, start = name_table(family), len(font) + -len(font) % 4
    head = bytearray(font[: 12 + RECORD.size * count])
    for place in range(12, len(head), RECORD.size):
        if head[place : place + 4] == b"name":
            RECORD.pack_into(head, place, b"name", 0, start, len(table))
    return bytes(head) + font[len(head) :] + b"\0" * (start - len(font)) + table


def name_table(family: str) -> bytes:
    """A format 0 name table with what a reader of fonts asks for. Source: OpenType 1.9, `name`."""
    names = {1: family, 2: "Regular", 4: family, 6: family.replace(" ", "")}
    records, texts = b"", b""
    for number, text in names.items():
        encoded = text.encode("utf-16-be")
        records += struct.pack(">6H", 3, 1, 0x409, number, len(encoded), len(texts))
        texts += encoded
    return struct.pack(">3H", 0, len(names), 6 + len(records)) + records + texts
