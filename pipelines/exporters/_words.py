"""What the exporters say around a report, and the design tokens: read from data/knowledge/report, once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from data.knowledge import knowledge
from data.schemas import Result


def language(result: Result) -> str:
    """Of the report; of the document where the task wrote none; English otherwise."""
    named = result.report.language if result.report else result.document.language
    return "zh" if (named or "").lower().startswith("zh") else "en"


def words(result: Result) -> dict[str, Any]:
    """The words of the result's language."""
    return dict(knowledge("report/ui")[language(result)])


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
