"""What is known, as data: wordings, thresholds, formulas, messages, design tokens. Read once, when asked for."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one is ten times faster, and not in every wheel


@cache
def knowledge(name: str) -> dict[str, Any]:
    """The content of `<name>.yaml`; a name may lead into a folder: "report/tokens"."""
    content: dict[str, Any] = yaml.load(as_text(f"{name}.yaml"), Loader=_LOADER)
    return content


@cache
def as_text(name: str) -> str:
    """A template, style, script or word list as it stands."""
    return (FOLDER / name).read_text(encoding="utf-8")
