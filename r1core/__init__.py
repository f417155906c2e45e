"""R1, the model behind the door: reads pages and statements, answers questions about them, writes.

`import r1core` loads nothing: torch and transformers are imported when a name that needs them is first used.
"""

from __future__ import annotations

from importlib import import_module

_HOME = {
    "R1Config": "config",
    "R1Model": "model",
}

__all__ = ["R1Config", "R1Model"]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'r1core' has no attribute {name!r}; it has {', '.join(_HOME)}")
    return getattr(import_module(f"r1core.{_HOME[name]}"), name)
