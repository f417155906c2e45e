"""Find the financial statements of a document.

Chain: candidate pages -> titled parts -> pieces (columns and rows) -> pieces joined over page breaks -> statements
with periods and units -> the primary one of each kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from data.schemas import Document, Statement
from data.schemas.statement import Kind
from pipelines.contracts import Watch, unwatched
from pipelines.facts.assemble import assemble
from pipelines.facts.cover import read_calendar
from pipelines.facts.join import Group, beside, follow, goes_on
from pipelines.facts.kinds import likeliest, likeness
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


def find_statements(document: Document, watch: Watch = unwatched) -> tuple[Statement, ...]:
    """Every statement of the document, in order of pages; one of each kind is primary."""
    pages = Pages(document)
    groups = _groups(pages, candidate_pages(document), watch)
    groups = sorted([*groups, *_untitled(pages, groups)], key=lambda g: g[1][0].part.page.number)
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


def _untitled(pages: Pages, groups: Sequence[Group]) -> list[Group]:
    """Statements without a title, by their lines alone: only for kinds that no title announced."""
    missing = [kind for kind in CORE if not any(kind == k and p[0].part.scope is None for k, p in groups)]
    taken = {piece.part.page.number for _, pieces in groups for piece in pieces}
    found: list[Group] = []
    for kind in missing:
        for page in pages.document.pages:
            text = squeeze("".join(w.text for w in page.words))
            if page.number in taken or not all(re.search(words, text) for words in UNTITLED[kind]):
                continue
            piece = parse_part(untitled_part(pages, page.number, kind))
            labels = [squeeze(label) for label in piece.labels] if piece else []
            if piece and likeliest(labels)[0] == kind and likeness(labels, kind) >= SURE:
                found.append((kind, [piece]))
                follow(pages, found[-1])
    return found


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
