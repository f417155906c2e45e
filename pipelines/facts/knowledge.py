"""Lexicons and patterns of `data/knowledge/`, read once when first asked for."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def knowledge(name: str) -> dict[str, Any]:
    """The content of `data/knowledge/<name>.yaml`."""
    text = (files("data") / "knowledge" / f"{name}.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content = yaml.load(text, Loader=loader)
    assert isinstance(content, dict)
    return content
