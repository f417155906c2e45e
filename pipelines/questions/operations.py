"""Operations: what a question wants done with its subject, told by the words around the masked metrics."""

from __future__ import annotations

import re
from decimal import Decimal

from data.knowledge import knowledge
from data.schemas import Question, Span

from . import clauses as parts
from .clauses import Clauses, grammar
from .lexicon import find_metrics, metrics
from .masking import Masked
from .spans import years_between
from .wording import name_pattern

COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
AT_LEAST_ONE = ("quick_ratio", "current_ratio")  # "healthy" by custom where they exceed 1
Asked = dict[str, re.Match[str] | None]
Changes = dict[str, object]


def operation(clauses: Clauses, masked: Masked, subject: str) -> Question:
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


def _intent(base: Question, asked: Asked, text: str, ranged: bool) -> Changes:
    """The first reading that fits: parts of the whole, yes or no, over time, else the value itself."""
    parts_of_it = _of_parts(base, asked, text)
    if parts_of_it or not base.subject:
        return parts_of_it or {"intent": "look up"}
    if re.search(grammar()["part_of"], text):
        return {"intent": "share", "unit": "percent"}
    return _several_years(base, asked, text) or _yes_or_no(base, asked, text) or _over_time(base, asked, ranged)


def _of_parts(base: Question, asked: Asked, text: str) -> Changes:
    rules = grammar()
    member = re.search(rules["which_member"], text)
    limit, above = _limit(text)
    kind = (member.groupdict().get("kind") or member.groupdict().get("zkind") or "") if member else ""
    if member and limit is not None and re.search(rules["share_of"], text):
        return {"intent": "members over", "limit": limit, "above": above, "sought": kind}
    if asked["best"] and re.search(rules["which_period"], text) and base.subject:
        return {"intent": "best period", "spans": tuple(years_between(list(base.spans)))}
    if asked["best"] and member:
        return {"intent": "best member", "sought": kind}
    return {}


def _several_years(base: Question, asked: Asked, text: str) -> Changes:
    spans = base.spans
    if asked["cagr"] and len(spans) > 1:
        return {"intent": "cagr", "unit": base.unit or "percent", "spans": (spans[0], spans[-1])}
    count = re.search(r"(\d|two|three|four|five|[二三四五两])[ -]?(?:year|年) ?(?:average|平均)", text)
    if asked["average"] and len(spans) > 1:
        return {"intent": "average", "spans": tuple(years_between(list(spans)))}
    if count and len(spans) == 1 and spans[0].year:
        years = COUNTS.get(count[1]) or int(count[1])
        return {"intent": "average", "spans": tuple(Span(year=spans[0].year - back) for back in reversed(range(years)))}
    return {}


def _yes_or_no(base: Question, asked: Asked, text: str) -> Changes:
    if not base.yes_no:
        return {}
    limit, above = _limit(text)
    if re.search(grammar()["positive"], text):
        return {"intent": "threshold", "limit": Decimal(0), "above": not re.search(r"negative|为负|亏损", text)}
    if limit is not None:
        return {"intent": "threshold", "limit": limit, "above": above}
    if base.subject in AT_LEAST_ONE and not asked["compare"]:
        return {"intent": "threshold", "limit": Decimal(1), "above": True}
    return {"intent": "compare"} if asked["compare"] else {}


def _over_time(base: Question, asked: Asked, ranged: bool) -> Changes:
    if asked["growth"] and not base.yes_no:
        return {"intent": "growth", "unit": base.unit or "percent"}
    if asked["change"]:
        return {"intent": "growth" if base.unit == "percent" and not _is_rate(base) else "change"}
    if asked["compare"] and (len(base.spans) > 1 or ranged):
        return {"intent": "compare"}
    return {"intent": "compare" if len(base.spans) > 1 and not base.definition else "value"}


def _is_rate(question: Question) -> bool:
    metric = metrics().get(question.subject)
    return "/" in question.subject or (metric is not None and metric.unit not in ("money", "shares", "per_share"))


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
