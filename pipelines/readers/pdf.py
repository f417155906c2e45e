"""PDF: words from the text layer, with what is drawn around them.

Chain per page: text of the page -> spans -> words cut at spans -> words cleaned; drawings -> rulings and fills.
Every box is in points of the page as it is displayed (rotation and crop applied), origin top-left.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pymupdf

from data.schemas import BBox, Document, Page, Ruling, Word
from pipelines.contracts import Watch, unwatched
from pipelines.errors import EncryptedFile, UnreadableFile

MEDIA_TYPES = ("application/pdf",)

THIN = 2.5  # points: a filled box no thicker is a line
TEXT_FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ue000-\uf8ff\x00-\x08\x0e-\x1f]")

pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)


def read(path: Path, watch: Watch = unwatched) -> Document:
    """Read the PDF. Raise InputError where it cannot be opened."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    with _open(path) as source:
        total = source.page_count
        pages = []
        for index in range(total):
            pages.append(_page(source[index]))
            watch("read", index + 1, total)
    return Document(digest, path.name, str(path), MEDIA_TYPES[0], tuple(pages))


def _open(path: Path) -> Any:
    try:
        source = pymupdf.open(path, filetype="pdf")
    except (pymupdf.FileDataError, pymupdf.EmptyFileError, RuntimeError) as error:
        raise UnreadableFile(
            path.name, f"not a readable PDF ({error})", "Open and save it again, or ask for a new copy"
        ) from error
    if source.needs_pass and not source.authenticate(""):
        raise EncryptedFile(path.name, "it needs a password", "Save a copy without a password")
    if not source.page_count:
        raise UnreadableFile(path.name, "it has no pages", "Ask for a new copy")
    return source


def _page(page: Any) -> Page:
    rulings, fills = _drawings(page)
    pictures = tuple(
        box
        for kind, rect in page.get_bboxlog()
        if kind in ("fill-image", "fill-imgmask") and (box := _clip(rect, page))
    )
    return Page(page.number + 1, page.rect.width, page.rect.height, tuple(_words(page)), rulings, fills, pictures)


def _words(page: Any) -> Iterator[Word]:
    text = page.get_textpage(flags=TEXT_FLAGS).extractRAWDICT()
    lines = (line for block in text["blocks"] for line in block.get("lines", ()))
    for number, line in enumerate(lines):
        for span in line["spans"]:
            superscript = bool(span["flags"] & pymupdf.TEXT_FONT_SUPERSCRIPT)
            bold = bool(span["flags"] & pymupdf.TEXT_FONT_BOLD) or bool(span["char_flags"] & 8)
            for characters in _split(span["chars"]):
                letters = unicodedata.normalize("NFC", INVISIBLE.sub("", "".join(c["c"] for c in characters)))
                if letters:
                    box = BBox.around(BBox(*c["bbox"]) for c in characters)
                    yield Word(letters, box, span["font"], span["size"], bold, 1.0, superscript, number)


def _split(characters: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    word: list[dict[str, Any]] = []
    for character in characters:
        if character["c"].isspace():
            if word:
                yield word
            word = []
        else:
            word.append(character)
    if word:
        yield word


def _drawings(page: Any) -> tuple[tuple[Ruling, ...], tuple[BBox, ...]]:
    rulings: list[Ruling] = []
    fills: list[BBox] = []
    for drawing in page.get_cdrawings():
        stroked, filled = "s" in drawing["type"], "f" in drawing["type"] and drawing.get("fill") != (1.0, 1.0, 1.0)
        width = float(drawing.get("width") or 0.5)
        for item in drawing["items"]:
            box = _clip(_extent(item), page)
            if not box:
                continue
            thickness = min(box.width, box.height)
            if thickness <= THIN and (stroked or filled) and max(box.width, box.height) > THIN:
                rulings.append(Ruling(box, width if stroked else max(thickness, 0.1)))
            elif filled and item[0] == "re":
                fills.append(box)
    return tuple(rulings), tuple(fills)


def _extent(item: tuple[Any, ...]) -> tuple[float, float, float, float]:
    if item[0] == "re":
        return tuple(item[1])
    if item[0] == "qu":
        points = list(item[1])
    else:
        points = [p for p in item[1:] if isinstance(p, tuple)]
    return min(p[0] for p in points), min(p[1] for p in points), max(p[0] for p in points), max(p[1] for p in points)


def _clip(rect: tuple[float, ...], page: Any) -> BBox | None:
    x0, top, x1, bottom = (
        max(rect[0], 0.0),
        max(rect[1], 0.0),
        min(rect[2], page.rect.width),
        min(rect[3], page.rect.height),
    )
    return BBox(x0, top, x1, bottom) if x1 >= x0 and bottom >= top else None
