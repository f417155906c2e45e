"""Sentences of the document in reading order, joined across lines, columns and pages.

Chain: regions of running text -> their lines -> tokens, hyphenation undone -> runs (a paragraph that stops in the
middle of a sentence goes on in the next one) -> sentences, each under the nearest heading above. Running heads, feet,
tables, pictures and captions are left out; a footnote is a run of its own and interrupts nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from data.schemas import BBox, Document, Page, Region, Sentence, Spot
from pipelines.layout.columns import rows_of
from pipelines.layout.lines import CJK, Line, PageLines, document_lines, join_texts, tight
from pipelines.layout.split import Token, cut_chinese, split_sentences

HEADINGS = ("section_header", "title")
RUNNING = ("text", "list_item")
_ENDED = re.compile(r"[.!?:;。！？：；][\"”’')\]）」]*(?:\(?\d{1,2}\)?)?$")
_TICK = re.compile(r"[□√☑☐■✓✔]\s*(?:适用|不适用|是|否)\s*$")
_NOTE_MARK = re.compile(r"^[(\[]?(?:\d{1,2}|[a-z]|[*†‡]+)[)\]]?(?:,\d{1,2})*$")
_DIGIT = re.compile(r"\d")
_LOWER = re.compile(r"^[\"“‘(\[]*[a-z]")
_LONE = re.compile(r"^(?:item|note|part|section)\s+[\dIVX]+[A-Z]?[.:]?$", re.IGNORECASE)
_FUNCTION = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "to",
        "in",
        "and",
        "or",
        "for",
        "by",
        "with",
        "on",
        "at",
        "from",
        "that",
        "our",
        "its",
        "their",
        "as",
        "is",
        "are",
        "was",
        "were",
    ]
)
SECTION_LENGTH = 240


@dataclass(frozen=True, slots=True)
class _Run:
    """Tokens of one paragraph, with the heading above it."""

    tokens: tuple[Token, ...]
    section: str
    full: bool  # the last line runs to the right edge: the paragraph may go on elsewhere


def find_sentences(
    document: Document, regions: Sequence[Region], lines: PageLines | None = None
) -> tuple[Sentence, ...]:
    """Sentences in reading order, with page, box and the nearest heading."""
    known = frozenset(word.text for page in document.pages for word in page.words)
    lines = document_lines(document) if lines is None else lines
    runs = _joined(_runs(_with_lines(zip(document.pages, lines, strict=True), regions), known))
    return tuple(sentence for run in runs for sentence in _sentences_of(run))


def _sentences_of(run: _Run) -> Iterator[Sentence]:
    for tokens in split_sentences(list(cut_chinese(run.tokens))):
        first = tokens[0]
        box = BBox.around(token.bbox for token in tokens if token.region == first.region)
        text = _text_of(tokens)
        yield Sentence(text, first.page, box, run.section, tuple(_spots(text, tokens)))


def _text_of(tokens: Sequence[Token]) -> str:
    text = " ".join([token.text for token in tokens])
    if text.isascii():
        return text
    text = tokens[0].text
    for token in tokens[1:]:
        close = CJK.match(text[-1]) and CJK.match(token.text[0])
        text += token.text if close else " " + token.text
    return text


def _spots(text: str, tokens: Sequence[Token]) -> Iterator[Spot]:
    """Where the tokens with digits stand in the sentence's text."""
    if not _DIGIT.search(text):
        return
    at = 0
    for token in tokens:
        start = text.index(token.text, at)
        at = start + len(token.text)
        if _DIGIT.search(token.text):
            yield Spot(start, at, token.page, token.bbox)


def _runs(parts: Iterable[tuple[Region, list[Line]]], known: frozenset[str]) -> Iterator[_Run]:
    """Paragraphs in reading order; headings are carried along."""
    section, fresh = "", False
    for region, lines in parts:
        if region.label in HEADINGS:
            heading = join_texts(word for line in lines for word in line.words)
            section = _under(section, heading) if fresh else heading
            fresh = True
        elif region.label in (*RUNNING, "footnote") and lines:
            tokens = tuple(_tokens(lines, region, known))
            right = max(line.x1 for line in lines)
            full = len(lines) == 1 or lines[-1].x1 > right - 8 * lines[-1].size
            yield _Run(tokens, section, full and region.label in RUNNING)
            fresh = fresh and region.label == "footnote"


