"""Content-addressed files: a blob's name is the sha256 of its bytes, so a name never lies and nothing is kept twice.

    <root>/ab/abcdef…     zlib-compressed bytes whose plain form hashes to the name

A blob that no longer hashes to its name counts as missing: the caller makes it again.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import zlib
from pathlib import Path


class Files:
    """A folder of blobs. Safe for many writers: a blob appears whole, by rename."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, content: bytes) -> str:
        """Keep the bytes; return their sha256."""
        name = hashlib.sha256(content).hexdigest()
        target = self._path(name)
        if self.get(name) is None:
            target.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=target.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(zlib.compress(content, 6))
            Path(temporary).replace(target)
        return name

    def get(self, name: str) -> bytes | None:
        """The bytes, or None where they are missing or damaged."""
        try:
            content = zlib.decompress(self._path(name).read_bytes())
        except (OSError, zlib.error):
            return None
        return content if hashlib.sha256(content).hexdigest() == name else None

    def drop(self, name: str) -> None:
        """Forget a blob; one that is not there is no error."""
        self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self.root / name[:2] / name
