"""Scale and currency of a statement, with the lines that say so.

Looked for in this order: the statement's own heads and column heads; a bare currency sign over the columns (whole
units); the statements beside it; a sentence of the notes ("amounts are rounded to the nearest thousand dollars").
Where nothing says it, numbers count as printed, and the confidence says that this is a guess.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from data.schemas import BBox, Document, Provenance
from pipelines.facts.lines import squeeze
from pipelines.facts.parse import Piece
from pipelines.facts.scale import Units, currency_word, read_units, scale_word

BESIDE = 6  # pages between two statements that share their scale
HEAD_WORDS = 34  # a longer line is prose
BARE_SIGN = re.compile(
    r"^(?:restated|audited|unaudited)?\(?(?:(?:US|A|AU|C|HK|NZ|S)?\$|£|€|¥|rmb|usd|gbp|eur|nis|元|人民币元|chf)\)?$",
    re.I,
)
SENTENCE = re.compile(
    r"(?:amounts?|figures|values|information|statements?|tables?|dollars?|presented|expressed|stated|rounded|tabular)"
    r"[^.;]{0,120}?(?:in|nearest|to the)\s+[^.;]{0,40}?(?:thousands?|millions?|'000)"
    r"|金额单位[^。；]{0,12}元|以人民币[^。；]{0,6}元",
    re.I,
)
CERTAIN, LARGE, NEXT_TO, BY_SENTENCE, GUESSED = 0.98, 0.9, 0.88, 0.8, 0.5


@dataclass(frozen=True, slots=True)
class Stated:
    """Units of one statement, where they stand, how sure, and a currency for each column (None: not named)."""

    units: Units
    evidence: tuple[Provenance, ...]
    confidence: float
    columns: tuple[str | None, ...] = ()


def stated_units(pieces: Sequence[Piece], dollar: str) -> Stated:
    """What the statement itself says."""
    found = Units()
    evidence: list[Provenance] = []
    for piece in pieces:
        lines = [
            (line.bbox, line.text) for line in (*piece.part.above, *piece.head_lines) if len(line.words) <= HEAD_WORDS
        ]
        if piece.part.title_box:
            evidence.append(_cite(piece, piece.part.title_box, piece.part.title))
            lines.insert(0, (piece.part.title_box, piece.part.title))
        for box, text in lines:
            said = read_units(text)
            if _adds(found, said):
                evidence.append(_cite(piece, box, text))
            found = _merged(found, said)
    bare = next(((p, x) for p in pieces for head in p.heads for x in head if BARE_SIGN.match(squeeze(x.text))), None)
    if found.scale is None and bare:
        found = replace(
            found, scale=Decimal(1), shares=found.shares or Decimal(1), dollar=found.dollar or "$" in bare[1].text
        )
        evidence.append(_cite(bare[0], bare[1].bbox, bare[1].text))
    columns = tuple(_column_currency(head, dollar) for head in pieces[0].heads)
    signs = any(f and "$" in f.signed + f.text for p in pieces for r in p.rows for f in r.cells.figures)
    found = replace(found, dollar=found.dollar or signs)
    return Stated(found, tuple(evidence), CERTAIN if found.scale is not None else GUESSED, columns)


def _adds(found: Units, said: Units) -> bool:
    return any(
        new is not None and old is None
        for new, old in ((said.scale, found.scale), (said.currency, found.currency), (said.shares, found.shares))
    )


def _merged(found: Units, said: Units) -> Units:
    return Units(
        said.scale if found.scale is None else found.scale,
        said.shares if found.shares is None else found.shares,
        found.currency or said.currency,
        found.dollar or said.dollar,
    )


def _cite(piece: Piece, box: BBox, text: str) -> Provenance:
    method = "ocr" if piece.part.page.source == "ocr" else "text-layer"
    return Provenance(page=piece.part.page.number, bbox=box, method=method, text=text)  # type: ignore[arg-type]


def _column_currency(head: Sequence[object], dollar: str) -> str | None:
    """The currency over one column: "RMB", "US$'000", "£m"."""
    for phrase in reversed(head):
        text = str(getattr(phrase, "text", ""))
        code = currency_word(text)
        if code:
            return code
        if "$" in text and len(text) < 12:
            return dollar
    return None


def with_fallbacks(all_stated: Sequence[Stated], pages: Sequence[int], document: Document) -> tuple[Stated, ...]:
    """Statements that are silent take the scale of the nearest one beside them, or of a sentence of the document."""
    sentence: Units | None = None
    filled: list[Stated] = []
    for stated, page in zip(all_stated, pages, strict=True):
        if stated.units.scale is not None:
            filled.append(stated)
            continue
        near = [
            (abs(other - page), s)
            for s, other in zip(all_stated, pages, strict=True)
            if s.units.scale is not None and abs(other - page) <= BESIDE
        ]
        if near:
            source = min(near, key=lambda n: n[0])[1]
            filled.append(_taking(stated, source.units, NEXT_TO, source.evidence))
            continue
        if sentence is None:
            sentence, cited = _sentence(document, page)
            stated = _taking(stated, sentence, BY_SENTENCE, cited) if sentence.scale is not None else stated
        filled.append(stated)
    return tuple(filled)


def _taking(stated: Stated, units: Units, confidence: float, evidence: Sequence[Provenance]) -> Stated:
    merged = replace(stated.units, scale=units.scale, currency=stated.units.currency or units.currency)
    return replace(stated, units=merged, confidence=confidence, evidence=(*stated.evidence, *evidence[-1:]))


def _sentence(document: Document, around: int) -> tuple[Units, tuple[Provenance, ...]]:
    """A sentence of the pages around the statements that says how amounts are given."""
    for page in document.pages[max(around - 6, 0) : around + 14]:
        text = " ".join(w.text for w in page.words)
        match = SENTENCE.search(text)
        if match and scale_word(match[0]) is not None:
            cited = Provenance(page=page.number, bbox=BBox.around(w.bbox for w in page.words), text=match[0][:200])
            return Units(scale_word(match[0]), None, currency_word(match[0])), (cited,)
    return Units(), ()
