"""Understand: a question in words becomes a Question. A small grammar over the lexicon; no model.

Chain: clauses → periods → metrics as ⟪0⟫ ⟪1⟫ … → definition, or the way the metrics are put together → what is done
with them → what is left over (a segment, a place, another line).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from data.schemas import Question

from . import clauses as parts
from .clauses import Clauses, grammar
from .expressions import to_formula
from .lexicon import find_metrics
from .masking import MARK, Masked, mask
from .operations import operation
from .wording import content_words, fold

_PAIR = r"⟪(\d+)⟫[^⟪+/?]{{0,60}}?{0}[^⟪?]{{0,40}}?⟪(\d+)⟫"
_TOGETHER = (
    (
        _PAIR.format(r"(?:\bas (?:an? )?(?:%|percent(?:age)?|share|proportion|fraction) of|占|(?<=⟫)\s*/\s*)"),
        "{0} / {1}",
    ),
    (r"(?:ratio|proportion|percentage|share) of " + _PAIR.format(r"\bto\b"), "{0} / {1}"),
    (_PAIR.format(r"\bto\b") + r"[^⟪?]{0,20}ratio", "{0} / {1}"),
    (_PAIR.format(r"(?:\+|\bplus\b|加)"), "{0} + {1}"),
    (_PAIR.format(r"(?:(?<=⟫) ?-|\bless\b|\bminus\b|\bnet of\b|减)"), "{0} - {1}"),
    (r"(?:sum|total) of " + _PAIR.format(r"\band\b"), "{0} + {1}"),
    (r"difference between " + _PAIR.format(r"\band\b"), "{0} - {1}"),
)
VAGUE = ("cash", "total", "earnings")  # names that give way where another metric is named too
_MARGIN = re.compile(r"⟪(\d+)⟫\s*(?:\([^)]*\)\s*)?(?:%|percent(?:age)?)?\s*margin|⟪(\d+)⟫率")


def understand(text: str, entities: Iterable[str] = ()) -> Question:
    """The question as the grammar has it. `entities`: names of the companies at hand, which are no subject."""
    clauses = parts.take_apart(text)
    masked = mask(clauses, tuple(entities))
    subject, defined = _subject(clauses, masked)
    question = operation(clauses, masked, subject)
    if not defined:
        question = question.model_copy(update={"definition": None})
    left = () if defined else _left(masked, text, question)
    beside = tuple(word for word in left if word in _beside(masked))
    names = _names(text, left)
    qualifiers = () if defined else _qualifiers(masked, left, names)
    return question.model_copy(update={"words": left, "beside": beside, "names": names, "qualifiers": qualifiers})


def _subject(clauses: Clauses, masked: Masked) -> tuple[str, bool]:
    """The formula of what is asked, and whether the question itself defines it."""
    known = _definitions(clauses)
    together = _together(masked)
    asked = set(content_words(_plain(clauses.core)))
    for name, formula in known.items():
        metric = find_metrics(name, clauses.language)
        if metric and re.search(rf"\b{metric[0].metric.id}\b", together):
            return re.sub(rf"\b{metric[0].metric.id}\b", f"({formula})", together), True
        if metric and metric[0].metric.unit not in ("money", "shares", "per_share"):
            return formula, True  # a ratio is defined to be asked for, an amount to be used in one
        if name and not metric and set(content_words(name)) <= asked:
            return formula, True
    nameless = known.get("")
    return (nameless, True) if nameless else (together, False)


def _definitions(clauses: Clauses) -> dict[str, str]:
    """Formulas by the names that the question gives them, in its order; later ones may be used in earlier ones."""
    known: dict[str, str] = {}
    for name, body in reversed(clauses.definitions):
        formula = to_formula(body, clauses.language, {" ".join(content_words(n)): f for n, f in known.items()})
        if formula:
            known[_plain(name).strip()] = formula
    return dict(reversed(known.items()))


def _plain(name: str) -> str:
    return re.sub(r"\([^)]*\)", " ", name)


def _together(masked: Masked) -> str:
    """The metrics of the core as a formula: A as % of B, A less B, A's margin, or A alone."""
    ids = [found.metric.id for found in masked.found]
    plain = re.sub(r"\((?:[^()]*)\)", lambda m: "" if masked.text.find(m[0]) > 0 else m[0], masked.text)
    for pattern, form in _TOGETHER:
        match = re.search(pattern, plain)
        if match:
            return form.format(ids[int(match[1])], ids[int(match[2])])
    margin = _MARGIN.search(masked.text)
    if margin:
        return f"{ids[int(margin[1] or margin[2])]} / revenue"
    marks = [int(mark) for mark in MARK.findall(plain) or MARK.findall(masked.text)]
    said = [mark for mark in marks if masked.text_of(mark) not in VAGUE] or marks  # "how much cash … in dividends"
    return ids[said[0]] if said else ""


def _left(masked: Masked, text: str, question: Question) -> tuple[str, ...]:
    """Words that nothing above has understood."""
    rest = re.sub(r"\([^)]*\)", " ", masked.text) if masked.found else masked.text
    rest = MARK.sub(" ", rest).replace("⟦⟧", " ")
    rules = grammar()
    if question.intent != "look up":
        names = ("cagr", "average", "growth", "change", "compare", "best", "which_period", "which_member", "positive")
        for name in (*names, "over", "under", "share_of"):
            rest = re.sub(rf"(?:{rules[name]})[a-z]*", " ", rest) if name != "change" else rest
    for pattern in rules["units"].values():
        rest = re.sub(pattern, " ", rest)
    rest = re.sub(rules["places"], " ", rest)
    rest = re.sub(rules["noise"] if question.subject else rules["idle"], " ", rest)
    if question.language == "zh":
        rest = re.sub(rules["asks_zh"] + "|" + rules["noise_zh"], " ", rest)
    return tuple(word for word in content_words(rest) if len(word) > 1 and not word.isdigit())


def _beside(masked: Masked) -> set[str]:
    """Words that touch a metric's name."""
    rest = MARK.sub("⟪⟫", masked.text)
    found: set[str] = set()
    for before, after in re.findall(r"((?:[a-z]+ ){0,2})(?=⟪⟫)|(?<=⟫)((?: [a-z]+){1,2})", rest):
        found |= set(content_words(before)) | set(content_words(after))
    return found


def _qualifiers(masked: Masked, left: Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
    """Names, words after "from" or "in", and those that the grammar knows to change a metric."""
    rest = re.sub(r"\([^)]*\)", " ", MARK.sub("⟪⟫", masked.text))
    after = re.findall(rf"{grammar()['qualifies']} (?:the |its |their |all |⟦⟧ )*([a-z]+(?: [a-z]+)?)", rest)
    following = {word for phrase in after for word in content_words(phrase)}
    strict = [match[0] for match in re.finditer(grammar()["strict"], rest)]
    return tuple(dict.fromkeys([*names, *(word for word in left if word in following), *strict]))


def _names(text: str, left: Sequence[str]) -> tuple[str, ...]:
    """Proper names among the words that are left: those written with a capital inside the question."""
    capital = {fold(word) for word in re.findall(r"(?<!^)(?<![.?!:] )\b[A-Z][\w.&'’-]+", text)}
    parts_of = {piece for word in capital for piece in word.split()}
    return tuple(word for word in left if word in parts_of)
