"""A batch loses nothing and does nothing twice, whatever is killed."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pymupdf
import pytest

from data.storage import Job, Store
from pipelines.batch import discover, is_dead, owner
from pipelines.runner import Outcome, Work

NAMES = ("alpha", "beta", "gamma", "delta")


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """Documents of twelve pages: long enough to be killed in the middle of, short enough to wait for."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    for name in NAMES:
        with pymupdf.open() as document:
            for number in range(12):
                page = document.new_page()
                for line in range(20):
                    page.insert_text((72, 72 + 16 * line), f"{name} page {number} line {line} says 1,234 and 5,678")
            document.save(folder / f"{name}.pdf")
    return folder


@pytest.fixture
def start(tmp_path: Path, inbox: Path) -> Callable[..., subprocess.Popen[str]]:
    """Starts a batch as a process of its own."""

    def begin(out: str, *more: str) -> subprocess.Popen[str]:
        settings = ("--out", str(tmp_path / out), "--store", url(tmp_path), "--workers", "1", "--no-tables")
        words = ("batch", "extract", str(inbox), *settings, *more)
        return subprocess.Popen(
            [sys.executable, "-m", "pipelines", *words],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip

    return begin


def url(folder: Path) -> str:
    return f"sqlite:///{folder / 'store' / 'r1doc.db'}"


def jobs(folder: Path) -> dict[str, Job]:
    """Jobs by the stem of their document, as the store has them."""
    import sqlite3

    database = folder / "store" / "r1doc.db"
    if not database.exists():
        return {}
    with sqlite3.connect(database) as connection:
        has = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'jobs'").fetchone()
        rows = connection.execute("SELECT key, path, task, state, attempt FROM jobs").fetchall() if has else []
    connection.close()
    found = [Job(key=r[0], path=r[1], task=r[2], state=r[3], attempt=r[4]) for r in rows]
    return {Path(job.path).stem: job for job in found}


def until(true: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def states(folder: Path) -> list[str]:
    return sorted(job.state for job in jobs(folder).values())


def run_ids(out: Path) -> dict[str, str]:
    return {path.parent.name: json.loads(path.read_text())["run"]["id"] for path in out.glob("*/result.json")}


def test_a_killed_batch_goes_on_where_it_was(tmp_path: Path, start: Callable[..., subprocess.Popen[str]]) -> None:
    first = start("out")
    until(lambda: {"done", "running"} <= set(states(tmp_path)))
    first.kill()
    first.communicate()
    before = run_ids(tmp_path / "out")
    second = start("out")
    said, logged = second.communicate(timeout=120)
    assert second.returncode == 0, logged
    assert states(tmp_path) == ["done"] * len(NAMES)
    after = run_ids(tmp_path / "out")
    assert set(after) == set(NAMES)
    assert before.items() <= after.items()  # what was finished was not done again
    assert sum(job.attempt for job in jobs(tmp_path).values()) <= len(NAMES) + 1  # only the interrupted one was
    assert f"{len(NAMES)} documents" in said
    assert sorted(p.name for p in (tmp_path / "out").iterdir() if not p.name.startswith(".")) == sorted(NAMES)


@pytest.mark.parametrize("which", [0, -1], ids=["server of workers", "worker"])
def test_a_killed_worker_costs_one_attempt(
    tmp_path: Path, start: Callable[..., subprocess.Popen[str]], which: int
) -> None:
    batch = start("out")
    until(lambda: "running" in states(tmp_path) and kill(batch.pid, which))
    said, logged = batch.communicate(timeout=120)
    assert batch.returncode == 0, said + logged
    assert states(tmp_path) == ["done"] * len(NAMES)


def kill(batch: int, which: int) -> bool:
    """Kill one of the two; False where there is no worker just now."""
    there = workers(batch)
    with contextlib.suppress(ProcessLookupError):
        if len(there) == 2:
            os.kill(there[which], signal.SIGKILL)
            return True
    return False


def workers(batch: int) -> list[int]:
    """Of the batch's children those that hold a PDF library: the server that forks workers, and its worker."""
    found = psutil.Process(batch).children(recursive=True)
    holding = []
    for process in found:
        with contextlib.suppress(psutil.NoSuchProcess):
            if any("pymupdf" in mapped.path.lower() for mapped in process.memory_maps()):
                holding.append(process.pid)
    return holding


def test_two_batches_share_the_work(tmp_path: Path, start: Callable[..., subprocess.Popen[str]]) -> None:
    both = [start("one"), start("two")]
    for batch in both:
        _, logged = batch.communicate(timeout=120)
        assert batch.returncode == 0, logged
    assert [job.attempt for job in jobs(tmp_path).values()] == [1] * len(NAMES)
    assert run_ids(tmp_path / "one") == run_ids(tmp_path / "two")
    assert set(run_ids(tmp_path / "one")) == set(NAMES)


def test_a_poisoned_file_among_good_ones(
    tmp_path: Path, inbox: Path, start: Callable[..., subprocess.Popen[str]]
) -> None:
    (inbox / "poison.pdf").write_bytes(b"%PDF-1.7\n1 0 obj <</Type /Catalog>> trailer <</Root 1 0 R")
    (inbox / "empty.pdf").touch()
    batch = start("out", "--json")
    said, logged = batch.communicate(timeout=120)
    assert batch.returncode == 4, logged
    lines = {Path(line["path"]).stem: line for line in json.loads(said)["documents"]}
    assert {name for name, line in lines.items() if line["state"] == "failed"} == {"poison", "empty"}
    assert all(line["message"] for line in lines.values() if line["state"] == "failed")
    assert set(run_ids(tmp_path / "out")) == set(NAMES)


def test_documents_are_found_by_name_or_by_content(tmp_path: Path, small_pdf: Path) -> None:
    folder = tmp_path / "mixed"
    (folder / "deep" / ".hidden").mkdir(parents=True)
    (folder / "out" / "old").mkdir(parents=True)
    for place in ("deep/no suffix", "a.PDF", "deep/.hidden/x.pdf", "out/old/report.pdf", "~$a.pdf", "notes.txt"):
        (folder / place).write_bytes(b"plain words" if place == "notes.txt" else small_pdf.read_bytes())
    (folder / "damaged.pdf").write_bytes(b"")
    found = [str(path.relative_to(folder)) for path in discover([folder], apart=folder / "out")]
    assert found == ["a.PDF", "damaged.pdf", "deep/no suffix"]
    assert discover([Path("named.xyz")], apart=folder) == (Path("named.xyz"),)


def test_an_owner_is_dead_when_its_process_is() -> None:
    assert not is_dead(owner())
    host, process, began = owner().rsplit(":", 2)
    assert is_dead(f"{host}:{process}:{int(began) - 100}")  # the number was given to another process
    assert not is_dead(f"elsewhere:{process}:{began}")  # of another machine only the lease tells


def test_no_document_at_all_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from pipelines.__main__ import main

    assert main(["batch", "extract", str(tmp_path), "--out", str(tmp_path / "out")]) == 3
    assert "no PDF or image" in capsys.readouterr().err


def test_what_a_store_holds_is_searchable(tmp_path: Path, start: Callable[..., subprocess.Popen[str]]) -> None:
    start("out").communicate(timeout=120)
    with Store(url(tmp_path), tmp_path / "store" / "r1doc-results") as store:
        assert [document.name for document in store.documents()] == sorted(f"{name}.pdf" for name in NAMES)


def test_a_bug_in_one_document_does_not_stop_the_night(
    tmp_path: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from pipelines import batch
    from pipelines.__main__ import main

    def run_document(work: Work, *rest: object) -> Outcome:
        if work.source.stem == "beta":
            raise ZeroDivisionError("a bug\nof ours")
        return run(work, *rest)  # type: ignore[arg-type]

    run = batch.run_document
    monkeypatch.setattr(batch, "run_document", run_document)
    words = ["batch", "extract", str(inbox), "--out", str(tmp_path / "out"), "--store", url(tmp_path), "--no-tables"]
    assert main(words) == 1
    said = capsys.readouterr()
    assert "beta.pdf: unexpected ZeroDivisionError: a bug" in said.out and "Traceback" not in said.err
    assert set(run_ids(tmp_path / "out")) == set(NAMES) - {"beta"}
    assert jobs(tmp_path)["beta"].state == "failed"


def test_an_interrupted_batch_gives_its_work_back(tmp_path: Path, start: Callable[..., subprocess.Popen[str]]) -> None:
    batch = start("out")
    until(lambda: "running" in states(tmp_path) and len(workers(batch.pid)) == 2)
    os.killpg(batch.pid, signal.SIGINT)  # as a terminal does on Ctrl-C
    _, logged = batch.communicate(timeout=60)
    assert batch.returncode == 130
    assert logged.splitlines()[-1] == "r1doc: interrupted; finished documents are kept"
    assert "Traceback" not in logged
    assert set(states(tmp_path)) <= {"done", "queued"}
