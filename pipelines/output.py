"""Output folders: `OUT/<stem>`, whole or not at all.

A document's files are written into a staging folder beside their destination and moved there by rename, `result.json`
last: where it stands, the files it speaks of stand too. A folder belongs to the document its result.json names; a
second document of the same stem gets `<stem>-<eight digits of its sha256>`. Files of others in it are left alone.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

RESULT = "result.json"
STAGING = ".r1doc-"  # prefix of half-written folders


@contextmanager
def staging(out: Path) -> Iterator[Path]:
    """An empty folder on the same file system as `out`; gone afterwards, whatever happens."""
    out.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=STAGING, dir=out))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(staged: Path, out: Path, stem: str, sha256: str) -> Path:
    """Move the staged folder to where it belongs, and return that."""
    staged.chmod(0o755)  # mkdtemp's 0700 would hide the results from the colleague they are for
    for target in _candidates(out, stem, sha256):
        with suppress(OSError):  # a folder with files in it cannot be renamed over
            staged.rename(target)
            return target
        if owner(target) == sha256:
            _move_into(staged, target)
            return target
    raise FileExistsError(f"{out / stem} and its variants belong to other documents")


def written(out: Path, stem: str, sha256: str, run_id: str) -> Path | None:
    """The folder in which the files of this very run stand already, or None."""
    for target in _candidates(out, stem, sha256):
        head = _read(target / RESULT)
        if head.get("document", {}).get("sha256") == sha256:
            return target if head.get("run", {}).get("id") == run_id else None
    return None


def listing(folder: Path) -> tuple[str, ...]:
    """Files and folders a person would open, relative to the folder."""
    return tuple(sorted(p.name + ("/" if p.is_dir() else "") for p in folder.iterdir()))


def owner(folder: Path) -> str | None:
    """sha256 of the document the folder belongs to; None where it is nobody's."""
    found = _read(folder / RESULT).get("document", {}).get("sha256")
    return str(found) if found else None


def _candidates(out: Path, stem: str, sha256: str) -> tuple[Path, Path]:
    return out / stem, out / f"{stem}-{sha256[:8]}"


def _read(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _move_into(staged: Path, target: Path) -> None:
    entries = sorted(staged.iterdir(), key=lambda path: path.name == RESULT)  # result.json last
    for entry in entries:
        place = target / entry.name
        if place.is_dir():
            place.rename(staged / f"{entry.name}.old")
        entry.replace(place)
