"""Pattern: one line of a rule. Regular expressions joined by " && "; each must be found, one after "!" must not.

Most passages have nothing to do with most patterns. So each expression tells once which literal words a match cannot
do without, and only a passage with one of each is searched: the same answers, ten times faster.

need    words of which at least one stands in every text that matches
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

FEWEST = 3  # letters of a literal worth looking for (two of a wide script)

Need = tuple[str, ...]


class Pattern:
    """All of its parts hold in one passage. Case is ignored; a space stands for any white space."""

    __slots__ = ("_parts", "source")

    def __init__(self, source: str) -> None:
        self.source = source
        self._parts = tuple(_Part(piece.strip()) for piece in source.split(" && "))

    def find(self, text: str, lowered: str) -> re.Match[str] | None:
        """The match of the first wanted part where all parts hold. `lowered` is the text in lower case."""
        if not all(part.possible(lowered) for part in self._parts):
            return None
        first: re.Match[str] | None = None
        for part in self._parts:
            match = part.expression.search(text)
            if (match is not None) is not part.wanted:
                return None
            first = first or match
        return first

    def share(self, lowered: str) -> float:
        """How much of what a match cannot do without stands in the text."""
        wanted = [need for part in self._parts for need in part.needs]
        return sum(any(word in lowered for word in need) for need in wanted) / len(wanted) if wanted else 0.0


class _Part:
    __slots__ = ("expression", "needs", "wanted")

    def __init__(self, piece: str) -> None:
        self.wanted = not piece.startswith("!")
        source = piece.removeprefix("!").replace(" ", r"\s+")
        self.expression = re.compile(source, re.IGNORECASE)
        self.needs = needs(source) if self.wanted else ()

    def possible(self, lowered: str) -> bool:
        return all(any(word in lowered for word in need) for need in self.needs)


@cache
def compiled(source: str) -> Pattern:
    """The pattern, compiled once."""
    return Pattern(source)


def needs(source: str) -> tuple[Need, ...]:
    r"""What every match holds: of each tuple at least one word, in lower case.

    >>> needs(r"\b(?:governed|construed) by\b.{0,9}\blaws?\b")
    (('governed', 'construed'), ('law',))
    """
    tree = re._parser.parse(source)  # type: ignore[attr-defined]  # the parser of `re` itself: it alone knows its tree
    return tuple(dict.fromkeys(_of_sequence(tree)))


def _of_sequence(nodes: Iterable[Any]) -> list[Need]:
    found: list[Need] = []
    run = ""
    for operator, argument in nodes:
        name = str(operator)
        if name == "LITERAL":
            run += chr(argument)
            continue
        if name == "AT":  # a word boundary ends a run and asks for nothing
            found += _literal(run)
            run = ""
            continue
        found += _literal(run)
        run = ""
        found += _of_node(name, argument)
    return found + _literal(run)


def _of_node(name: str, argument: Any) -> list[Need]:
    if name == "SUBPATTERN":
        return _of_sequence(argument[-1])
    if name in ("MAX_REPEAT", "MIN_REPEAT"):
        return _of_sequence(argument[2]) if argument[0] else []
    return _of_branches(argument[1]) if name == "BRANCH" else []


def _of_branches(branches: Sequence[Any]) -> list[Need]:
    """One word of each branch, if every branch has one."""
    words: list[str] = []
    for branch in branches:
        own = _of_sequence(branch)
        if not own:
            return []
        words += max(own, key=lambda need: min(map(len, need)))
    return [tuple(dict.fromkeys(words))]


def _literal(run: str) -> list[Need]:
    text = run.lower()
    return [(text,)] if len(text) >= FEWEST or (len(text) > 1 and not text.isascii()) else []
