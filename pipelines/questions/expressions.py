"""Expressions: a definition in words to a formula over metrics.

"fy2019 revenue / (average pp and e between fy2018 and fy2019)"  →  revenue / (average(fixed_assets))
"total current assets less total current liabilities"            →  current_assets - current_liabilities
"365 * (average accounts payable …) / (fy2018 cogs + change in inventory …)"
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from .clauses import without_statements
from .lexicon import find_metrics
from .spans import find_spans
from .wording import content_words

_OPERATORS = (
    (r"\bdivided by\b|÷|(?<=[\s\)])over(?=[\s\(])|除以", "/"),
    (r"\bmultiplied by\b|×|\btimes\b|乘以", "*"),
    (r"\bplus\b|加上?|\badded to\b", "+"),
    (r"\bless\b|\bminus\b|减去?|(?<=\s)-(?=\s)|(?<=\))-|-(?=\()", "-"),
)
_PIECE = re.compile(r"([()+*/]|(?<=\s)-(?=\s))")


def to_formula(text: str, language: str, defined: Mapping[str, str]) -> str | None:
    """The formula, or None where a term is not in the lexicon. `defined`: formulas by names given in words."""
    _, text, _ = find_spans(_without_notes(text.replace("[", "(").replace("]", ")"), language))
    text = re.sub(r"(?:between|from|for|in|of|at|as of|during)?\s*⟦⟧(?:\s*(?:and|to|-|vs|through)\s*⟦⟧)?", " ", text)
    for pattern, sign in _OPERATORS:
        text = re.sub(pattern, f" {sign} ", text)
    pieces = [piece.strip() for piece in _PIECE.split(text) if piece.strip(" .,:;")]
    return _joined([_piece(piece, language, defined) for piece in pieces])


def _without_notes(text: str, language: str) -> str:
    """Brackets that explain the term before them, and names of statements, taken out."""
    text = without_statements(text)

    def kept(match: re.Match[str]) -> str:
        before = text[: match.start()].rstrip()
        explains = (
            bool(before) and before[-1] not in "(+-*/=:" and not re.search(r"(?:average|by|less|plus|minus)$", before)
        )
        return " " if explains else match[0]

    return re.sub(r"\(([^()]*)\)", kept, text)


def _piece(piece: str, language: str, defined: Mapping[str, str]) -> str | None:
    """One operator, number or term; "" for words without meaning, None for what is not known."""
    if piece in ("(", ")", "+", "-", "*", "/"):
        return piece
    if re.fullmatch(r"\d[\d,.]*", piece):
        return piece.replace(",", "").rstrip(".")
    for name, formula in defined.items():
        if name and name == " ".join(content_words(piece)):
            return f"({formula})"
    found = find_metrics(piece, language)
    if not found:
        return None if content_words(piece) else ""
    terms = [one.metric.id for one in found]
    term = terms[0] if len(terms) == 1 else "(" + " + ".join(terms) + ")"  # "operating income and D&A"
    if re.search(r"\baverage\b|平均", piece):
        return f"average({term})"
    if re.search(r"\bchange in\b|(?:变动|增加)额?", piece):
        return f"({term} - opening({term}))"
    return term


def _joined(pieces: list[str | None]) -> str | None:
    if not pieces or None in pieces:
        return None
    text = " ".join(piece for piece in pieces if piece)
    text = re.sub(r"\baverage \(", "average(", text)
    try:
        compile(text, "definition", "eval")
    except SyntaxError:
        return None
    return text
