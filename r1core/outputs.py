"""What a forward pass takes and gives.

Shapes: B requests, T words, D width, P pieces, N patches, K image tokens, L labels, V vocabulary, M pairs,
R readings of a dispute, F features of a reading, G relations of two.
"""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor
from transformers.cache_utils import Cache
from transformers.utils import ModelOutput

from r1core.conflict import Verdict
from r1core.layers import Parts
from r1core.routing import Routing


class R1Inputs(Parts, total=False):
    """Everything a forward pass takes beside tokens, mask, cache and labels."""

    position_ids: Tensor  # (B, T) order of the words; counted where it is missing
    pool_mask: Tensor  # (B, T) words that choose the request's experts; all real ones where it is missing
    causal: bool  # write (True) or read (False); by the question where it is missing
    use_cache: bool
    output_router_logits: bool  # return what each router decided

    pixel_values: Tensor  # (B, N, patch pixels) of a picture, in the order of r1core.vision.cut
    patch_places: Tensor  # (B, N, 2)
    image_boxes: Tensor  # (B, K, 4)
    image_present: Tensor  # (B, K)

    weights: Tensor  # (B, T) of each label in the loss
    pairs: Tensor  # (B, M, 2) words to link
    pair_labels: Tensor  # (B, M) 0, 1, or IGNORED
    values: Tensor  # (B, T) true value of each mark, NaN where it is none or not known: all NaN just reads

    dispute_features: Tensor  # (B, R, F): such a request has no words
    dispute_relations: Tensor  # (B, R, R, G)
    dispute_present: Tensor  # (B, R)
    dispute_kept: Tensor  # (B, R + 1) the readings that may be kept; the last: undecidable


@dataclass
class R1Output(ModelOutput):
    """What was asked for; the rest is None."""

    loss: Tensor | None = None
    logits: Tensor | None = None  # (B, T, L) of a question with labels, (B, T, V) of writing, (B, R + 1) of a dispute
    links: Tensor | None = None  # (B, M) scores of the pairs
    value: Tensor | None = None  # (B, T) value of each mark, 0..1
    spread: Tensor | None = None  # (B, T) how far off it may be
    verdict: Verdict | None = None
    last_hidden_state: Tensor | None = None  # (B, T, D) of the words
    cache: Cache | None = None
    pool_size: Tensor | None = None  # (B,) experts the request opens
    aux_loss: Tensor | None = None  # while training: cost of pools beside their budget, of uneven load if so chosen
    routing: tuple[Routing, ...] | None = None  # by layer
    kinds: Tensor | None = None  # (B, K + T) of the positions that were routed
    real: Tensor | None = None  # (B, K + T)
    hidden_states: tuple[Tensor, ...] | None = None
    attentions: tuple[Tensor, ...] | None = None
