"""The wordings by which rows show their part in a sum: compiled once from `data/knowledge/`."""

from __future__ import annotations

import re
from functools import cache

from data.knowledge import knowledge


@cache
def pattern(name: str) -> re.Pattern[str]:
    """One of the wordings of sums, any of its alternatives, upper and lower case alike."""
    return _compiled("footing", name)


@cache
def wording(name: str) -> re.Pattern[str]:
    """One of the wordings of identities."""
    return _compiled("identities", name)


def _compiled(file: str, name: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{part})" for part in knowledge(file)["words"][name]), re.IGNORECASE)
