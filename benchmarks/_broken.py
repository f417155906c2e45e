"""Filings broken by hand: what a reader meets in other companies' reports, made of those whose facts are known.

untitled    the titles of the statements are gone, as where a company calls them by names of its own
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from data.schemas import Document, Page, Statement, Word
from pipelines.facts.kinds import title_kind
from pipelines.facts.lines import Line, page_lines, squeeze


def untitled(document: Document, statements: Sequence[Statement]) -> Document:
    """The document without the titles on the pages of its primary statements."""
    stated = {number for statement in statements if statement.primary for number in statement.pages}
    return replace(document, pages=tuple(_bare(p) if p.number in stated else p for p in document.pages))


def _bare(page: Page) -> Page:
    gone = {id(word) for word in _titles(page_lines(page))}
    return replace(page, words=tuple(word for word in page.words if id(word) not in gone))


def _titles(lines: Sequence[Line]) -> Iterator[Word]:
    """Words of lines that name a statement, alone or together with the line below."""
    for line, below in zip(lines, [*lines[1:], None], strict=True):
        if title_kind(squeeze(line.text)):
            yield from line.words
        elif below and not _numbers([line, below]) and title_kind(squeeze(f"{line.text} {below.text}")):
            yield from (*line.words, *below.words)


def _numbers(lines: Collection[Line]) -> bool:
    return any(line.figures for line in lines)
