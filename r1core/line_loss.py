"""The loss of a statement line in two questions: is the concept the company's own, and if not, which is it.

    -log p(own or not)  -  log p(concept | not own), the second by how common the concept is

With equal weights this is plain cross entropy over all classes. Apart, the second can be smoothed and weighed without
making the first less honest: answers prefer common concepts, and "none of these" is told from rare ones too.

Shapes: N lines, C classes, the last one is "none".
"""

from __future__ import annotations

from torch import Tensor
from torch.nn import functional as F

from r1core.concepts import COMMON


def line_losses(logits: Tensor, labels: Tensor, smoothing: float, uncommon: float) -> Tensor:
    """Loss of each line (N,): logits (N, C), labels (N,); `uncommon` weighs concepts that are not frequent."""
    none = logits.shape[1] - 1
    own = labels == none
    named = logits[:, :none]
    either = logits.logsumexp(1)
    told = either - logits[:, none].where(own, named.logsumexp(1))
    concept = F.cross_entropy(named, labels.where(~own, 0), reduction="none", label_smoothing=smoothing)
    weight = (~own).to(logits.dtype) * (labels < COMMON).to(logits.dtype).mul(1 - uncommon).add(uncommon)
    return told + concept * weight
