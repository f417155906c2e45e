"""A statement as the mapping of concepts looks at it: plain labels, headings, sections, and which lines have numbers.

Sections: balance   assets[.current|.noncurrent], liabilities[...], equity
          cashflow  operating, investing, financing, end, supplemental
          income    revenue, expense, attributable, per-share, shares, oci
A section opens at a heading and closes at its total; the total still belongs to it. What stands above a
"Total current assets" without any heading is current all the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from data.knowledge import knowledge
from data.schemas import Statement
from pipelines.facts.concepts_repair import is_scanned, repaired
from pipelines.facts.lexicon import plain_label

_SIDES = {
    "assets": ("assets.current", "assets.noncurrent"),
    "liabilities": ("liabilities.current", "liabilities.noncurrent"),
}
_UNNAMED = {"assets.current": "assets.noncurrent", "liabilities.current": "liabilities.noncurrent"}


@dataclass(frozen=True, slots=True)
class View:
    """A statement and, parallel to its rows, what is known of each line."""

    statement: Statement
    kind: str  # income, balance or cashflow: which rules apply
    labels: tuple[str, ...]
    headings: tuple[str, ...]
    sections: tuple[str, ...]
    filled: tuple[bool, ...]

    def values(self, row: int) -> tuple[Decimal | None, ...]:
        """Printed values of a line, parallel to the columns."""
        return tuple(a.value if a else None for a in self.statement.rows[row].amounts)

    def money(self, row: int) -> bool:
        """True for a line with numbers that are not per share, share counts or percentages."""
        units = {a.unit for a in self.statement.rows[row].amounts if a}
        return bool(units) and units == {"money"}

    def rows(self) -> range:
        return range(len(self.labels))


def view_of(statement: Statement, kind: str | None = None) -> View:
    """Look at a statement; `kind` overrides its own: a lone statement of comprehensive income is one of income."""
    kind = kind or ("income" if statement.kind == "comprehensive" else statement.kind)
    plain = (lambda text: repaired(plain_label(text))) if is_scanned(statement) else plain_label
    labels = tuple(plain(r.label) for r in statement.rows)
    own = tuple(plain(r.heading) for r in statement.rows)
    filled = tuple(any(a is not None for a in r.amounts) for r in statement.rows)
    return View(
        statement=statement,
        kind=kind,
        labels=labels,
        headings=_headings(own, labels, filled),
        sections=_sections(kind, labels, filled, own),
        filled=filled,
    )


def _headings(own: tuple[str, ...], labels: tuple[str, ...], filled: tuple[bool, ...]) -> tuple[str, ...]:
    """Nearest heading above: the row's own word for it, else the last line without numbers."""
    found: list[str] = []
    last = ""
    for heading, label, has in zip(own, labels, filled, strict=True):
        found.append(heading or last)
        if not has and label:
            last = label
    return tuple(found)


@lru_cache(maxsize=1)
def _rules() -> dict[str, tuple[list[tuple[re.Pattern[str], str]], list[tuple[re.Pattern[str], str, str]]]]:
    return {
        kind: (
            [(re.compile(p), s) for p, s in spec["opens"]],
            [(re.compile(p), s, n) for p, s, n in spec["closes"]],
        )
        for kind, spec in knowledge("sections").items()
    }


def _sections(
    kind: str, labels: tuple[str, ...], filled: tuple[bool, ...], headings: tuple[str, ...]
) -> tuple[str, ...]:
    if kind not in _rules():
        return ("",) * len(labels)
    opens, closes = _rules()[kind]
    found: list[str] = []
    now, start, heading = ("operating" if kind == "cashflow" else ""), 0, ""
    for i, label in enumerate(labels):
        if headings[i] and headings[i] != heading:
            heading = headings[i]
            now = _opened(opens, heading, now) or now
        closed = next(((s, n) for p, s, n in closes if filled[i] and p.fullmatch(label)), None)
        if filled[i] and not label and now in _UNNAMED:  # the total of the current part, printed without a name
            closed = now, _UNNAMED[now]
        if closed:
            section, following = closed
            _backfill(found, start, section)
            found.append(section)
            now, start = following, i + 1
            continue
        opened = None if filled[i] else _opened(opens, label, now)
        if opened:
            now, start = opened, (i + 1 if "." in opened else start)
        found.append(now)
    return tuple(found)


def _opened(opens: list[tuple[re.Pattern[str], str]], label: str, now: str) -> str | None:
    """Section that a heading opens; a bare "current" stays on its side of the balance sheet."""
    section = next((s for p, s in opens if label and p.fullmatch(label)), None)
    if section == "attributable" and now == "per-share":  # "… attributable to shareholders": a share's profit still
        return None
    if section and section.startswith("."):
        return (now.partition(".")[0] or "assets") + section
    return section


def _backfill(found: list[str], start: int, section: str) -> None:
    """Lines above a total that no heading had placed belong to the total's section."""
    side = section.partition(".")[0]
    if section not in _SIDES.get(side, ()):
        return
    for i in range(start, len(found)):
        if found[i] in ("", side):
            found[i] = section


def is_sum(view: View, i: int) -> bool:
    """True when an unlabelled line is the sum of the lines above it, back to some line."""
    first = next((c for c, v in enumerate(view.values(i)) if v), None)
    if first is None:
        return False
    total, running = view.values(i)[first] or Decimal(0), Decimal(0)
    for j in range(i - 1, -1, -1):
        value = view.values(j)[first] if view.filled[j] else None
        if value is None:
            if not view.filled[j] and running:
                break
            continue
        running += value
        if abs(running - total) <= 1 + abs(total) / 100_000 and j < i - 1:
            return True
    return False
