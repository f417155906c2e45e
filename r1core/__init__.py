"""R1, the model behind the door: reads pages and statements, answers questions about them, writes.

`import r1core` loads nothing: torch and transformers are imported when a name that needs them is first used.
"""

from __future__ import annotations

from importlib import import_module

_HOME = {
    "Engine": "engine",
    "R1Config": "config",
    "R1ForCausalLM": "causal",
    "R1Model": "model",
    "Trainer": "train",
    "TrainingArguments": "train",
    "Words": "engine",
    "load_custom_dataset": "datasets",
    "with_experts": "growth",
}

__all__ = [
    "Engine",
    "R1Config",
    "R1ForCausalLM",
    "R1Model",
    "Trainer",
    "TrainingArguments",
    "Words",
    "load_custom_dataset",
    "with_experts",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'r1core' has no attribute {name!r}; it has {', '.join(_HOME)}")
    return getattr(import_module(f"r1core.{_HOME[name]}"), name)
