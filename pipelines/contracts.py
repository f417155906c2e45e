"""Protocols of the plug-ins: what a file in a plug-in folder must hold. Types only; see `registry` for finding them.

Reader    MEDIA_TYPES, read(path, watch) -> Document
Task      ACCEPTS, Params, run(source, params, context) -> Result
Exporter  SUFFIX, MEDIA_TYPE, export(result, target)
Rule      ID, TITLE, check(reading) -> findings and checks
Backend   the only door to a model: five typed questions, each answer with a calibrated confidence
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:  # types only: the command line imports this file before it has time for pydantic
    from data.schemas import BBox, Check, Document, Fact, Finding, Page, Reading, Result

Watch = Callable[[str, int, int], None]
"""Progress: (stage, done, total). Called often; must be cheap."""


def unwatched(stage: str, done: int, total: int) -> None:
    """The watcher of nobody."""


@dataclass(frozen=True, slots=True)
class Tagging:
    """`tag`: which label has each item? `words` are the item's text; context stands in `around`."""

    question: str  # "page-kind", "row-role", "concept", ...
    items: tuple[str, ...]
    boxes: tuple[BBox, ...] = ()
    labels: tuple[str, ...] = ()  # closed set, or empty: the backend's own
    around: tuple[str, ...] = ()  # context of each item, parallel to items; the asking stage says in which form
    page: Page | None = None


@dataclass(frozen=True, slots=True)
class Linking:
    """`link`: do these pairs belong together?"""

    question: str
    pairs: tuple[tuple[str, str], ...]
    boxes: tuple[tuple[BBox, BBox], ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What something else in the document says that a disputed number is, in whole units."""

    kind: str  # sum, identity, reprint, rate, echo
    value: float
    within: float = 0.0  # how far off a number may be that it still speaks for


@dataclass(frozen=True, slots=True)
class Judging:
    """`judge`: which of the conflicting readings is right? The tuples run parallel to `readings`."""

    question: str
    readings: tuple[str, ...]  # decimal strings in whole units
    sources: tuple[str, ...]  # where each was read, for a person: "narrative, page 5"
    weights: tuple[float, ...]  # what the rules give each
    kinds: tuple[str, ...] = ()  # text-layer, ocr, again, note, narrative, label, geometry, other
    confidences: tuple[float, ...] = ()  # of each reading by itself
    steps: tuple[float, ...] = ()  # worth of the last printed digit
    neighbours: tuple[float, ...] = ()  # the same line in other periods; parallel to nothing
    evidence: tuple[Evidence, ...] = ()  # of the document at large; parallel to nothing


@dataclass(frozen=True, slots=True)
class Measuring:
    """`read`: which value has the mark in this crop? `crop` is PNG bytes."""

    crop: bytes
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Writing:
    """`write`: continue this text or code."""

    prompt: str
    limit: int = 512  # tokens


@dataclass(frozen=True, slots=True)
class Opinion:
    """An answer; `confidence` 0 means no opinion, and the rules decide alone."""

    value: str
    confidence: float
    others: tuple[tuple[str, float], ...] = ()  # the next answers with their confidence, best first


class Witness(Protocol):
    """What the whole document says of a number that it states differently in several places."""

    def __call__(self, readings: Sequence[Fact], facts: Sequence[Fact]) -> tuple[Evidence, ...]: ...


def no_witness(readings: Sequence[Fact], facts: Sequence[Fact]) -> tuple[Evidence, ...]:
    """The witness of a document of which only the facts are known."""
    return ()


class Backend(Protocol):
    """The model behind the door. Every method answers a batch, one Opinion list per question, same order."""

    name: str
    weights: str | None  # "r1-small@sha256:…": what a result says of the weights behind it

    def tag(self, questions: Sequence[Tagging]) -> list[tuple[Opinion, ...]]: ...
    def link(self, questions: Sequence[Linking]) -> list[tuple[Opinion, ...]]: ...
    def judge(self, questions: Sequence[Judging]) -> list[Opinion]: ...
    def read(self, questions: Sequence[Measuring]) -> list[Opinion]: ...
    def write(self, questions: Sequence[Writing]) -> list[Opinion]: ...


@dataclass(frozen=True, slots=True)
class Context:
    """What a task may use besides its document and parameters."""

    backend: Backend
    watch: Watch = unwatched


@runtime_checkable
class Reader(Protocol):
    """A module of `pipelines/readers/`."""

    MEDIA_TYPES: tuple[str, ...]

    def read(self, path: Path, watch: Watch = unwatched) -> Document: ...


@runtime_checkable
class Exporter(Protocol):
    """A module of `pipelines/exporters/`. `export` returns the files it wrote, relative to `folder`."""

    MEDIA_TYPE: str
    TASKS: tuple[str, ...]

    def export(self, result: Result, source: Path, folder: Path) -> tuple[str, ...]: ...


@runtime_checkable
class Rule(Protocol):
    """A module of `pipelines/rules/`."""

    ID: str
    TITLE: str

    def check(self, reading: Reading) -> tuple[Check | Finding, ...]: ...


__all__ = [
    "Backend",
    "Context",
    "Exporter",
    "Judging",
    "Linking",
    "Measuring",
    "Opinion",
    "Reader",
    "Rule",
    "Tagging",
    "Watch",
    "Witness",
    "Writing",
    "no_witness",
    "unwatched",
]
