"""Wording: questions and labels made comparable, and names of the lexicon made patterns.

Folded text is lower case, without possessives, hyphens between letters or accents; "&" is "and". A pattern written
`[total] (revenue|sales)` matches its words in order, singular or plural, with any white space between.
"""

from __future__ import annotations

import re
from functools import cache

CJK = re.compile(r"[\u4e00-\u9fff]")
_WORD = re.compile(r"[a-z][a-z0-9]*|[\u4e00-\u9fff]+|\d[\d,.]*")
_SPELLING = (("isation", "ization"), ("isations", "izations"), ("centre", "center"), ("favour", "favor"))
_PIECES = re.compile(r"\(\?[!=][^)]*\)|\[[^\]]*\]|\([^)]*\)|[^\s\[(]+")
_FUNCTION = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "with",
        "and",
        "or",
        "as",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "do",
        "does",
        "did",
        "has",
        "have",
        "had",
        "it",
        "its",
        "their",
        "this",
        "that",
        "these",
        "those",
        "what",
        "which",
        "how",
        "much",
        "many",
        "who",
        "when",
        "where",
        "there",
        "than",
        "then",
        "if",
        "not",
        "no",
        "any",
        "all",
        "per",
        "between",
        "during",
        "within",
        "under",
        "over",
        "into",
        "about",
        "please",
        "give",
        "tell",
        "us",
        "me",
        "you",
        "your",
        "our",
        "we",
        "i",
        "can",
        "could",
        "would",
        "should",
        "will",
        "answer",
        "question",
        "following",
        "amount",
        "value",
        "figure",
        "number",
        "total",
        "level",
        "year",
        "fiscal",
        "end",
        "ended",
        "ending",
        "company",
        "firm",
        "business",
        "group",
        "reported",
        "report",
        "based",
        "primarily",
        "using",
        "use",
        "data",
        "information",
        "shown",
        "details",
        "statement",
        "line",
        "item",
        "provide",
        "state",
        "calculate",
        "compute",
        "respond",
        "approximately",
        "roughly",
        "s",
    ]
)


def fold(text: str) -> str:
    """The text in the form that patterns are written for."""
    text = text.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"').replace("−", "-").lower()
    text = text.replace("–", "-").replace("—", "-").replace("（", "(").replace("）", ")").replace("：", ": ")
    text = re.sub(r"(?<=[a-z0-9])'s?(?=\W|$)", "", text)
    text = re.sub(r"\s*&\s*", " and ", text)
    text = re.sub(r"(?<=[a-z])-(?=[a-z])", " ", text)
    text = re.sub(r"\bu\. ?s\.", "us", text)
    for british, american in _SPELLING:
        text = text.replace(british, american)
    return re.sub(r"[ \t\n\u00a0]+", " ", text).strip()


def is_chinese(text: str) -> bool:
    return len(CJK.findall(text)) > 0.2 * max(len(text.replace(" ", "")), 1)


@cache
def name_pattern(name: str) -> re.Pattern[str]:
    """A name of the lexicon as a pattern over folded text."""
    whole, begun = "", False
    for piece in _PIECES.findall(name):
        if piece.startswith("(?"):
            whole += piece
        elif piece.startswith("["):
            inner = _either(piece[1:-1])
            whole += f"(?:~{inner})?" if begun else f"(?:{inner}~)?"
        else:
            inner = _either(piece[1:-1]) if piece.startswith("(") else _word(piece)
            whole += f"~{inner}" if begun else inner
            begun = True
    return re.compile(r"(?<![a-z0-9])" + whole.replace(" ", "~").replace("~", r"[ ,]+") + r"(?![a-z0-9])")


@cache
def anchors(name: str) -> tuple[str, ...]:
    """Beginnings of words of which a text must have one for the name to be in it."""
    piece = next(piece for piece in _PIECES.findall(name) if piece[0] != "[" and not piece.startswith("(?"))
    words = [choice.split()[0] for choice in piece.strip("()").split("|") if choice.strip()]
    return tuple(word[:-1] if word.endswith("y") and len(word) > 3 else word for word in words)


def _either(choices: str) -> str:
    inner = "|".join(" ".join(_word(word) for word in choice.split()) for choice in choices.split("|"))
    return f"(?:{inner})"


def _word(word: str) -> str:
    if word.endswith("?") or not word.isalpha():
        return word
    if word.endswith("y") and len(word) > 3:
        return f"{word[:-1]}(?:y|ies)"
    return word if word.endswith("s") or len(word) < 3 else f"{word}(?:s|es)?"


def stem(word: str) -> str:
    """A word without what plural, tense and derivation add: enough for a search."""
    for ending in ("ations", "ation", "ings", "ing", "ies", "ied", "es", "ed", "s", "y", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not (ending == "s" and word.endswith("ss")):
            return word[: -len(ending)]
    return word


def content_words(text: str) -> tuple[str, ...]:
    """Words that carry meaning, folded, in order; Chinese as pairs of characters."""
    found: list[str] = []
    for word in _WORD.findall(fold(text)):
        if CJK.match(word):
            found += [word[at : at + 2] for at in range(max(len(word) - 1, 1))]
        elif word not in _FUNCTION:
            found.append(word)
    return tuple(found)


def stems(text: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in content_words(text))
