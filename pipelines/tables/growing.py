"""Heads above the first rule: an area that rules announce grows upward over the lines that name its columns.

Only areas open at the top grow. A line belongs to the head when it stands close, keeps within the area's width, is
neither prose nor a caption, and has several entries or stands right of the labels.
"""

from __future__ import annotations

from collections.abc import Sequence

from data.schemas import BBox, Word

from .lines import Line, chunks_of, em, lines_of
from .ruled import is_caption, is_prose, is_sentence
from .rules import Rules
from .shelf import Shelf

DEEPEST = 6  # lines of a head
STEP = 1.9  # em between the middles of two lines of a head, or the last one and the rule
OVER = 3.0  # points a head may stand over the area's sides


def grown(area: BBox, words: Sequence[Word], zone: Shelf, rules: Rules, headless: bool) -> BBox:
    """The area with its head. `words` are those of the area, `zone` those of its column of layout.

    Under a caption only a headless area grows: the lines between could be the rest of the caption.
    """
    size = em(words)
    labels = _right_of_labels(words, size)
    above = zone.within(BBox(0, max(area.top - DEEPEST * STEP * size, 0), 1e6, area.top - 1), 0.0)
    walls = [r for r in rules.across if r.length > 0.9 * area.width and r.at < area.top - 2]
    top = edge = area.top
    for line in reversed(lines_of(above)):
        if edge - line.y_mid > STEP * size or any(line.y_mid < wall.at < edge for wall in walls):
            break
        if is_caption(line.words) and not headless:
            return area
        if not _names_columns(line, area, labels):
            break
        top, edge = line.top, line.y_mid
    return BBox(area.x0, min(top, area.top), area.x1, area.bottom)


def _right_of_labels(words: Sequence[Word], size: float) -> float:
    """Where the text of the first column ends."""
    firsts = [chunks_of(line, 1.0)[0] for line in lines_of(words)]
    left = min((c.x0 for c in firsts), default=0.0) + 3 * size
    return max((c.x1 for c in firsts if c.x0 <= left), default=0.0)


def _names_columns(line: Line, area: BBox, labels: float) -> bool:
    if line.x0 < area.x0 - OVER or line.x1 > area.x1 + OVER:
        return False
    if is_caption(line.words) or is_prose(line, area.width) or is_sentence(line):
        return False
    return len(chunks_of(line, 1.0)) > 1 or line.x0 > labels
