"""Statements whose title the rules do not know: what the backend is asked, and what its word is worth."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from data.schemas import Document
from pipelines.backends.null import NullBackend
from pipelines.contracts import Opinion, Tagging
from pipelines.facts.kinds_asked import QUESTION, vote
from pipelines.facts.statements import find_statements

Typeset = Callable[..., Document]
HEAD = ("^Where the money came from and went", "Year ended December 31, | 2022 | 2021")
CASH = (
    "Cash from our shops | 170 | 135",
    "Spent on shops | (80) | (60)",
    "Lent and repaid | (40) | (30)",
    "Given to owners | (20) | (20)",
    "More in the bank than before | 30 | 25",
    "In the bank on December 31 | 100 | 70",
)
OTHERS = ("income", "balance", "cashflow", "equity", "comprehensive", "other")


class Sayer(NullBackend):
    """Says of every page the same, with a certainty."""

    def __init__(self, kind: str, sure: float) -> None:
        self.kind, self.sure = kind, sure
        self.asked: list[Tagging] = []

    def tag(self, questions: Sequence[Tagging]) -> list[tuple[Opinion, ...]]:
        self.asked += questions
        rest = tuple((kind, (1 - self.sure) / 5) for kind in OTHERS if kind != self.kind)
        told = Opinion(self.kind, self.sure, rest)
        return [(told if q.question == QUESTION else Opinion("", 0.0),) * len(q.items) for q in questions]


def kinds(document: Document, backend: NullBackend | None) -> list[str]:
    return [s.kind for s in find_statements(document, backend=backend)]


def test_a_statement_in_words_of_its_own_is_found_by_the_backend_alone(typeset: Typeset, balance: list[str]) -> None:
    pages = typeset(["^Balance Sheets", "December 31, | 2022 | 2021", *balance], [*HEAD, *CASH])
    assert kinds(pages, None) == kinds(pages, NullBackend()) == ["balance"]
    assert kinds(pages, Sayer("cashflow", 0.97)) == ["balance", "cashflow"]


def test_a_page_far_from_every_statement_is_none(typeset: Typeset) -> None:
    assert kinds(typeset([*HEAD, *CASH]), Sayer("cashflow", 0.97)) == []


def test_a_doubtful_or_other_answer_leaves_it_to_the_rules(typeset: Typeset, balance: list[str]) -> None:
    pages = typeset(["^Balance Sheets", "December 31, | 2022 | 2021", *balance], [*HEAD, *CASH])
    assert kinds(pages, Sayer("cashflow", 0.4)) == kinds(pages, Sayer("other", 0.97)) == ["balance"]


def test_nothing_is_asked_where_every_core_statement_has_its_title(
    typeset: Typeset, income: Callable[..., list[str]], balance: list[str]
) -> None:
    head = "December 31, | 2022 | 2021"
    flows = ["Net cash provided by operating activities | 1 | 2", "Net cash used in investing activities | 3 | 4"]
    pages = (
        ["^Consolidated Statements of Income", "Year ended December 31, | 2022 | 2021", *income()],
        ["^Consolidated Balance Sheets", head, *balance],
        ["^Consolidated Statements of Cash Flows", "Year ended December 31, | 2022 | 2021", *flows, *CASH],
    )
    sayer = Sayer("cashflow", 0.97)
    assert kinds(typeset(*pages), sayer) == ["income", "balance", "cashflow"] and not sayer.asked


def test_a_page_that_is_told_apart_is_no_continuation(typeset: Typeset, balance: list[str]) -> None:
    """A balance sheet without its last line, and a cash flow statement in the same columns on the next page."""

    class ByPage(Sayer):
        def tag(self, questions: Sequence[Tagging]) -> list[tuple[Opinion, ...]]:
            told = super().tag(questions)
            for n, asked in enumerate(questions):
                if any("Total assets" in item for item in asked.items):
                    told[n] = (Opinion("balance", 0.97),) * len(asked.items)
            return told

    document = typeset(["^Owned and owed", "December 31, | 2022 | 2021", *balance[:-1]], [*HEAD, *CASH])
    found = find_statements(document, backend=ByPage("cashflow", 0.97))
    assert [(s.kind, s.pages) for s in found] == [("balance", (1,)), ("cashflow", (2,))]


def test_rows_with_numbers_vote() -> None:
    asked = Tagging(QUESTION, ("a",) * 6, around=("0", *("2",) * 5))
    voted = vote(asked, (Opinion("other", 1.0), *(Opinion("equity", 0.8, (("income", 0.2),)),) * 5))
    assert voted is not None and (voted.kind, round(voted.confidence, 2)) == ("equity", 0.8)
    assert voted.denies("income") and not voted.denies("equity")
    assert vote(asked, (Opinion("", 0.0),) * 6) is None
