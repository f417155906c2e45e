"""The question that a backend gets about statement lines, and when its answer counts."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import pytest

from data.schemas import Statement
from pipelines.backends.null import NullBackend
from pipelines.contracts import Opinion, Tagging
from pipelines.facts.concepts import map_concepts

BALANCE = """
Current assets:
Cash and cash equivalents | 30 | 25
Zorblax of quuxes | 5 | 4
Total current assets | 35 | 29
Total assets | 500 | 450
Long-term liabilities:
Debentures and other debt | 90 | 80
Total liabilities | 300 | 290
"""
FLOWS = """
Operating activities:
Net income | 9 | 8
Net cash from operating activities | 12 | 11
"""


class Reader(NullBackend):
    """Remembers what it was asked and says the same of every line that begins with a word."""

    def __init__(self, word: str = "", *answers: tuple[str, float]) -> None:
        self.word, self.answers, self.batches = word, answers, list[Sequence[Tagging]]()

    def tag(self, questions: Sequence[Tagging]) -> list[tuple[Opinion, ...]]:
        self.batches.append(questions)
        return [tuple(self._opinion(item) for item in q.items) for q in questions]

    def _opinion(self, item: str) -> Opinion:
        if not self.word or not item.startswith(self.word):
            return Opinion("", 0.0)
        (value, sure), *others = self.answers
        return Opinion(value, sure, tuple(others))


def named(made: Statement, reader: NullBackend) -> dict[str, str]:
    (names,) = map_concepts([made], reader)
    return {row.label: namings[0].concept for row, namings in zip(made.rows, names, strict=True) if namings}


def test_one_batch_a_document_one_question_a_statement(statement: Callable[..., Statement]) -> None:
    reader = Reader()
    map_concepts([statement("balance", BALANCE), statement("cashflow", FLOWS)], reader)
    ((balance, flows),) = reader.batches
    assert (balance.question, len(balance.items), len(flows.items)) == ("concept", 6, 2)
    assert balance.items[1] == "Zorblax of quuxes"
    assert json.loads(balance.around[1]) == {
        "stmt": "BS",
        "heading": "Current assets:",
        "prev": "Cash and cash equivalents",
        "next": "Total current assets",
        "total": "Total current assets",
        "order": 2,
        "fy": 2022,
    }


def test_a_copy_of_another_statement_is_not_asked_about(statement: Callable[..., Statement]) -> None:
    reader = Reader()
    map_concepts([statement("balance", BALANCE, primary=False)], reader)
    assert not reader.batches


@pytest.mark.parametrize(
    ("answers", "concept"),
    [
        ([("PrepaidExpenseCurrent", 0.97)], "PrepaidExpenseCurrent"),
        ([("PrepaidExpenseCurrent", 0.1)], "r1:ZorblaxOfQuuxes"),
        ([("none", 0.97), ("PrepaidExpenseCurrent", 0.02)], "r1:ZorblaxOfQuuxes"),
        ([("Assets", 0.99)], "r1:ZorblaxOfQuuxes"),  # has its line by a rule
        ([("Assets", 0.7), ("PrepaidExpenseCurrent", 0.6)], "PrepaidExpenseCurrent"),
    ],
)
def test_the_surer_one_names_a_line(
    statement: Callable[..., Statement], answers: list[tuple[str, float]], concept: str
) -> None:
    assert named(statement("balance", BALANCE), Reader("Zorblax", *answers))["Zorblax of quuxes"] == concept


def test_only_a_rule_that_is_not_certain_yields(statement: Callable[..., Statement]) -> None:
    made = statement("balance", BALANCE)
    assert named(made, NullBackend())["Debentures and other debt"] == "LongTermDebtNoncurrent"
    assert named(made, Reader("Deb", ("OtherLiabilitiesNoncurrent", 0.97)))["Debentures and other debt"] == (
        "OtherLiabilitiesNoncurrent"
    )
    assert named(made, Reader("Total assets", ("LiabilitiesCurrent", 0.99)))["Total assets"] == "Assets"
