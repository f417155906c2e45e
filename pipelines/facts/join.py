"""Pieces of one statement, joined over page breaks.

A statement goes on where the next page repeats its title before it was finished, or says "continued", or where the
top of the next page holds rows whose figures stand in the same columns.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from data.schemas.statement import Kind
from pipelines.facts.kinds import is_finished
from pipelines.facts.lines import has_han, squeeze
from pipelines.facts.parse import Piece, parse_part
from pipelines.facts.parts import Pages, Part, titled_parts, untitled_parts

LONGEST = 6  # pages of one statement
SHIFT = 30.0  # points a column may move from page to page
DENSE = 0.4  # share of the rows of a continuation that hold figures
RECONCILIATION = re.compile(r"^reconciliationof.{0,30}(?:income|earnings|loss|profit)|^将净利润调节为")
EARLY = 8  # lines of a continuation before its first figures, at most

Group = tuple[Kind, list[Piece]]


def goes_on(group: Group, kind: Kind, piece: Piece) -> bool:
    """The piece, titled again, is the rest of a statement on the page before."""
    last = group[1][-1]
    if kind != group[0] or piece.part.scope != last.part.scope or not piece.part.top:
        return False
    if piece.part.page.number - last.part.page.number not in (0, 1) or len(piece.slots) > len(last.slots) + 1:
        return False
    if "continued" in piece.part.title.lower() or "续" in piece.part.title:
        return True
    return not finished(group)


def finished(group: Group) -> bool:
    labels = [squeeze(r.label) for piece in group[1] for r in piece.rows if r.cells.filled]
    return is_finished(labels, group[0])


def follow(pages: Pages, group: Group, others: Collection[int] = ()) -> None:
    """Take the tops of the next pages as long as the statement is not finished and rows go on there.

    Pages of `others` are known to hold another statement.

    A cash flow statement of the direct method may reconcile net income on the page after its last line.
    """
    while len(group[1]) < LONGEST and not (finished(group) and group[0] != "cashflow"):
        last = group[1][-1]
        number = last.part.page.number + 1
        if number > len(pages.document.pages) or number in others or _something_below(pages, last):
            return
        for part in untitled_parts(pages, number, group[0]):
            piece = parse_part(part, last)
            if piece is None or not _same_table(piece, group[1]) or (finished(group) and not _reconciles(piece)):
                return
            group[1].append(piece)


def _reconciles(piece: Piece) -> bool:
    return any(RECONCILIATION.search(squeeze(line.text)) for line in piece.part.lines[:EARLY])


def beside(pages: Pages, groups: Sequence[Group], part: Part) -> None:
    """Rows at the right of an unfinished statement, on the page where it ends so far, are the rest of it."""
    last = groups[-1][1][-1] if groups else None
    if last is None or last.part.page is not part.page or finished(groups[-1]):
        return
    piece = parse_part(part, last)
    if piece is not None and len(piece.slots) == len(last.slots):
        groups[-1][1].append(piece)
        follow(pages, groups[-1])


def _same_table(piece: Piece, before: Sequence[Piece]) -> bool:
    """Figures from the top on, in the columns of a page before; the right half of a page has columns of its own."""
    last = before[-1]
    if len(piece.slots) > len(last.slots) or not piece.rows:
        return False
    filled = [row.cells.filled for row in piece.rows]
    if sum(filled) < DENSE * len(filled) or not any(line.figures for line in piece.part.lines[:EARLY]):
        chinese = any(has_han(row.label) for row in piece.rows[:3])
        return any(filled) and chinese  # whose forms print rows without figures too
    if piece.part.beside:
        return len(piece.slots) == len(last.slots)
    return any(
        sum(min(abs(slot.right - other.right) for other in one.slots) < SHIFT for slot in piece.slots)
        >= 0.5 * len(piece.slots)
        for one in before
    )


def _something_below(pages: Pages, piece: Piece) -> bool:
    """Another part follows the piece on its page, below it or at its right."""
    parts = titled_parts(pages, piece.part.page.number)
    own = (piece.part.title_box, piece.part.beside)
    index = next((i for i, part in enumerate(parts) if (part.title_box, part.beside) == own), -1)
    return index + 1 < len(parts)
