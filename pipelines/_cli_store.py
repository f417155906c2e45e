"""The store a command works with: the one that was named, or SQLite in the user's data directory.

A store that was named must open. The default one may be out of reach (a read-only home): work goes on without it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from pipelines.errors import MissingDependency

if TYPE_CHECKING:  # the store costs half a second of imports, and who only wants its place shall not pay
    from data.storage import Store


def open_store(url: str) -> Store | None:
    """The store; None where the default one cannot be used, with a line on standard error."""
    try:
        return named_store(url)
    except MissingDependency as error:
        if url:
            raise
        sys.stderr.write(f"r1doc: results will not be kept: {error}\n")
        return None


def named_store(url: str) -> Store:
    """The store at the URL, or the default one for ''. Raise MissingDependency with the remedy."""
    from data.storage import Store, StoreUnavailable

    address = address_of(url)
    try:
        return Store(address, files_of(address, _home()))
    except ModuleNotFoundError as error:
        raise MissingDependency(f"this store needs {error.name!r}: pip install 'r1doc[postgres]'") from error
    except StoreUnavailable as error:
        raise MissingDependency(f"the store does not open: {error}. Start it, or name another with --store") from error


def address_of(url: str) -> str:
    """The URL that was named, or that of the default store."""
    return url or f"sqlite:///{_home() / 'r1doc.db'}"


def digests_of(url: str) -> Path:
    """Where the digests lie that questions are answered from: beside whole results."""
    return files_of(address_of(url), _home()).with_name("r1doc-digests")


def _home() -> Path:
    return Path(os.environ.get("R1DOC_HOME") or platformdirs.user_data_path("r1doc"))


def files_of(address: str, home: Path) -> Path:
    """Where whole results lie: beside an SQLite file, else in the data directory (R1DOC_HOME)."""
    prefix = "sqlite:///"
    if address.startswith(prefix) and address != prefix:
        return Path(address.removeprefix(prefix)).parent / "r1doc-results"
    return home / "results"
