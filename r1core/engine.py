"""The model at work without torch: the reading pass and the judge in numpy, over weights mapped from disk.

Importing torch and transformers takes longer than a report may be delayed. This is the same arithmetic on the same
files (a test holds it to torch within 1e-4), for requests of words without pictures. Requests of different lengths lie
one after another, so nothing is padded; only attention and the choice of a pool go request by request.

Shapes: N positions of all requests, B requests, T positions of one, D width, H heads, V key-value heads, d head width,
E experts, K slots, L labels, R readings.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from r1core._engine_parts import Weights, box_waves, gelu, linear, rms, rotary, silu, softmax, turned
from r1core._engine_routing import Chosen, Gates, route
from r1core.checkpoint import CONFIG, locate
from r1core.topology import tiers_of

Floats = NDArray[np.float32]
_TORCH_EPS = float(np.finfo(np.float32).eps)  # of torch's RMSNorm where none is given


@dataclass(frozen=True, slots=True)
class Words:
    """One request: the hashed pieces of each position and, where known, its box in 0..1 and its kind."""

    pieces: Sequence[Sequence[int]]
    boxes: Sequence[tuple[float, float, float, float]] = ()
    kinds: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """Weights of the readings of one dispute, and the probability that none can be kept."""

    weights: Floats  # (R,)
    undecidable: float


class Engine:
    """A model opened for reading: `Engine("r1-small")`, or a folder."""

    def __init__(self, name: str | Path) -> None:
        folder = Path(locate(name))
        self.config: dict[str, Any] = json.loads((folder / CONFIG).read_text("utf-8"))
        self.weights = Weights(folder)
        tiers = tiers_of(self.config["expert_config"])
        order = [tier for tier, count in zip(tiers, self.config["tier_layers"], strict=True) for _ in range(count)]
        self.layers = [(f"layers.{index}", tier) for index, tier in enumerate(order)]

    # ---------------------------------------------------------------- questions

    def tag(self, question: str, requests: Sequence[Words]) -> list[Floats]:
        """Calibrated probabilities (T, L) of each request's labels; `dynamic_batch_size` requests at a time."""
        row, width = self.row(question), self.config["dynamic_batch_size"]
        labels = len(self.config["questions"][question])
        answers = [np.zeros((0, labels), np.float32)] * len(requests)  # what is empty stays empty
        filled = [index for index, request in enumerate(requests) if request.pieces]
        for start in range(0, len(filled), width):
            batch = filled[start : start + width]
            hidden, ends = self.read([requests[index] for index in batch], row)
            logits = linear(hidden, self.weights, f"tag.questions.{question}")
            confident = softmax(logits / self.weights["tag.temperature"][row])
            for index, answer in zip(batch, np.split(confident, ends[:-1]), strict=True):
                answers[index] = answer
        return answers

    @property
    def repeats(self) -> Floats | None:
        """How often each concept shares a statement with itself; nothing where the model has no head for it."""
        known = "own.repeats" in self.weights
        return self.weights["own.repeats"] if known else None

    def own(self, features: Floats) -> Floats:
        """Probability that a line's concept is the company's own (N,): features (N, F) of whole_statement.py."""
        told = (features - self.weights["own.mean"]) / self.weights["own.scale"]
        logits = linear(gelu(linear(told, self.weights, "own.first")), self.weights, "own.second")[:, 0]
        chances: Floats = (0.5 * (1 + np.tanh(logits / 2))).astype(np.float32)
        return chances

    def row(self, question: str) -> int:
        """The row of a question in the question table."""
        known: list[str] = self.config["question_names"]
        if question not in known:
            raise ValueError(f"no question {question!r}; the model knows {', '.join(known) or 'none'}")
        return known.index(question) + 1

    def judge(self, features: Floats, relations: Floats) -> Judged:
        """One dispute: features (R, F) of its readings, relations (R, R, G) of each two."""
        w = self.weights
        hidden = linear(features, w, "conflict.enter")  # (R, C/8)
        for index in range(w.count("conflict.messages")):
            hidden = hidden + self._heard(hidden, relations, f"conflict.messages.{index}")
        scores = self._two_layers(hidden, "conflict.score")[:, 0]
        summary = np.concatenate([hidden.mean(0), hidden.max(0), hidden.min(0)])
        doubt = self._two_layers(summary[None], "conflict.doubt")[:, 0]
        logits = (np.concatenate([scores, doubt]) / np.exp(w["conflict.log_temperature"])).astype(np.float32)
        return Judged(softmax(logits[:-1]), float(softmax(logits)[-1]))

    # ---------------------------------------------------------------- the pass

    def read(self, requests: Sequence[Words], question: int) -> tuple[Floats, list[int]]:
        """Hidden states (N, D) of all positions, and where each request ends."""
        ends = np.cumsum([len(request.pieces) for request in requests]).tolist()
        x = self.embed(requests, question)
        kinds = np.concatenate([np.asarray(r.kinds or [0] * len(r.pieces), np.int64) for r in requests])
        sizes = self.pool_sizes(x, ends)
        for name, tier in self.layers:
            x = x + self.attend(rms(x, self.weights[f"{name}.attention_norm.weight"], self.eps), name, ends)
            normed = rms(x, self.weights[f"{name}.moe_norm.weight"], self.eps)
            gates = Gates.of(self.weights, f"{name}.moe.router", tier, self.config)
            x = x + self.mix(normed, route(normed, kinds, gates, ends, sizes), f"{name}.moe.experts")
        return rms(x, self.weights["norm.weight"], self.eps), ends

    @property
    def eps(self) -> float:
        return float(self.config["rms_norm_eps"])

    def embed(self, requests: Sequence[Words], question: int) -> Floats:
        """The sum that a position is (N, D)."""
        w = self.weights
        bags = np.concatenate([self.bags(request.pieces) for request in requests])
        kinds = np.concatenate([np.asarray(r.kinds or [0] * len(r.pieces), np.int64) for r in requests])
        x = w["embeddings.kinds.weight"][kinds] + linear(bags, w, "embeddings.piece_proj")
        x = x + w["embeddings.questions.weight"][question]
        if any(request.boxes for request in requests):
            boxes = [np.asarray(r.boxes or np.zeros((len(r.pieces), 4)), np.float32) for r in requests]
            x = x + linear(box_waves(np.concatenate(boxes)), w, "embeddings.box_proj")
        return rms(x, w["embeddings.norm.weight"], self.eps)

    def bags(self, pieces: Sequence[Sequence[int]]) -> Floats:
        """Sum of each position's pieces over the root of their number (T, W); only their rows are read from disk."""
        counts = np.asarray([len(own) for own in pieces])
        rows = self.weights.rows("embeddings.pieces.weight", [piece for own in pieces for piece in own])
        bags = np.zeros((len(pieces), rows.shape[1]), np.float32)
        there = counts > 0
        bags[there] = np.add.reduceat(rows, (np.cumsum(counts) - counts)[there], axis=0) if there.any() else 0
        return bags / np.sqrt(np.maximum(counts, 1))[:, None].astype(np.float32)

    def pool_sizes(self, x: Floats, ends: Sequence[int]) -> Floats:
        """How many experts each request opens (B,)."""
        least, most = self.config["pool_size"]
        means = np.stack([part.mean(0) for part in np.split(x, ends[:-1])])
        gate = linear(means, self.weights, "complexity.gate")[:, 0]
        return np.round(least + (most - least) / (1 + np.exp(-gate))).astype(np.float32)

    def attend(self, x: Floats, name: str, ends: Sequence[int]) -> Floats:
        """Attention within each request, every position to every other (N, D)."""
        parts = [linear(x, self.weights, f"{name}.attention.{side}_proj") for side in "qkv"]
        split = [np.split(part, ends[:-1]) for part in parts]
        mixed = np.concatenate([self._attend_one(*one) for one in zip(*split, strict=True)])
        return linear(mixed, self.weights, f"{name}.attention.o_proj")

    def _attend_one(self, query: Floats, key: Floats, value: Floats) -> Floats:
        """One request: (T, H·d), (T, V·d) twice, to (T, H·d)."""
        width, shared = self.config["head_dim"], self.config["num_key_value_heads"]
        turns = rotary(len(query), width, self.config["rope_theta"])
        heads = turned(query.reshape(len(query), -1, width), turns).transpose(1, 0, 2)  # (H, T, d)
        keys = turned(key.reshape(len(key), shared, width), turns).transpose(1, 2, 0)  # (V, d, T)
        values = value.reshape(len(value), shared, width).transpose(1, 0, 2)  # (V, T, d)
        groups = len(heads) // shared
        scores = heads @ np.repeat(keys, groups, 0) * np.float32(width**-0.5)  # (H, T, T)
        return (softmax(scores) @ np.repeat(values, groups, 0)).transpose(1, 0, 2).reshape(len(query), -1)

    def mix(self, x: Floats, chosen: Chosen, name: str) -> Floats:
        """Each position through its experts (N, D)."""
        up, down = self.weights[f"{name}.gate_up_proj"], self.weights[f"{name}.down_proj"]
        mixed = np.zeros_like(x)
        for expert in range(len(up)):
            rows, slots = np.nonzero(chosen.indices == expert)
            if len(rows):
                gate, value = np.split(x[rows] @ up[expert].T, 2, axis=-1)
                mixed[rows] += (silu(gate) * value @ down[expert].T) * chosen.weights[rows, slots, None]
        return mixed

    # ---------------------------------------------------------------- the judge

    def _heard(self, hidden: Floats, relations: Floats, name: str) -> Floats:
        """What each reading answers to what every other is to it (R, C/8)."""
        w, others = self.weights, ~np.eye(len(hidden), dtype=bool)[..., None]
        normed = rms(hidden, w[f"{name}.norm.weight"], _TORCH_EPS)
        said = linear(normed, w, f"{name}.hear")[:, None] + linear(normed, w, f"{name}.say")[None]
        heard = gelu(said + linear(relations, w, f"{name}.relate")) * others  # (R, R, C/8)
        mean = heard.sum(1) / np.maximum(others.sum(1), 1)
        told = np.concatenate([normed, mean, heard.max(1)], -1).astype(np.float32)
        return self._two_layers(told, f"{name}.answer")

    def _two_layers(self, x: Floats, name: str) -> Floats:
        return linear(gelu(linear(x, self.weights, f"{name}.0")), self.weights, f"{name}.2")
