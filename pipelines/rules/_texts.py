"""What rules say, in English or Chinese: templates of `data/knowledge/messages.yaml`."""

from __future__ import annotations

from data.knowledge import knowledge


def say(key: str, language: str | None, **values: object) -> str:
    """The template of this name, filled in; English where the document's language has none."""
    texts: dict[str, str] = knowledge("messages")[key]
    code = (language or "en")[:2]
    return texts.get(code, texts["en"]).format(**values)
