"""Clauses: what of a question asks, what instructs, what defines.

"Basing your judgments off of the balance sheet, what is FY2019 ROA? ROA is defined as: net income / total assets.
 Round your answer to two decimal places."
    core           what is fy2019 roa?
    definitions    roa → net income / total assets
    instructions   two places; the balance sheet
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from data.knowledge import knowledge

from .wording import fold, is_chinese

_NUMBERS = {"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4}
_BODY = r"(?P<body>.+?)(?=\.(?: |$)|[?？。]|$)"
_DEFINED = re.compile(
    r"(?:^|(?<=[.?:;。？]) |\()(?P<name>[^.?:;。？(]*?) (?:is|are|was|should be|can be|to be)? ?"
    rf"(?:defined|calculated|computed)(?: here)?(?: as|:| by)+:? ?{_BODY}"
)
_DEFINE = re.compile(rf"\b(?:define|calculate|compute) (?P<name>[^.?]*?) (?:as|using)(?: follows)?:? {_BODY}")
_CHINESE = re.compile(rf"(?P<name>[^。？，,:]*?)(?:定义为|的?定义是|计算公式为|＝|=)[:： ]*{_BODY}")
_PARTS = re.compile(r"using (?P<a>[^.?]*?) as the numerator and (?P<b>[^.?]*?) as the denominator")


@dataclass(frozen=True, slots=True)
class Clauses:
    """A question taken apart; all folded."""

    core: str
    definitions: tuple[tuple[str, str], ...]
    whole: str
    language: str


def grammar() -> dict[str, Any]:
    """How questions are worded."""
    content: dict[str, Any] = knowledge("questions")["grammar"]
    return content


def take_apart(text: str) -> Clauses:
    """The clause that asks, without what merely instructs."""
    whole = fold(text)
    language = "zh" if is_chinese(text) else "en"
    rest, definitions = whole, []
    parts = _PARTS.search(rest)
    if parts:
        definitions.append(("", f"({parts['a']}) / ({parts['b']})"))
        rest = rest[: parts.start()] + rest[parts.end() :]
    for pattern in (_CHINESE,) if language == "zh" else (_DEFINED, _DEFINE):
        for match in pattern.finditer(rest):
            definitions.append((match["name"].strip(), match["body"].strip()))
        rest = pattern.sub(" ", rest)
    return Clauses(_core(rest, language) or _core(whole, language), tuple(definitions), whole, language)


def places(text: str) -> int | None:
    """Decimal places asked for."""
    if re.search(grammar()["whole"], text):
        return 0
    match = re.search(grammar()["places"], text)
    word = next((value for value in match.groupdict().values() if value), None) if match else None
    if word is None:
        return None
    return int(word) if word.isdigit() else _NUMBERS.get(word)


def unit(text: str) -> str | None:
    """Unit asked for: "percent", "USD millions"."""
    currency = next(
        (code for name, code in grammar()["currencies"].items() if re.search(rf"(?<![a-z]){name}", text)), ""
    )
    for name, pattern in grammar()["units"].items():
        if name != "percent" and re.search(pattern, text):
            return f"{currency} {name}s".strip() if name.isascii() else name
    return "percent" if re.search(grammar()["units"]["percent"], text) else None


def statement(text: str) -> str | None:
    """The statement that it names, where it names one."""
    named = [kind for kind, pattern in grammar()["statements"].items() if re.search(pattern, text)]
    return named[0] if len(named) == 1 else None


def without_statements(text: str) -> str:
    """The text with names of statements taken out: "cash flow" in them is no metric."""
    for pattern in grammar()["statements"].values():
        text = re.sub(
            rf"\(?(?:directly )?(?:from|in|on|within|per|using|of)? ?(?:the |its )?(?:consolidated )?(?:{pattern})\)?",
            " ",
            text,
        )
    return re.sub(r"\s+", " ", text)


def _core(text: str, language: str) -> str:
    """The sentence that asks, from the word that asks."""
    sentences = [
        part.strip()
        for part in re.split(r"(?<=[?？。])\s*|(?<=[a-z)%\d][.])\s+|: (?=(?:what|how|which)\b)", text)
        if part.strip()
    ]
    if language == "zh":
        return next((part for part in sentences if re.search(grammar()["asks_zh"], part)), text)
    start = re.compile(rf"(?:^|[,:;] )(?={grammar()['asks']})")
    asking = [part for part in sentences if part.endswith("?")] or [part for part in sentences if start.match(part)]
    if not asking:
        return text
    core = asking[0]
    cuts = [match.end() for match in start.finditer(core)]
    return core[cuts[-1] :] if cuts else core
