"""Loading is strict, shipped weights are the shipped bytes, and only numbers are read."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from r1core import checkpoint
from r1core.checkpoint import CheckpointError, read_arrays, sha256, widen
from r1core.config import R1Config
from r1core.model import R1Model


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.manual_seed(0)
    path: Path = tmp_path_factory.mktemp("saved")
    R1Model(R1Config.preset("tiny", questions={"row": ["a", "b"]})).save_pretrained(path)
    return path


def damaged(saved: Path, target: Path, change: dict[str, torch.Tensor | None]) -> Path:
    """A copy in which weights are replaced, added, or (None) left out."""
    weights = {name: w for name, w in {**load_file(saved / "model.safetensors"), **change}.items() if w is not None}
    save_file(weights, target / "model.safetensors", metadata={"format": "pt"})
    (target / "config.json").write_bytes((saved / "config.json").read_bytes())
    return target


def test_what_was_saved_is_what_is_loaded(saved: Path) -> None:
    loaded, written = R1Model.from_pretrained(saved).state_dict(), load_file(saved / "model.safetensors")
    assert loaded.keys() == written.keys()
    assert all(loaded[name].equal(written[name]) for name in written)


def test_a_file_of_half_width_is_widened_to_be_trained(saved: Path, tmp_path: Path) -> None:
    R1Model.from_pretrained(saved, dtype=torch.bfloat16).save_pretrained(tmp_path)
    assert load_file(tmp_path / "model.safetensors")["norm.weight"].dtype == torch.bfloat16
    assert R1Model.from_pretrained(tmp_path).dtype == torch.float32


def test_every_misfit_is_listed(saved: Path, tmp_path: Path) -> None:
    change = {"norm.weight": None, "complexity.gate.bias": torch.zeros(3), "stranger": torch.zeros(1)}
    with pytest.raises(CheckpointError) as caught:
        R1Model.from_pretrained(damaged(saved, tmp_path, change))
    told = str(caught.value)
    assert "missing: norm.weight" in told
    assert "unknown: stranger" in told
    assert "misshaped: complexity.gate.bias is (3,), not (1,)" in told


def test_many_misfits_are_counted() -> None:
    with pytest.raises(CheckpointError, match="and 10 more"):
        checkpoint.refuse("x", [f"missing: {i}" for i in range(30)])


def test_another_file_format_is_not_read(saved: Path, tmp_path: Path) -> None:
    torch.save(load_file(saved / "model.safetensors"), tmp_path / "pytorch_model.bin")
    (tmp_path / "config.json").write_bytes((saved / "config.json").read_bytes())
    with pytest.raises(OSError, match="safetensors"):
        R1Model.from_pretrained(tmp_path)


def shelf(saved: Path, tmp_path: Path) -> Path:
    """A folder of shipped weights with one model."""
    home = tmp_path / "weights" / "r1-test"
    home.mkdir(parents=True)
    for name in ("model.safetensors", "config.json"):
        (home / name).write_bytes((saved / name).read_bytes())
    digests = {name: sha256(home / name) for name in ("model.safetensors", "config.json")}
    (tmp_path / "weights" / "manifest.json").write_text(json.dumps({"r1-test": digests}))
    return tmp_path / "weights"


def test_a_shipped_name_is_found_and_verified(saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = shelf(saved, tmp_path)
    monkeypatch.setattr(checkpoint, "shipped", lambda: folder)
    assert R1Model.from_pretrained("r1-test").config.question_id("row") == 1
    assert R1Config.from_pretrained("r1-test").question_names == ["row"]


def test_a_changed_byte_is_noticed(saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = shelf(saved, tmp_path)
    monkeypatch.setattr(checkpoint, "shipped", lambda: folder)
    path = folder / "r1-test" / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-1] + b"\x7f")
    with pytest.raises(CheckpointError, match="not the shipped file"):
        R1Model.from_pretrained("r1-test")
    path.unlink()
    with pytest.raises(CheckpointError, match="is missing"):
        R1Model.from_pretrained("r1-test")


def test_other_names_are_left_to_the_hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoint, "shipped", lambda: None)  # as where the package of weights is not installed
    assert checkpoint.locate("somebody/r1") == "somebody/r1"
    assert checkpoint.locate(tmp_path) == str(tmp_path)


@pytest.mark.parametrize("kind", [torch.float32, torch.float16, torch.bfloat16, torch.int64])
def test_arrays_are_read_as_safetensors_wrote_them(kind: torch.dtype, tmp_path: Path) -> None:
    tensors = {"a": torch.randn(3, 5).mul(9).to(kind), "b": torch.ones(()).to(kind)}
    save_file(tensors, tmp_path / "x.safetensors", metadata={"format": "pt"})
    arrays = read_arrays(tmp_path / "x.safetensors")
    for name, tensor in tensors.items():
        assert isinstance(arrays[name], np.memmap)
        assert widen(arrays[name]).tolist() == tensor.float().tolist()
