"""Find the financial statements of a document.

Chain: candidate pages -> titled parts -> pieces (columns and rows) -> pieces joined over page breaks -> core kinds
that no title announced, by their lines or by the backend's word -> statements with periods and units -> the primary one
of each kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from data.schemas import Document, Page, Statement
from data.schemas.statement import Kind
from pipelines.contracts import Backend, Watch, unwatched
from pipelines.facts.assemble import assemble
from pipelines.facts.cover import read_calendar
from pipelines.facts.join import Group, beside, follow, goes_on
from pipelines.facts.kinds import likeliest, likeness
from pipelines.facts.kinds_asked import Told, told_kinds
from pipelines.facts.lines import squeeze
from pipelines.facts.parse import Piece, parse_part
from pipelines.facts.parts import Pages, candidate_pages, owner, titled_parts, untitled_part
from pipelines.facts.primary import mark_primary
from pipelines.facts.scale import dollar_of
from pipelines.facts.units import stated_units, with_fallbacks

CORE: tuple[Kind, ...] = ("income", "balance", "cashflow")
SURE = 6  # characteristic lines that make a statement without a title
UNTITLED = {  # what the squeezed text of such a page must hold
    "balance": ("totalassets|资产总计", "totalliabilities|totalequity|netassets|负债合计"),
    "income": (
        "beforetax|beforeincometax|beforetaxation|利润总额",
        "net(?:income|profit|earnings|loss)|fortheyear|净利润",
    ),
    "cashflow": ("operatingactivities|经营活动", "investingactivities|投资活动", "financingactivities|筹资活动"),
}
LEAST_LIKENESS = {"balance": 3, "income": 3, "cashflow": 2, "comprehensive": 2, "equity": 2}


def find_statements(
    document: Document, watch: Watch = unwatched, backend: Backend | None = None
) -> tuple[Statement, ...]:
    """Every statement of the document, in order of pages; one of each kind is primary."""
    pages = Pages(document)
    groups = _groups(pages, candidate_pages(document), watch)
    groups = sorted([*groups, *_untitled(pages, groups, backend)], key=lambda g: g[1][0].part.page.number)
    heads = [line.text for _, pieces in groups for piece in pieces for line in piece.head_lines]
    heads += [piece.part.title for _, pieces in groups for piece in pieces]
    calendar = read_calendar(pages, heads)
    dollar = dollar_of(" ".join(w.text for w in page.words).lower() for page in document.pages[:12])
    stated = with_fallbacks(
        [stated_units(pieces, dollar) for _, pieces in groups], [p[0].part.page.number for _, p in groups], document
    )
    statements = [
        assemble(pieces, kind, units, calendar, dollar) for (kind, pieces), units in zip(groups, stated, strict=True)
    ]
    return mark_primary(statements, [owner(pieces[0].part) for _, pieces in groups])


def _groups(pages: Pages, numbers: Sequence[int], watch: Watch) -> list[Group]:
    """Pieces of each statement, joined over page breaks."""
    groups: list[Group] = []
    for done, number in enumerate(numbers, 1):
        for part in titled_parts(pages, number):
            if part.beside:
                beside(pages, groups, part)
                continue
            piece = parse_part(part)
            kind = _kind(piece) if piece else None
            if piece is None or kind is None:
                continue
            open_group = next((g for g in reversed(groups[-3:]) if goes_on(g, kind, piece)), None)
            if open_group:
                open_group[1].append(piece)
            else:
                open_group = (kind, [piece])
                groups.append(open_group)
            follow(pages, open_group)
        watch("statements", done, len(numbers))
    return groups


def _untitled(pages: Pages, groups: Sequence[Group], backend: Backend | None) -> list[Group]:
    """Statements without a title, by their lines or the backend's word, where a core kind was announced by no title.

    Then a title found elsewhere may be a note's ("18. Statement of cash flows"): told pages of every kind are taken,
    and the statements that stand together win.
    """
    missing = [kind for kind in CORE if not any(kind == k and p[0].part.scope is None for k, p in groups)]
    taken = {piece.part.page.number: kind for kind, pieces in groups for piece in pieces}
    told = told_kinds(pages, missing, taken, backend) if backend and missing else {}
    found: list[Group] = []
    for kind in CORE if told else missing:
        others = {number for number, voted in told.items() if voted.denies(kind)}
        followed: set[int] = set()
        for page in pages.document.pages:
            if page.number in (taken.keys() | followed) or not _may_be(kind, page, told, by_rule=kind in missing):
                continue
            piece = parse_part(untitled_part(pages, page.number, kind))
            if piece and _speaks_as(kind, piece, told):
                found.append((kind, [piece]))
                follow(pages, found[-1], others)
                followed |= {piece.part.page.number for piece in found[-1][1]}
    return found


def _may_be(kind: Kind, page: Page, told: Told, *, by_rule: bool) -> bool:
    """The page is worth parsing: the backend says what it is, or it holds the kind's words."""
    if page.number in told and told[page.number].kind == kind:
        return True
    if not by_rule:
        return False
    text = squeeze("".join(w.text for w in page.words))
    return all(re.search(words, text) for words in UNTITLED[kind])


def _speaks_as(kind: Kind, piece: Piece, told: Told) -> bool:
    """Its lines are the kind's beyond doubt, or the backend says so."""
    voted = told.get(piece.part.page.number)
    if voted is not None and voted.kind == kind:
        return True
    labels = [squeeze(label) for label in piece.labels]
    return likeliest(labels)[0] == kind and likeness(labels, kind) >= SURE


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
