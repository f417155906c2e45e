"""Data sets by name or by folder: `load_custom_dataset("tech_docs")`, `load_custom_dataset("my/annotated/pages")`.

    name ─► one of REGISTERED, made by us or read from a folder of labels
    folder ─► *.jsonl: one annotated page, screenshot or list of items a line ─┐
              text and code files ────────────────────────────────────────────┴─► checked, then requests

An annotated line is {"question": "row-role", "words": [...], "labels": [...]} and may have "boxes" (pixels or points,
with "size": [width, height]) and "image" (a file beside it). A label is a word, or null where nothing is asked. Every
fault is told at once, with file, line and what is wrong; nothing is left out silently.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import Any

from PIL import Image
from torch.utils.data import Dataset

from r1core.heads import IGNORED
from r1core.kind_dataset import statement_kinds
from r1core.line_dataset import statement_lines
from r1core.page_dataset import generated_pages
from r1core.pieces import buckets, wording
from r1core.requests import Reading, Request, Weighing, Writing
from r1core.synth.conflicts import conflicts
from r1core.texts import texts

LENGTH = 512  # tokens of a text that are learned at once
TOLD = 20  # faults that a message names
CONFLICTS = 20_000


class DatasetError(ValueError):
    """A folder that cannot be learned from; the message lists every fault."""


@dataclass(frozen=True)
class Requests(Dataset[Request]):
    """Requests in a list, and the labels of every question among them."""

    requests: Sequence[Request]
    questions: dict[str, list[str]]

    def __len__(self) -> int:
        return len(self.requests)

    def __getitem__(self, index: int) -> Request:
        return self.requests[index]

    @property
    def forms(self) -> list[str]:
        """What kind each request is: a batch holds one kind."""
        return [type(request).__name__ for request in self.requests]


def load_custom_dataset(source: str | Path, tokenizer: Any = None) -> Any:
    """A registered data set, or one made of a folder. Texts need a tokenizer: the shipped one if none is given."""
    if str(source) in REGISTERED:
        return REGISTERED[str(source)](tokenizer)
    folder = Path(source)
    if not folder.is_dir():
        raise DatasetError(f"no data set {str(source)!r}: give a folder, or one of {', '.join(sorted(REGISTERED))}")
    return from_folder(folder, tokenizer)


def from_folder(folder: Path, tokenizer: Any = None) -> Requests:
    """Annotations and texts below the folder."""
    faults: list[str] = []
    records = list(_records(folder, faults))
    questions = _questions(records)
    requests: list[Request] = [_reading(path, record, questions) for path, record in records]
    try:
        requests += list(_writings(folder, tokenizer))
    except ValueError as error:
        faults.append(str(error))
    if faults:
        more = f"\n… and {len(faults) - TOLD} more" if len(faults) > TOLD else ""
        raise DatasetError(f"{folder} has {len(faults)} faults:\n" + "\n".join(faults[:TOLD]) + more)
    if not requests:
        raise DatasetError(f"{folder} holds neither annotations (*.jsonl) nor texts")
    return Requests(requests, questions)


# ---------------------------------------------------------------- annotations


def _records(folder: Path, faults: list[str]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Sound annotations, each with the file it stands in; faults are added to the list."""
    for path in sorted(folder.rglob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            found = list(_faults(path.parent, line))
            faults += [f"{path.relative_to(folder)}, line {number}: {fault}" for fault in found]
            if not found:
                yield path, json.loads(line)


def _faults(folder: Path, line: str) -> Iterator[str]:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        yield f"no JSON: {error.msg} at column {error.colno}"
        return
    missing = [key for key in ("question", "words", "labels") if key not in record]
    if missing:
        yield f"lacks {', '.join(missing)}"
        return
    words, labels, boxes = record["words"], record["labels"], record.get("boxes")
    if not words:
        yield "no words"
    if len(labels) != len(words):
        yield f"{len(words)} words, {len(labels)} labels"
    if boxes is not None:
        yield from _box_faults(words, boxes, record.get("size"))
    if (image := record.get("image")) is not None:
        yield from _image_faults(folder / image)


def _box_faults(words: Sequence[str], boxes: Sequence[Sequence[float]], size: Sequence[float] | None) -> Iterator[str]:
    if len(boxes) != len(words):
        yield f"{len(words)} words, {len(boxes)} boxes"
    if not size or min(size) <= 0:
        yield 'boxes need "size": [width, height]'
        return
    for number, box in enumerate(boxes):
        if len(box) != 4 or box[0] > box[2] or box[1] > box[3]:
            yield f"box {number} is not [x0, top, x1, bottom]: {box}"
        elif box[2] > size[0] * 1.01 or box[3] > size[1] * 1.01 or min(box) < 0:
            yield f"box {number} lies outside of {list(size)}: {box}"


def _image_faults(path: Path) -> Iterator[str]:
    if not path.is_file():
        yield f"no file {path.name}"
        return
    try:
        with Image.open(path) as image:
            image.verify()
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        yield f"{path.name} is no image: {error}"


def _questions(records: Iterable[tuple[Path, dict[str, Any]]]) -> dict[str, list[str]]:
    """Each question with its labels, in the order of the alphabet."""
    known: dict[str, set[str]] = {}
    for _, record in records:
        known.setdefault(record["question"], set()).update(label for label in record["labels"] if label is not None)
    return {question: sorted(labels) for question, labels in sorted(known.items())}


def _reading(path: Path, record: dict[str, Any], questions: dict[str, list[str]]) -> Reading:
    names = {label: i for i, label in enumerate(questions[record["question"]])}
    wide, high = record.get("size") or (1, 1)
    return Reading(
        question=record["question"],
        pieces=tuple(buckets(wording(word)) for word in record["words"]),
        labels=tuple(IGNORED if label is None else names[label] for label in record["labels"]),
        boxes=tuple((b[0] / wide, b[1] / high, b[2] / wide, b[3] / high) for b in record.get("boxes") or ()),
        image=path.parent / record["image"] if record.get("image") else None,
    )


# ---------------------------------------------------------------- texts


def _writings(folder: Path, tokenizer: Any) -> Iterator[Writing]:
    """Texts cut into pieces of LENGTH tokens."""
    for text in texts(folder):
        tokenizer = tokenizer or _shipped_tokenizer()
        ids = [*tokenizer(text.text, add_special_tokens=False).input_ids, tokenizer.eos_token_id]
        for start in range(0, len(ids), LENGTH - 1):
            yield Writing((tokenizer.bos_token_id, *ids[start : start + LENGTH - 1]), text.code)


def _shipped_tokenizer() -> Any:
    from r1core.tokenizer import opened

    return opened(Path(str(files("data"))) / "weights" / "r1-small")


def _tech_docs(tokenizer: Any) -> Requests:
    """The product's own code and documents, as they are installed."""
    folders = [Path(str(files(package))) for package in ("r1core", "data.knowledge")]
    return Requests([w for folder in folders for w in _writings(folder, tokenizer)], {})


def _generated_conflicts(_: Any) -> Requests:
    """Disputes with a known answer."""
    return Requests([Weighing(*pair) for pair in islice(conflicts(1), CONFLICTS)], {})


REGISTERED: dict[str, Callable[[Any], Any]] = {  # each: tokenizer → a data set with `questions` and `forms`
    "conflicts": _generated_conflicts,
    "generated_pages": lambda _: generated_pages(),
    "statement_kinds": lambda _: statement_kinds(),
    "statement_lines": statement_lines,
    "tech_docs": _tech_docs,
}
