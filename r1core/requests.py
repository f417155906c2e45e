"""Requests: what the model is asked, as plain numbers, and how several become one batch.

    Reading   words or lines with boxes, perhaps a picture, one question ─► a label for each
    Writing   tokens of text or code ─► the next ones
    Weighing  a dispute ─► which reading to keep

A batch holds requests of one form. Everything is padded at its end; a padded position is no position.

Shapes: B requests, T positions, P pieces of a position, N patches, K image tokens, R readings, F features, G relations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from r1core.config import R1Config
from r1core.heads import IGNORED
from r1core.readings import FEATURES, RELATIONS, Dispute, features, relations
from r1core.topology import POSITION_KINDS
from r1core.vision import cut

TEXT, CODE = POSITION_KINDS.index("text"), POSITION_KINDS.index("code")
PATCH, MOST_PATCHES = 16, 1024


@dataclass(frozen=True, slots=True)
class Reading:
    """Items to label. `labels` are numbers of the question's labels, IGNORED where nothing is asked."""

    question: str
    pieces: tuple[Sequence[int], ...]  # hashed pieces of each item
    labels: tuple[int, ...]
    boxes: tuple[tuple[float, float, float, float], ...] = ()  # shares of the page
    weights: tuple[float, ...] = ()  # of each item's loss; all 1 where missing
    image: Image.Image | Path | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Writing:
    """Tokens to learn by heart."""

    tokens: tuple[int, ...]
    code: bool = False


@dataclass(frozen=True, slots=True)
class Weighing:
    """A dispute and the readings that may be kept; none of them: it cannot be decided."""

    dispute: Dispute
    kept: tuple[int, ...]


Request = Reading | Writing | Weighing
Batch = dict[str, Tensor]


def collate(requests: Sequence[Request], config: R1Config) -> Batch:
    """The keyword arguments of a forward pass that answers all requests at once."""
    forms = {type(request) for request in requests}
    if len(forms) != 1:
        raise ValueError(f"a batch holds requests of one form, not {sorted(form.__name__ for form in forms)}")
    if isinstance(requests[0], Reading):
        return _readings([r for r in requests if isinstance(r, Reading)], config)
    if isinstance(requests[0], Writing):
        return _writings([r for r in requests if isinstance(r, Writing)])
    return _weighings([r for r in requests if isinstance(r, Weighing)])


def _readings(requests: Sequence[Reading], config: R1Config) -> Batch:
    longest = max(len(r.pieces) for r in requests)
    most = max(1, max(len(pieces) for r in requests for pieces in r.pieces))
    pieces = np.zeros((len(requests), longest, most), np.int64)
    for row, request in zip(pieces, requests, strict=True):
        for item, buckets in zip(row, request.pieces, strict=False):
            item[: len(buckets)] = buckets
    batch = {
        "piece_ids": torch.from_numpy(pieces),
        "attention_mask": _mask([len(r.pieces) for r in requests]),
        "question_ids": torch.tensor([config.question_id(r.question) for r in requests]),
        "labels": _padded([r.labels for r in requests], IGNORED),
    }
    if any(r.weights for r in requests):
        batch["weights"] = _padded([r.weights or (1.0,) * len(r.pieces) for r in requests], 0.0)
    if any(r.boxes for r in requests):
        batch["boxes"] = _padded([r.boxes or ((0.0,) * 4,) * len(r.pieces) for r in requests], 0.0)
    return batch | _pictures([r.image for r in requests])


def _pictures(images: Sequence[Image.Image | Path | None]) -> Batch:
    """Patches of the pictures; a request without one has no image token present."""
    if not any(images):
        return {}
    patches = cut([_opened(image) for image in images], PATCH, MOST_PATCHES)
    shown = torch.tensor([image is not None for image in images])
    return {
        "pixel_values": patches.pixels,
        "patch_places": patches.places,
        "image_boxes": patches.boxes,
        "image_present": patches.present & shown[:, None],
    }


def _opened(image: Image.Image | Path | None) -> Image.Image:
    if isinstance(image, Path):
        with Image.open(image) as file:
            return file.convert("RGB")
    return image or Image.new("RGB", (1, 1))


def _writings(requests: Sequence[Writing]) -> Batch:
    tokens = _padded([r.tokens for r in requests], 0)
    mask = _mask([len(r.tokens) for r in requests])
    kinds = torch.tensor([CODE if r.code else TEXT for r in requests])[:, None].expand_as(tokens)
    return {
        "input_ids": tokens,
        "attention_mask": mask,
        "token_type_ids": kinds.contiguous(),
        "labels": tokens.masked_fill(mask == 0, IGNORED),
    }


def _weighings(requests: Sequence[Weighing]) -> Batch:
    room = max(len(r.dispute.readings) for r in requests)
    told = np.zeros((len(requests), room, FEATURES), np.float32)
    pairs = np.zeros((len(requests), room, room, RELATIONS), np.float32)
    kept = torch.zeros(len(requests), room + 1, dtype=torch.bool)
    for i, request in enumerate(requests):
        kept[i, list(request.kept or (room,))] = True
        count = len(request.dispute.readings)
        told[i, :count], pairs[i, :count, :count] = features(request.dispute), relations(request.dispute)
    return {
        "dispute_features": torch.from_numpy(told),
        "dispute_relations": torch.from_numpy(pairs),
        "dispute_present": _mask([len(r.dispute.readings) for r in requests]).bool(),
        "dispute_kept": kept,
    }


def _mask(sizes: Sequence[int]) -> Tensor:
    """1 for what is there (B, T)."""
    return (torch.arange(max(sizes)) < torch.tensor(sizes)[:, None]).long()


def _padded(rows: Sequence[Sequence[object]], filler: float) -> Tensor:
    """Rows of different lengths, the filler after their ends; numpy decides on the type."""
    arrays: list[NDArray[np.generic]] = [np.asarray(row) for row in rows]
    longest = max(map(len, arrays))
    out = np.full((len(arrays), longest, *arrays[0].shape[1:]), filler, dtype=arrays[0].dtype)
    for row, array in zip(out, arrays, strict=True):
        row[: len(array)] = array
    return torch.from_numpy(out).float() if out.dtype.kind == "f" else torch.from_numpy(out).long()
