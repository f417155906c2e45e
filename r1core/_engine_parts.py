"""The numpy engine's small parts: weights read when they are asked for, and the functions of one array.

Shapes: N positions, T positions of one request, d head width.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from r1core.checkpoint import WEIGHTS, CheckpointError, read_arrays, widen

Floats = NDArray[np.float32]
FREQUENCIES = 6  # as in r1core.layers


class Weights:
    """float32 weights by name, widened when first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._mapped = {name.removeprefix("model."): array for name, array in read_arrays(folder / WEIGHTS).items()}
        self._wide: dict[str, Floats] = {}

    def __getitem__(self, name: str) -> Floats:
        if name not in self._wide:
            self._wide[name] = widen(self._find(name))
        return self._wide[name]

    def __contains__(self, name: str) -> bool:
        return name in self._mapped

    def rows(self, name: str, indices: Sequence[int]) -> Floats:
        """Single rows of a table that is never widened as a whole."""
        return widen(self._find(name)[np.asarray(indices, np.int64)])

    def count(self, name: str) -> int:
        """How many numbered parts a module has."""
        inner = {key.removeprefix(f"{name}.").split(".")[0] for key in self._mapped if key.startswith(f"{name}.")}
        return len(inner)

    def _find(self, name: str) -> NDArray[Any]:
        if name not in self._mapped:
            raise CheckpointError(f"the weights in {self.folder} have no {name!r}: they are of another configuration")
        return self._mapped[name]


def linear(x: Floats, weights: Weights, name: str) -> Floats:
    """x (…, in) through a linear layer, with its bias if it has one."""
    y: Floats = x @ weights[f"{name}.weight"].T
    return y + weights[f"{name}.bias"] if f"{name}.bias" in weights else y


def rms(x: Floats, weight: Floats, eps: float) -> Floats:
    """x over its root mean square, scaled."""
    scaled: Floats = x * (weight / np.sqrt(np.square(x).mean(-1, keepdims=True) + np.float32(eps)))
    return scaled


def softmax(x: Floats) -> Floats:
    """Over the last axis."""
    powers = np.exp(x - x.max(-1, keepdims=True))
    shares: Floats = powers / powers.sum(-1, keepdims=True)
    return shares


def silu(x: Floats) -> Floats:
    """x · sigmoid(x); the sigmoid by tanh, which does not overflow."""
    return x * (np.tanh(x * np.float32(0.5)) + np.float32(1)) * np.float32(0.5)


def gelu(x: Floats) -> Floats:
    """x · Φ(x) with the error function of Abramowitz and Stegun 7.1.26, which is right to 1.5e-7."""
    z = np.abs(x) * np.float32(0.5**0.5)
    t = 1 / (1 + np.float32(0.3275911) * z)
    poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    wide: Floats = (0.5 * x * (1 + np.sign(x) * (1 - poly * np.exp(-z * z)))).astype(np.float32)
    return wide


def rotary(length: int, width: int, theta: float) -> tuple[Floats, Floats]:
    """Cosines and sines (T, 1, d) of the positions of one request."""
    steps = np.arange(0, width, 2, dtype=np.float32)
    angles = np.arange(length, dtype=np.float32)[:, None] * np.float32(theta) ** (-steps / np.float32(width))
    angles = np.concatenate([angles, angles], -1)[:, None]
    return np.cos(angles), np.sin(angles)


def turned(x: Floats, turns: tuple[Floats, Floats]) -> Floats:
    """x (T, heads, d) turned by its position."""
    left, right = np.split(x, 2, axis=-1)
    crossed: Floats = np.concatenate([-right, left], -1)
    return x * turns[0] + crossed * turns[1]


def box_waves(boxes: Floats) -> Floats:
    """Sines and cosines of boxes (N, 4), their widths and heights, as in r1core.layers.box_features."""
    sides: Floats = np.concatenate([boxes, boxes[:, 2:] - boxes[:, :2]], -1)
    angles = sides[..., None] * (np.pi * 2.0 ** np.arange(FREQUENCIES)).astype(np.float32)
    waves = np.concatenate([np.sin(angles), np.cos(angles)], -1).reshape(len(boxes), -1)
    there: Floats = (boxes != 0).any(-1, keepdims=True).astype(np.float32)
    return waves * there
