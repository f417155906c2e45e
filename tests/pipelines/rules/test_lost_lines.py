"""A real release of results, shipped as a sample: clean it raises no alarm, and no line of it can be lost unnoticed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from data.schemas import Reading, Row, Statement
from pipelines.facts.statements import find_statements
from pipelines.readers import read
from pipelines.rules import footing

StatementOf = Callable[..., Statement]
ReadingOf = Callable[..., Reading]

OTHERS_BELOW = """
    Revenue                                            | 5,120   | 4,801
    Costs                                              | (3,301) | (3,002)
    Net income                                         | 1,819   | 1,799
    Net income attributable to the company             | 1,817   | 1,799
    Net income attributable to noncontrolling interest | 2       | —
"""


@pytest.fixture(scope="module")
def lockheed(samples: Path) -> tuple[Statement, ...]:
    return tuple(s for s in find_statements(read(samples / "lockheedmartin_2023q2_results.pdf")) if s.primary)


def test_a_clean_filing_raises_no_alarm(lockheed: tuple[Statement, ...], reading_of: ReadingOf) -> None:
    checks = footing.check(reading_of(*lockheed))
    assert len(checks) > 30
    assert {check.kind for check in checks} == {"pass"}


@pytest.mark.parametrize(
    ("kind", "label", "total"),
    [
        ("income", "Net sales", "Gross profit"),
        ("income", "Income tax expense", "Net earnings"),  # told by the cash flow statement, of two columns only
        ("balance", "Retained earnings", "Total stockholders"),  # also total assets less total liabilities
        ("balance", "Inventories", "Total current assets"),
        ("cashflow", "Cash and cash equivalents at beginning of period", "end of period"),
    ],
)
def test_a_lost_line_is_noticed_at_its_total(
    lockheed: tuple[Statement, ...], reading_of: ReadingOf, kind: str, label: str, total: str
) -> None:
    changed = [
        replace(s, rows=tuple(row for row in s.rows if row.label != label)) if s.kind == kind else s for s in lockheed
    ]
    assert [len(a.rows) - len(b.rows) for a, b in zip(lockheed, changed, strict=True) if a.kind == kind] == [1]
    failed = [check for check in footing.check(reading_of(*changed)) if check.kind == "fail"]
    assert any(total in check.message for check in failed), failed


def test_the_share_of_others_may_stand_below_that_of_the_owners(
    statement_of: StatementOf, reading_of: ReadingOf
) -> None:
    """A share of nothing or two is no evidence of a sum, and still explains what the owners do not get."""
    assert {check.kind for check in footing.check(reading_of(statement_of("income", OTHERS_BELOW)))} == {"pass"}
    lost = "\n".join(OTHERS_BELOW.splitlines()[:-1])
    failed = [c for c in footing.check(reading_of(statement_of("income", lost))) if c.kind == "fail"]
    assert any("attributable to the company" in check.message for check in failed)


def test_a_total_that_another_sum_goes_past_is_wrong(lockheed: tuple[Statement, ...], reading_of: ReadingOf) -> None:
    """With a nought too many, total liabilities and equity are the sum of the lines above: nothing needs the total."""
    (balance,) = (s for s in lockheed if s.kind == "balance")
    wrong = [_tenfold(row) if row.label == "Total liabilities" else row for row in balance.rows]
    failed = [c for c in footing.check(reading_of(replace(balance, rows=tuple(wrong)))) if c.kind == "fail"]
    assert any("Total liabilities" in check.message for check in failed)


def _tenfold(row: Row) -> Row:
    first, *others = row.amounts
    assert first
    return replace(row, amounts=(replace(first, value=first.value * 10), *others))
