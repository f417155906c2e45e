"""Pictures of pages: PNG, JPEG, TIFF with one page or many. Every page is read by OCR; boxes are in image pixels.

Pillow decodes only the formats named here, and only after the header's size was looked at.
"""

from __future__ import annotations

import hashlib
import io
import struct
import warnings
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, ImageSequence

from data.schemas import Document, Page
from pipelines.contracts import Watch, unwatched
from pipelines.errors import TooLarge, UnreadableFile

from ._limits import MAX_PAGES, MAX_PIXELS, check_bytes
from ._notes import Notes
from ._ocr import read_pixels

MEDIA_TYPES = ("image/png", "image/jpeg", "image/tiff")
FORMATS = ("PNG", "JPEG", "TIFF")

READ_SIDE = 3_400  # pixels: larger pictures are read from a smaller copy

# What Pillow raises on damaged content, decoder by decoder.
DAMAGE = (OSError, SyntaxError, ValueError, EOFError, struct.error, TypeError, KeyError, IndexError, OverflowError)


def read(path: Path, watch: Watch = unwatched) -> Document:
    """Read every frame by OCR. Raise InputError where the picture cannot be decoded."""
    content = check_bytes(path)
    notes = Notes()
    pages: list[Page] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of odd metadata, which we do not use
        picture = _open(path, content)
        total = getattr(picture, "n_frames", 1)
        if total > MAX_PAGES:
            raise TooLarge(path.name, f"{total:,} pages are more than {MAX_PAGES:,}", "Split the file")
        try:
            for number, frame in enumerate(ImageSequence.Iterator(picture), start=1):
                pages.append(_page(frame, number, path))
                watch("read", number, total)
        except DAMAGE as error:
            if not pages:
                cause = f"the picture is damaged ({error})"
                raise UnreadableFile(path.name, cause, "Ask for a new copy", 1) from error
            notes.failed[len(pages) + 1] = str(error)
    notes.ocr.update(dict.fromkeys(range(1, len(pages) + 1), "it is a picture"))
    media_type = Image.MIME[picture.format or "PNG"]
    return Document(
        hashlib.sha256(content).hexdigest(), path.name, str(path), media_type, tuple(pages), notes.sentences()
    )


def _open(path: Path, content: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(content), formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise TooLarge(path.name, str(error), "Save a smaller copy") from error
    except DAMAGE as error:
        raise UnreadableFile(path.name, f"the picture cannot be decoded ({error})", "Ask for a new copy") from error


def _page(frame: Image.Image, number: int, path: Path) -> Page:
    width, height = frame.size
    if width * height > MAX_PIXELS:
        cause = f"{width} x {height} pixels are more than {MAX_PIXELS // 10**6} million"
        raise TooLarge(path.name, cause, "Save a smaller copy", number)
    upright = ImageOps.exif_transpose(frame)
    return read_pixels(_grey(upright), number, (float(upright.width), float(upright.height)))


def _grey(picture: Image.Image) -> NDArray[np.uint8]:
    """Grey pixels on white paper, where the picture is transparent too."""
    if picture.mode.startswith("I;16") or picture.mode in ("I", "F"):
        levels = np.asarray(picture, np.float32)
        top = max(float(levels.max(initial=0.0)), 1.0)
        picture = Image.fromarray((levels / top * 255).clip(0, 255).astype(np.uint8))
    if picture.has_transparency_data:
        paper = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(paper, picture.convert("RGBA"))
    picture = picture.convert("L")
    picture.thumbnail((READ_SIDE, READ_SIDE), Image.Resampling.LANCZOS)
    return np.asarray(picture)
