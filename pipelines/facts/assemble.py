"""Pieces of one statement become the Statement: columns with periods, rows with amounts, units with their evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from data.schemas import Amount, BBox, Column, Row, Statement
from data.schemas.statement import Kind
from pipelines.facts.amounts import unit_of, value_per_share_scale
from pipelines.facts.columns import Slot
from pipelines.facts.fiscal import Calendar, column_periods
from pipelines.facts.fold import folded
from pipelines.facts.kinds import column_scope, pattern
from pipelines.facts.lines import Figure, has_han
from pipelines.facts.parse import Piece, head_box
from pipelines.facts.periods import read_when
from pipelines.facts.rows import Draft
from pipelines.facts.scale import read_units
from pipelines.facts.units import GUESSED, LARGE, Stated

FINAL = re.compile(r"\btotal\b|statutory|\breported\b(?<!previously reported)|\bafter\b|as\s+restated|合计", re.I)
OF_SHARES = re.compile(r"(?:basic|diluted)\W*", re.I)
RULE_REACH = 4.0  # points a rule may lie below the top of the numbers it stands over


def assemble(pieces: Sequence[Piece], kind: Kind, stated: Stated, calendar: Calendar, dollar: str) -> Statement:
    """The statement of these pieces."""
    first = pieces[0]
    units = stated.units
    rows = tuple(_rows(pieces, kind))
    currency = _currency(stated, pieces, dollar)
    printed = _columns(first, kind, calendar, [c if c != currency else None for c in stated.columns])
    columns, rows = folded(printed, rows)
    scale = units.scale if units.scale is not None else Decimal(1)
    share_scale = units.shares if units.shares is not None else scale
    return Statement(
        kind=kind,
        title=first.part.title,
        scope=first.part.scope or "consolidated",
        pages=tuple(dict.fromkeys(p.part.page.number for p in pieces)),
        currency=currency,
        scale=scale,
        share_scale=_row_share_scale(rows) or share_scale,
        per_share_scale=value_per_share_scale(rows),
        columns=tuple(replace(c, scope=c.scope or _version(c, columns)) for c in columns),
        rows=rows,
        evidence=stated.evidence,
        confidence=stated.confidence if stated.confidence > GUESSED else _by_size(rows),
        primary=False,
    )


def _currency(stated: Stated, pieces: Sequence[Piece], dollar: str) -> str:
    """Of the first column that names one; of the heads; of the signs at the numbers; of the language."""
    named = next((code for code in stated.columns if code), None)
    if named or stated.units.currency:
        return named or stated.units.currency or dollar
    if not stated.units.dollar and has_han("".join(pieces[0].labels[:5])):
        return "CNY"
    return dollar


def _by_size(rows: Sequence[Row]) -> float:
    """Without a scale line: numbers of eight digits and more are whole units for all but the largest companies."""
    largest = max((abs(a.value) for r in rows for a in r.amounts if a and a.unit == "money"), default=Decimal(0))
    return LARGE if largest >= 10_000_000 else GUESSED


def _columns(piece: Piece, kind: Kind, calendar: Calendar, currencies: Sequence[str | None]) -> tuple[Column, ...]:
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
            currency=currencies[index],
            scope=next((s for p in piece.heads[index] if (s := column_scope(p.text))), None),
        )
        for index, (text, period) in enumerate(zip(texts, periods, strict=True))
    )


def _version(column: Column, columns: Sequence[Column]) -> str | None:
    """Of several columns of one period (before exceptional items, exceptional items, total) the total counts."""
    same = [
        c for c in columns if c.period == column.period and c.currency == column.currency and c.scope == column.scope
    ]
    if column.period is None or len(same) < 2:
        return None
    final = next((c for c in same if FINAL.search(c.heading)), same[-1])
    if final is column or final.bbox == column.bbox:
        return None
    return f"other:{column.heading}"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a row stands: its piece, the columns of its slots, what is above it."""

    piece: Piece
    order: Sequence[int]  # column of each slot
    width: int  # columns of the statement
    left: float  # of the leftmost label
    heading: str
    above: float | None  # middle of the figures above
    whole: str = ""  # the heading with the one above it, where that is only "Basic:" of "Earnings per share:"


def _rows(pieces: Sequence[Piece], kind: Kind) -> Iterable[Row]:
    heading = whole = ""
    for piece in pieces:
        left = min((d.box.x0 for d in piece.rows if d.box), default=0.0)
        order = _to_columns(piece.slots, pieces[0].slots)
        above = None
        for draft in piece.rows:
            yield _row(draft, kind, _Place(piece, order, len(pieces[0].slots), left, heading, above, whole))
            if draft.cells.filled:
                above = draft.cells.middle
            else:
                heading = draft.label
                whole = f"{whole} {heading}" if OF_SHARES.fullmatch(heading) else heading


def _to_columns(slots: Sequence[Slot], columns: Sequence[Slot]) -> list[int]:
    """Which column of the statement each slot of a piece is: by order, or by place where one is missing."""
    if len(slots) == len(columns):
        return list(range(len(slots)))
    return [min(range(len(columns)), key=lambda c: abs(columns[c].right - slot.right)) for slot in slots]


def _row(draft: Draft, kind: Kind, place: _Place) -> Row:
    figures: list[Figure | None] = [None] * place.width
    for index, figure in enumerate(draft.cells.figures):
        if figure is not None:
            figures[place.order[index]] = figure
    printed = [f for f in figures if f]
    unit = unit_of(draft.label, place.whole, printed, kind)
    page = place.piece.part.page.number
    amounts = tuple(
        Amount(f.text, f.value, page, f.bbox, f.confidence, "percent" if f.percent else unit) if f else None
        for f in figures
    )
    return Row(
        label=draft.label,
        page=page,
        bbox=draft.box or BBox.around(f.bbox for f in printed),
        amounts=amounts,
        indent=round(draft.box.x0 - place.left, 1) if draft.box else 0.0,
        bold=draft.cells.bold,
        heading=place.heading,
        note=draft.cells.note,
        rule_above=bool(printed) and _ruled(place.piece, printed, place.above),
    )


def _ruled(piece: Piece, figures: Sequence[Figure], above: float | None) -> bool:
    """A line is drawn between these numbers and the row above, and not through the label column."""
    box = figures[0].bbox
    ceiling = above if above is not None else box.top - 15
    return any(
        r.horizontal
        and ceiling < r.bbox.y_mid < box.top + RULE_REACH
        and r.bbox.x0 > piece.slots[0].left - 60
        and min(r.bbox.x1, box.x1) - max(r.bbox.x0, box.x0) > 0.4 * box.width
        for r in piece.part.page.rulings
    )


def _row_share_scale(rows: Iterable[Row]) -> Decimal | None:
    """ "Weighted average shares (in millions)": the label says it."""
    for row in rows:
        if any(a and a.unit == "shares" for a in row.amounts):
            for text in (row.label, row.heading):
                said = read_units(text) if re.search(r"thousand|million|千|万|百万|000", text) else None
                if said and (said.shares or said.scale):
                    return said.shares or said.scale
    return None
