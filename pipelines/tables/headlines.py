"""Heads of several lines: the lines of one head get the columns of its widest line.

A centred head over two columns may have a line that runs over both and a line so short that it stands over one.
Lines belong to one head when each stands over exactly the other and no rule runs between them.
"""

from __future__ import annotations

from collections.abc import Sequence

from .rows import Entry, TextLine
from .rules import Rules

CLOSE = 1.6  # em between two lines of one head
ALIGNED = 1.0  # em between the middles or the left ends of the two


def unified(texts: Sequence[TextLine], heads: int, rules: Rules) -> list[TextLine]:
    """The lines, with the entries of the first `heads` of them widened to the columns of their head."""
    result = list(texts)
    for _ in range(2):  # downward, then what became wider below reaches upward
        for index in (*range(heads - 1), *reversed(range(heads - 1))):
            above, below = result[index], result[index + 1]
            if below.y - above.y <= CLOSE * below.line.size and not _between(above, below, rules):
                result[index], result[index + 1] = _widen(above, below), _widen(below, above)
    return result


def _between(above: TextLine, below: TextLine, rules: Rules) -> bool:
    return any(above.y < rule.at < below.y for rule in rules.across)


def _widen(line: TextLine, other: TextLine) -> TextLine:
    """The line's entries, each over the columns of the one entry of the other line that it stands over."""
    entries = list(line.entries)
    for place, entry in enumerate(entries):
        partner = _partner(entry, other.entries)
        if partner is None or _partner(partner, line.entries) is not entry or not _aligned(entry, partner, line):
            continue
        first, last = min(entry.first, partner.first), max(entry.last, partner.last)
        free_left = place == 0 or entries[place - 1].last < first
        free_right = place + 1 == len(entries) or entries[place + 1].first > last
        if free_left and free_right:
            entries[place] = Entry(entry.chunk, first, last)
    return TextLine(line.line, tuple(entries))


def _partner(entry: Entry, others: Sequence[Entry]) -> Entry | None:
    over = [o for o in others if o.chunk.x0 < entry.chunk.x1 and o.chunk.x1 > entry.chunk.x0]
    return over[0] if len(over) == 1 else None


def _aligned(entry: Entry, partner: Entry, line: TextLine) -> bool:
    near = ALIGNED * line.line.size
    return (
        abs(entry.chunk.x_mid - partner.chunk.x_mid) <= near
        or abs(entry.chunk.x0 - partner.chunk.x0) <= near
        or abs(entry.chunk.x1 - partner.chunk.x1) <= near
    )
