"""Columns headed "As Restated": the plainest sign that statements issued before were wrong.

A head alone is not proof (a stock split or a new standard also restates a column), so it weighs less than enough and
needs a sentence beside it; the words are looked for on the page, because a head is no sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from data.schemas import BBox, Page, Reading, Sentence, Word
from pipelines.rules._text_engine import Evidence

WEIGHT = 0.6
SEVERAL = 0.9  # on three pages or more
PAGES = 3
_RESTATED = re.compile(r"^\(?restated\)?[*:]?(?:\(\w\))?$", re.IGNORECASE)
_AS = re.compile(r"^\(?as$", re.IGNORECASE)


def _heads(page: Page) -> Iterator[tuple[Word, Word]]:
    """ "As" and "Restated" side by side or one below the other, in a column's width, with nothing more on the line."""
    marks = [word for word in page.words if _RESTATED.match(word.text) and word.text[:1] in "(R"]
    if not marks:
        return
    starts = [word for word in page.words if _AS.match(word.text) and word.text.strip("(")[0] == "A"]
    for mark in marks:
        for start in starts:
            beside = abs(start.bbox.top - mark.bbox.top) < 3 and 0 < mark.bbox.x0 - start.bbox.x1 < 8
            below = (
                0 < mark.bbox.top - start.bbox.top < 14
                and start.bbox.x1 > mark.bbox.x0
                and start.bbox.x0 < mark.bbox.x1
            )
            if (beside or below) and not _goes_on(page, mark):
                yield start, mark
                break


def _goes_on(page: Page, mark: Word) -> bool:
    """True where running text follows on the line: "as restated in Note 2"."""
    return any(
        abs(word.bbox.top - mark.bbox.top) < 2 and 0 <= word.bbox.x0 - mark.bbox.x1 < 5 and word.text[:1].islower()
        for word in page.words
    )


def restated_columns(reading: Reading) -> Iterator[Evidence]:
    """One piece of evidence a page, heavier where many pages have such columns."""
    found: list[Sentence] = []
    for page in reading.document.pages:
        heads = list(_heads(page))
        if heads:
            start, mark = heads[0]
            found.append(Sentence("As Restated", page.number, BBox.around([start.bbox, mark.bbox]), "column heading"))
    weight = SEVERAL if len(found) >= PAGES else WEIGHT
    for sentence in found:
        yield Evidence("restated-columns", weight, sentence)
