"""Folders are there whole or not at all, and nobody's files are taken away."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipelines.output import STAGING, listing, owner, publish, staging, written

ONE, TWO = "1" * 64, "2" * 64


def deliver(out: Path, stem: str, sha256: str, run: str = "r", **files: str) -> Path:
    with staging(out) as folder:
        for name, text in files.items():
            (folder / f"{name}.txt").write_text(text)
        head = {"document": {"sha256": sha256}, "run": {"id": run}}
        (folder / "result.json").write_text(json.dumps(head))
        return publish(folder, out, stem, sha256)


def test_a_document_gets_the_folder_of_its_stem(tmp_path: Path) -> None:
    assert deliver(tmp_path, "acme", ONE) == tmp_path / "acme"
    assert owner(tmp_path / "acme") == ONE


def test_only_a_collision_adds_a_suffix(tmp_path: Path) -> None:
    deliver(tmp_path, "acme", ONE)
    assert deliver(tmp_path, "acme", TWO) == tmp_path / f"acme-{TWO[:8]}"
    assert deliver(tmp_path, "acme", ONE) == tmp_path / "acme"
    assert owner(tmp_path / "acme") == ONE


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "acme").mkdir()
    (tmp_path / "acme" / "notes.txt").write_text("mine")
    assert deliver(tmp_path, "acme", ONE).name == f"acme-{ONE[:8]}"
    assert listing(tmp_path / "acme") == ("notes.txt",)


def test_a_second_run_replaces_its_files_and_no_others(tmp_path: Path) -> None:
    folder = deliver(tmp_path, "acme", ONE, report="old")
    (folder / "notes.txt").write_text("mine")
    deliver(tmp_path, "acme", ONE, report="new")
    assert (folder / "report.txt").read_text() == "new"
    assert (folder / "notes.txt").read_text() == "mine"


def test_a_folder_within_is_replaced_whole(tmp_path: Path) -> None:
    for names in (("t1.csv", "t2.csv"), ("t1.csv",)):
        with staging(tmp_path) as folder:
            (folder / "tables.csv").mkdir()
            for name in names:
                (folder / "tables.csv" / name).touch()
            (folder / "result.json").write_text(json.dumps({"document": {"sha256": ONE}}))
            publish(folder, tmp_path, "acme", ONE)
    assert listing(tmp_path / "acme" / "tables.csv") == ("t1.csv",)


def test_what_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), staging(tmp_path) as folder:
        (folder / "report.html").touch()
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_the_files_of_a_run_are_found_again(tmp_path: Path) -> None:
    deliver(tmp_path, "acme", ONE, run="first")
    other = deliver(tmp_path, "acme", TWO, run="second")
    assert written(tmp_path, "acme", TWO, "second") == other
    assert written(tmp_path, "acme", ONE, "another run") is None
    assert written(tmp_path, "nobody", ONE, "first") is None


def test_a_result_that_is_no_json_is_nobodys(tmp_path: Path) -> None:
    (tmp_path / "acme").mkdir()
    (tmp_path / "acme" / "result.json").write_text("{")
    assert owner(tmp_path / "acme") is None
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(STAGING)]


def test_readable_by_others(tmp_path: Path) -> None:
    assert deliver(tmp_path, "acme", ONE).stat().st_mode & 0o777 == 0o755
