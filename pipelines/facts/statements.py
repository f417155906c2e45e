"""Find the financial statements of a document.

Chain: candidate pages -> titled parts -> pieces (columns and rows) -> pieces joined over page breaks -> statements
with periods and units -> the primary one of each kind.
"""

from __future__ import annotations

from collections.abc import Sequence

from data.schemas import Document, Statement
from data.schemas.statement import Kind
from pipelines.contracts import Watch, unwatched
from pipelines.facts.assemble import assemble
from pipelines.facts.cover import read_calendar
from pipelines.facts.kinds import is_finished, likeliest, likeness
from pipelines.facts.lines import squeeze
from pipelines.facts.parse import Piece, parse_part
from pipelines.facts.parts import Pages, candidate_pages, titled_parts, untitled_part
from pipelines.facts.primary import mark_primary
from pipelines.facts.scale import Units, dollar_of

LEAST_LIKENESS = {"balance": 3, "income": 3, "cashflow": 2, "comprehensive": 2, "equity": 2}
LONGEST = 6  # pages of one statement


def find_statements(document: Document, watch: Watch = unwatched) -> tuple[Statement, ...]:
    """Every statement of the document, in order of pages; one of each kind is primary."""
    pages = Pages(document)
    groups = _groups(pages, candidate_pages(document), watch)
    heads = [line.text for _, pieces in groups for piece in pieces for line in piece.head_lines]
    heads += [piece.part.title for _, pieces in groups for piece in pieces]
    calendar = read_calendar(pages, heads)
    dollar = dollar_of(" ".join(w.text for w in page.words).lower() for page in document.pages[:12])
    usual = Units()
    statements = tuple(assemble(pieces, kind, calendar, dollar, usual) for kind, pieces in groups)
    return mark_primary(statements)


def _groups(pages: Pages, numbers: Sequence[int], watch: Watch) -> list[tuple[Kind, list[Piece]]]:
    """Pieces of each statement, joined over page breaks."""
    groups: list[tuple[Kind, list[Piece]]] = []
    for done, number in enumerate(numbers, 1):
        for part in titled_parts(pages, number):
            piece = parse_part(part)
            kind = _kind(piece) if piece else None
            if piece is None or kind is None:
                continue
            open_group = next((g for g in reversed(groups[-3:]) if _goes_on(g, kind, piece)), None)
            if open_group:
                open_group[1].append(piece)
            else:
                groups.append((kind, [piece]))
                _follow(pages, groups[-1])
        watch("statements", done, len(numbers))
    return groups


def _kind(piece: Piece) -> Kind | None:
    """The title's kind where the rows agree; the rows' kind where they speak clearly against it."""
    labels = [squeeze(label) for label in piece.labels]
    named = piece.part.kind
    assert named is not None
    if named == "comprehensive" and likeness(labels, "income") >= 5:
        return "income"
    if named == "income" and likeness(labels, "income") < 4 and likeness(labels, "comprehensive") >= 4:
        return "comprehensive"
    if likeness(labels, named) >= LEAST_LIKENESS[named]:
        return named
    other, count = likeliest(labels)
    return other if count >= 6 else None


def _goes_on(group: tuple[Kind, list[Piece]], kind: Kind, piece: Piece) -> bool:
    """The piece, titled again, is the rest of a statement on the page before."""
    last = group[1][-1]
    if kind != group[0] or piece.part.scope != last.part.scope or not piece.part.top:
        return False
    if piece.part.page.number - last.part.page.number != 1 or len(piece.slots) > len(last.slots) + 1:
        return False
    if "continued" in piece.part.title.lower() or "续" in piece.part.title:
        return True
    return not _finished(group)


def _finished(group: tuple[Kind, list[Piece]]) -> bool:
    labels = [squeeze(r.label) for piece in group[1] for r in piece.rows if r.cells.filled]
    return is_finished(labels, group[0])


def _follow(pages: Pages, group: tuple[Kind, list[Piece]]) -> None:
    """Take the tops of the next pages as long as the statement is not finished and rows go on there."""
    while len(group[1]) < LONGEST and not _finished(group):
        last = group[1][-1]
        number = last.part.page.number + 1
        if number > len(pages.document.pages) or _something_below(pages, last):
            return
        piece = parse_part(untitled_part(pages, number, group[0]), last)
        if piece is None or len(piece.slots) > len(last.slots) or not piece.rows:
            return
        group[1].append(piece)


def _something_below(pages: Pages, piece: Piece) -> bool:
    """Another titled part begins on the same page below the piece."""
    parts = titled_parts(pages, piece.part.page.number)
    boxes = [p.title_box for p in parts if p.title_box]
    own = piece.part.title_box.top if piece.part.title_box else -1.0
    return any(box.top > own + 1 for box in boxes)
