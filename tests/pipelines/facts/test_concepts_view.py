"""Sections of a statement: opened by headings, closed by totals, filled backwards where no heading stands."""

from __future__ import annotations

from collections.abc import Callable

from data.schemas import Statement
from pipelines.facts.concepts_view import is_sum, view_of

NO_HEADINGS = """
Cash | 10 | 9
Trade receivables | 5 | 4
Current assets | 15 | 13
Property | 20 | 18
Total assets | 35 | 31
Trade payables | 4 | 4
Current liabilities | 4 | 4
Loan | 6 | 6
Total liabilities | 10 | 10
Share capital | 25 | 21
Total equity | 25 | 21
"""
UNNAMED = """
Current assets:
Cash | 10 | 9
Inventories | 5 | 4
| 15 | 13
Property | 20 | 18
| 35 | 31
"""


def test_totals_fill_backwards(statement: Callable[..., Statement]) -> None:
    view = view_of(statement("balance", NO_HEADINGS))
    assert view.sections == (
        "assets.current",
        "assets.current",
        "assets.current",
        "assets.noncurrent",
        "assets",
        "liabilities.current",
        "liabilities.current",
        "liabilities.noncurrent",
        "liabilities",
        "equity",
        "equity",
    )


def test_an_unnamed_total_ends_the_current_part(statement: Callable[..., Statement]) -> None:
    view = view_of(statement("balance", UNNAMED))
    assert view.sections[3:5] == ("assets.current", "assets.noncurrent")
    assert is_sum(view, 3)
    assert not is_sum(view, 2)


def test_discontinued_operations_do_not_end_the_operating_part(statement: Callable[..., Statement]) -> None:
    view = view_of(
        statement(
            "cashflow",
            """
Cash flows from operating activities:
Net income | 10 | 9
Net income from discontinued operations | (1) | —
Depreciation | 3 | 3
Net cash provided by operating activities | 12 | 12
Cash flows from investing activities:
Capital expenditures | (4) | (4)
""",
        )
    )
    assert view.sections[1:5] == ("operating",) * 4
    assert view.sections[-1] == "investing"
