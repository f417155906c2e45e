"""Metrics that a sentence names: the wordings of `metrics.yaml`, and the labels of the document's own statements.

A name is looked up word by word, longest first. The words that stand right before it decide whose figure it is:
"total net sales" is the company's, "Cloud revenue" and "adjusted net income" are something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from data.knowledge import knowledge
from data.schemas import DocumentInfo, Fact
from pipelines.facts.lexicon import plain_label

_WORD = re.compile(r"[A-Za-z0-9][\w&’'./-]*[\w]|[A-Za-z&]")
HIDDEN = re.compile(  # "net income (loss)", "earnings per share (“EPS”)"
    r"\([“\"][^()]{1,40}[”\"]\)|\((?-i:[A-Z][A-Z&]{1,5})\)"
    r"|\((?:loss|losses|income|expense|benefit|used in|used for|deficit|gain|provision|EPS|GAAP)\)",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"['’]s?$")
_PLURAL = re.compile(r"(?<=[a-rt-z])s$")
OWN = ("income", "balance", "cashflow")

SEGMENT = "segment:"
IN_SEGMENTS = {"Revenues": "Revenues", "OperatingIncomeLoss": "r1:SegmentOperatingProfit"}

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Metric:
    """What a wording may mean, the likeliest first; `whole` for a margin."""

    concepts: Words
    whole: str | None = None
    per_share: bool = False
    alone: bool = False  # no part of a company has one: cash flows, earnings per share


@dataclass(frozen=True, slots=True)
class Name:
    """A metric named in a sentence. `start` includes the words before it that belong to it."""

    start: int
    end: int
    metric: Metric
    label: str
    qualifier: str = ""  # what is left of those words: "Cloud", "adjusted"


def folded(word: str) -> str:
    """A word as names are compared: small letters, no possessive, no plural."""
    plain = _POSSESSIVE.sub("", word.lower())
    if plain.endswith("ies"):
        return plain[:-3] + "y"
    return _PLURAL.sub("", plain) if len(plain) > 3 else plain


def segment_key(text: str) -> str:
    """A segment's name as headings and sentences may vary it."""
    words = [folded(word) for word in re.findall(r"[\w&]+", text)]
    return " ".join(word for word in words if word not in ("segment", "and", "&", "the", "result", "business"))


class Names:
    """The wordings that count in one document."""

    def __init__(self, info: DocumentInfo, facts: Iterable[Fact]) -> None:
        facts = list(facts)
        self._segments = {
            segment_key(f.scope.removeprefix(SEGMENT)): f.scope for f in facts if f.scope.startswith(SEGMENT)
        }
        self._phrases: dict[str, list[tuple[Words, Metric]]] = {}
        self._neutral = _neutral() | frozenset(folded(w) for w in re.findall(r"\w+", info.entity or ""))
        for words, metric in _merged(_lexicon(), dict(_labels(facts))).items():
            self._phrases.setdefault(words[0], []).append((words, metric))
        for group in self._phrases.values():
            group.sort(key=lambda item: -len(item[0]))

    def scope_of(self, name: Name, section: str) -> str | None:
        """The company, or the segment that the name or the heading above names; None for anything else."""
        key = segment_key(name.qualifier) if name.qualifier else segment_key(section.split(" — ")[-1])
        if name.metric.concepts[0] in IN_SEGMENTS and key in self._segments:
            return self._segments[key]
        return None if name.qualifier else "consolidated"

    def find(self, text: str) -> Iterator[Name]:
        """The metrics a text names, from left to right."""
        masked = HIDDEN.sub(lambda m: " " * len(m[0]), text)
        tokens = list(_WORD.finditer(masked))
        words = [folded(token[0]) for token in tokens]
        at = 0
        while at < len(words):
            match = self._at(words, at)
            if match is None:
                at += 1
                continue
            length, metric = match
            yield self._name(text, tokens, words, at, length, metric)
            at += length

    def _at(self, words: list[str], at: int) -> tuple[int, Metric] | None:
        for phrase, metric in self._phrases.get(words[at], ()):
            if tuple(words[at : at + len(phrase)]) == phrase:
                return len(phrase), metric
        return None

    def _name(
        self,
        text: str,
        tokens: list[re.Match[str]],
        words: list[str],
        at: int,
        length: int,
        metric: Metric,
    ) -> Name:
        first = at
        while (
            first and words[first - 1] not in _stops() and text[tokens[first - 1].end() : tokens[first].start()] == " "
        ):
            first -= 1
        length += words[at + length : at + length + 1] in (
            ["expense"],
            ["cost"],
        )  # "general and administrative expenses"
        qualifier = [words[i] for i in range(first, at) if words[i] not in self._neutral]
        start, end = tokens[first].start(), tokens[at + length - 1].end()
        return Name(start, end, metric, text[start:end], " ".join(qualifier))


