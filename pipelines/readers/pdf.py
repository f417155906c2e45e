"""PDF: words from the text layer with what is drawn around them; OCR only where a page has no sound text layer.

Chain per page: text layer, drawings, pictures -> judged -> turned upright -> Page, or rendered and read by OCR.
Every box of a Page is in points, origin top-left, with rotation and crop applied.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from data.schemas import BBox, Document, Page
from pipelines.contracts import Watch, unwatched
from pipelines.errors import EncryptedFile, TooLarge, UnreadableFile

from ._beside import PagesBeside, ScansBeside, worthwhile, worthwhile_scans
from ._drawings import Drawn, read_drawings, read_pictures
from ._limits import MAX_PAGES, check_bytes
from ._mupdf import pymupdf
from ._notes import Notes
from ._quality import broken, hidden_layer_fits, is_scan, unseen_white
from ._spread import fold_of
from ._text import Layer, read_layer
from ._upright import Upright, as_displayed, turn_of_text, turned

MEDIA_TYPES = ("application/pdf",)

DAMAGE = (RuntimeError, ValueError, OverflowError, pymupdf.mupdf.FzErrorBase)  # what MuPDF's errors are in Python


def read(path: Path, watch: Watch = unwatched) -> Document:
    """Read every page. Raise InputError where the file cannot be opened or has no page that can be read."""
    content = check_bytes(path)
    notes = Notes()
    with _open(path, content) as source:
        total = _count(source, path)
        pages = _pages(source, total, notes, watch)
    if len(notes.failed) == total:
        raise UnreadableFile(path.name, f"no page can be read ({notes.failed[1]})", "Ask for a new copy", 1)
    sha256 = hashlib.sha256(content).hexdigest()
    return Document(sha256, path.name, str(path), MEDIA_TYPES[0], tuple(pages), notes.sentences())


def _open(path: Path, content: bytes) -> Any:
    try:
        source = pymupdf.open(stream=content, filetype="pdf")
    except (pymupdf.FileDataError, pymupdf.EmptyFileError, *DAMAGE) as error:
        raise UnreadableFile(path.name, f"the PDF is damaged ({error})", "Ask for a new copy") from error
    if not source.is_pdf:
        raise UnreadableFile(path.name, "the bytes are no PDF", "Ask for a new copy")
    if source.needs_pass and not source.authenticate(""):
        raise EncryptedFile(path.name, "it opens with a password only", "Save a copy without the password")
    return source


def _count(source: Any, path: Path) -> int:
    try:
        total = int(source.page_count)
    except DAMAGE as error:
        raise UnreadableFile(path.name, f"its page tree is damaged ({error})", "Ask for a new copy") from error
    if not total:
        raise UnreadableFile(path.name, "it has no pages", "Ask for a new copy")
    if total > MAX_PAGES:
        raise TooLarge(path.name, f"{total:,} pages are more than {MAX_PAGES:,}", "Split the file")
    return total


def _pages(source: Any, total: int, notes: Notes, watch: Watch) -> list[Page]:
    """All pages: first those with a sound text layer, then the others."""
    pages = _plain_pages(source, total, watch)
    others = [number for number in range(1, total + 1) if number not in pages]
    pages |= _other_pages(source, others, notes, lambda left: watch("read", total - left, total))
    return [pages[number] for number in range(1, total + 1)]


def _plain_pages(source: Any, total: int, watch: Watch) -> dict[int, Page]:
    """Pages with a sound text layer, by number; of a long document a helper reads the even ones meanwhile."""

    def read_here(numbers: Iterable[int]) -> dict[int, Page]:
        found: dict[int, Page] = {}
        for number in numbers:
            page = _plain_or_none(source, number)
            if page is not None:
                found[number] = page
                watch("read", number, total)
        return found

    if not worthwhile(total):
        return read_here(range(1, total + 1))
    with PagesBeside(lambda number: _plain_or_none(source, number), range(2, total + 1, 2)) as helper:
        return read_here(range(1, total + 1, 2)) | helper.pages()


def _other_pages(source: Any, numbers: Sequence[int], notes: Notes, left: Callable[[int], None]) -> dict[int, Page]:
    """Pages without a sound text layer; of many a helper reads every other one. `left` is told how many are to come."""

    def read_here(these: Iterable[int], ahead: int = 1) -> dict[int, Page]:
        """Read these; `ahead` pages are done when we have done one."""
        found = {}
        for number in these:
            found[number] = _page_or_blank(source, number, notes)
            left(max(len(numbers) - ahead * len(found), 0))
        return found

    pages: dict[int, Page] = {}
    if worthwhile_scans(len(numbers)):
        with ScansBeside(lambda number, notes: _page_or_blank(source, number, notes), numbers[1::2]) as helper:
            pages = read_here(numbers[::2], ahead=2)
            pages |= helper.pages(notes)
    return pages | read_here(number for number in numbers if number not in pages)


def _plain_or_none(source: Any, number: int) -> Page | None:
    try:
        return _plain(source[number - 1], number)
    except DAMAGE:
        return None


def _page_or_blank(source: Any, number: int, notes: Notes) -> Page:
    """A page that cannot be read is blank, and the notes say so: page numbers stay the file's."""
    try:
        page = source[number - 1]
        return _plain(page, number) or _scanned(page, number, notes)
    except DAMAGE as error:
        notes.failed[number] = str(error)
        return Page(number, 0.0, 0.0)


def _plain(page: Any, number: int) -> Page | None:
    """A page with a sound text layer; None for one that has none, or is a picture with text under it."""
    layer = read_layer(page)
    drawn, pictures = read_drawings(page), read_pictures(page)
    if broken(layer) or is_scan(layer, pictures, drawn, tuple(page.rect.br)):
        return None
    return _assembled(page, number, layer, drawn, pictures)


def _scanned(page: Any, number: int, notes: Notes) -> Page:
    """A page that is not plain: from the invisible text under its picture where that fits, else by OCR."""
    layer = read_layer(page)
    reason = broken(layer)
    if not reason and hidden_layer_fits(layer, page):
        layer.words, layer.hidden = layer.words + layer.hidden, []
        notes.hidden.append(number)
        return _assembled(page, number, layer, read_drawings(page), read_pictures(page))
    return _by_ocr(page, number, reason or "it is a picture", notes)


def _assembled(page: Any, number: int, layer: Layer, drawn: Drawn, pictures: list[BBox]) -> Page:
    """The page in upright position."""
    upright = as_displayed(page)
    upright = turned(upright, turn_of_text(layer.directions, upright))
    words = tuple(upright.words(_seen(layer, page)))
    return Page(
        number,
        upright.width,
        upright.height,
        words,
        tuple(upright.rulings(drawn.rulings)),
        tuple(upright.boxes(drawn.fills)),
        tuple(upright.boxes(pictures)),
        turn=upright.turn,
        fold=fold_of(words, upright.width, upright.height),
    )


def _seen(layer: Layer, page: Any) -> list[Any]:
    unseen = unseen_white(layer, page)
    return [word for index, word in enumerate(layer.words) if index not in unseen] if unseen else layer.words


def _by_ocr(page: Any, number: int, reason: str, notes: Notes) -> Page:
    from ._ocr import read_pixels  # onnxruntime and the models load only where a page needs them
    from ._scan import render

    notes.ocr[number] = reason
    upright: Upright = as_displayed(page)
    return read_pixels(render(page), number, (upright.width, upright.height))
