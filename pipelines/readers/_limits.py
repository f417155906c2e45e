"""What is too large to be read: bytes, pages, pixels. Looked at before anything is decoded."""

from __future__ import annotations

from pathlib import Path

from pipelines.errors import TooLarge, UnreadableFile

MAX_BYTES = 500 * 1024 * 1024
MAX_PAGES = 3_000
MAX_PIXELS = 80_000_000  # an A3 page at 600 dpi has 70 million


def check_bytes(path: Path) -> bytes:
    """The file's bytes. Raise UnreadableFile where there are none, TooLarge where there are too many."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise TooLarge(path.name, f"{size / 2**20:,.0f} MB are more than {MAX_BYTES >> 20}", "Split the file")
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnreadableFile(path.name, f"the file cannot be opened ({reason})", "Check its name and rights") from error
    if not content:
        raise UnreadableFile(path.name, "the file is empty", "Ask for a new copy")
    return content
