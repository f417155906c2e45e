"""The caption of a table: the line that begins with "Table 3", above or below, or the heading right above."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from data.schemas import BBox, Word

from .lines import Line, em, join, lines_of
from .ruled import is_caption, is_prose
from .shelf import Shelf

NEAR = 2.6  # em between caption and table
LINES = 4  # a caption and its subtitle are no longer
SENTENCE = (".", ",", ";", ":", "。", "，", "；")


def caption_of(box: BBox, words: Sequence[Word], shelf: Shelf, width: float) -> str:
    """The caption as printed; "" where there is none. `shelf` holds the words outside of all tables."""
    size = em(words)
    reach = LINES * 2 * size
    above = lines_of(shelf.within(BBox(box.x0 - 20, max(box.top - reach, 0), box.x1 + 20, box.top - 1), 0.0))
    near = _touching(list(reversed(above)), box.top, size)
    named = next((i for i, line in enumerate(near) if is_caption(line.words)), None)
    if named is not None:
        return _text(reversed(near[: named + 1]))
    below = lines_of(shelf.within(BBox(box.x0 - 20, box.bottom + 1, box.x1 + 20, box.bottom + NEAR * size), 0.0))
    if below and is_caption(below[0].words):
        return _text(below[:2])
    headings = []
    for line in near:
        if is_prose(line, 0.7 * width) or join(line.words).endswith(SENTENCE):
            break
        headings.append(line)
    return _text(reversed(headings[:3]))


def _touching(lines: list[Line], edge: float, size: float) -> list[Line]:
    """The lines from the edge upward, up to the first gap."""
    result: list[Line] = []
    for line in lines[:LINES]:
        if edge - line.bottom > NEAR * size:
            break
        result.append(line)
        edge = line.top
    return result


def _text(lines: Iterable[Line]) -> str:
    return " ".join(join(line.words) for line in lines)
