"""The us-gaap concept of printed lines: the question `concept`, asked of whole statements.

    records ─► requests (lines read together) ─► pieces ─► forward pass ─► probabilities ─► answer of each record

The forward pass is whatever gives logits for padded pieces: torch in training, the numpy engine in service. Concepts
between which companies choose as they please are twins: the confidence of an answer is that of its group, because that
is what a reader of the number relies on; the probability of "none", the company's own concept, is told beside it.

Shapes: N records, B requests, T lines, P pieces, C classes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from r1core.line_batches import padded
from r1core.line_corpus import NONE, RARE
from r1core.lines import line_of, read_together
from r1core.pieces import line_pieces

QUESTION = "concept"
SHOWN = 4  # an answer and the next ones
TOGETHER = 1024  # lines of one forward pass
TWINS = (
    ("NetIncomeLoss", "ProfitLoss"),
    ("StockholdersEquity", "StockholdersEquityIncludingPortionAttributableToNoncontrollingInterest"),
    ("AdditionalPaidInCapital", "AdditionalPaidInCapitalCommonStock"),
    (
        "DepreciationAndAmortization",
        "DepreciationDepletionAndAmortization",
        "DepreciationAmortizationAndAccretionNet",
    ),
    (
        "ComprehensiveIncomeNetOfTax",
        "ComprehensiveIncomeNetOfTaxIncludingPortionAttributableToNoncontrollingInterest",
    ),
    (
        "OtherComprehensiveIncomeDerivativesQualifyingAsHedgesNetOfTaxPeriodIncreaseDecrease",
        "OtherComprehensiveIncomeUnrealizedGainLossOnDerivativesArisingDuringPeriodNetOfTax",
    ),
    ("PaymentsOfDividends", "PaymentsOfDividendsCommonStock"),
    (
        "IncomeLossFromDiscontinuedOperationsNetOfTax",
        "IncomeLossFromDiscontinuedOperationsNetOfTaxAttributableToReportingEntity",
    ),
    (
        "IncomeLossFromContinuingOperations",
        "IncomeLossFromContinuingOperationsIncludingPortionAttributableToNoncontrollingInterest",
    ),
    (
        "Revenues",
        "SalesRevenueNet",
        "RevenueFromContractWithCustomerExcludingAssessedTax",
        "RevenueFromContractWithCustomerIncludingAssessedTax",
    ),
    ("LongTermDebtAndCapitalLeaseObligations", "LongTermDebtNoncurrent"),
    ("AccountsReceivableNetCurrent", "ReceivablesNetCurrent"),
    ("IncomeTaxesPaid", "IncomeTaxesPaidNet"),
    ("InterestPaid", "InterestPaidNet"),
    ("CostOfGoodsAndServicesSold", "CostOfGoodsSold", "CostOfRevenue"),
    ("CommonStockDividendsPerShareCashPaid", "CommonStockDividendsPerShareDeclared"),
    ("IncreaseDecreaseInAccountsReceivable", "IncreaseDecreaseInReceivables"),
    ("IncreaseDecreaseInOtherOperatingAssets", "IncreaseDecreaseInPrepaidDeferredExpenseAndOtherAssets"),
    ("CommonStockSharesOutstanding", "SharesIssued"),
    ("OtherAssets", "OtherAssetsNoncurrent"),
    ("OtherLiabilities", "OtherLiabilitiesNoncurrent"),
)
GROUP = {concept: group[0] for group in TWINS for concept in group}

Forward = Callable[[NDArray[np.int64], NDArray[np.bool_]], NDArray[np.float32]]  # (B, T, P), (B, T) to (B, T, C)


class Answer(NamedTuple):
    """What is said of one record."""

    concept: str
    confidence: float
    candidates: tuple[tuple[str, float], ...]  # the next ones
    none: float  # probability of the company's own concept

    def as_record(self) -> dict[str, Any]:
        """The JSON line of the command."""
        return {
            "concept": self.concept,
            "confidence": round(self.confidence, 4),
            "candidates": [name for name, _ in self.candidates],
            "none": round(self.none, 5),
        }


def answers(
    records: Sequence[dict[str, Any]], forward: Forward, classes: Sequence[str], temperature: float
) -> list[Answer]:
    """One answer a record, in the order of the records."""
    found: list[Answer | None] = [None] * len(records)
    for indices, logits in predicted(records, forward):
        for index, answer in zip(indices, decided(logits, classes, temperature), strict=True):
            found[index] = answer
    return [answer for answer in found if answer is not None]


def predicted(records: Sequence[dict[str, Any]], forward: Forward) -> Iterator[tuple[list[int], NDArray[np.float32]]]:
    """Indices of records and their logits (n, C), a forward pass at a time."""
    hashed = [np.array(line_pieces(line_of(record)), np.int64) for record in records]
    for requests in _passes(read_together(records)):
        indices = [index for request in requests for index in request]
        sizes = np.array([len(request) for request in requests])
        real = np.arange(sizes.max()) < sizes[:, None]  # (B, T)
        rows = padded([hashed[index] for index in indices])
        pieces = np.zeros((*real.shape, rows.shape[1]), np.int64)  # (B, T, P)
        pieces[real] = rows
        yield indices, forward(pieces, real)[real]


def _passes(requests: list[list[int]]) -> Iterator[list[list[int]]]:
    """Requests of like length, as many as make one forward pass."""
    batch: list[list[int]] = []
    for request in sorted(requests, key=len):
        if batch and len(request) * (len(batch) + 1) > TOGETHER:
            yield batch
            batch = []
        batch.append(request)
    if batch:
        yield batch


def decided(logits: NDArray[np.float32], classes: Sequence[str], temperature: float) -> list[Answer]:
    """Answers of (n, C) logits: the best concept, how sure its group of twins is, the next ones, and "none"."""
    odds = softmax(logits / temperature)
    none = odds[:, classes.index(NONE)].copy()
    named = odds.copy()
    named[:, [classes.index(NONE), classes.index(RARE)]] = 0
    best = np.argsort(-named, axis=1)[:, :SHOWN]
    groups, members = _groups(classes)
    mass = np.zeros((len(odds), len(groups)), np.float32)
    np.add.at(mass.T, members, named.T)
    return [
        Answer(
            classes[row[0]],
            float(mass[i, members[row[0]]]),
            tuple((classes[c], float(odds[i, c])) for c in row[1:]),
            float(none[i]),
        )
        for i, row in enumerate(best)
    ]


def _groups(classes: Sequence[str]) -> tuple[list[str], NDArray[np.int64]]:
    """Names of the groups of twins (most have one member), and the group of each class."""
    names = [GROUP.get(name, name) for name in classes]
    groups = list(dict.fromkeys(names))
    index = {name: i for i, name in enumerate(groups)}
    return groups, np.array([index[name] for name in names])


def softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probabilities along the last axis."""
    odds = np.exp(logits - logits.max(-1, keepdims=True))
    result: NDArray[np.float32] = odds / odds.sum(-1, keepdims=True)
    return result
