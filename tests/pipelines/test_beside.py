"""A helper on a second core: its answer, its death, and ours."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

import psutil
import pytest

from data.schemas import DocumentInfo, Result
from pipelines import _beside, sandbox, worker
from pipelines.errors import TooLarge


def answer(dies: bool) -> Any:
    def work() -> Any:
        if dies:
            os.kill(os.getpid(), signal.SIGKILL)
        return ["made", (1, 2.5, None)]

    with _beside.Beside(work) as helper:
        return helper.value()


def test_what_the_helper_makes_comes_back() -> None:
    assert sandbox.call(answer, False) == ["made", (1, 2.5, None)]


def test_a_helper_that_dies_says_nothing() -> None:
    assert sandbox.call(answer, True) is None


def hang(place: Path) -> None:
    def work() -> None:
        place.write_text(str(os.getpid()))
        time.sleep(600)

    with _beside.Beside(work) as helper:
        helper.value()


def test_a_helper_that_hangs_ends_with_us(tmp_path: Path) -> None:
    with pytest.raises(TooLarge):
        sandbox.call(hang, tmp_path / "helper", seconds=3)
    deadline = time.monotonic() + 10
    while psutil.pid_exists(int((tmp_path / "helper").read_text())) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not psutil.pid_exists(int((tmp_path / "helper").read_text()))


def written(folder: Path) -> list[str]:
    worker.TABLES = 0
    info = DocumentInfo(sha256="0" * 64, name="a.pdf", media_type="application/pdf", pages=1)
    result = Result(task="report", document=info)
    worker._export(["markdown", "report_html", "tables_csv", "workbook"], result, folder / "a.pdf", folder, tell)
    return sorted(path.name for path in folder.iterdir())


def tell(stage: str, done: int, total: int) -> None:
    """The watcher of nobody, by another name: a helper has none."""


def test_files_written_on_two_cores_are_all_there(tmp_path: Path) -> None:
    names = sandbox.call(written, tmp_path)
    assert {"report.md", "report.html", "tables.xlsx"} <= set(names)
