"""Understand: a question in words becomes a Question. A small grammar over the lexicon; no model.

Chain: clauses → periods → metrics as ⟪0⟫ ⟪1⟫ … → definition, or the way the metrics are put together → what is done
with them → what is left over (a segment, a place, another line).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from data.knowledge import knowledge
from data.schemas import Question, Span

from . import clauses as parts
from .clauses import Clauses, grammar
from .expressions import to_formula
from .lexicon import Found, find_metrics
from .spans import each, find_spans, years_between
from .wording import content_words, fold, name_pattern

_MARK = re.compile(r"⟪(\d+)⟫")
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


@dataclass(frozen=True, slots=True)
class _Masked:
    """The core with periods, company and metrics taken out."""

    text: str
    found: tuple[Found, ...]
    phrases: tuple[str, ...]
    spans: tuple[Span, ...]
    ranged: bool
    named: tuple[str, ...] = ()

    def text_of(self, mark: int) -> str:
        """How the question calls the metric."""
        return self.named[mark]


def understand(text: str, entities: Iterable[str] = ()) -> Question:
    """The question as the grammar has it. `entities`: names of the companies at hand, which are no subject."""
    clauses = parts.take_apart(text)
    masked = _mask(clauses, tuple(entities))
    subject, defined = _subject(clauses, masked)
    question = _operation(clauses, masked, subject)
    if not defined:
        question = question.model_copy(update={"definition": None})
    left = () if defined else _left(masked, text, question)
    beside = tuple(word for word in left if word in _beside(masked))
    names = _names(text, left)
    qualifiers = () if defined else _qualifiers(masked, left, names)
    return question.model_copy(update={"words": left, "beside": beside, "names": names, "qualifiers": qualifiers})


def _mask(clauses: Clauses, entities: Sequence[str]) -> _Masked:
    core = parts.without_statements(clauses.core)
    for entity in entities:
        core = re.sub(rf"(?<![a-z]){entity_pattern(entity)}(?![a-z])", " ", core) if entity else core
    spans, text, ranged = find_spans(core)
    if not spans:
        spans, _, ranged = find_spans(clauses.whole)
    found = find_metrics(text, clauses.language)
    named = tuple(text[one.start : one.end] for one in found)
    phrases = tuple(dict.fromkeys(named))
    for number in range(len(found) - 1, -1, -1):
        text = f"{text[: found[number].start]} ⟪{number}⟫ {text[found[number].end :]}"
    return _Masked(re.sub(r"\s+", " ", text).strip(), tuple(found), phrases, tuple(each(spans)), ranged, named)


def entity_pattern(entity: str) -> str:
    """The company as people call it: its first words suffice, "the" and legal forms may be missing."""
    words = fold(entity).replace(",", " ").replace(".", " ").split()
    words = [word for word in words if word not in _legal()]
    if not words:
        return r"(?!)"
    sure = 2 if words[0] in _common() else 1  # "american" alone is no name of American Express
    head = r"[ ,]+".join(re.escape(word) for word in words[:sure])
    tail = "".join(rf"(?:[ ,]+{re.escape(word)})?" for word in words[sure:])
    if len(words) > 2:
        head = rf"(?:{head}|{''.join(word[0] for word in words)}(?![a-z]))"
    return rf"(?:the )?{head}{tail}(?:[ ,]+(?:{'|'.join(sorted(_legal()))})\b\.?)*"


def _common() -> frozenset[str]:
    return frozenset(knowledge("questions")["common"].split())


def _legal() -> frozenset[str]:
    return frozenset(knowledge("questions")["legal"].split())


def _subject(clauses: Clauses, masked: _Masked) -> tuple[str, bool]:
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


def _together(masked: _Masked) -> str:
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
    marks = [int(mark) for mark in _MARK.findall(plain) or _MARK.findall(masked.text)]
    said = [mark for mark in marks if masked.text_of(mark) not in VAGUE] or marks  # "how much cash … in dividends"
    return ids[said[0]] if said else ""


def _operation(clauses: Clauses, masked: _Masked, subject: str) -> Question:
    """What is done with the subject."""
    text, rules = masked.text, grammar()
    spans = list(masked.spans)
    asked = {name: re.search(rules[name], text) for name in ("cagr", "average", "growth", "change", "compare", "best")}
    base = Question(
        text=clauses.whole,
        language=clauses.language,
        subject=subject,
        metrics=tuple(dict.fromkeys(found.metric.id for found in masked.found)),
        phrases=masked.phrases,
        spans=tuple(spans),
        unit=parts.unit(_about_units(clauses)),
        places=parts.places(clauses.whole),
        statement=parts.statement(clauses.whole),
        definition=" ; ".join(body for _, body in clauses.definitions) or None,
        lowest=bool(re.search(rules["lowest"], text)),
        yes_no=bool(re.search(rules["yes_no"], text)),
    )
    profile = _profile(clauses)
    if profile:
        return base.model_copy(update={"intent": "profile", "subject": profile})
    return base.model_copy(update=_intent(base, asked, text, masked.ranged))


def _intent(base: Question, asked: dict[str, re.Match[str] | None], text: str, ranged: bool) -> dict[str, object]:
    rules = grammar()
    spans = list(base.spans)
    member = re.search(rules["which_member"], text)
    limit, above = _limit(text)
    kind = (member.groupdict().get("kind") or member.groupdict().get("zkind") or "") if member else ""
    if member and limit is not None and "share" in _share(text):
        return {"intent": "members over", "limit": limit, "above": above, "sought": kind}
    if asked["best"] and re.search(rules["which_period"], text) and base.subject:
        return {"intent": "best period", "spans": tuple(years_between(spans))}
    if asked["best"] and member:
        return {"intent": "best member", "sought": kind}
    if not base.subject:
        return {"intent": "look up"}
    if re.search(rules["part_of"], text):
        return {"intent": "share", "unit": "percent"}
    if asked["cagr"] and len(spans) > 1:
        return {"intent": "cagr", "unit": base.unit or "percent", "spans": (spans[0], spans[-1])}
    if asked["average"] and (len(spans) > 1 or re.search(r"year average", text)):
        return {"intent": "average", "spans": tuple(years_between(spans))}
    if base.yes_no and re.search(rules["positive"], text):
        return {"intent": "threshold", "limit": Decimal(0), "above": not re.search(r"negative|为负|亏损", text)}
    if base.yes_no and limit is not None:
        return {"intent": "threshold", "limit": limit, "above": above}
    if base.yes_no and asked["compare"]:
        return {"intent": "compare"}
    if asked["growth"] and not base.yes_no:
        return {"intent": "growth", "unit": base.unit or "percent"}
    if asked["change"]:
        return {"intent": "growth" if base.unit == "percent" and not _is_rate(base) else "change"}
    if asked["compare"] and (len(spans) > 1 or base.yes_no or ranged):
        return {"intent": "compare"}
    if len(spans) > 1 and not base.definition:
        return {"intent": "compare"}
    return {"intent": "value"}


def _is_rate(question: Question) -> bool:
    from .lexicon import metrics

    metric = metrics().get(question.subject)
    return "/" in question.subject or (metric is not None and metric.unit not in ("money", "shares", "per_share"))


def _share(text: str) -> str:
    return "share" if re.search(grammar()["share_of"], text) else ""


def _limit(text: str) -> tuple[Decimal | None, bool]:
    """The bound that a value shall be above or below: "more than 20%" is 0.2."""
    for above, name in ((True, "over"), (False, "under")):
        match = re.search(grammar()[name], text)
        if match:
            group = match.groupdict()
            number = Decimal((group.get("n") or group.get("zn") or "0").replace(",", "").rstrip("."))
            unit = group.get("u") or group.get("zu") or ""
            powers = {"%": -2, "percent": -2, "thousand": 3, "million": 6, "billion": 9, "亿": 8, "万": 4}
            return number.scaleb(powers.get(unit.strip(), 0)), above
    return None, True


def _profile(clauses: Clauses) -> str:
    for profile in knowledge("questions")["profiles"]:
        named = any(name_pattern(name).search(clauses.core) for name in profile["en"])
        if named or (clauses.language == "zh" and re.search(profile["zh"], clauses.core)):
            return str(profile["id"]) if not find_metrics(clauses.whole, clauses.language) else ""
    return ""


def _about_units(clauses: Clauses) -> str:
    """What speaks of the unit of the answer: all but bounds ("more than 20%") and definitions."""
    text = clauses.whole
    for name in ("over", "under"):
        text = re.sub(grammar()[name], " ", text)
    return text


def _left(masked: _Masked, text: str, question: Question) -> tuple[str, ...]:
    """Words that nothing above has understood."""
    rest = re.sub(r"\([^)]*\)", " ", masked.text) if masked.found else masked.text
    rest = _MARK.sub(" ", rest).replace("⟦⟧", " ")
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


def _beside(masked: _Masked) -> set[str]:
    """Words that touch a metric's name."""
    rest = _MARK.sub("⟪⟫", masked.text)
    found: set[str] = set()
    for before, after in re.findall(r"((?:[a-z]+ ){0,2})(?=⟪⟫)|(?<=⟫)((?: [a-z]+){1,2})", rest):
        found |= set(content_words(before)) | set(content_words(after))
    return found


def _qualifiers(masked: _Masked, left: Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
    """Names, words after "from" or "in", and those that the grammar knows to change a metric."""
    rest = re.sub(r"\([^)]*\)", " ", _MARK.sub("⟪⟫", masked.text))
    after = re.findall(rf"{grammar()['qualifies']} (?:the |its |their |all |⟦⟧ )*([a-z]+(?: [a-z]+)?)", rest)
    following = {word for phrase in after for word in content_words(phrase)}
    strict = [match[0] for match in re.finditer(grammar()["strict"], rest)]
    return tuple(dict.fromkeys([*names, *(word for word in left if word in following), *strict]))


def _names(text: str, left: Sequence[str]) -> tuple[str, ...]:
    """Proper names among the words that are left: those written with a capital inside the question."""
    capital = {fold(word) for word in re.findall(r"(?<!^)(?<![.?!:] )\b[A-Z][\w.&'’-]+", text)}
    parts_of = {piece for word in capital for piece in word.split()}
    return tuple(word for word in left if word in parts_of)
