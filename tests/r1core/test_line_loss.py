"""The loss in two questions: equal weights make it cross entropy, uncommon concepts count less, "none" counts whole."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

from r1core.concepts import COMMON
from r1core.line_loss import line_losses

CLASSES = COMMON + 30
LABELS = torch.tensor([0, COMMON - 1, COMMON, CLASSES - 2, CLASSES - 1])


@pytest.fixture
def logits() -> torch.Tensor:
    return torch.randn(len(LABELS), CLASSES, generator=torch.Generator().manual_seed(0))


def test_with_equal_weights_it_is_cross_entropy(logits: torch.Tensor) -> None:
    plain = F.cross_entropy(logits, LABELS, reduction="none")
    assert line_losses(logits, LABELS, smoothing=0.0, uncommon=1.0) == pytest.approx(plain, abs=1e-5)


def test_only_the_name_of_an_uncommon_concept_counts_less(logits: torch.Tensor) -> None:
    whole, less = (line_losses(logits, LABELS, 0.02, uncommon) for uncommon in (1.0, 0.5))
    assert (whole - less > 0.1).tolist() == [False, False, True, True, False]
    none = -logits.log_softmax(1)[-1, -1]
    assert less[-1] == pytest.approx(float(none), abs=1e-5)  # not smoothed: its probability stays honest
