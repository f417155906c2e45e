"""Chinese sentences taken apart: 公司实现营业收入327.65亿元，较上年同期增长3.50%.

    name ─► level (为, 达 or nothing between them) ─► 同比, 较上年同期, 较年初: by how much, by how many per cent
                                                   ─► 上年同期为: the level of the year before

A name counts only where nothing but the company and the period stands before it in its clause (主营业务收入, 子公司 are
something else). Words are data (`data/knowledge/metrics.yaml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache

from data.knowledge import knowledge
from data.schemas import Fact, Figure, Mention, Period, Sentence
from data.schemas.mention import Role
from pipelines.facts.narrative_numbers import Number, foreign, place_of, read_numbers
from pipelines.facts.narrative_times import Times

_CLAUSE = re.compile(r"[，,。；;：:、（(）)]")
_YEAR = re.compile(r"(20\d\d)\s*年(?!\s*\d+\s*月)")
_DAY = re.compile(r"(20\d\d)\s*年\s*(\d+)\s*月\s*(\d+)\s*日")
_UP = ("增长", "增加", "上升", "提高", "增幅")
SHORTEST = 4  # characters of a statement's label that names its line in running text


class ChineseNames:
    """The wordings that count in one document: those of metrics.yaml, and the statements' own labels."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        labels: dict[str, str] = {}
        for fact in facts:
            plain = re.sub(r"[^\u4e00-\u9fff]", "", fact.label)
            if fact.statement in ("income", "balance", "cashflow") and len(plain) >= SHORTEST:
                labels.setdefault(plain, fact.concept)
        own = [
            (re.escape(label), (concept,), None) for label, concept in sorted(labels.items(), key=lambda i: -len(i[0]))
        ]
        self._metrics = [*_lexicon(), *own]
        self._any = re.compile("|".join(f"({pattern})" for pattern, _, _ in self._metrics))

    def find(self, text: str) -> Iterator[tuple[int, int, tuple[str, ...], str | None]]:
        """Start, end, concepts and whole of each name, from left to right."""
        for match in self._any.finditer(text):
            assert match.lastindex is not None, "every alternative is a group"
            _, concepts, whole = self._metrics[match.lastindex - 1]
            yield match.start(), match.end(), concepts, whole


@cache
def _lexicon() -> tuple[tuple[str, tuple[str, ...], str | None], ...]:
    entries = knowledge("metrics")["narrative"]["names"]
    return tuple((e["zh"], tuple(e["concepts"]), e.get("of")) for e in entries if "zh" in e)


@cache
def _word(name: str) -> re.Pattern[str]:
    return re.compile(knowledge("metrics")["narrative"]["chinese"][name])


def chinese(sentence: Sentence, names: ChineseNames, times: Times, unit: str) -> Iterator[Mention]:
    """The mentions of one sentence."""
    text = sentence.text
    if _word("never").search(text):
        return
    numbers = [number for number in read_numbers(text) if not foreign(number, unit)]
    found = list(names.find(text)) if numbers else []
    for i, (start, end, concepts, whole) in enumerate(found):
        stop = found[i + 1][0] if i + 1 < len(found) else len(text)
        if _qualified(text[:start]):
            continue
        period = _period(text[:start], times)
        figures = tuple(_figures(sentence, end, [n for n in numbers if end <= n.start < stop], period, times, whole))
        if figures:
            own = f"{unit}/shares" if concepts[0].startswith("EarningsPerShare") else unit
            yield Mention(concepts[0], text[start:end], "consolidated", own, figures, sentence, concepts, whole)


def _qualified(before: str) -> bool:
    """True where the words of the clause before the name leave it to somebody or something else."""
    clause = _CLAUSE.split(before)[-1]
    return _word("lead").fullmatch(clause.replace(" ", "")) is None or bool(_word("others").search(before))


def _period(before: str, times: Times) -> Period | None:
    """The period that the words before the name give: a day, a year, the reported one."""
    day = _DAY.search(before)
    if day:
        return times.on(int(day[1]), int(day[2]), int(day[3]))
    year = _YEAR.search(before)
    if year:
        return times.year(int(year[1]))
    return times.reported() if _word("reported").search(before) else None


def _figures(
    sentence: Sentence, at: int, numbers: list[Number], period: Period | None, times: Times, whole: str | None
) -> Iterator[Figure]:
    """The numbers behind a name as long as the words between them are understood."""
    since, earlier, sign, level = times.before(period), False, 0, False
    for number in numbers:
        gap = sentence.text[at : number.start].replace(" ", "").replace("人民币", "")
        at = number.end
        moved = _word("moved").search(gap)
        if moved:
            sign = 1 if moved[1] in _UP else -1
        role = _role(gap, number, sign, level, whole)
        if role is None:
            return
        if role == "ignored":
            continue
        earlier = role == "level" and bool(_word("before").fullmatch(gap))
        level = True
        yield _figure(sentence, number, role, sign, earlier, period, since)


def _role(gap: str, number: Number, sign: int, level: bool, whole: str | None) -> Role | None | str:
    percent = number.kind == "percent"
    if number.kind == "points":
        return "ignored" if level else None
    if not level and _word("is").fullmatch(gap):
        return "share" if percent and whole else None if percent or whole else "level"
    if _word("before").fullmatch(gap) and not percent and not whole:
        return "level"
    if sign and not whole and (_word("change").fullmatch(gap) or _word("rate").fullmatch(gap)):
        return "rate" if percent else "change"
    return None


def _figure(
    sentence: Sentence, number: Number, role: str, sign: int, earlier: bool, period: Period | None, since: Period | None
) -> Figure:
    page, box = place_of(sentence, number.start, number.end)
    moves = role in ("change", "rate")
    value = number.value * (sign if moves else 1)
    kind: Role = "change" if role == "change" else "rate" if role == "rate" else "share" if role == "share" else "level"
    figure = Figure(kind, value if value else Decimal(0), number.step, number.text, page, box)
    if earlier:
        return replace(figure, period=since, earlier=since is None)
    return replace(figure, period=period, since=since if moves else None)
