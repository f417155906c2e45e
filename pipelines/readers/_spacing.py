"""Characters of one segment to words: where a word ends, and the box around its ink.

gap     columns without ink between two characters, as a share of the text's height
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.schemas import BBox, Word

from ._segments import ink_runs, text_height, window
from ._text import clean
from ._vocabulary import seams

Pixels = NDArray[np.uint8]

NUMERIC = re.compile(r"[\d,.()%$€£¥+\-–—]")
IDEOGRAPH = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")
SPACED, NUMBERS_SPACED = 0.08, 0.28  # gaps at which a space that was read is one
APART, NUMBERS_APART, IDEOGRAPHS_APART = 0.45, 0.75, 0.80  # gaps that part words although no space was read
UNUSUAL = 1.4  # times the usual gap between letters: at a seam between two known words it parts them
BLUR = 0.35  # of the text's height: how far a character may stand from its place
LOW = 0.7  # of the usual height: a dash or comma alone, whose box is widened to a line's

CERTAIN = re.compile(r"(?<=\d,)(?=\d{4}(?!\d))|(?<=\d)(?=[a-z]{4})|(?<=[a-z][,;:])(?=\w\w)")
"""Where a space was printed whatever was read: "31,2015", "1,000shares", "value;none"."""
MONEY = re.compile(r"(\(?)S(\d{1,3}(?:,\d{3})+(?:\.\d+)?\)?|\d*\.\d{2,4}\)?)")
NUMBER_LIKE = re.compile(r"[($€£¥-]*[\dOoQlI|,.]*\d[\dOoQlI|,.]*[)%]*")
SLIPS = str.maketrans("OoQlI|", "000111")
COMMAS = str.maketrans("，．；：（）％＄－", ",.;:()%$-")
DASHES = re.compile(r"[-–—―－_~一]{1,3}")

TALL = re.compile(r"[A-Z0-9bdfhklt($%/]")
DEPTHS = ((re.compile(r"[gjpqy()Q/]"), 0.21), (re.compile(r"[,;$]"), 0.12))  # below the line, of the type's size
IDEOGRAPHS, IDEOGRAPHS_ABOVE = 0.9, 0.8  # height, and how far above the line, of the type's size
LOW_LETTERS, CAPITALS, DEEPEST = 0.5, 0.72, 0.21  # above the line, and below it, of the type's size


class Gap(NamedTuple):
    """Columns without ink."""

    width: float
    middle: float


class Written(NamedTuple):
    """Characters of a segment with their confidences and places, in pixels of the page."""

    box: BBox
    text: str
    confidence: tuple[float, ...]
    at: tuple[float, ...]


def words_of(written: Written, ink: Pixels, usual: float, line: int) -> Iterator[Word]:
    """The segment's words; `usual` is the height of text on the page."""
    part = window(written.box, ink)
    left = max(int(written.box.x0), 0)
    runs = [(left + start, left + end) for start, end in ink_runs(part)]
    top, bottom = _band(written.box, part, usual)
    letters = [place for place, character in enumerate(written.text) if not character.isspace()]
    inked = float(bottom - top)
    top, bottom, size = _line_box(written.text, top, bottom)
    for group, (x0, x1) in _groups(written, letters, runs, inked):
        text = mend("".join(written.text[place] for place in group))
        if text:
            sure = min(written.confidence[place] for place in group)
            yield Word(text, BBox(x0, top, max(x0, x1), bottom), "", size, False, sure, False, line)


def _band(box: BBox, part: Pixels, usual: float) -> tuple[float, float]:
    """First and last row of ink; around a lone dash the rows of a line."""
    rows = np.flatnonzero(part.sum(1) > 1)
    if not len(rows):
        return box.top, box.bottom
    top = max(int(box.top), 0) + float(rows[0])
    bottom = top + text_height(part)
    if bottom - top >= LOW * usual:
        return top, bottom
    middle = (top + bottom) / 2
    return max(middle - usual / 2, 0.0), middle + usual / 2


def _groups(
    written: Written, letters: list[int], runs: list[tuple[int, int]], height: float
) -> Iterator[tuple[list[int], tuple[float, float]]]:
    """Places of the characters of each word, and from where to where its ink reaches."""
    breaks = _breaks(written, letters, _gaps(runs), height)
    edges = [0, *sorted(breaks), len(letters)]
    bounds = [written.box.x0, *(breaks[edge] for edge in edges[1:-1]), written.box.x1 + 1]
    for (first, last), (start, end) in zip(pairwise(edges), pairwise(bounds), strict=True):
        if first < last:
            yield letters[first:last], _extent(runs, start, max(start, end))


