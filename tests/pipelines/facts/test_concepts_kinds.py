"""Statements of many kinds of companies: each core concept is the line that a careful analyst would take.

A kind is a file of `printed/`: the lines as printed, and the line of each concept.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from data.schemas import Statement
from pipelines.backends.null import NullBackend
from pipelines.facts.concepts import map_concepts

PRINTED = Path(__file__).parent / "printed"
KINDS = sorted(path.stem for path in PRINTED.glob("*.yaml"))


def case(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((PRINTED / f"{name}.yaml").read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize("name", KINDS)
def test_core_lines(statement: Callable[..., Statement], name: str) -> None:
    told = case(name)
    made = statement(told["kind"], told["printed"])
    (names,) = map_concepts([made], NullBackend())
    line = {n.concept: row.label for row, namings in zip(made.rows, names, strict=True) for n in namings}
    assert {concept: line.get(concept) for concept in told["truth"]} == told["truth"]


def test_the_section_decides_between_equal_labels(statement: Callable[..., Statement]) -> None:
    made = statement("balance", case("british_balance")["printed"])
    (names,) = map_concepts([made], NullBackend())
    rows = {n.concept: row for row, namings in zip(made.rows, names, strict=True) for n in namings}
    assert rows["LongTermDebtNoncurrent"].amounts[0].text == "(1,350)"
    assert rows["AccountsReceivableNetCurrent"].amounts[0].text == "1,300"


def test_a_total_told_again_is_the_first(statement: Callable[..., Statement]) -> None:
    made = statement("cashflow", case("pharmacy_cashflow")["printed"])
    (names,) = map_concepts([made], NullBackend())
    concept = "NetCashProvidedByUsedInOperatingActivities"
    assert [i for i, namings in enumerate(names) if any(n.concept == concept for n in namings)] == [3]


@pytest.mark.parametrize("name", KINDS)
def test_every_line_is_named_and_no_concept_twice(statement: Callable[..., Statement], name: str) -> None:
    told = case(name)
    made = statement(told["kind"], told["printed"])
    (names,) = map_concepts([made], NullBackend())
    for row, namings in zip(made.rows, names, strict=True):
        assert bool(namings) == any(row.amounts)
    concepts = [n.concept for namings in names for n in namings]
    assert len(concepts) == len(set(concepts))
