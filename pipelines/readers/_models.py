"""PP-OCRv6 small, detection and recognition, as ONNX files inside the rapidocr wheel.

The networks are run directly: rapidocr's own pipeline would look for models on the network, logs to the terminal,
pads every short crop to 320 pixels and gives word boxes that miss the print. Nothing here touches the network.

Shapes: H, W image; B crops a batch, T steps a crop (one for 8 pixels), C characters (0 is CTC's blank).
Source: Cui et al. 2025, PaddleOCR 3.0 (arXiv:2507.05595); DB: Liao et al. 2020 (arXiv:1911.08947).
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from pipelines.errors import MissingDependency

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]

DETECTOR, RECOGNISER = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"
STRIDE = 32  # the detector's sides are multiples of it
HEIGHT = 48  # pixels of a crop
STEP = 8  # pixels of a crop a time step
THREADS = 2


class Characters(NamedTuple):
    """What was read in one crop: characters, their probabilities and places (pixels of the crop at height 48)."""

    text: str
    confidence: tuple[float, ...]
    at: tuple[float, ...]


def text_map(grey: Pixels, long_side: int) -> Floats:
    """Probability of text for every pixel of a smaller copy of the page, no larger than `long_side`."""
    height, width = grey.shape
    scale = min(long_side / max(height, width), 1.0)
    size = [max(round(side * scale / STRIDE), 1) * STRIDE for side in (width, height)]
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 127.5 - 1.0
    batch = np.repeat(small[None, None], 3, axis=1)  # (1, 3, H, W)
    return np.asarray(_session(DETECTOR).run(None, {"x": batch})[0][0, 0], np.float32)  # (H, W)


def recognise(crops: Sequence[Pixels]) -> list[Characters]:
    """Read crops, all 48 pixels high and of similar width: shorter ones are padded to the longest."""
    width = -(-max(crop.shape[1] for crop in crops) // STEP) * STEP
    batch = np.zeros((len(crops), 3, HEIGHT, width), np.float32)
    for row, crop in enumerate(crops):
        batch[row, :, :, : crop.shape[1]] = crop.astype(np.float32) / 127.5 - 1.0
    probabilities = _session(RECOGNISER).run(None, {"x": batch})[0]  # (B, T, C)
    best, sure = probabilities.argmax(2), probabilities.max(2)  # (B, T) twice
    return [_characters(best[row], sure[row]) for row in range(len(crops))]


def _characters(best: NDArray[np.int64], sure: Floats) -> Characters:
    """CTC's greedy reading: repeats are one character, blanks none. A character stands at the middle of its steps."""
    starts = np.flatnonzero(np.diff(best, prepend=-1))
    ends = np.append(starts[1:], len(best))
    alphabet = _alphabet()
    found = [(int(a), int(b)) for a, b in zip(starts, ends, strict=True) if best[a]]
    return Characters(
        "".join(alphabet[best[a]] for a, _ in found),
        tuple(float(sure[a:b].max()) for a, b in found),
        tuple((a + b) / 2 * STEP for a, b in found),
    )


@cache
def _session(name: str) -> Any:
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = min(THREADS, os.cpu_count() or 1)
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # waiting threads burn others' time
    options.enable_cpu_mem_arena = False  # every page has its own sizes: the arena would keep the sum of them
    return onnxruntime.InferenceSession(str(_folder() / name), options, providers=["CPUExecutionProvider"])


@cache
def _alphabet() -> tuple[str, ...]:
    listed = _session(RECOGNISER).get_modelmeta().custom_metadata_map["character"]
    return ("", *listed.splitlines(), " ")


def _folder() -> Path:
    """The wheel's folder of models, found without importing it."""
    spec = importlib.util.find_spec("rapidocr")
    if spec is None or not spec.submodule_search_locations:
        raise MissingDependency("pages without text need the models of 'rapidocr': pip install rapidocr==3.10.0")
    return Path(spec.submodule_search_locations[0]) / "models"
