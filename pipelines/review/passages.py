"""Passages: the contract cut into sentences, each with the heading and the numbering it stands under.

A passage is the unit of evidence: no larger than the clause, large enough to be read alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .script import MARK, Script

SENTENCE = re.compile(
    r"(?<=[a-z0-9\])\"'])[.;][\"')]*\s+(?=[A-Z(\"\[]|\d{1,2}(?:\.\d{1,2})+\.?\s+[A-Z(]|\d{1,2}\.\s+[A-Z])"
    r"|(?<=[A-Z]{3})\.\s+(?=[A-Z(\"])|[。；;](?=[\u4e00-\u9fff(（【“\"])"
)
SHORT = 45  # characters: a sentence that is no passage of its own
SHORT_WIDE = 8
ABBREVIATED = re.compile(r"\b(?:Inc|Ltd|Co|Corp|No|Nos|Sec|Art|e\.g|i\.e|U\.S|Mr|Ms|Dr|St|vs|L\.P|S\.A|Para)\.\s*$")
HEADING = re.compile(
    r"^\s*(?:#+\s*)?(?:\**(?i:section|article|clause)\s+)?[\dIVX.()]*\s*\**"
    r"([A-Z][A-Za-z/&,'\- ]{2,70}?)\**[.:]?\**\s*(?:$|(?<=[.:*])\s)"
)
HEADING_WIDE = re.compile(
    r"^\s*(?:#+\s*)?(?:第\s?[一二三四五六七八九十百\d]+\s?[条章节]|[\d.]+|[一二三四五六七八九十]+、)?\s*"
    r"([\u4e00-\u9fff、与及和]{2,16})\s*(?:$|[。：:])"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """Characters `start` to `end` of the script; `paragraph` counts from 0."""

    start: int
    end: int
    text: str
    paragraph: int
    heading: str = ""
    lowered: str = ""  # the text in lower case, for looking words up


def passages_of(script: Script) -> tuple[Passage, ...]:
    """All passages in order."""
    found: list[Passage] = []
    heading = ""
    for number, (start, text) in enumerate(_paragraphs(script.text)):
        own = heading_of(text)
        heading = own or heading
        for begin, end in _sentences(text):
            piece = text[begin:end]
            found.append(Passage(start + begin, start + end, piece, number, heading, piece.lower()))
    return tuple(found)


def heading_of(paragraph: str) -> str:
    """The heading that a paragraph begins with or is; "" for none.

    >>> heading_of("12.3 Governing Law. This Agreement is governed by"), heading_of("the parties agree that")
    ('Governing Law', '')
    >>> heading_of("第十条 违约责任"), heading_of("CONFIDENTIALITY")
    ('违约责任', 'CONFIDENTIALITY')
    """
    match = HEADING.match(paragraph) or HEADING_WIDE.match(paragraph)
    return match[1].strip() if match else ""


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, line
        start += len(line) + 1


def _sentences(paragraph: str) -> Iterator[tuple[int, int]]:
    """Character ranges; a short sentence goes with the next one."""
    begin = 0
    for match in SENTENCE.finditer(paragraph):
        end = match.start() + 1
        piece = paragraph[begin:end]
        least = SHORT_WIDE if paragraph[match.start()] in "。；" else SHORT
        if len(piece.strip()) < least or ABBREVIATED.search(piece) or MARK.fullmatch(piece.strip() + " "):
            continue
        yield begin, end
        begin = match.end()
    if paragraph[begin:].strip():
        yield begin, len(paragraph)
