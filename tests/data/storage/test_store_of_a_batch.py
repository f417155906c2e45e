"""A whole batch on either database: worked on once, known the second time, results found by search."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pymupdf

from data.storage import Store


def test_a_batch_is_known_the_second_time(tmp_path: Path, url: str) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for name in ("one", "two", "three"):
        with pymupdf.open() as document:
            document.new_page().insert_text((72, 72), f"Letter {name}")
            document.save(inbox / f"{name}.pdf")
    words = ("batch", "extract", str(inbox), "--out", str(tmp_path / "out"), "--store", url, "--json", "--workers", "2")
    environment = {**os.environ, "R1DOC_HOME": str(tmp_path / "home")}
    states = []
    for _ in range(2):
        command = [sys.executable, "-m", "pipelines", *words]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        states.append({line["state"] for line in json.loads(done.stdout)["documents"]})
    assert states == [{"done"}, {"known"}]
    with Store(url, tmp_path / "unused") as store:
        assert [document.name for document in store.documents()] == ["one.pdf", "three.pdf", "two.pdf"]
