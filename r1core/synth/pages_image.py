"""A generated page as a picture: glyphs fitted into the boxes, rules above sums, and what a scanner adds.

Any font of the machine will do, Pillow's own if there is none: a word is drawn and then scaled to its box, so boxes
stay true. Chinese needs a font that has it; without one its words are drawn as grey bars, which still are words.
"""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from r1core.synth.pages import HAN, Page, PageWord

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont
FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("/Library/Fonts"), Path("C:/Windows/Fonts"))
LATIN = ("LiberationSans-*", "LiberationSerif-*", "DejaVuSans*", "Arial*", "Times*", "Georgia*")
CHINESE = ("NotoSansCJK-*", "NotoSerifCJK-*", "SourceHan*", "simsun*", "msyh*")
DRAWN = 32  # pixels of a glyph before it is fitted
SLANT = ("italic", "oblique")


@cache
def faces(chinese: bool, bold: bool) -> tuple[str, ...]:
    """Font files of the machine, upright, in the order of their names."""
    patterns = CHINESE if chinese else LATIN
    found = sorted({p for folder in FOLDERS if folder.is_dir() for name in patterns for p in folder.rglob(name)})
    upright = [p for p in found if p.suffix.lower() in (".ttf", ".ttc", ".otf") and not _slanted(p)]
    return tuple(str(p) for p in upright if ("bold" in p.stem.lower()) == bold)


def _slanted(path: Path) -> bool:
    return any(word in path.stem.lower() for word in SLANT)


@cache
def _font(path: str) -> Font:
    return ImageFont.truetype(path, DRAWN) if path else ImageFont.load_default(DRAWN)


def render(page: Page, chance: random.Random, scale: float = 1.5, scanned: bool = False) -> Image.Image:
    """The page, `scale` pixels a point."""
    size = (round(page.width * scale), round(page.height * scale))
    picture = Image.new("L", size, 255)
    pens = {key: _face(*key, chance) for key in ((False, False), (False, True), (True, False), (True, True))}
    for word in page.words:
        _write(picture, word, pens[bool(HAN.search(word.text)), word.bold], scale)
    draw = ImageDraw.Draw(picture)
    for row in page.rows:
        for word in row.words if row.ruled else ():
            if word.role == "value":
                x0, top, x1, _ = (side * scale for side in word.box)
                draw.line((x0, top - scale, x1, top - scale), fill=0)
    return (_scanned(picture, chance) if scanned else picture).convert("RGB")


def _face(chinese: bool, bold: bool, chance: random.Random) -> Font | None:
    """A font for these words; None where the machine has none that can write them."""
    known = faces(chinese, bold) or faces(chinese, False)
    if known:
        return _font(chance.choice(known))
    return None if chinese else _font("")


def _write(picture: Image.Image, word: PageWord, font: Font | None, scale: float) -> None:
    x0, top, x1, bottom = (round(side * scale) for side in word.box)
    room = (max(1, x1 - x0), max(1, bottom - top))
    if font is None:
        picture.paste(128, (x0, top, x0 + room[0], top + room[1]))
        return
    left, up, right, down = font.getbbox(word.text)
    natural = Image.new("L", (max(1, round(right - left)), max(1, round(max(down, DRAWN)))), 255)
    ImageDraw.Draw(natural).text((-left, 0), word.text, fill=0, font=font)
    fitted = natural.resize(room, Image.Resampling.BOX if up > DRAWN else Image.Resampling.LANCZOS)
    picture.paste(fitted, (x0, top))


def _scanned(picture: Image.Image, chance: random.Random) -> Image.Image:
    """A little turned, blurred, grey and speckled."""
    turned = picture.rotate(chance.uniform(-0.7, 0.7), Image.Resampling.BILINEAR, fillcolor=255)
    soft = turned.filter(ImageFilter.GaussianBlur(chance.uniform(0.2, 0.9)))
    noise = np.random.default_rng(chance.randrange(1 << 31)).normal(0, chance.uniform(3, 14), soft.size[::-1])
    grey = np.asarray(soft, np.float32) * chance.uniform(0.8, 1.0) + noise
    return Image.fromarray(grey.clip(0, 255).astype(np.uint8))
