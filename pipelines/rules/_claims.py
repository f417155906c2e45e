"""Claims: figures that a sentence of running text states about the whole company, taken apart.

"Net sales increased 3.5% to $32.8 billion from $31.7 billion" is a metric with a change in per cent (+3.5), a level
(32.8 billion) and the level before (31.7 billion). Only a clause that opens with the metric counts; a clause that
speaks of another measure (organic, adjusted, a segment) is left alone. Words are data (`data/knowledge/metrics.yaml`).

Legend: step = the value of one unit of the last printed digit: what rounding may hide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from data.knowledge import knowledge

Role = Literal["level", "before", "change", "percent"]

_LEAD = re.compile(
    r"^(?:[•\-–—(]?\s*(?:\(?[\divx]+\)\s*)?)?(?:(?:in|for|during|on|overall|as a result|fiscal)\b[^,]{0,70},\s*)?"
    r"(?:(?:we (?:reported|recorded|generated|had)|our|the|company['’]s|group['’]s|total|consolidated|reported|annual"
    r"|fiscal|full[- ]year|year|worldwide|group|\d{4}|[A-Z][\w&.]*['’]s)\s+)*$",
    re.IGNORECASE,
)
_UP = re.compile(r"\b(?:increas\w+|grew|growth of|rose|up|improv\w+|climbed|gain\w*|higher)\b", re.IGNORECASE)
_DOWN = re.compile(r"\b(?:decreas\w+|declin\w+|fell|down|drop\w*|lower|reduc\w+|contracted)\b", re.IGNORECASE)
_REASON = re.compile(
    r";|\b(?:due to|driven|primarily|mainly|largely|principally|reflect\w*|as a result|attributable|because|offset"
    r"|partially|which|including|compris\w+|consist\w+|while|whereas|although|despite)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(  # "in Asia Pacific", "in Industrial": a part of the company
    r"\b(?:in|from|within|at) (?:the )?(?!(?i:january|february|march|april|may|june|july|august|september|october"
    r"|november|december|fiscal|fy|u\.?s\.? dollars|item|us\$)\b)[A-Z][a-z]+"
)
_MONEY = re.compile(
    r"(?P<currency>US\$|A\$|C\$|HK\$|RMB|[$€£¥])\s?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:\s?(?P<scale>thousand|million|billion|trillion|mn|bn|m)\b)?",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s?(?:%|per ?cent\b)", re.IGNORECASE)
_POINTS = re.compile(r"^\s*(?:percentage )?points?|^\s*of\b|^-", re.IGNORECASE)
_BEFORE = re.compile(r"\b(?:from|compared (?:to|with)|versus|vs\.?|against)\s+(?:a )?$", re.IGNORECASE)
_TO = re.compile(r"\bto\s+(?:a record\s+)?$", re.IGNORECASE)
_IS = re.compile(
    r"\b(?:was|were|of|totaled|totalled|amounted to|reached|at|reported|recorded)\s+(?:a record\s+|approximately\s+)?$",
    re.IGNORECASE,
)
_ZH_PAIR = re.compile(
    r"^[^，。；\d]{0,14}?(?P<number>-?\d[\d,]*(?:\.\d+)?)\s*(?P<scale>亿元|百万元|万元|元)"
    r"(?:[，,（(]?\s*(?:较上年同期|同比|比上年(?:同期)?|较上年)[^\d，。；]{0,4}?(?P<way>增长|增加|上升|提高|下降|减少|降低)(?:了)?\s*"
    r"(?P<percent>\d+(?:\.\d+)?)\s*[%％])?"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a claim, in whole units; a percentage is a fraction of one hundred (3.5)."""

    role: Role
    value: Decimal
    step: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What a clause says of one metric."""

    concept: str
    figures: tuple[Figure, ...]
    text: str

    def of(self, role: Role) -> Figure | None:
        return next((figure for figure in self.figures if figure.role == role), None)


@cache
def _metrics(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    edge = r"\b" if language == "en" else ""
    return tuple(
        (m["concept"], re.compile(f"{edge}(?:{m[language]}){edge}", re.IGNORECASE))
        for m in knowledge("metrics")["metrics"]
    )


@cache
def _other(language: str) -> re.Pattern[str]:
    return re.compile(knowledge("metrics")["other_measures"][language], re.IGNORECASE)


def _figure(role: Role, number: str, scale: Decimal, text: str) -> Figure:
    plain = number.replace(",", "")
    places = len(plain.partition(".")[2])
    return Figure(role, Decimal(plain) * scale, scale.scaleb(-places), text)


def claims(text: str) -> Iterator[Claim]:
    """Claims of a sentence, English or Chinese."""
    if "元" in text:
        yield from _chinese(text)
    elif any(mark in text for mark in "%$€£¥") or "percent" in text or "per cent" in text:
        yield from _english(text)


def _english(text: str) -> Iterator[Claim]:
    found = [(m.start(), -m.end(), c, m) for c, p in _metrics("en") if (m := p.search(text))]
    if not found:
        return
    start, _, concept, match = min(found, key=lambda item: item[:2])
    clause = text[match.end() :]
    reason = _REASON.search(clause)
    clause = clause[: reason.start()] if reason else clause
    if not _LEAD.match(text[:start]) or _PLACE.search(clause) or " and " in clause[:12] or "margin" in clause[:14]:
        return
    if _other("en").search(text[: match.end()] + clause):
        return
    figures = tuple(_figures(clause, concept.startswith("EarningsPerShare")))
    if figures and len({figure.role for figure in figures}) == len(figures):
        yield Claim(concept, figures, text)


def _figures(clause: str, per_share: bool) -> Iterator[Figure]:
    """Figures of the clause with their roles; a figure whose role is not plain spoils the clause."""
    up, down = _UP.search(clause), _DOWN.search(clause)
    sign = Decimal(1 if up and (not down or up.start() < down.start()) else -1)
    for match in sorted([*_MONEY.finditer(clause), *_PERCENT.finditer(clause)], key=lambda m: m.start()):
        lead = clause[: match.start()]
        if match.re is _MONEY and lead.endswith("("):  # the amount before it once more, in another currency
            continue
        if match.re is _PERCENT:
            if (up or down) and not _POINTS.match(clause[match.end() :]) and not _BEFORE.search(lead):
                figure = _figure("percent", match["number"], Decimal(1), match.group())
                yield Figure("percent", sign * figure.value, figure.step, figure.text)
            continue
        scale = _scale(match, per_share)
        if scale is None:
            return
        yield _money(match, scale, lead, sign, bool(up or down))


def _scale(match: re.Match[str], per_share: bool) -> Decimal | None:
    """None where the amount has no scale and is too short to be in whole units."""
    if match["scale"]:
        return Decimal(knowledge("metrics")["scales"]["en"][match["scale"].lower()])
    return Decimal(1) if per_share or len(match["number"].replace(",", "")) >= 6 else None


def _money(match: re.Match[str], scale: Decimal, lead: str, sign: Decimal, moves: bool) -> Figure:
    if _BEFORE.search(lead):
        return _figure("before", match["number"], scale, match.group())
    if _TO.search(lead) or _IS.search(lead) or not moves:
        return _figure("level", match["number"], scale, match.group())
    figure = _figure("change", match["number"], scale, match.group())
    return Figure("change", sign * figure.value, figure.step, figure.text)


def _chinese(text: str) -> Iterator[Claim]:
    if _other("zh").search(text):
        return
    for concept, pattern in _metrics("zh"):
        match = pattern.search(text)
        pair = _ZH_PAIR.match(text[match.end() :]) if match else None
        if not pair:
            continue
        scale = Decimal(knowledge("metrics")["scales"]["zh"][pair["scale"]])
        figures = [_figure("level", pair["number"], scale, pair["number"] + pair["scale"])]
        if pair["percent"]:
            figure = _figure("percent", pair["percent"], Decimal(1), pair["percent"] + "%")
            sign = Decimal(1 if pair["way"] in ("增长", "增加", "上升", "提高") else -1)
            figures.append(Figure("percent", sign * figure.value, figure.step, figure.text))
        yield Claim(concept, tuple(figures), text)