def _gaps(runs: list[tuple[int, int]]) -> list[Gap]:
    return [Gap(float(start - end), (start + end) / 2) for (_, end), (start, _) in pairwise(runs)]


def _breaks(written: Written, letters: list[int], gaps: list[Gap], height: float) -> dict[int, float]:
    """Where words begin: index into `letters` -> middle of the gap before it.

    Places of characters are blurred by a third of a letter, so a space takes the widest gap around it. Gaps that no
    space took and that are too wide to be inside a word end one too.
    """
    breaks: dict[int, float] = {}
    free = set(range(len(gaps)))
    text = "".join(written.text[place] for place in letters)
    certain = {match.start() for match in CERTAIN.finditer(text)}
    likely = seams(text) - certain
    usual = float(np.median([gap.width for gap in gaps])) if gaps else 0.0
    pairs = [(index, here, there) for index, (here, there) in enumerate(pairwise(letters), start=1)]
    reach = BLUR * height
    for index, here, there in pairs:
        if there - here == 1 and index not in certain | likely:
            continue
        low, high = written.at[here] - reach, written.at[there] + reach
        near = [place for place in free if low < gaps[place].middle < high]
        chosen = max(near, key=lambda place: gaps[place].width, default=None)
        least = 0.0 if index in certain else _least(written.text[here], written.text[there]) * height
        if there - here == 1 and index in likely:
            least = max(least, UNUSUAL * usual)
        if chosen is not None and gaps[chosen].width >= least:
            breaks[index] = gaps[chosen].middle
            free.discard(chosen)
    for place in sorted(free):
        gap = gaps[place]
        if gap.width < APART * height or not pairs:
            continue
        index, here, there = min(
            pairs, key=lambda pair: abs(written.at[pair[1]] + written.at[pair[2]] - 2 * gap.middle)
        )
        if index not in breaks and gap.width >= _unspaced(written.text[here], written.text[there]) * height:
            breaks[index] = gap.middle
    return breaks


def _least(before: str, after: str) -> float:
    """The gap that makes a space of the network's believable."""
    return NUMBERS_SPACED if NUMERIC.match(before) and NUMERIC.match(after) else SPACED


def _unspaced(before: str, after: str) -> float:
    """The gap that parts words although the network saw no space."""
    if IDEOGRAPH.match(before) or IDEOGRAPH.match(after):
        return IDEOGRAPHS_APART
    return NUMBERS_APART if NUMERIC.match(before) and NUMERIC.match(after) else APART


def _extent(runs: list[tuple[int, int]], start: float, end: float) -> tuple[float, float]:
    inside = [run for run in runs if run[1] > start and run[0] < end]
    if not inside:
        return start, max(start, end)
    return max(float(inside[0][0]), start), min(float(inside[-1][1]), end)


def mend(text: str) -> str:
    """Undo the slips that only a number can hold, and those alone.

    >>> mend("1，2O4"), mend("(l,234)"), mend("Oslo"), mend("–"), mend("S2,775")
    ('1,204', '(1,234)', 'Oslo', '—', '$2,775')
    """
    if IDEOGRAPH.search(text):
        plain = text.translate(COMMAS)
        text = plain if not IDEOGRAPH.search(plain) else text
    text = clean(text)
    if DASHES.fullmatch(text):
        return "—"
    if match := MONEY.fullmatch(text):
        return f"{match[1]}${match[2]}"
    return text.translate(SLIPS) if NUMBER_LIKE.fullmatch(text) else text


def _line_box(text: str, top: float, bottom: float) -> tuple[float, float, float]:
    """From where capitals reach to where "g" does, whatever a segment's letters do; and the size of its type.

    Words of one row then stand at one height, as words of a text layer do.
    """
    if IDEOGRAPH.search(text):
        size = (bottom - top) / IDEOGRAPHS
        return top, bottom + (DEEPEST - IDEOGRAPHS + IDEOGRAPHS_ABOVE) * size, size
    if not any(character.isalnum() or character in "$%" for character in text):
        return top, bottom, (bottom - top) / IDEOGRAPHS
    above = CAPITALS if TALL.search(text) else LOW_LETTERS
    below = next((depth for letters, depth in DEPTHS if letters.search(text)), 0.0)
    size = (bottom - top) / (above + below)
    return max(top - (CAPITALS - above) * size, 0.0), bottom + (DEEPEST - below) * size, size
