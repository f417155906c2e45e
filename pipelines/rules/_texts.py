"""What rules say, in English or Chinese: templates of `data/knowledge/messages.yaml`."""

from __future__ import annotations

from data.knowledge import knowledge


def say(key: str, language: str, **values: object) -> str:
    """The template of this name, filled in; English where the language has none."""
    texts: dict[str, str] = knowledge("messages")[key]
    return texts.get(language, texts["en"]).format(**values)
