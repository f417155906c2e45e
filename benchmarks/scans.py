"""Scans made of real filings, and how exactly OCR reads their numbers.

`make_scan` prints chosen pages to paper and puts them on a scanner: rendered at 150 to 200 dpi, turned a little,
blurred, noised, saved as JPEG, wrapped as a PDF that holds nothing but pictures. The same seed makes the same bytes.

The benchmark takes the pages of the core gold, scans them, reads them, and counts the printed numbers of the text
layer that OCR gives exactly, in a word whose box holds the number's centre.
"""

from __future__ import annotations

import json
import re
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

from data.schemas import BBox, Page, Word
from pipelines.readers import pdf
from pipelines.readers._mupdf import pymupdf

Pixels = NDArray[np.uint8]

DPI = (150, 200)
TURN = 0.7  # degrees either way
BLUR = (0.4, 0.9)  # pixels, sigma
NOISE = (2.0, 6.0)  # grey levels, sigma
JPEG = (70, 90)  # quality
SEED = 20240229
PAGES_A_FILING = 4
NUMBER = re.compile(r"^[$(]*\d[\d,.]*[)%]*$")


@dataclass(frozen=True, slots=True)
class Settings:
    """How one page came off the scanner."""

    dpi: int
    degrees: float
    blur: float
    noise: float
    quality: int

    @classmethod
    def drawn(cls, dice: Random) -> Settings:
        return cls(
            dice.randint(*DPI),
            dice.uniform(-TURN, TURN),
            dice.uniform(*BLUR),
            dice.uniform(*NOISE),
            dice.randint(*JPEG),
        )


def make_scan(source: Path, pages: Sequence[int], target: Path, seed: int = SEED) -> tuple[Settings, ...]:
    """Write an image-only PDF of these pages (from 1) of the source; page sizes stay. Tell how each was scanned."""
    settings = []
    with pymupdf.open(source) as paper, pymupdf.open() as scan:
        for page in pages:
            chosen = Settings.drawn(Random(f"{seed}-{page}"))
            picture = scanned(_rendered(paper[page - 1], chosen.dpi), chosen, seed + page)
            size = paper[page - 1].rect
            scan.new_page(width=size.width, height=size.height).insert_image(
                (0, 0, size.width, size.height), stream=picture
            )
            settings.append(chosen)
        scan.save(target, garbage=3, no_new_id=True)
    return tuple(settings)


def _rendered(page: pymupdf.Page, dpi: int) -> Pixels:
    picture = page.get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY)
    return np.frombuffer(picture.samples, np.uint8).reshape(picture.height, picture.width)


def scanned(paper: Pixels, settings: Settings, seed: int) -> bytes:
    """JPEG bytes of the page as it comes off the scanner."""
    height, width = paper.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), settings.degrees, 1.0)
    grey = cv2.warpAffine(paper, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)
    grey = cv2.GaussianBlur(grey, (0, 0), settings.blur)
    noise = np.random.default_rng(seed).normal(-4.0, settings.noise, grey.shape)
    grey = np.clip(grey + noise, 0, 255).astype(np.uint8)
    return bytes(cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, settings.quality])[1])


@dataclass(frozen=True, slots=True)
class Tally:
    """Printed numbers of some pages, and how many of them OCR gives."""

    printed: int
    exact: int
    seconds: float
    pages: int
    misread: tuple[str, ...]


def run(data: Path, *, as_json: bool = False) -> dict[str, object]:
    """Share of the printed numbers that OCR reads exactly, over the core gold's statement pages."""
    tallies = {}
    with tempfile.TemporaryDirectory() as folder:
        for filing in json.loads((data / "filings" / "gold_core.json").read_text())["filings"]:
            source = data / "filings" / filing["pdf"]
            pages = sorted({fact["page"] for fact in filing["facts"]})[:PAGES_A_FILING]
            tallies[filing["doc_name"]] = measure(source, pages, Path(folder) / "scan.pdf")
    printed, exact = sum(t.printed for t in tallies.values()), sum(t.exact for t in tallies.values())
    return {
        "numbers": printed,
        "exact": exact,
        "share": round(exact / max(printed, 1), 4),
        "seconds_a_page": round(sum(t.seconds for t in tallies.values()) / sum(t.pages for t in tallies.values()), 2),
        "filings": {name: f"{t.exact}/{t.printed}" for name, t in tallies.items()},
        "misread": {name: t.misread for name, t in tallies.items()},
    }


def measure(source: Path, pages: Sequence[int], target: Path) -> Tally:
    """Scan these pages, read them, and compare with the text layer."""
    make_scan(source, pages, target)
    truth = pdf.read(_extract(source, pages, target.with_name("paper.pdf"))).pages
    started = time.perf_counter()
    read = pdf.read(target).pages
    seconds = time.perf_counter() - started
    misread: list[str] = []
    printed = 0
    for number, paper, page in zip(pages, truth, read, strict=True):
        for word in _numbers(paper):
            printed += 1
            found = _at(word.bbox, page)
            if word.text not in found:
                misread.append(f"p{number} {word.text} -> {' '.join(found)}")
    return Tally(printed, printed - len(misread), seconds, len(pages), tuple(misread))


def _extract(source: Path, pages: Sequence[int], target: Path) -> Path:
    """These pages alone, with their text."""
    with pymupdf.open(source) as document:
        document.select([page - 1 for page in pages])
        document.save(target)
    return target


def _numbers(page: Page) -> Iterator[Word]:
    return (word for word in page.words if NUMBER.match(word.text) and not word.superscript)


def _at(box: BBox, page: Page) -> list[str]:
    """Words whose box holds the centre of this one."""
    return [word.text for word in page.words if word.bbox.holds(box, slack=0.0)]
