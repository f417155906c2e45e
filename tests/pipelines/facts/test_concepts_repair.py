"""Labels of scans, as OCR gave them, and the lines they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from data.schemas import Statement
from pipelines.backends.null import NullBackend
from pipelines.facts.concepts import map_concepts
from pipelines.facts.concepts_repair import is_scanned, repaired
from pipelines.facts.lexicon import plain_label

READ = [
    ("Inve nt ories", "inventories"),
    ("Total current ets", "total current assets"),
    ("L ong-term debt, net", "long term debt net"),
    ("Acco nts payable S", "accounts payable"),
    ("Net cash provided by (used in) fir ci ng activities", "net cash provided by financing activities"),
    ("S", ""),
    ("Total assets", "total assets"),
    ("Goodwill", "goodwill"),
    ("Zorblax of quuxes", "zorblax of quuxes"),
    ("固定资产", "固定资产"),
]


@pytest.mark.parametrize(("read", "printed"), READ)
def test_repaired(read: str, printed: str) -> None:
    assert repaired(plain_label(read)) == printed


SCAN = """
Reve
Casino | 2,871 | 6,517
Rooms | 830 | 2,322
S | 3,701 | 8,839
Expenses
Casino | 1,701 | 3,623
General and administrative | 2,122 | 2,101
S | 3,823 | 5,724
Operat ing in come (loss) | (122) | 3,115
"""


def test_a_scan_s_statement(statement: Callable[..., Statement]) -> None:
    made = statement("income", SCAN)
    rows = tuple(
        replace(row, amounts=tuple(replace(a, confidence=0.97) if a else None for a in row.amounts))
        for row in made.rows
    )
    read = replace(made, rows=rows)
    assert (is_scanned(made), is_scanned(read)) == (False, True)
    (names,) = map_concepts([read], NullBackend())
    found = {n.concept: n_row for n_row, namings in enumerate(names) for n in namings}
    assert (found["Revenues"], found["OperatingIncomeLoss"]) == (3, 8)
