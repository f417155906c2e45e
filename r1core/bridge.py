"""Cross-modal bridge: words look at the pixels under them, sentences find their frames.

    words  (boxes) ─► query ┐
    regions (boxes) ─► key  ┴─► how alike + how they lie to each other ─► what the pixels say, into each word
    frames, sentences ─► how alike ─► all orders in which sentences follow frames ─► soft alignment

Attention is biased by geometry: a small network of the two boxes (offset, size, overlap), one value a head, so that a
head can mean "under me", "left of me in my row" or "the axis far left". The bridge begins closed (gate 0): a model
that has learned words alone loses nothing when pictures come.

Alignment is monotone: sentences come in the order of the frames that they describe, and a frame belongs to one of
them. The marginals over all monotone alignments are summed by the forward-backward recurrence, in logarithms.

Shapes: B requests, T words, K regions, H width, A heads; F frames, S sentences.
Source: spatial attention bias as in Xu et al. 2021 (arXiv:2012.14740), section 2.2; monotone alignment as in Raffel
et al. 2017 (arXiv:1704.00784) with the marginals of Rabiner 1989.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

GEOMETRY = 9  # features of a pair of boxes


class R1Bridge(nn.Module):
    """Region features into words, by likeness and geometry."""

    def __init__(self, hidden_size: int, heads: int, inner: int = 32) -> None:
        super().__init__()
        self.heads = heads
        self.norm_words, self.norm_regions = nn.RMSNorm(hidden_size), nn.RMSNorm(hidden_size)
        self.query = nn.Linear(hidden_size, hidden_size, bias=False)
        self.map = nn.Linear(hidden_size, hidden_size)  # regions into the space of words
        self.key = nn.Linear(hidden_size, hidden_size, bias=False)
        self.value = nn.Linear(hidden_size, hidden_size, bias=False)
        self.lie = nn.Sequential(nn.Linear(GEOMETRY, inner), nn.GELU(), nn.Linear(inner, heads))
        self.out = nn.Linear(hidden_size, hidden_size, bias=False)
        self.gate = nn.Parameter(torch.zeros(()))

    def forward(
        self,
        words: Tensor,  # (B, T, H)
        word_boxes: Tensor,  # (B, T, 4) in 0..1
        regions: Tensor,  # (B, K, H)
        region_boxes: Tensor,  # (B, K, 4)
        present: Tensor,  # (B, K) bool
    ) -> tuple[Tensor, Tensor]:
        """What the picture tells each word (B, T, H), to be added, and where it looked (B, T, K), mean over heads."""
        mapped = self.map(self.norm_regions(regions))
        query, key, value = self._split(self.query(self.norm_words(words)), self.key(mapped), self.value(mapped))
        alike = query @ key.transpose(-1, -2) / query.shape[-1] ** 0.5  # (B, A, T, K)
        scores = alike + self.lie(geometry(word_boxes, region_boxes)).permute(0, 3, 1, 2)
        looks = scores.masked_fill(~present[:, None, None], torch.finfo(scores.dtype).min).softmax(-1)
        looks = looks * present.any(-1)[:, None, None, None]  # a request without a picture hears nothing
        told = (looks @ value).transpose(1, 2).flatten(-2)  # (B, T, H)
        return self.gate.tanh() * self.out(told), looks.mean(1)

    def _split(self, *tensors: Tensor) -> list[Tensor]:
        return [t.unflatten(-1, (self.heads, -1)).transpose(1, 2) for t in tensors]


def geometry(words: Tensor, regions: Tensor) -> Tensor:
    """(B, T, K, 9): offsets, logarithms of sizes, overlap, and whether rows or columns meet."""
    a, b = words[:, :, None], regions[:, None]  # (B, T, 1, 4), (B, 1, K, 4)
    centre_a, centre_b = (a[..., :2] + a[..., 2:]) / 2, (b[..., :2] + b[..., 2:]) / 2
    size_a, size_b = ((x[..., 2:] - x[..., :2]).clamp(min=1e-4) for x in (a, b))
    shared = (torch.minimum(a[..., 2:], b[..., 2:]) - torch.maximum(a[..., :2], b[..., :2])).clamp(min=0)
    covered = shared.prod(-1, keepdim=True) / size_a.prod(-1, keepdim=True)
    offset = centre_b - centre_a
    near = torch.exp(-8 * offset.abs())
    return torch.cat([offset, near, (size_a / size_b).log() / 4, covered, (shared > 0).float()], -1)


class R1Alignment(nn.Module):
    """Frames of a sequence to the sentences that tell of them, in order."""

    def __init__(self, hidden_size: int, width: int = 128) -> None:
        super().__init__()
        self.frame, self.sentence = nn.Linear(hidden_size, width), nn.Linear(hidden_size, width)
        self.log_scale = nn.Parameter(torch.tensor(2.0))

    def forward(self, frames: Tensor, sentences: Tensor) -> Tensor:
        """(B, F, S) log-likeness of each frame and sentence."""
        left = nn.functional.normalize(self.frame(frames), dim=-1)
        right = nn.functional.normalize(self.sentence(sentences), dim=-1)
        return self.log_scale.exp() * left @ right.transpose(-1, -2)


def monotone(likeness: Tensor) -> Tensor:
    """(B, F, S) probability that a frame belongs to a sentence, over all monotone alignments.

    The first frame belongs to the first sentence, the last to the last; from frame to frame the sentence stays or is
    the next one. Needs F ≥ S.
    """
    forward = _prefixes(likeness)
    backward = _prefixes(likeness.flip(1, 2)).flip(1, 2)
    whole = forward[:, -1:, -1:]  # (B, 1, 1) log of the sum over all alignments
    return (forward + backward - likeness - whole).exp()


def alignment_loss(likeness: Tensor, truth: Tensor) -> Tensor:
    """Negative log-likelihood of the true alignments; `truth` (B, F) is the sentence of each frame."""
    path = likeness.gather(-1, truth[..., None]).squeeze(-1).sum(-1)  # (B,)
    return (_prefixes(likeness)[:, -1, -1] - path).mean()


def _prefixes(likeness: Tensor) -> Tensor:
    """(B, F, S) log of the sum over alignments that lead to each frame and sentence, both included."""
    lowest = torch.finfo(likeness.dtype).min / 4
    row = torch.full_like(likeness[:, 0], lowest)
    row = torch.cat([likeness[:, 0, :1], row[:, 1:]], -1)
    rows = [row]
    for frame in likeness.unbind(1)[1:]:
        moved = torch.cat([torch.full_like(row[:, :1], lowest), row[:, :-1]], -1)
        row = frame + torch.logaddexp(row, moved)
        rows.append(row)
    return torch.stack(rows, 1)
