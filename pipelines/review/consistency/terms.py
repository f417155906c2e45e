"""Terms used and never defined, in contracts that define their terms.

What counts as a term is known from `terms.yaml`: words that mean nothing definite unless the contract says what.
A term in quotation marks, or before 指, is defined; so is one that the cover page or a bracket introduces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from data.knowledge import knowledge
from pipelines.review.passages import Passage
from pipelines.review.script import Script

from .fault import Fault

DEFINED = re.compile(r"[\"“](?P<term>[^\"”\n]{2,60})[\"”]")
FEWEST = 3  # definitions: a contract that defines its terms
LINE_BEFORE = r"(?:^|\n)\s*(?:[\d.]+\s*)?"


def check(script: Script, passages: tuple[Passage, ...]) -> Iterator[Fault]:
    """One fault a term, at its first use."""
    text = script.text
    defined = {match["term"].strip(" .,") for match in DEFINED.finditer(text)}
    if len(defined) < FEWEST:
        return
    for term in (*knowledge("terms")["zh"], *knowledge("terms")["en"]):
        if term in defined or term.rstrip("s") in defined or f"{term}s" in defined:
            continue
        uses = list(re.finditer(re.escape(term), text))
        if uses and not _introduced(text, term):
            yield Fault("undefined_term", f"“{term}” is used and nowhere defined", (uses[0].span(),), "warning")


def _introduced(text: str, term: str) -> bool:
    """True where a line or sentence says what the term is, without quotation marks."""
    name = re.escape(term)
    said = rf"{LINE_BEFORE}{name}\s*(?:[:：.。-]|shall mean|means)|{name}\s*(?:是指|系指|指的是|指)|【{name}】"
    meant = rf"\b{name}\b[^.;\n]{{0,20}}\b(?:means|shall mean|as defined|has the meaning)|\((?:the |an? )?{name}\)"
    return bool(re.search(said, text) or re.search(meant, text, re.IGNORECASE))
