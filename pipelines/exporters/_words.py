"""What the exporters say around a report, and the design tokens: read from data/knowledge/report, once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from data.schemas import Result

KNOWLEDGE = Path(__file__).parents[2] / "data" / "knowledge" / "report"


@cache
def knowledge(name: str) -> dict[str, Any]:
    """A YAML file of the folder."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, Any] = yaml.load((KNOWLEDGE / f"{name}.yaml").read_text(encoding="utf-8"), Loader=loader)
    return loaded


@cache
def template(name: str) -> str:
    """A template, style or script of the folder, as text."""
    return (KNOWLEDGE / name).read_text(encoding="utf-8")


def language(result: Result) -> str:
    """Of the report; of the document where the task wrote none; English otherwise."""
    named = result.report.language if result.report else result.document.language
    return "zh" if (named or "").lower().startswith("zh") else "en"


def words(result: Result) -> dict[str, Any]:
    """The words of the result's language."""
    return dict(knowledge("ui")[language(result)])


def counted(forms: dict[str, str], number: int) -> str:
    """ "no warnings", "1 warning", "2 warnings"."""
    return forms["none" if not number else "one" if number == 1 else "many"].format(n=number)


def page_reference(pages: Sequence[int], tongue: str, words: dict[str, Any]) -> str:
    """ "p. 40", "pp. 40, 42", "第40、42页"."""
    known = sorted(set(pages))
    if not known:
        return ""
    if tongue == "zh":
        return f"第{'、'.join(map(str, known))}页"
    return f"{words['page_short' if len(known) == 1 else 'pages_short']} {', '.join(map(str, known))}"
