"""Shelf: bytes kept under the key of the work that made them, beside the results of the store.

    <root>/ab/abcdef…     sha256 of the plain bytes, then the bytes, zlib-compressed

It needs no database: what answers a question at once is found by its name alone. Damaged content counts as missing.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import zlib
from pathlib import Path

_DIGEST = hashlib.sha256().digest_size


class Shelf:
    """A folder of things that can be made again. Safe for many writers: each appears whole, by rename."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, key: str, content: bytes) -> None:
        """Keep the bytes under the key. Raise OSError where the folder cannot be written."""
        target = self._path(key)
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(content).digest() + zlib.compress(content, 6))
        Path(temporary).replace(target)

    def get(self, key: str) -> bytes | None:
        """The bytes, or None where they are missing or damaged."""
        try:
            stored = self._path(key).read_bytes()
            content = zlib.decompress(stored[_DIGEST:])
        except (OSError, zlib.error):
            return None
        return content if hashlib.sha256(content).digest() == stored[:_DIGEST] else None

    def _path(self, key: str) -> Path:
        return self.root / key[:2] / key
