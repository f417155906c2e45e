"""Files written whole or not at all: under a temporary name first, then renamed over what was there."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4


def write_file(folder: Path, name: str, content: bytes | str) -> tuple[str, ...]:
    """Write one file of the folder; returns its name as exporters report it."""
    folder.mkdir(parents=True, exist_ok=True)
    passing = folder / f".{name}.{uuid4().hex}"
    try:
        passing.write_bytes(content.encode() if isinstance(content, str) else content)
        passing.replace(folder / name)
    finally:
        passing.unlink(missing_ok=True)
    return (name,)


def write_folder(folder: Path, name: str, contents: Mapping[str, str | bytes]) -> tuple[str, ...]:
    """Write a folder of files in place of the one that was there."""
    passing, old = folder / f".{name}.{uuid4().hex}", folder / f".{name}.{uuid4().hex}"
    passing.mkdir(parents=True)
    try:
        for file, text in contents.items():
            (passing / file).write_bytes(text.encode() if isinstance(text, str) else text)
        target = folder / name
        if target.exists():
            target.replace(old)  # a folder cannot be renamed over one that holds files
        passing.replace(target)
    finally:
        shutil.rmtree(passing, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
    return tuple(f"{name}/{file}" for file in contents)
