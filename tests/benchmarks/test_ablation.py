"""The ablation's own parts: a backend that is not asked one question, and filings without titles."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks._broken import untitled
from benchmarks.ablation import ASKED, Muted
from data.schemas import BBox, Document, Page, Word
from pipelines.backends.null import NullBackend
from pipelines.contracts import Opinion, Tagging
from pipelines.facts.statements import find_statements

LINES = (
    "Balance Sheets",
    "December 31, 2022 2021",
    "Cash and cash equivalents 100 90",
    "Inventories 50 40",
    "Total current assets 150 130",
    "Total assets 500 430",
    "Accounts payable 120 110",
    "Total liabilities 120 110",
    "Retained earnings 380 320",
    "Total liabilities and equity 500 430",
)


class Yes(NullBackend):
    name = "yes"

    def tag(self, questions: Sequence[Tagging]) -> list[tuple[Opinion, ...]]:
        return [(Opinion("yes", 1.0),) for _ in questions]


def page() -> Page:
    words = []
    for n, line in enumerate(LINES):
        *label, before, last = line.rsplit(" ", 2) if n else (line, "", "")
        top = 40.0 + 13 * n
        places = [(text, 50.0 + 60 * i) for i, text in enumerate(" ".join(label).split())]
        places += [(text, x) for text, x in ((before, 400.0), (last, 480.0)) if text]
        words += [Word(text, BBox(x, top, x + 4.6 * len(text), top + 9), "F", 9.0) for text, x in places]
    return Page(1, 612, 792, tuple(words))


def test_one_question_is_muted_and_the_others_are_asked() -> None:
    for silent in ASKED[:2]:
        backend = Muted(Yes(), silent)
        for question in ("concept", "statement-kind"):
            (answer,) = backend.tag([Tagging(question, ("a",))])
            assert answer[0].confidence == (0.0 if question == silent else 1.0)
    assert Muted(Yes(), "judge").name == "yes without judge"


def test_titles_of_statements_are_taken_and_nothing_else() -> None:
    document = Document("0" * 64, "x.pdf", "x.pdf", "application/pdf", (page(),))
    statements = find_statements(document)
    assert [s.kind for s in statements] == ["balance"]
    broken = untitled(document, statements)
    gone = [w.text for w in document.pages[0].words if w not in broken.pages[0].words]
    assert gone == ["Balance", "Sheets"]
    assert untitled(document, ()) == document