def _under(section: str, heading: str) -> str:
    """Headings without text between them are one: "Item 9A. Controls and Procedures — Changes in controls"."""
    both = f"{section} {heading}" if _LONE.match(section) else f"{section} — {heading}"
    return both if len(both) <= SECTION_LENGTH else heading


def _with_lines(
    pages: Iterable[tuple[Page, list[Line]]], regions: Sequence[Region]
) -> Iterator[tuple[Region, list[Line]]]:
    """Regions of text, each with its lines from top to bottom."""
    by_page: dict[int, list[Region]] = {}
    for region in regions:
        by_page.setdefault(region.page, []).append(region)
    for page, printed in pages:
        here = by_page.get(page.number, [])
        lines = _assign(printed, here)
        for region in here:
            if region.order in lines and region.label in (*HEADINGS, *RUNNING, "footnote"):
                yield region, [line for row in rows_of(lines[region.order]) for line in row]


def _assign(printed: Iterable[Line], regions: Sequence[Region]) -> dict[int, list[Line]]:
    """Lines by the order number of the smallest region that holds their middle."""
    homes = [(*r.bbox, r.order) for r in regions if r.label not in ("picture", "chart")]
    homes.sort(key=lambda home: (home[2] - home[0]) * (home[3] - home[1]))
    lines: dict[int, list[Line]] = {}
    for line in printed:
        x, y = (line.x0 + line.x1) / 2, (line.top + line.bottom) / 2
        for x0, top, x1, bottom, order in homes:
            if top - 1 <= y <= bottom + 1 and x0 - 1 <= x <= x1 + 1:
                lines.setdefault(order, []).append(line)
                break
    return lines


def _tokens(lines: Sequence[Line], region: Region, known: frozenset[str]) -> Iterator[Token]:
    """Words of the lines without note marks; those cut by a style change or a hyphen at a line's end made whole."""
    text, boxes, before = "", [lines[0].words[0].bbox], lines[0].words[0]
    for line in lines:
        for index, word in enumerate(line.words):
            if index and word.superscript and _NOTE_MARK.match(word.text):
                continue
            if text and index == 0 and _hyphenated(text, word.text):
                text = _dehyphenated(text, word.text, known)
                boxes.append(word.bbox)
            elif text and index and word.font != before.font and tight(before, word):
                text += word.text
                boxes.append(word.bbox)
            else:
                if text:
                    yield _token(text, boxes, region)
                text, boxes = word.text, [word.bbox]
            before = word
    yield _token(text, boxes, region)


def _token(text: str, boxes: Sequence[BBox], region: Region) -> Token:
    return Token(text, boxes[0] if len(boxes) == 1 else BBox.around(boxes), region.page, region.order)


def _hyphenated(text: str, follower: str) -> bool:
    return len(text) > 2 and text[-1] in "-‐" and text[-2].isalpha() and follower[:1].islower()


def _dehyphenated(text: str, follower: str, known: frozenset[str]) -> str:
    """ "sub-" + "sidiary" is "subsidiary" where the document has no "sub-sidiary"; "long-" + "term" stays."""
    kept, closed = text + follower, text[:-1] + follower
    trimmed = re.sub(r"\W+$", "", closed)
    return closed if kept not in known and (trimmed in known or closed in known or len(follower) < 4) else kept


def _joined(runs: Iterable[_Run]) -> Iterator[_Run]:
    """Paragraphs that stop in the middle of a sentence, joined with the one it goes on in."""
    pending: _Run | None = None
    for run in runs:
        if pending and _continues(pending, run):
            pending = _Run(pending.tokens + run.tokens, pending.section, run.full)
            continue
        if pending:
            yield pending
        pending = run
    if pending:
        yield pending


def _continues(before: _Run, after: _Run) -> bool:
    last, first = before.tokens[-1].text, after.tokens[0].text
    if _ENDED.search(last) or _TICK.search(last) or len(before.tokens) > 4000:
        return False
    apart = before.tokens[-1].page != after.tokens[0].page or before.tokens[-1].region != after.tokens[0].region
    if not apart or before.section != after.section:
        return False
    if _LOWER.match(first):
        return True
    if CJK.match(last[-1]) and CJK.match(first):
        return before.full and len(last) > 12
    return before.full and (last.lower() in _FUNCTION or last.endswith(","))