@cache
def _stops() -> frozenset[str]:
    return frozenset(folded(word) for word in knowledge("metrics")["narrative"]["stops"].split())


@cache
def _neutral() -> frozenset[str]:
    return frozenset(folded(word) for word in knowledge("metrics")["narrative"]["neutral"].split())


@cache
def _lexicon() -> tuple[tuple[Words, Metric], ...]:
    """The wordings of `metrics.yaml`, alternatives spelt out."""
    found = []
    for entry in knowledge("metrics")["narrative"]["names"]:
        concepts = tuple(entry["concepts"])
        metric = Metric(concepts, entry.get("of"), concepts[0].startswith("EarningsPerShare"), "alone" in entry)
        found += [(words, metric) for line in entry["en"] for words in _spelt(line)]
    return tuple(found)


def _spelt(line: str) -> Iterator[Words]:
    """ "net (income|earnings) [attributable]" is four wordings."""
    match = re.search(r"\(([^()]*)\)|\[([^\[\]]*)\]", line)
    if match is None:
        yield tuple(folded(word) for word in line.split())
        return
    for choice in (match[1] or match[2]).split("|") + ([""] if match[2] else []):
        yield from _spelt(line[: match.start()] + choice + line[match.end() :])


def _merged(lexicon: Iterable[tuple[Words, Metric]], labels: dict[Words, Metric]) -> dict[Words, Metric]:
    """Both; where a statement prints the very words of the lexicon, its own line comes first."""
    found = dict(labels)
    for words, metric in lexicon:
        own = labels.get(words)
        concepts = (
            tuple(dict.fromkeys([*own.concepts, *metric.concepts])) if own and not metric.whole else metric.concepts
        )
        found[words] = replace(metric, concepts=concepts)
    return found


def _labels(facts: Iterable[Fact]) -> Iterator[tuple[Words, Metric]]:
    """Labels of the statements' lines that are long enough to mean only them."""
    lexicon = {words for words, _ in _lexicon()}
    known: dict[Words, list[str]] = {}
    for fact in facts:
        if fact.statement in OWN and fact.scope == "consolidated" and fact.label.isascii():
            words = tuple(folded(word) for word in plain_label(fact.label).split())
            bare = words[1:] if words[:1] in (("total",), ("net",)) else words
            for form in {words, bare, tuple(w for w in bare if w != "net")}:
                if (_telling(form) or form in lexicon) and fact.concept not in known.setdefault(form, []):
                    known[form].append(fact.concept)
    for words, concepts in known.items():
        yield words, Metric(tuple(concepts))


def _telling(words: Words) -> bool:
    """False for "other", "total", "net": they name nothing outside their table."""
    strong = [word for word in words if len(word) > 3 and word not in ("other", "total", "cost", "expense", "income")]
    return len(strong) >= 2 or (len(strong) == 1 and len(words) >= 2) or (len(words) == 1 and len(words[0]) >= 8)
