"""What the rest of a document says of a number in dispute: sums, twins, shares, reprints, growth and echoes."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from data.schemas import BBox, Document, Fact, Figure, Mention, Page, Provenance, Sentence, Statement, Word
from pipelines.rules import Witness

StatementOf = Callable[..., Statement]
MILLION = 10**6

BALANCE = """
    Cash and cash equivalents        | 1,130 | 1,629
    Trade receivables                | 2,129 | 921
    Inventories                      | {} | 2,760
    Other current assets             | 3,149 | 1,956
    Total current assets             | 9,075 | 7,266
    Property, plant and equipment    | 7,078 | 7,061
    Goodwill                         | 36,503 | 44,825
    Total assets                     | {} | 59,152
    Total liabilities                | 30,000 | 31,000
    Total equity                     | 22,656 | 28,152
    Total liabilities and equity     | 52,656 | 59,152
"""
INCOME = """
    Net income                       | 1,200 | 1,100
    % Diluted earnings per share     | {} | 2.75
    @ Diluted weighted shares        | 400 | 400
"""


def _fact(statement: Statement, row: int, column: int = 0, scale: int = MILLION) -> Fact:
    """The fact that a cell of the statement states."""
    amount = statement.rows[row].amounts[column]
    assert amount is not None
    return Fact(
        id=f"{row}.{column}",
        concept="Line",
        label=statement.rows[row].label,
        statement="balance" if statement.kind == "balance" else "income",
        value=amount.value * scale,
        unit="USD",
        period=statement.columns[column].period,
        confidence=0.9,
        provenance=(Provenance(page=amount.page, bbox=amount.bbox, text=amount.text),),
    )


def _told(fact: Fact, value: str, text: str) -> Fact:
    """What a sentence makes of the same line."""
    place = Provenance(page=2, bbox=BBox(0, 0, 10, 10), text=text)
    return fact.model_copy(
        update={"id": "told", "value": Decimal(value), "statement": "narrative", "provenance": (place,)}
    )


def _document(*lines: str) -> Document:
    words = [
        Word(text, BBox(50 + 60 * place, 100 + 20 * row, 100 + 60 * place, 110 + 20 * row))
        for row, line in enumerate(lines)
        for place, text in enumerate(line.split())
    ]
    return Document("0" * 64, "x.pdf", "x.pdf", "application/pdf", (Page(3, 1200, 800, tuple(words)),))


def _values(witness: Witness, readings: tuple[Fact, ...], kind: str, facts: tuple[Fact, ...] = ()) -> list[float]:
    return [t.value / MILLION for t in witness(readings, facts) if t.kind == kind]


@pytest.mark.parametrize("printed", ["2,667", "2,867", "26,670", "(2,667)", "9"])
def test_the_sum_needs_the_right_number_however_gross_the_error(statement_of: StatementOf, printed: str) -> None:
    statement = statement_of("balance", BALANCE.format(printed, "52,656"))
    table = _fact(statement, 2)
    readings = (table, _told(table, "2700000000", "$2.7 billion"))
    assert set(_values(Witness(_document(), (statement,)), readings, "sum")) == {2667.0}


def test_a_twin_line_tells_the_other_side(statement_of: StatementOf) -> None:
    statement = statement_of("balance", BALANCE.format("2,667", "25,656"))
    readings = (_fact(statement, 7),)
    assert _values(Witness(_document(), (statement,)), readings, "identity") == [52656.0]


def test_lines_alike_by_chance_are_no_twins(statement_of: StatementOf) -> None:
    statement = statement_of("balance", "    Prepaid | 12 | 7\n    Deferred | 31 | 7\n    Other | 5 | 6\n")
    assert _values(Witness(_document(), (statement,)), (_fact(statement, 0),), "identity") == []


@pytest.mark.parametrize(("row", "scale", "value"), [(1, 1, 3.0e-6), (0, MILLION, 1200.0), (2, MILLION, 400.0)])
def test_earnings_per_share_are_solved_for_what_is_in_dispute(
    statement_of: StatementOf, row: int, scale: int, value: float
) -> None:
    statement = statement_of("income", INCOME.format("3.00"))
    (told,) = _values(Witness(_document(), (statement,)), (_fact(statement, row, scale=scale),), "identity")
    assert told == pytest.approx(value)


def test_another_page_prints_the_line_again(statement_of: StatementOf) -> None:
    statement = statement_of("balance", BALANCE.format("2,687", "52,656"))
    pages = _document("Inventories 2,667 2,760", "Inventories 2,760 2,760", "Vehicles 2,111 2,760")
    assert _values(Witness(pages, (statement,)), (_fact(statement, 2),), "reprint") == [2667.0]


def test_a_figure_printed_elsewhere_echoes(statement_of: StatementOf) -> None:
    statement = statement_of("balance", BALANCE.format("2,667", "52,656"))
    witness = Witness(_document("We hold inventories of 2,667 and 9 more", "2,667"), (statement,))
    assert _values(witness, (_fact(statement, 2),), "echo") == [2667.0, 2667.0]
    assert _values(witness, (_told(_fact(statement, 2), "9", "9"),), "echo") == [], "short numbers are everywhere"


def _mention(figure: Figure) -> Mention:
    sentence = Sentence("Inventories decreased 3.4%", 2, BBox(0, 0, 1, 1))
    return Mention("Line", "Inventories", "consolidated", "USD", (figure,), sentence, ("Line",))


@pytest.mark.parametrize(
    ("role", "value", "step", "now", "before"),
    [("rate", "-3.4", "0.1", 2666.2, 2760.9), ("change", "-93000000", "1000000", 2667.0, 2760.0)],
)
def test_growth_told_by_a_sentence(
    statement_of: StatementOf, role: str, value: str, step: str, now: float, before: float
) -> None:
    statement = statement_of("balance", BALANCE.format("2,667", "52,656"))
    facts = (_fact(statement, 2), _fact(statement, 2, 1))
    figure = Figure(role, Decimal(value), Decimal(step), value, 2, BBox(0, 0, 1, 1), facts[0].period, facts[1].period)  # type: ignore[arg-type]
    witness = Witness(_document(), (statement,), (_mention(figure),))
    assert _values(witness, facts[:1], "rate", facts) == pytest.approx([now], abs=0.1)
    assert _values(witness, facts[1:], "rate", facts) == pytest.approx([before], abs=0.1)
