"""The folder is the registry: a plug-in is a module in a plug-in folder, its name is the file's name.

Listing reads file names and imports nothing; a missing library fails only when that plug-in is asked for.
Modules that begin with an underscore are helpers, not plug-ins.
"""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from types import ModuleType

from pipelines.errors import MissingDependency, UnknownPlugin

ROOT = Path(__file__).parent
KINDS = ("tasks", "backends", "exporters", "readers", "rules")


def names(kind: str) -> tuple[str, ...]:
    """Names of the plug-ins of a kind, sorted."""
    return tuple(sorted(p.stem for p in (ROOT / kind).glob("*.py") if not p.stem.startswith("_")))


def load(kind: str, name: str) -> ModuleType:
    """Import a plug-in. Raise UnknownPlugin (with the known names) or MissingDependency (with the remedy)."""
    if name not in names(kind):
        raise UnknownPlugin(f"no {kind.removesuffix('s')} is called {name!r}; known: {', '.join(names(kind))}")
    try:
        return importlib.import_module(f"pipelines.{kind}.{name}")
    except ModuleNotFoundError as error:
        missing = re.sub(r"\..*", "", error.name or "")
        if missing in ("pipelines", "data", "r1core", "app"):
            raise
        raise MissingDependency(
            f"{kind.removesuffix('s')} {name!r} needs {missing!r}: pip install {missing}"
        ) from error
