"""Is a page's text layer what is printed on the page?

Three questions, cheap first: do the characters say anything (unreadable glyphs, letters without vowels)?
Does a hidden layer lie where the ink is? Is there print at all on a page whose text is missing?
The last two look at a small rendering, and only on the few pages where the question arises.
"""

from __future__ import annotations

import string
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.schemas import BBox, Word

from ._drawings import Drawn
from ._mupdf import pymupdf
from ._text import Layer, text_of

Pixels = NDArray[np.uint8]

FEW = 40  # visible characters: a stamp or running head on a scan, not its text
COVERED = 0.5  # of the page by pictures
UNREADABLE = 0.2  # of the characters
OUTLINES = 150  # shapes on a page without text: letters drawn as curves
SOUND_WORDS = 10  # hidden words; fewer are a stamp
ON_INK = 0.8  # of the hidden words lie on print
LETTERS = 120  # fewer prove nothing about a language
VOWELS = (0.22, 0.60)  # of the letters of running text in any Latin script; tables of abbreviations reach 0.25
LATIN = (string.ascii_letters).encode()
VOWEL = b"AEIOUYaeiouy"
ACCENTED = bytes(range(0x80, 0x100))
ACCENTS = 0.35  # of the characters: no language has so many; UTF-8 or GBK read as Latin-1 does
SYMBOLS = b'!"#&*+/:;<=>?@[\\]^_`{|}~'
SYMBOL_SHARE = 0.35
WHITE = 245  # of 255: paper
DARK = 60  # levels below the paper: ink


def broken(layer: Layer) -> str:
    """Why the visible text cannot be what is printed; "" where nothing speaks against it."""
    if layer.unreadable > UNREADABLE * max(layer.characters, FEW):
        return "its characters have no meaning"
    return gibberish(text_of(layer.words)) if layer.words else ""


def gibberish(text: str) -> str:
    """Why this is no language.

    >>> gibberish("Wkh frpsdqb uhfrjqlchv uhyhqxh zkhq frqwuro ri wkh surgxfwv lv wudqvihuuhg " * 3)
    'its letters spell no language'
    >>> gibberish("The company recognizes revenue when control of the products is transferred " * 3)
    ''
    """
    characters = text.encode("latin-1", "ignore")
    letters = _count(characters, LATIN)
    if letters >= LETTERS:
        share = _count(characters, VOWEL) / letters
        if not VOWELS[0] <= share <= VOWELS[1]:
            return "its letters spell no language"
    printed = len(text) - text.count(" ")
    if printed >= LETTERS and _count(characters, ACCENTED) > ACCENTS * printed:
        return "its letters are in the wrong encoding"
    if printed >= LETTERS and _count(characters, SYMBOLS) > SYMBOL_SHARE * printed:
        return "its letters are symbols"
    return ""


def _count(text: bytes, characters: bytes) -> int:
    """How many of these characters; taking them out is how bytes count fastest."""
    return len(text) - len(text.translate(None, characters))


def is_scan(layer: Layer, pictures: Sequence[BBox], drawn: Drawn, size: tuple[float, float]) -> bool:
    """True where what is printed is in pictures or outlines and not in visible text."""
    visible = sum(len(word.text) for word in layer.words)
    if visible > FEW:
        return False
    covered = sum(box.area for box in pictures)
    return covered >= COVERED * size[0] * size[1] or (not visible and drawn.shapes >= OUTLINES)


def hidden_layer_fits(layer: Layer, page: Any) -> bool:
    """True where the invisible text of a scan is language and lies on the print."""
    if len(layer.hidden) < SOUND_WORDS or gibberish(text_of(layer.hidden)):
        return False
    if layer.unreadable > UNREADABLE * layer.characters:
        return False
    ink = _ink(_render(page, 72))
    on_ink = sum(_share(ink, word) > 0.02 for word in layer.hidden)
    return on_ink >= ON_INK * len(layer.hidden)


def unseen_white(layer: Layer, page: Any) -> set[int]:
    """Which of the layer's white words lie on white paper, where nobody can read them."""
    if not layer.white:
        return set()
    pixels = _render(page, 72)
    return {index for index in layer.white if _around(pixels, layer.words[index].bbox).min(initial=255) >= WHITE}


def _render(page: Any, dpi: int) -> Pixels:
    """Grey pixels of the page before rotation, the space in which its words are."""
    rotation = page.rotation
    page.set_rotation(0)
    picture = page.get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY)
    page.set_rotation(rotation)
    return np.frombuffer(picture.samples, np.uint8).reshape(picture.height, picture.stride)[:, : picture.width]


def _ink(pixels: Pixels) -> NDArray[np.bool_]:
    paper = int(np.percentile(pixels, 90))
    return pixels < max(paper - DARK, 1)


def _around(pixels: NDArray[Any], box: BBox) -> NDArray[Any]:
    """The pixels in the box; one pixel a point."""
    return pixels[max(int(box.top), 0) : int(box.bottom) + 1, max(int(box.x0), 0) : int(box.x1) + 1]


def _share(ink: NDArray[np.bool_], word: Word) -> float:
    part = _around(ink, word.bbox)
    return float(part.mean()) if part.size else 0.0
