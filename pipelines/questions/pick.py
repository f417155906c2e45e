"""Pick: which of several documents a question is about, by the company it names and the period it asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from data.schemas import Digest, Question

from .masking import entity_pattern
from .wording import fold


def pick(question: Question, digests: Sequence[Digest]) -> list[Digest]:
    """Those to answer from: of the company named, the one whose own year is asked for; all where nothing tells."""
    named = [digest for digest in digests if is_named(question, digest)]
    pool = named or list(digests)
    years = {span.year or (span.day.year if span.day else None) for span in question.spans} - {None}
    if len(pool) < 2 or not years:
        return pool
    latest = max(year for year in years if year)
    own = [digest for digest in pool if digest.info.fiscal_year == latest]
    next_year = [digest for digest in pool if digest.info.fiscal_year == latest + 1]
    companies = {digest.info.entity for digest in pool}
    if len(companies) > 1 and not named:
        return own or pool
    return own or next_year or pool


def is_named(question: Question, digest: Digest) -> bool:
    """True where the question names the document's company."""
    entity = digest.info.entity
    return bool(entity and re.search(rf"(?<![a-z]){entity_pattern(entity)}(?![a-z])", fold(question.text)))
