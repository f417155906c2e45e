"""The us-gaap concept of printed lines: the question `concept`, asked of whole statements.

    records ─► requests (lines read together) ─► pieces ─► tag ─► probabilities ─► answer of each record
                                              └► statements ─┘

`tag` is whatever gives probabilities for pieces: torch in training, the numpy engine in service. Concepts between which
companies choose as they please are twins: the confidence of an answer is that of its group, because that is what a
reader of the number relies on. It supposes that the line has a us-gaap concept; how likely it is that the company made
up its own is told beside it as "none".

Shapes: n lines of several requests, T lines of one, C classes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from r1core.line_corpus import NONE, RARE
from r1core.lines import line_of, read_together
from r1core.pieces import line_pieces

QUESTION = "concept"
SHOWN = 4  # an answer and the next ones
COMMON, RARER = 170, 0.06  # a concept that is not among the most frequent needs seventeen times the evidence: common
#                            names can be compared between companies, and rare ones are often a filer's whim
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

Pieces = list[list[int]]  # of each line of a request
Statements = list[str]  # of each line of a request
Tag = Callable[[Sequence[Pieces], Sequence[Statements]], Sequence[NDArray[np.float32]]]  # (T, C) of each request


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


def answers(records: Sequence[dict[str, Any]], tag: Tag, classes: Sequence[str]) -> list[Answer]:
    """One answer a record, in the order of the records."""
    found: dict[int, Answer] = {}
    for indices, odds in predicted(records, tag):
        found.update(zip(indices, decided(odds, classes), strict=True))
    return [found[index] for index in range(len(records))]


def predicted(records: Sequence[dict[str, Any]], tag: Tag) -> Iterator[tuple[list[int], NDArray[np.float32]]]:
    """Indices of records and what the model says of them (n, C), several requests at a time."""
    for requests in _passes(read_together(records)):
        lines = [[line_of(records[index]) for index in request] for request in requests]
        pieces = [[line_pieces(line) for line in request] for request in lines]
        statements = [[line.statement for line in request] for request in lines]
        yield [index for request in requests for index in request], np.concatenate(tag(pieces, statements))


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


def decided(odds: NDArray[np.float32], classes: Sequence[str]) -> list[Answer]:
    """Answers of probabilities (n, C): a concept, how sure its group of twins is, the next ones, and "none"."""
    none = odds[:, classes.index(NONE)].copy()
    named = odds.copy()
    named[:, [classes.index(NONE), classes.index(RARE)]] = 0
    named[:, COMMON:] *= RARER
    named /= np.maximum(named.sum(1, keepdims=True), 1e-12)
    groups, members = _groups(classes)
    mass = np.zeros((len(odds), len(groups)), np.float32)
    np.add.at(mass.T, members, named.T)
    likeliest = mass.argmax(1)  # the group is chosen first, then its best member
    chosen = np.where(members == likeliest[:, None], named, -1).argmax(1)
    named[np.arange(len(named)), chosen] += 1
    best = np.argsort(-named, axis=1)[:, :SHOWN]
    return [
        Answer(
            classes[row[0]],
            float(mass[i, likeliest[i]]),
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
