"""Pieces of one statement become the Statement: columns with periods, rows with amounts, units with their evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from data.schemas import Amount, BBox, Column, Provenance, Row, Statement
from data.schemas.statement import Kind
from pipelines.facts.amounts import unit_of, value_per_share_scale
from pipelines.facts.columns import Slot
from pipelines.facts.fiscal import Calendar, column_periods
from pipelines.facts.kinds import column_scope, pattern
from pipelines.facts.lines import Figure
from pipelines.facts.parse import Piece, head_box
from pipelines.facts.periods import read_when
from pipelines.facts.rows import Draft
from pipelines.facts.scale import Units, read_units

RULE_REACH = 2.0  # points a rule may lie below the top of the numbers it stands over


def assemble(pieces: Sequence[Piece], kind: Kind, calendar: Calendar, dollar: str, usual: Units) -> Statement:
    """The statement of these pieces; `usual` is what the document says of units where the statement is silent."""
    first = pieces[0]
    columns = _columns(first, kind, calendar)
    units, evidence = _units(pieces)
    rows = tuple(_rows(pieces, kind))
    scale = units.scale if units.scale is not None else usual.scale
    currency = units.currency or (dollar if _signs(pieces, units) else None) or usual.currency or dollar
    share_scale = units.shares if units.shares is not None else (units.scale if units.scale is not None else scale)
    return Statement(
        kind=kind,
        title=first.part.title,
        scope=first.part.scope or "consolidated",
        pages=tuple(dict.fromkeys(p.part.page.number for p in pieces)),
        currency=currency,
        scale=scale if scale is not None else Decimal(1),
        share_scale=_row_share_scale(rows) or share_scale or Decimal(1),
        per_share_scale=value_per_share_scale(rows),
        columns=columns,
        rows=rows,
        evidence=tuple(evidence),
        confidence=0.98 if units.scale is not None else 0.9 if usual.scale is not None else 0.5,
        primary=False,
    )


def _signs(pieces: Sequence[Piece], units: Units) -> bool:
    return units.dollar or any(f and "$" in f.signed for p in pieces for r in p.rows for f in r.cells.figures)


def _columns(piece: Piece, kind: Kind, calendar: Calendar) -> tuple[Column, ...]:
    texts = [" ".join(p.text for p in head) for head in piece.heads]
    around = read_when(" ".join([piece.part.title, *piece.rest]))
    periods = column_periods([read_when(t) for t in texts], around, kind == "balance", calendar)
    if kind == "equity":
        periods = (None,) * len(texts)
    restated = pattern("restated")
    return tuple(
        Column(
            heading=text,
            period=period,
            page=piece.part.page.number,
            bbox=head_box(piece, index),
            restated=bool(restated.search(text.lower())),
            scope=next((s for p in piece.heads[index] if (s := column_scope(p.text))), None),
        )
        for index, (text, period) in enumerate(zip(texts, periods, strict=True))
    )


def _units(pieces: Sequence[Piece]) -> tuple[Units, list[Provenance]]:
    """Scale, shares and currency from the heads of the pieces, with the lines that say so."""
    scale = shares = currency = None
    dollar = False
    evidence: list[Provenance] = []
    for piece in pieces:
        if piece.part.title_box:
            evidence.append(_cite(piece, piece.part.title_box, piece.part.title))
        for line in (*piece.part.above, *piece.head_lines):
            if len(line.words) > 30:
                continue
            said = read_units(line.text)
            if said.empty:
                continue
            new = (scale is None and said.scale is not None) or (currency is None and said.currency is not None)
            scale = said.scale if scale is None else scale
            shares = said.shares if shares is None else shares
            currency = currency or said.currency
            dollar = dollar or said.dollar
            if new or said.shares is not None:
                evidence.append(_cite(piece, line.bbox, line.text))
    return Units(scale, shares, currency, dollar), evidence


def _cite(piece: Piece, box: BBox, text: str) -> Provenance:
    method = "ocr" if piece.part.page.source == "ocr" else "text-layer"
    return Provenance(page=piece.part.page.number, bbox=box, method=method, text=text)  # type: ignore[arg-type]


def _rows(pieces: Sequence[Piece], kind: Kind) -> Iterable[Row]:
    heading = ""
    for piece in pieces:
        boxes = [d.box.x0 for d in piece.rows if d.box]
        left = min(boxes, default=0.0)
        order = _to_columns(piece.slots, pieces[0].slots)
        above = None
        for draft in piece.rows:
            row = _row(draft, piece, order, len(pieces[0].slots), left, heading, above, kind)
            if not draft.cells.filled:
                heading = draft.label
            else:
                above = draft.cells.middle
            yield row


def _to_columns(slots: Sequence[Slot], columns: Sequence[Slot]) -> list[int]:
    """Which column of the statement each slot of a piece is: by order, or by place where one is missing."""
    if len(slots) == len(columns):
        return list(range(len(slots)))
    return [min(range(len(columns)), key=lambda c: abs(columns[c].right - slot.right)) for slot in slots]


def _row(
    draft: Draft,
    piece: Piece,
    order: Sequence[int],
    width: int,
    left: float,
    heading: str,
    above: float | None,
    kind: Kind,
) -> Row:
    figures: list[Figure | None] = [None] * width
    for index, figure in enumerate(draft.cells.figures):
        if figure is not None:
            figures[order[index]] = figure
    printed = [f for f in figures if f]
    unit = unit_of(draft.label, heading, printed, kind)
    page = piece.part.page
    amounts = tuple(
        Amount(f.text, f.value, page.number, f.bbox, f.confidence, "percent" if f.percent else unit) if f else None
        for f in figures
    )
    box = draft.box or BBox.around(f.bbox for f in printed)
    return Row(
        label=draft.label,
        page=page.number,
        bbox=box,
        amounts=amounts,
        indent=round(draft.box.x0 - left, 1) if draft.box else 0.0,
        bold=draft.cells.bold,
        heading=heading,
        note=draft.cells.note,
        rule_above=bool(printed) and _ruled(piece, printed, above),
    )


def _ruled(piece: Piece, figures: Sequence[Figure], above: float | None) -> bool:
    """A line is drawn between these numbers and the row above, and not through the label column."""
    box = figures[0].bbox
    ceiling = above if above is not None else box.top - 15
    for ruling in piece.part.page.rulings:
        edge = ruling.bbox
        if ruling.horizontal and ceiling < edge.y_mid < box.top + RULE_REACH + 2 and edge.x0 > piece.slots[0].left - 60:
            if min(edge.x1, box.x1) - max(edge.x0, box.x0) > 0.4 * box.width:
                return True
    return False


def _row_share_scale(rows: Iterable[Row]) -> Decimal | None:
    """ "Weighted average shares (in millions)": the label says it."""
    for row in rows:
        if any(a and a.unit == "shares" for a in row.amounts):
            for text in (row.label, row.heading):
                said = read_units(text) if re.search(r"thousand|million|千|万|百万|000", text) else None
                if said and (said.shares or said.scale):
                    return said.shares or said.scale
    return None
