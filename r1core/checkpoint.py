"""Weights on disk: where a name leads, whether the bytes are the shipped ones, and whether they fit.

A shipped model is a folder in `data/weights` named in `data/weights/manifest.json`:

    {"r1-small": {"model.safetensors": "<sha256>", "config.json": "<sha256>"}}

Loading is strict: a weight that is missing, unknown or of another shape is an error that lists them all. Only
safetensors are read: they hold numbers, never code. Nothing here needs torch; the numpy engine reads the same files.
Format: eight bytes of length, a JSON header of names, types, shapes and offsets, then the numbers.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

WEIGHTS, CONFIG = "model.safetensors", "config.json"
_TYPES = {"F32": "<f4", "F16": "<f2", "BF16": "<u2", "I64": "<i8", "I32": "<i4", "BOOL": "?"}
_LISTED = 20  # misfits named in one message


class CheckpointError(ValueError):
    """Weights that cannot be trusted or do not fit; the message names them and what to do."""


def shipped() -> Path | None:
    """The folder of shipped weights, where the package that carries them is installed."""
    try:
        folder = Path(str(resources.files("data"))) / "weights"
    except ModuleNotFoundError:
        return None
    return folder if (folder / "manifest.json").is_file() else None


def locate(name: str | os.PathLike[str]) -> str:
    """The folder of a shipped name, verified; a folder or hub id as it is."""
    folder = shipped()
    if folder is None or Path(name).is_dir():
        return os.fspath(name)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    if str(name) not in manifest:
        return os.fspath(name)
    verify(folder / str(name), manifest[str(name)])
    return str(folder / str(name))


def identity(name: str | os.PathLike[str]) -> str:
    """What a result says of the weights that it used: `name@sha256:<digest of the weights>`."""
    folder = shipped()
    manifest = json.loads((folder / "manifest.json").read_text("utf-8")) if folder else {}
    if str(name) in manifest:  # opening it has compared the digests, or will
        return f"{name}@sha256:{manifest[str(name)][WEIGHTS]}"
    return f"{Path(name).name}@sha256:{sha256(Path(name) / WEIGHTS)}"


def verify(folder: Path, digests: Mapping[str, str]) -> None:
    """Raises where a file is absent or is not, byte for byte, the one that was shipped."""
    for name, expected in digests.items():
        path = folder / name
        if not path.is_file():
            raise CheckpointError(f"{path} is missing; install r1doc again")
        if (found := sha256(path)) != expected:
            raise CheckpointError(f"{path} is not the shipped file (sha256 {found}, expected {expected})")


def sha256(path: Path) -> str:
    """Digest of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def refuse_misfits(name: str, info: Mapping[str, Any]) -> None:
    """Raises when anything was missing, unexpected or misshaped; `info` is the loading report of transformers."""
    found = [
        *(f"missing: {key}" for key in sorted(info["missing_keys"])),
        *(f"unknown: {key}" for key in sorted(info["unexpected_keys"])),
        *(f"misshaped: {key} is {tuple(is_)}, not {tuple(want)}" for key, is_, want in sorted(info["mismatched_keys"])),
    ]
    refuse(name, found + [f"unreadable: {line}" for line in info.get("error_msgs", ())])


def refuse(name: str, misfits: list[str]) -> None:
    """Raises with what does not fit, if anything."""
    if not misfits:
        return
    more = [f"… and {len(misfits) - _LISTED} more"] if len(misfits) > _LISTED else []
    lines = "\n  ".join(misfits[:_LISTED] + more)
    raise CheckpointError(
        f"the weights of {name!r} do not fit this configuration:\n  {lines}\n"
        "Load them with the configuration that they were saved with; change experts with r1core.growth.with_experts."
    )


def read_arrays(path: Path) -> dict[str, NDArray[Any]]:
    """The tensors of a safetensors file, mapped from disk, not read; bfloat16 as its 16 bits (see `widen`)."""
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(length))
    header.pop("__metadata__", None)
    raw = np.memmap(path, mode="r", offset=8 + length)
    return {name: _array(raw, entry) for name, entry in header.items()}


def _array(raw: NDArray[np.uint8], entry: Mapping[str, Any]) -> NDArray[Any]:
    start, end = entry["data_offsets"]
    array: NDArray[Any] = raw[start:end].view(_TYPES[entry["dtype"]]).reshape(entry["shape"])
    return array


def widen(array: NDArray[Any]) -> NDArray[np.float32]:
    """float32 from what a file holds: bfloat16 is the upper half of a float32."""
    if array.dtype == np.uint16:
        return (array.astype(np.uint32) << 16).view(np.float32)
    return array.astype(np.float32)
