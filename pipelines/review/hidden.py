"""What hides in a contract, and what speaks to a machine instead of the parties. Told as findings, obeyed by nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from data.schemas import BBox, Finding, Provenance

from .script import Script

SHOWN = 3  # places a finding
ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b[^.\n]{0,40}\b(?:previous|prior|above|earlier|all|any|other|system)\b[^.\n]{0,30}"
    r"\b(?:instructions?|prompts?|rules?|guidelines?)\b"
    r"|\b(?:you are|act as|as) an? (?:AI|LLM|language model|assistant|chat ?bot|automated reviewer)\b"
    r"|\b(?:system|assistant|developer) ?(?:prompt|message)\s*:"
    r"|\b(?:AI|LLM|language model|automated|reviewer|review tool)s?\b[^.\n]{0,80}\b(?:must|should|shall|please)\b"
    r"[^.\n]{0,40}\b(?:mark|report|rate|classify|answer|respond|output|treat|approve|conclude|summari[sz]e)\b"
    r"|\b(?:mark|report|rate|classify)\b[^.\n]{0,60}"
    r"\b(?:as (?:compliant|present|passed|safe|low risk)|no (?:findings|issues))\b"
    r"|(?:忽略|无视|忘记)[^。\n]{0,16}(?:指令|指示|提示|规则|要求)|(?:你是|作为)(?:一个)?(?:AI|人工智能|语言模型|审查助手)"
    r"|(?:请将|应将|标记)[^。\n]{0,20}(?:标为|标记为|判定为|报告为)(?:合规|通过|存在|无风险)",
    re.IGNORECASE,
)


class Hidden(Protocol):
    """Text that nobody can see, as a reader tells of it."""

    @property
    def page(self) -> int: ...
    @property
    def bbox(self) -> BBox: ...
    @property
    def text(self) -> str: ...
    @property
    def why(self) -> str: ...


def hidden_text(unseen: Sequence[Hidden]) -> Iterator[Finding]:
    """One finding for each way of hiding."""
    for why in dict.fromkeys(place.why for place in unseen):
        places = [place for place in unseen if place.why == why]
        quoted = " ".join(" ".join(place.text for place in places).split())
        yield Finding(
            rule="consistency.hidden_text",
            level="warning",
            kind="fail",
            message=f"text that nobody sees ({why}): “{quoted[:200]}”",
            provenance=tuple(Provenance(page=p.page, bbox=p.bbox, text=p.text) for p in places[:SHOWN]),
            properties={"why": why, "places": len(places)},
        )


def orders(script: Script, unseen: Sequence[Hidden]) -> Iterator[Finding]:
    """One finding for words that give orders to software; they change nothing here."""
    places = [place for match in ORDERS.finditer(script.text) for place in script.provenance(*match.span(), most=1)]
    places += [Provenance(page=p.page, bbox=p.bbox, text=p.text) for p in unseen if ORDERS.search(p.text)]
    if places:
        yield Finding(
            rule="consistency.instruction",
            level="warning",
            kind="fail",
            message=f"the contract speaks to software, which does not listen: “{places[0].text[:160]}”",
            provenance=tuple(places[:SHOWN]),
        )
