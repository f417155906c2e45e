"""The data set of statement kinds: real lines and generated pages as rows, and what is asked of them."""

import random

from r1core.heads import IGNORED
from r1core.kind_dataset import FEWEST, Labelled, generated, reading, statements
from r1core.line_corpus import Example
from r1core.page_pieces import LONGEST_PAGE, STATEMENT_KIND, STATEMENT_KINDS, kind_pieces
from r1core.pieces import BUCKETS, Line
from r1core.synth.statements_wordings import built_in


def filing(statement: str, count: int) -> list[Example]:
    return [Example(Line(f"Line {n}", statement, heading="Costs"), "Revenues", "Revenues", 1.0) for n in range(count)]


def test_a_statement_is_asked_row_by_row_and_its_headings_only_tell() -> None:
    (found,) = statements([filing("IS", 12)], random.Random(3))
    labels = set(found.labels)
    assert found.question == STATEMENT_KIND and labels <= {STATEMENT_KINDS.index("income"), IGNORED}
    assert STATEMENT_KINDS.index("income") in labels


def test_statements_of_one_filing_are_requests_of_their_own() -> None:
    found = list(statements([[*filing("BS", 6), *filing("CF", 6), *filing("other", 6)]], random.Random(1)))
    assert [max(r.labels) for r in found] == [STATEMENT_KINDS.index("balance"), STATEMENT_KINDS.index("cashflow")]


def test_too_few_lines_are_no_statement() -> None:
    assert not list(statements([filing("IS", FEWEST - 1)], random.Random(1)))


def test_generated_pages_hold_statements_and_none() -> None:
    found = list(generated(built_in(), range(40)))
    kinds = {max(r.labels) for r in found}
    assert STATEMENT_KINDS.index("other") in kinds and len(kinds) > 3
    assert all(len(r.pieces) == len(r.labels) <= LONGEST_PAGE for r in found)
    assert all(0 < piece < BUCKETS for r in found for pieces in r.pieces for piece in pieces)
    assert [r.pieces for r in generated(built_in(), range(3))] == [r.pieces for r in generated(built_in(), range(3))]


def test_numbers_beside_a_label_are_counted_not_spelled() -> None:
    assert kind_pieces("Net sales .... 1,204 987", 2) == kind_pieces("Net sales 5 6", 2) != kind_pieces("Net sales", 3)


def test_what_is_taught_to_heads_alone_says_so() -> None:
    data = Labelled([reading([("a", 1)], "other")], {STATEMENT_KIND: list(STATEMENT_KINDS)})
    assert data.heads_alone and len(data) == 1 and data.forms == ["Reading"] and data[0].labels == (5,)
