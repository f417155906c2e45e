"""A blob's name never lies."""

from __future__ import annotations

import hashlib
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from data.storage import Files


@given(content=st.binary(max_size=2000))
def test_what_is_put_comes_back_under_its_hash(tmp_path_factory, content: bytes) -> None:  # type: ignore[no-untyped-def]
    files = Files(tmp_path_factory.mktemp("files"))
    name = files.put(content)
    assert name == hashlib.sha256(content).hexdigest()
    assert files.get(name) == content


def test_missing_and_damaged_are_none(tmp_path: Path) -> None:
    files = Files(tmp_path)
    assert files.get("0" * 64) is None
    name = files.put(b"right")
    (tmp_path / name[:2] / name).write_bytes(b"wrong")
    assert files.get(name) is None
    assert files.put(b"right") == name
    assert files.get(name) == b"right"


def test_nothing_half_written_is_left(tmp_path: Path) -> None:
    files = Files(tmp_path)
    name = files.put(b"x" * 1000)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [name]
    files.drop(name)
    files.drop(name)
    assert files.get(name) is None
