"""Dangling references: "Section 2.9", 第 2.9 条 or 第二十条 where the contract ends before.

A reference is judged only inside a numbering that the contract itself keeps: numbers from one on without a gap.
References to statutes and to other documents are left alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipelines.review.numerals import chinese
from pipelines.review.passages import Passage
from pipelines.review.script import Script

from .fault import Fault

CHINESE = re.compile(r"第\s?(?:(\d{1,2})\.(\d{1,2})|(\d{1,3})|([一二三四五六七八九十百]{1,5}))\s?条")
ENGLISH = re.compile(r"\b(?:Sections?|Clauses?|Paragraphs?)\s+(\d{1,2})\.(\d{1,2})(?![\d.]|\(\d)")
ARTICLE = re.compile(r"第\s?(?:(\d{1,3})|([一二三四五六七八九十百]{1,5}))\s?条")
NUMBERED = re.compile(r"(\d{1,2})(?:\.(\d{1,2}))?[.、]?\s*(?=\D)")
ELSEWHERE = re.compile(
    r"^[^.;。；]{0,60}?\b(?:of|to|in|under)\s+(?!this\b)(?:the\s+|that\s+|such\s+|each\s+|its\s+)?[\"']?(?:[A-Z]|schedule|exhibit|annex)"
    r"|^\s*thereof",
)
STATUTE = re.compile(r"(?:》|法|条例|规定|办法|解释|法典|公约)\s*(?:的|中|之)?\s*$")
HEADING = 24  # characters: a numbered line no longer than this is a heading
FEWEST = 3  # articles


@dataclass(slots=True)
class _Numbering:
    """The numbers that clauses bear: `articles` of one level (第三条), `parts` the parts of each chapter (2.1)."""

    articles: set[int] = field(default_factory=set)
    parts: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def lacks(self, chapter: int, part: int | None) -> bool:
        """True where the contract's own numbering proves that there is no such clause."""
        if part is None:
            known = self.articles or set(self.parts)
            return len(known) >= FEWEST and _unbroken(known) and chapter > max(known)
        known = self.parts.get(chapter, set())
        return len(known) > 1 and _unbroken(known) and part > max(known)


def _unbroken(numbers: set[int]) -> bool:
    return numbers == set(range(1, max(numbers) + 1))


def check(script: Script, passages: tuple[Passage, ...]) -> Iterator[Fault]:
    """Every reference that leads nowhere."""
    text = script.text
    numbering = _numbering(text)
    for match in CHINESE.finditer(text):
        ours = not STATUTE.search(text[max(match.start() - 12, 0) : match.start()]) and not _begins_line(text, match)
        chapter = int(match[1] or match[3] or chinese(match[4] or "") or 0)
        part = int(match[2]) if match[2] else None
        if ours and numbering.lacks(chapter, part):
            yield _fault(match)
    for match in ENGLISH.finditer(text):
        after = text[match.end() : match.end() + 80]
        if not ELSEWHERE.search(after) and numbering.lacks(int(match[1]), int(match[2])):
            yield _fault(match)


def _numbering(text: str) -> _Numbering:
    found = _Numbering()
    chapter = 0
    for line in text.split("\n"):
        line = line.strip().lstrip("#* ")
        article, numbered = ARTICLE.match(line), NUMBERED.match(line)
        if article:
            found.articles.add(int(article[1] or chinese(article[2]) or 0))
        elif numbered and numbered[2]:
            found.parts[int(numbered[1])].add(int(numbered[2]))
        elif numbered:
            number = int(numbered[1])
            if number == chapter + 1 and len(line) <= HEADING and "。" not in line:
                chapter = number
            if chapter and not (number == chapter and len(line) <= HEADING and "。" not in line):
                found.parts[chapter].add(number)
            else:
                found.parts.setdefault(number, set())
    return found


def _begins_line(text: str, match: re.Match[str]) -> bool:
    return not text[text.rfind("\n", 0, match.start()) + 1 : match.start()].strip(" #*")


def _fault(match: re.Match[str]) -> Fault:
    return Fault("dangling_reference", f"there is no {' '.join(match[0].split())}", (match.span(),), "warning")
