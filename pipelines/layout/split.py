"""Where a sentence ends: tokens with their boxes cut into sentences, English and Chinese.

English ends at . ! ? before a capital, a digit or a quotation mark, unless the word is an abbreviation; Chinese ends at
。！？； wherever they stand, also inside a token, whose box is then shared out by characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from data.knowledge import knowledge
from data.schemas import BBox
from pipelines.layout.lines import CJK

_STOP = re.compile(r"(?:[.!?…][\"”’')\]]*|(?<=[a-z)])[.!?…]\(?\d{1,2}\)?)$")
_BEGINS = re.compile(r"^[\"“‘(\[•]*[A-Z0-9$€£¥•]")
_INITIAL = re.compile(r"^[\"“(]*[A-Z]\.$")
_FINAL = frozenset(".!?…\"”’')]0123456789")
_CHINESE = re.compile(r"[^。！？；]*[。！？；]+[”’」』）)]*|[^。！？；]+")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the running text, with the number of the region it stands in."""

    text: str
    bbox: BBox
    page: int
    region: int


@cache
def _abbreviations() -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in knowledge("abbreviations").items()}


def ends_sentence(before: str, word: str, after: str) -> bool:
    """True when `word` is the last of its sentence; `before` and `after` are its neighbours, "" where there is none."""
    if not _STOP.search(word):
        return False
    if not after:
        return True
    if not _BEGINS.match(after):
        return CJK.match(after) is not None
    lists = _abbreviations()
    plain = word.strip("\"“”‘’'()[],").lower()
    if plain in lists["always"] or _INITIAL.match(word):
        return False
    if plain in lists["maybe"]:
        return after.strip('"“‘(').lower() in lists["starters"]
    return not (before.lower().strip("(") in lists["labels"] and len(word) <= 4)


def cut_chinese(tokens: Iterable[Token]) -> Iterator[Token]:
    """Tokens cut after 。！？；, each part with its share of the box."""
    for token in tokens:
        parts = [] if token.text.isascii() or len(token.text) < 2 else _CHINESE.findall(token.text)
        if len(parts) <= 1:
            yield token
            continue
        done, per = 0, token.bbox.width / len(token.text)
        for part in parts:
            left = token.bbox.x0 + done * per
            box = BBox(left, token.bbox.top, left + per * len(part), token.bbox.bottom)
            yield Token(part, box, token.page, token.region)
            done += len(part)


def split_sentences(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Sentences of one run of text."""
    sentence: list[Token] = []
    last = len(tokens) - 1
    for index, token in enumerate(tokens):
        sentence.append(token)
        chinese = token.text[-1] in "。！？；" or token.text[-2:-1] in ("。", "！", "？")
        before, after = tokens[index - 1].text if index else "", tokens[index + 1].text if index < last else ""
        mark = len(sentence) == 1 and len(token.text) <= 4 and bool(after)  # "1." before the text of a list item
        if chinese or (token.text[-1] in _FINAL and not mark and ends_sentence(before, token.text, after)):
            yield sentence
            sentence = []
    if sentence:
        yield sentence
