"""Running heads and feet: lines at the edge of the page that come again on other pages, and page numbers.

Digits are masked, so that "Page 3 of 90" and "Page 4 of 90" are the same line. Peeling goes from the paper's edge
inwards and stops at the first line that is not furniture: what stands below it is the page's own text. A web page
printed from a browser has its page numbers and "Table of Contents" links in the middle of the paper: a line that
stands on every second page wherever, or a lone centred number, is furniture too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from data.schemas import Page
from pipelines.layout.lines import Line

ZONE = 0.13  # of the page height, at either edge
TIMES = 3  # pages that must show the same line at the same height
_NUMBER = re.compile(
    r"^(?:page\s*)?[-–—|\s]*(?:[A-Z]{1,2}-?)?(?:\d{1,4}|[ivxl]{1,6})[-–—|\s]*(?:(?:of|/)\s*\d{1,4})?$"
    r"|^第?\s*\d{1,4}\s*页?(?:\s*[/共]\s*共?\s*\d{1,4}\s*页?)?$",
    re.IGNORECASE,
)
_LONE = re.compile(r"^[-–— ]*(?:[A-Z]{1,2}-)?\d{1,3}[-–— ]*$")
_DIGITS = re.compile(r"\d+")
EVERYWHERE = 0.5  # of the pages: a line on so many is furniture at any height
CENTRED = 0.04  # of the page width
ANYWHERE = -1  # in place of a height

Key = tuple[str, int]


def _key(line: Line) -> Key:
    return _DIGITS.sub("#", line.text.lower()).strip(), round(line.top / 6)


def _edge(page: Page, line: Line) -> bool:
    return line.bottom < ZONE * page.height or line.top > (1 - ZONE) * page.height


def running_keys(pages: Sequence[Page], lines: Sequence[Sequence[Line]]) -> set[Key]:
    """Masked text and height of the lines that come on at least three pages."""
    seen: Counter[Key] = Counter()
    for page, page_lines in zip(pages, lines, strict=True):
        seen.update({_key(line) for line in page_lines if _edge(page, line)})
        seen.update({(_key(line)[0], ANYWHERE) for line in page_lines if len(line.text) < 60 and len(line.text) > 5})
    often = max(8, EVERYWHERE * len(pages))
    return {key for key, times in seen.items() if times >= (often if key[1] == ANYWHERE else TIMES)}


def _is_running(line: Line, running: set[Key]) -> bool:
    text, place = _key(line)
    return any((text, place + shift) in running for shift in (0, -1, 1)) or _NUMBER.match(line.text) is not None


def _peel(page: Page, lines: Sequence[Line], running: set[Key]) -> list[Line]:
    """Furniture met from the paper's edge inwards; `lines` are sorted that way. Rows stand or fall together."""
    taken: list[Line] = []
    for line in lines:
        if not _edge(page, line):
            break
        level = bool(taken) and abs(line.y_mid - taken[-1].y_mid) < 4
        if _is_running(line, running) or (level and len(line.text) < 60):
            taken.append(line)
        else:
            break
    return taken


def split_furniture(page: Page, lines: Sequence[Line], running: set[Key]) -> tuple[list[Line], list[Line], list[Line]]:
    """Running heads, body, running feet."""
    top = [line for line in lines if line.bottom < ZONE * page.height]
    foot = sorted((line for line in lines if line.top > (1 - ZONE) * page.height), key=lambda line: -line.bottom)
    heads, feet = _peel(page, top, running), _peel(page, foot, running)
    gone = {id(line) for line in (*heads, *feet)}
    loose = [line for line in lines if id(line) not in gone and _is_loose(page, line, lines, running)]
    gone |= {id(line) for line in loose}
    return heads, [line for line in lines if id(line) not in gone], [*feet[::-1], *loose]


def _is_loose(page: Page, line: Line, lines: Sequence[Line], running: set[Key]) -> bool:
    """Furniture in the middle of the paper."""
    if (_key(line)[0], ANYWHERE) in running:
        return True
    centred = abs((line.x0 + line.x1) / 2 - page.width / 2) < CENTRED * page.width
    if not centred or not _LONE.match(line.text):
        return False
    return not any(other is not line and abs(other.y_mid - line.y_mid) < 6 for other in lines)
