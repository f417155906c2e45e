"""The line model on lines that every reader knows."""

from __future__ import annotations

import pytest

from pipelines.facts.concepts_lines import NONE, Line, guesses, model, pieces

LINES = [
    (Line("Additional paid-in capital", "BS", "Stockholders' equity:"), "AdditionalPaidInCapital"),
    (Line("Stock-based compensation expense", "CF", "Adjustments:"), "ShareBasedCompensation"),
    (Line("Repurchases of common stock", "CF", "Financing activities"), "PaymentsForRepurchaseOfCommonStock"),
    (Line("Total liabilities and equity", "BS"), "LiabilitiesAndStockholdersEquity"),
    (Line("Accumulated other comprehensive loss", "BS"), "AccumulatedOtherComprehensiveIncomeLossNetOfTax"),
    (Line("Marketing", "IS", "Operating expenses:", "Research and development"), "MarketingExpense"),
]


@pytest.mark.parametrize(("line", "concept"), LINES)
def test_guess(line: Line, concept: str) -> None:
    best, *_ = guesses([line])[0]
    assert best.concept == concept
    assert 0.4 < best.confidence <= 1  # additional paid-in capital has a twin that filers choose as often


def test_shape_of_the_weights() -> None:
    known = model()
    assert NONE in known.elements
    assert known.vectors.shape[1] == known.weights.shape[0]
    assert known.weights.shape[1] == len(known.elements) == len(known.bias)
    assert known.balance["PaymentsToAcquirePropertyPlantAndEquipment"] == "credit"


def test_digits_and_case_do_not_matter() -> None:
    assert pieces(Line("Net of $1,234", "BS")) == pieces(Line("NET OF $9", "BS"))


def test_nothing_asked_nothing_told() -> None:
    assert guesses([]) == []
