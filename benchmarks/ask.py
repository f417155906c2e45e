"""Questions: right, refused, wrong and sure of it, against `filings/gold_questions.json` and questions of our own.

    tier A         one number from the statements; right within the stated tolerance, and read on the pages it stands on
    tier B         other numbers; where several are expected, one is the value and the text says the others
    paraphrases    the same kinds in other words, English and Chinese (ask_questions.json)
    unanswerable   things that the filing does not state: the answer must be a refusal
    sure and wrong wrong answers among those given with a confidence of at least .8

Documents are read once and kept: with `cache=FOLDER` there, else for this run. Times are those of understanding and
answering after the document has been read.
"""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from data.schemas import Answer, Digest
from pipelines.backends.null import connect
from pipelines.contracts import Context
from pipelines.questions import answer_question, understand
from pipelines.questions.wordings import power
from pipelines.tasks._stopwatch import Stopwatch
from pipelines.tasks.ask import read_digest

OWN = Path(__file__).with_name("ask_questions.json")
SURE = 0.8
SLACK = Decimal("1e-9")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?\)?(?:\s?%|\s(?:percent|thousand|million|billion|trillion))?", re.IGNORECASE)
Item = Mapping[str, Any]
Reader = Callable[[str], Digest]


@dataclass(frozen=True, slots=True)
class Tried:
    """A question with what came of it."""

    group: str
    item: Item
    answer: Answer
    right: bool
    on_page: bool
    seconds: float

    @property
    def error(self) -> str:
        """What kind of wrong it is."""
        if self.right:
            return "" if self.on_page else "right number, other page"
        if self.group == "unanswerable":
            return "answered what is not stated"
        if self.answer.value is None:
            return "refused"
        return "wrong and sure" if self.answer.confidence >= SURE else "wrong"


def run(data: Path, *, as_json: bool = False, cache: str = "", only: str = "") -> dict[str, object]:
    """Figures, then every error by its kind. `only`: groups to try, by comma."""
    folder = data / "filings"
    read = _reader(folder / "pdf", Path(cache) if cache else None)
    groups = [name for name in only.split(",") if name]
    tried = [_try(group, item, read) for group, item in _questions(folder) if not groups or group in groups]
    return {**_figures(tried), "errors": _errors(tried)}


def _questions(folder: Path) -> Iterable[tuple[str, Item]]:
    gold = json.loads((folder / "gold_questions.json").read_text("utf-8"))["questions"]
    own = json.loads(OWN.read_text("utf-8"))
    for item in gold:
        if not item.get("gold_doubtful"):
            yield f"tier {item['tier']}", {**item, "document": item["doc_name"]}
    for group in ("paraphrases", "unanswerable"):
        yield from ((group, item) for item in own[group])


def _try(group: str, item: Item, read: Reader) -> Tried:
    digest = read(item["document"])
    began = time.perf_counter()
    answer = answer_question(understand(item["question"], (digest.info.entity or "",)), digest)
    seconds = time.perf_counter() - began
    right = answer.value is None if group == "unanswerable" else correct(answer, item["expected"])
    return Tried(group, item, answer, right, _on_page(answer, item), seconds)


def _on_page(answer: Answer, item: Item) -> bool:
    pages = {place.page for operand in answer.operands for place in operand.provenance}
    return "evidence_pages" not in item or bool(pages & set(item["evidence_pages"]))


def _reader(folder: Path, kept: Path | None) -> Reader:
    digests: dict[str, Digest] = {}

    def read(stem: str) -> Digest:
        if stem not in digests:
            digests[stem] = _kept(folder / f"{stem}.pdf", kept)
        return digests[stem]

    return read


def _kept(source: Path, kept: Path | None) -> Digest:
    place = kept / f"{source.stem}.json" if kept else None
    digest = Digest.from_bytes(place.read_bytes()) if place and place.exists() else None
    if digest is None:
        digest = read_digest(source, Context(connect("")), Stopwatch())
        if place:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(digest.to_bytes())
    return digest


def correct(answer: Answer, expected: Iterable[Item]) -> bool:
    """One expected number is the value, in the unit asked for; the text says all others."""
    wanted = list(expected)
    if answer.value is None or not any(_matches(answer, want) for want in wanted):
        return False
    return all(_matches(answer, want) or _said(answer.text, want) for want in wanted)


def _matches(answer: Answer, want: Item) -> bool:
    got = (answer.value or Decimal(0)).scaleb(power(answer.unit) - power(want["unit"]))
    told_as_percent = "percent" in answer.unit
    if "percent" in want["unit"] and not told_as_percent:
        got *= 100
    if "percent" not in want["unit"] and told_as_percent:
        got /= 100
    return _near(got, want)


def _said(text: str, want: Item) -> bool:
    for match in _NUMBER.findall(text):
        try:
            got = Decimal(re.sub(r"[^\d.]", "", match).rstrip("."))
        except InvalidOperation:
            continue
        if any(_near(size, want, unsigned=True) for size in (got, got.scaleb(power(match) - power(want["unit"])))):
            return True
    return False


def _near(got: Decimal, want: Item, unsigned: bool = False) -> bool:
    slack = Decimal(str(want.get("tolerance", 0))) + SLACK
    right = [Decimal(str(value)) for value in (want["value"], *want.get("accept_values", ()))]
    return any(abs(abs(got) - abs(value) if unsigned else got - value) <= slack for value in right)


def _figures(tried: list[Tried]) -> dict[str, object]:
    figures: dict[str, object] = {}
    for group in dict.fromkeys(one.group for one in tried):
        own = [one for one in tried if one.group == group]
        right = sum(one.right for one in own)
        figures[group] = f"{right}/{len(own)} {'refused' if group == 'unanswerable' else 'right'}"
    sure = [one for one in tried if one.answer.value is not None and one.answer.confidence >= SURE]
    figures["sure and wrong"] = f"{sum(not one.right for one in sure)}/{len(sure)}"
    figures["right, read on another page"] = sum(one.right and not one.on_page for one in tried)
    figures["seconds an answer, median"] = sorted(one.seconds for one in tried)[len(tried) // 2] if tried else 0.0
    figures["seconds an answer, most"] = max((one.seconds for one in tried), default=0.0)
    figures["kinds of error"] = dict(Counter(one.error for one in tried if one.error))
    return figures


def _errors(tried: list[Tried]) -> list[str]:
    wrong = sorted((one for one in tried if one.error), key=lambda one: (one.error, one.group))
    return [_line(one) for one in wrong]


def _line(one: Tried) -> str:
    wanted = [(want["value"], want["unit"]) for want in one.item.get("expected", ())]
    got = f"{one.answer.value} {one.answer.unit} at {one.answer.confidence:.2f}"
    return f"{one.error}: {one.item['document']}: {one.item['question'][:120]} | want {wanted} got {got}"
