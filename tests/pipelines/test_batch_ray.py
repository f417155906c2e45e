"""On Ray the same task code gives the same results; without Ray the command that installs it is named."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

INSTALLED = importlib.util.find_spec("ray") is not None


def run(folder: Path, engine: str, out: str) -> subprocess.CompletedProcess[str]:
    store = f"sqlite:///{folder / engine / 'r1doc.db'}"
    words = ("batch", "extract", str(folder / "inbox"), "--out", str(folder / out), "--store", store, "--json")
    command = [sys.executable, "-m", "pipelines", *words, "--engine", engine, "--workers", "2"]
    environment = {**os.environ, "RAY_AUTH_MODE": "disabled"}
    return subprocess.run(command, capture_output=True, text=True, timeout=300, env=environment, check=False)


@pytest.fixture
def inbox(tmp_path: Path, write_pdf: Callable[[Path, str], Path]) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    for name in ("one", "two"):
        write_pdf(folder / f"{name}.pdf", f"Letter {name}")
    (folder / "empty.pdf").touch()
    return tmp_path


@pytest.mark.slow
@pytest.mark.skipif(not INSTALLED, reason="Ray is not installed")
def test_the_same_on_ray_as_here(inbox: Path) -> None:
    results = []
    for engine in ("local", "ray"):
        done = run(inbox, engine, f"out-{engine}")
        assert done.returncode == 4, done.stderr
        results.append([(Path(line["path"]).stem, line["state"]) for line in json.loads(done.stdout)["documents"]])
    assert results[0] == results[1] == [("empty", "failed"), ("one", "done"), ("two", "done")]
    for name in ("one", "two"):
        said = [json.loads((inbox / f"out-{engine}" / name / "result.json").read_text()) for engine in ("local", "ray")]
        assert {key: value for key, value in said[0].items() if key != "run"} == {
            key: value for key, value in said[1].items() if key != "run"
        }


@pytest.mark.skipif(INSTALLED, reason="Ray is installed")
def test_without_ray_the_remedy_is_said(inbox: Path) -> None:
    done = run(inbox, "ray", "out")
    assert done.returncode == 5
    assert "pip install 'r1doc[ray]'" in done.stderr
