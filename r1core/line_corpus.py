"""Labelled statement lines as training requests: real filings, word lists, and Chinese statements put together by us.

A folder in the form of `data/labels`: lines.jsonl.gz, extensions.jsonl.gz, lexicon_en.jsonl, lexicon_zh.jsonl.
A fifth of the companies, by a hash of their number, is never trained on. A line has two targets: the name that its
company chose, and the name that the concept bears today; which one is asked depends on whether the year is told.
Chinese statements take the sequence of concepts from a real filing and the wordings from the word list, so that the
words of a language without labelled filings are learned where they stand.
"""

from __future__ import annotations

import random
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from r1core.lines import line_of, read_records, read_together
from r1core.pieces import NEW_NAMES, Line, folded

NONE, RARE = "none", "rare"  # the company's own concept; a us-gaap concept too rare to be a class
FEWEST = 4  # lines that make a concept a class

NOT_CLEARED = "IFRS element list in tellma"  # wording under terms that are not known: never trained on
FILES = ("lines.jsonl.gz", "extensions.jsonl.gz", "lexicon_en.jsonl", "lexicon_zh.jsonl")
WEIGHTS = {"recent": 3.0, "filing": 1.0, "english list": 0.5, "chinese list": 1.0, "chinese statement": 0.5}


@dataclass(frozen=True, slots=True)
class Example:
    """A line with its answers."""

    line: Line
    then: str  # as the company tagged it
    now: str  # as it is called today
    weight: float


@dataclass(frozen=True)
class Corpus:
    """Requests to train on, and the records of the companies kept apart (with `unseen` set)."""

    requests: list[list[Example]]
    held: list[dict[str, Any]]
    classes: list[str]


def held_out(company: int) -> bool:
    """Is this company kept apart for measuring?"""
    return zlib.crc32(str(company).encode()) % 5 == 0


def head_apart(company: int) -> bool:
    """Of the companies kept apart: is this one kept from the head that learns on them, too?"""
    return zlib.crc32(str(company).encode()) % 15 == 0


def load(folder: Path, seed: int = 1, statements: int = 1200) -> Corpus:
    """Everything in the folder; `statements` Chinese filings are put together."""
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise FileNotFoundError(f"{folder} lacks {', '.join(missing)}")
    records = read_records(folder / FILES[0]) + read_records(folder / FILES[1])
    kept = [record for record in records if not held_out(record["cik"])]
    filings = [[_example(kept[i]) for i in indices] for indices in read_together(kept)]
    english, chinese = read_records(folder / FILES[2]), read_records(folder / FILES[3])
    classes = class_names(filings, chinese)
    lists = [[e] for e in [*_english(english, filings), *_chinese(chinese)]]  # rare concepts too: they are not "none"
    made = chinese_filings(filings, chinese, random.Random(seed), statements)
    seen = {folded(record["label"]) for record in kept}
    held = [{**r, "unseen": folded(r["label"]) not in seen} for r in records if held_out(r["cik"])]
    return Corpus(filings + lists + made, held, classes)


def class_names(filings: Iterable[Iterable[Example]], chinese: Iterable[dict[str, Any]]) -> list[str]:
    """Concepts that are answers of their own, most frequent first; RARE and NONE come last."""
    count: Counter[str] = Counter()
    for filing in filings:
        for example in filing:
            count.update({example.then, example.now})
    count.update({concept: FEWEST for r in chinese if (concept := r["concept"])})
    names = [name for name, n in count.most_common() if n >= FEWEST and name != NONE]
    return [*names, RARE, NONE]


def _example(record: dict[str, Any]) -> Example:
    own = record["concept"].startswith("ext:")
    then = NONE if own else record["concept"]
    now = NONE if own else record.get("now") or record["concept"]
    weight = WEIGHTS["recent" if (record.get("fy") or 0) >= NEW_NAMES else "filing"]
    return Example(line_of(record), then, now, weight)


# ---------------------------------------------------------------- word lists


def _english(records: Iterable[dict[str, Any]], filings: Iterable[Iterable[Example]]) -> Iterable[Example]:
    """Labels of taxonomies and word lists, in the statement where filings have their concept."""
    where: dict[str, Counter[str]] = defaultdict(Counter)
    for filing in filings:
        for example in filing:
            where[example.now][example.line.statement] += 1
    for record in records:
        concept = record.get("us_gaap") or record["concept"]
        if record.get("source") == NOT_CLEARED or record.get("coarse") or concept not in where:
            continue
        statement = where[concept].most_common(1)[0][0]
        yield Example(Line(record["label"], statement), concept, concept, WEIGHTS["english list"])


def _chinese(records: Iterable[dict[str, Any]]) -> Iterable[Example]:
    for record in records:
        concept = record["concept"] or NONE
        yield Example(Line(record["label"], record["stmt"]), concept, concept, WEIGHTS["chinese list"])


# ---------------------------------------------------------------- Chinese statements

HEADINGS = {
    "BS": (
        "流动资产：",
        "非流动资产：",
        "流动负债：",
        "非流动负债：",
        "所有者权益（或股东权益）：",
        "權益",
        "負債",
        "",
    ),
    "IS": (
        "",
        "一、营业总收入",
        "二、营业总成本",
        "（一）按经营持续性分类",
        "六、其他综合收益的税后净额",
        "八、每股收益：",
    ),
    "CF": (
        "一、经营活动产生的现金流量：",
        "二、投资活动产生的现金流量：",
        "三、筹资活动产生的现金流量：",
        "補充資料",
        "",
    ),
    "EQ": ("", "三、本期增减变动金额", "（二）所有者投入和减少资本"),
}


def chinese_filings(
    filings: Sequence[Sequence[Example]], lexicon: Sequence[dict[str, Any]], chance: random.Random, number: int
) -> list[list[Example]]:
    """Filings with the concepts of real ones and the wordings of the word list."""
    wordings: dict[tuple[str, str], list[str]] = defaultdict(list)
    for record in lexicon:
        wordings[(record["concept"] or NONE, record["stmt"])].append(record["label"])
    whole = [filing for filing in filings if len(filing) >= 30]
    made = [_in_chinese(chance.choice(whole), wordings, chance) for _ in range(number if whole else 0)]
    return [filing for filing in made if filing]


def _in_chinese(
    filing: Sequence[Example], wordings: dict[tuple[str, str], list[str]], chance: random.Random
) -> list[Example]:
    """The lines of a filing that have a Chinese wording, each beside its new neighbours."""
    told = [e for e in filing if (e.now, e.line.statement) in wordings and (e.now != NONE or chance.random() < 0.1)]
    labels = [chance.choice(wordings[e.now, e.line.statement]) for e in told]
    year = chance.choice((None, 2019, 2022))
    made = []
    for index, example in enumerate(told):
        statement = example.line.statement
        same = [0 <= i < len(told) and told[i].line.statement == statement for i in (index - 1, index + 1)]
        line = Line(
            labels[index],
            statement,
            heading=chance.choice(HEADINGS.get(statement, ("",))),
            before=labels[index - 1] if same[0] else "",
            after=labels[index + 1] if same[1] else "",
            order=index + 1,
            year=year,
        )
        made.append(Example(line, example.now, example.now, WEIGHTS["chinese statement"]))
    return made
