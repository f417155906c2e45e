"""The one import of PyMuPDF among the readers, made light and quiet.

PyMuPDF 2.0 imports its neural layout package and pymupdf4llm on start: half a second and 60 MB that no reader uses.
Both stay importable afterwards. Its complaints about damaged files go into our errors and notes, never to the terminal.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

UNUSED = ("pymupdf.layout", "pymupdf4llm")


@contextmanager
def _absent(names: tuple[str, ...]) -> Iterator[None]:
    """Python's documented way to make an import fail: None in sys.modules."""
    hidden = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


with _absent(UNUSED):
    import pymupdf

pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)

__all__ = ["pymupdf"]
