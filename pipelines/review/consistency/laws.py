"""Two governing laws for one agreement."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.review.passages import Passage
from pipelines.review.script import Script

from .fault import Fault

LAW = re.compile(
    r"\bthis\s+agreement\b[^.;]{0,60}\bgoverned\b[^.;]{0,60}\blaws?\s+of\s+(?:the\s+)?(?:state\s+of\s+|commonwealth\s+of\s+)?"
    r"(?P<place>[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)",
    re.IGNORECASE,
)


def check(script: Script, passages: tuple[Passage, ...]) -> Iterator[Fault]:
    """One fault where “this Agreement” is put under the laws of two places."""
    found: dict[str, tuple[int, int]] = {}
    for match in LAW.finditer(script.text):
        found.setdefault(" ".join(match["place"].split()).title(), match.span())
    names = [name for name in found if not any(name != other and name in other for other in found)]
    if len(names) > 1 and all(name[0].isupper() for name in names):
        message = f"governed by the law of {names[0]} and by that of {names[1]}"
        yield Fault("conflicting_law", message, (found[names[0]], found[names[1]]), "warning")
