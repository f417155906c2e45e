"""Vision encoder: a page, chart or screenshot of any shape to a bounded number of image tokens.

    image ─► scaled until it has at most `max_patches` patches, its proportions kept ─► patches in blocks of 2×2
          ─► blocks of attention, positions turned in two dimensions ─► each 2×2 block merged into one token

Proportions are kept to half a patch, so a bar stays as long as it is beside its axis. A page at 1024 patches costs
256 tokens; a wide chart and a tall screenshot cost no more. Patches come in the order of their 2×2 blocks, so that
merging is a reshape.

Shapes: B images, N patches (a multiple of four), P pixels of a patch (channels included), V vision width, H model
width, K = N/4 tokens.
Source: patches of any aspect ratio as in Lee et al. 2023 (arXiv:2210.03347), section 2; rotary positions in two
dimensions as in Heo et al. 2024 (arXiv:2403.13298), axial form; 2×2 merging as in Wang et al. 2024 (arXiv:2409.12191).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor, nn
from torch.nn import functional

CHANNELS = 3
MERGE = 2  # patches a side that become one token


@dataclass(frozen=True)
class Patches:
    """Images cut into patches, padded to the longest. Boxes are x0, top, x1, bottom in 0..1 of the image."""

    pixels: Tensor  # (B, N, P) in -1..1
    places: Tensor  # (B, N, 2) row and column of each patch
    boxes: Tensor  # (B, K, 4) of the tokens that the patches become
    present: Tensor  # (B, K) bool


def cut(images: Sequence[Image.Image], patch: int = 16, most: int = 1024) -> Patches:
    """Patches of every image, its proportions kept."""
    cuts = [_blocks(_scaled(image, patch, most), patch) for image in images]
    longest = max(len(pixels) for pixels, _ in cuts)
    pixels = np.zeros((len(cuts), longest, patch * patch * CHANNELS), np.float32)
    places = np.zeros((len(cuts), longest, 2), np.int64)
    boxes = np.zeros((len(cuts), longest // MERGE**2, 4), np.float32)
    present = np.zeros((len(cuts), longest // MERGE**2), bool)
    for i, (own, at) in enumerate(cuts):
        pixels[i, : len(own)], places[i, : len(at)] = own, at
        tokens = len(own) // MERGE**2
        boxes[i, :tokens], present[i, :tokens] = _boxes(at), True
    return Patches(*map(torch.from_numpy, (pixels, places, boxes, present)))


def grid(width: int, height: int, patch: int, most: int) -> tuple[int, int]:
    """Rows and columns of patches, both even, whose product is at most `most`: the image's own size if it fits."""
    ratio = height / width
    room = min(most, max(MERGE**2, width * height / patch**2))
    rows = math.sqrt(room * ratio)
    even = [max(MERGE, MERGE * int(n / MERGE)) for n in (rows, rows / ratio)]
    return min(even[0], most // even[1] // MERGE * MERGE), min(even[1], most // MERGE)


def _scaled(image: Image.Image, patch: int, most: int) -> NDArray[np.uint8]:
    rows, columns = grid(*image.size, patch, most)
    return np.asarray(image.convert("RGB").resize((columns * patch, rows * patch), Image.Resampling.BILINEAR))


def _blocks(pixels: NDArray[np.uint8], patch: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """(N, P) patches and (N, 2) places, four patches of a block after one another."""
    side = MERGE * patch
    rows, columns = pixels.shape[0] // side, pixels.shape[1] // side
    split = pixels.reshape(rows, MERGE, patch, columns, MERGE, patch, CHANNELS)
    flat = split.transpose(0, 3, 1, 4, 2, 5, 6).reshape(-1, patch * patch * CHANNELS)
    r, c, dr, dc = np.meshgrid(*map(np.arange, (rows, columns, MERGE, MERGE)), indexing="ij")
    places = np.stack([(r * MERGE + dr).ravel(), (c * MERGE + dc).ravel()], -1)
    return flat.astype(np.float32) / 127.5 - 1, places


def _boxes(places: NDArray[np.int64]) -> NDArray[np.float32]:
    """(K, 4): where each token's block lies in the image."""
    corner = places.reshape(-1, MERGE**2, 2)[:, 0]  # (K, 2)
    size = places.max(0) + 1  # rows, columns
    top_left, bottom_right = corner / size, (corner + MERGE) / size
    return np.concatenate([top_left[:, ::-1], bottom_right[:, ::-1]], -1).astype(np.float32)


class R1VisionEncoder(nn.Module):
    """Patches to image tokens of the model's width."""

    def __init__(self, patch_size: int, width: int, layers: int, heads: int, hidden_size: int) -> None:
        super().__init__()
        self.head_width = width // heads
        self.enter = nn.Linear(patch_size**2 * CHANNELS, width)
        self.layers = nn.ModuleList(_Layer(width, heads) for _ in range(layers))
        self.norm = nn.RMSNorm(MERGE**2 * width)
        self.merge = nn.Linear(MERGE**2 * width, hidden_size)

    def forward(self, patches: Patches) -> Tensor:
        """(B, K, H); tokens that are not present hold nothing of use."""
        hidden = self.enter(patches.pixels)  # (B, N, V)
        turn = axial_rotation(patches.places, self.head_width)  # (B, 1, N, V/heads) twice
        seen = patches.present.repeat_interleave(MERGE**2, 1)[:, None, None]  # (B, 1, 1, N)
        for layer in self.layers:
            hidden = layer(hidden, turn, seen)
        blocks = hidden.reshape(hidden.shape[0], -1, MERGE**2 * hidden.shape[-1])  # (B, K, 4V)
        return self.merge(self.norm(blocks))


class _Layer(nn.Module):
    """Pre-norm attention over all patches of an image, then a feed-forward layer."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.before, self.after = nn.RMSNorm(width), nn.RMSNorm(width)
        self.project = nn.Linear(width, 3 * width, bias=False)
        self.out = nn.Linear(width, width, bias=False)
        self.feed = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    def forward(self, hidden: Tensor, turn: tuple[Tensor, Tensor], seen: Tensor) -> Tensor:
        batch, count, width = hidden.shape
        split = self.project(self.before(hidden)).view(batch, count, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        query, key, value = split.unbind(0)  # (B, heads, N, V/heads) each
        mixed = functional.scaled_dot_product_attention(rotated(query, turn), rotated(key, turn), value, attn_mask=seen)
        hidden = hidden + self.out(mixed.transpose(1, 2).reshape(batch, count, width))
        return hidden + self.feed(self.after(hidden))


def axial_rotation(places: Tensor, width: int) -> tuple[Tensor, Tensor]:
    """Cosine and sine (B, 1, N, width): the first half of the pairs turns with the row, the second with the column."""
    steps = torch.arange(width // 4, device=places.device)
    speeds = 100.0 ** (-steps / (width // 4))  # pages are at most some hundred patches tall
    angles = (places[..., None].float() * speeds).flatten(-2)  # (B, N, width/2)
    angles = torch.cat([angles, angles], -1)[:, None]
    return angles.cos(), angles.sin()


def rotated(x: Tensor, turn: tuple[Tensor, Tensor]) -> Tensor:
    """Each pair (i, i + width/2) turned by its angle."""
    first, second = x.chunk(2, -1)
    return x * turn[0] + torch.cat([-second, first], -1) * turn[1]
