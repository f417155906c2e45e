"""What sums confirm and what they refute, number by number."""

from __future__ import annotations

from collections.abc import Callable

from data.schemas import Statement
from pipelines.rules import confirmed_by_sums

BALANCE = """
    Cash and cash equivalents        | 1,130 | 1,629
    Trade receivables                | 2,129 | 921
    Inventories                      | 2,667 | 2,760
    Other current assets             | 3,149 | 1,956
    Total current assets             | 9,075 | 7,266
    Property, plant and equipment    | 7,078 | 7,061
    Goodwill                         | 36,503 | 44,825
    Total assets                     | 52,656 | 59,152
"""


def _told(statement: Statement, row: int, column: int) -> bool | None:
    amount = statement.rows[row].amounts[column]
    assert amount is not None
    return confirmed_by_sums((statement,)).get((amount.page, amount.bbox))


def test_what_adds_up_is_confirmed(statement_of: Callable[..., Statement]) -> None:
    statement = statement_of("balance", BALANCE)
    assert {_told(statement, row, column) for row in range(8) for column in (0, 1)} == {True}


def test_a_wrong_number_is_refuted_and_only_in_its_column(statement_of: Callable[..., Statement]) -> None:
    statement = statement_of("balance", BALANCE.replace("2,667", "2,867"))
    assert _told(statement, 2, 0) is False
    assert _told(statement, 2, 1) is True
    assert _told(statement, 6, 0) is True, "the sum of the assets still holds"


def test_where_nothing_adds_up_nothing_is_said(statement_of: Callable[..., Statement]) -> None:
    assert confirmed_by_sums((statement_of("income", "    Revenue | 120 | 110\n    Profit | 37 | 21\n"),)) == {}
