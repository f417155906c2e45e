"""Thresholds: the number that a clause states, in the rule's unit, against the pack's limit and the user's.

>>> from .packs import Threshold
>>> values("within forty-eight (48) hours, at most 3 days", "hours"), values("每日千分之一", "percent")
((48.0, 72.0), (0.1,))
>>> limits_of("breach_notice.max=48h, a.min=2months")
{'breach_notice': {'max': (48.0, 'hours')}, 'a': {'min': (2.0, 'months')}}
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.errors import UnknownPlugin

from .numerals import ENGLISH_NUMBER, chinese, english
from .packs import Rule
from .passages import Passage
from .pattern import compiled

HOURS = {"hour": 1.0, "day": 24.0, "week": 168.0, "month": 730.0, "year": 8_760.0}
UNITS = {"h": "hour", "hour": "hour", "d": "day", "day": "day", "w": "week", "week": "week", "month": "month"}
UNITS |= {"m": "month", "year": "year", "y": "year"}
WIDE = {"工作日": "day", "日": "day", "天": "day", "月": "month", "个月": "month", "小时": "hour", "年": "year"}
ENGLISH = re.compile(
    rf"(?:\b(?P<words>{ENGLISH_NUMBER})\s*)?(?:\(?\s*(?P<digits>\d+(?:\.\d+)?)\s*\)?)?[\s-]*"
    r"(?:business |working |calendar )?(?P<unit>hour|day|week|month|year)s?\b",
    re.IGNORECASE,
)
CHINESE = re.compile(
    r"(?P<digits>\d+|[一二三四五六七八九十百两]+)[)）]?\s?(?:个)?"
    r"(?P<unit>小时|工作日|日|天|个月|月|年)(?!\d)"
)
PERCENT = re.compile(
    r"(\d+(?:\.\d+)?)\s*(?:%|％|percent|per cent)|(\d+(?:\.\d+)?)\s*‰"
    r"|(百|千|万)分之([\d.]+|[一二三四五六七八九十]+)"
)
SETTING = re.compile(
    r"\s*(?P<rule>.+)\.(?P<side>min|max)\s*=\s*(?P<value>\d+(?:\.\d+)?)\s*(?P<unit>[a-z%]*)\s*$", re.IGNORECASE
)
Limits = dict[str, dict[str, tuple[float, str]]]  # rule -> min or max -> value and its unit


def limits_of(text: str) -> Limits:
    """What the user set, as `rule.max=48h`, several with commas between. Raise UnknownPlugin where it is no limit."""
    found: Limits = {}
    for setting in filter(str.strip, text.split(",")):
        match = SETTING.match(setting)
        if not match:
            raise UnknownPlugin(f"{setting.strip()!r} sets no limit; write RULE.max=48h or RULE.min=10%")
        unit = match["unit"].lower()
        name = "percent" if unit == "%" else f"{UNITS.get(unit.rstrip('s'), '')}s".removeprefix("s") or ""
        found.setdefault(match["rule"], {})[match["side"].lower()] = (float(match["value"]), name)
    return found


def values(text: str, unit: str) -> tuple[float, ...]:
    """All numbers of that unit in the text, in the order they stand."""
    if unit == "percent":
        return tuple(_percent(match) for match in PERCENT.finditer(text))
    found = [(match.start(), _hours(match)) for match in (*ENGLISH.finditer(text), *CHINESE.finditer(text))]
    divisor = HOURS[unit.removesuffix("s")]
    return tuple(round(hours / divisor, 2) for _, hours in sorted(found) if hours)


def measured(rule: Rule, evidence: Sequence[Passage], limits: Limits) -> dict[str, object]:
    """The rule's number as `properties` of its finding; with `limit` and `beyond` where it breaks one."""
    threshold = rule.threshold
    if threshold is None:
        return {}
    for passage in evidence:
        near = not threshold.near or compiled(threshold.near).find(passage.text, passage.lowered)
        numbers = values(passage.text, threshold.unit) if near else ()
        if numbers:
            return {threshold.name: numbers[0], **_beyond(rule, numbers[0], limits.get(rule.id, {}))}
    return {}


def _beyond(rule: Rule, value: float, own: dict[str, tuple[float, str]]) -> dict[str, object]:
    assert rule.threshold
    unit = rule.threshold.unit
    for side, pack in (("max", rule.threshold.max), ("min", rule.threshold.min)):
        limit = _converted(own[side], unit) if side in own else pack
        if limit is not None and (value > limit if side == "max" else value < limit):
            return {"limit": f"{side} {limit:g} {unit}", "beyond": True}
    return {}


def _converted(limit: tuple[float, str], unit: str) -> float:
    value, said = limit
    if not said or said == unit or "percent" in (said, unit):
        return value
    return value * HOURS[said.removesuffix("s")] / HOURS[unit.removesuffix("s")]


def _hours(match: re.Match[str]) -> float:
    groups = match.groupdict()
    digits, words = groups.get("digits"), groups.get("words")
    if not (digits or words):
        return 0.0
    number = english(words or "") if not digits else float(digits) if digits[0].isdigit() else chinese(digits)
    unit = match["unit"].lower()
    return float(number or 0) * HOURS[WIDE.get(unit, unit)]


def _percent(match: re.Match[str]) -> float:
    whole, permille, base, part = match.groups()
    if whole:
        return float(whole)
    if permille:
        return float(permille) / 10
    number = float(part) if part[0].isdigit() else float(chinese(part) or 0)
    return number * {"百": 1.0, "千": 0.1, "万": 0.01}[base]
