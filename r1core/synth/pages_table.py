"""A statement laid out as a page: title block, heads of the columns, rows with wrapped labels, footnote, running heads.

    Style, Statement ─► places of the columns ─► title block ─► heads ─► a printed row a line, or two ─► foot

Every word keeps what it is: the sign of a currency, a reference to a note, the year above a column.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from r1core.synth.pages import Cell, Page, Pen, width_of, wrapped
from r1core.synth.pages_heads import column_heads, company, foot, period_line, running_head, scale_line
from r1core.synth.pages_styles import Style
from r1core.synth.statements import Line, Statement

BETWEEN = 0.08  # share of labels of two rows whose amounts stand half a row lower than the first
NOTE_WIDE = 4.5  # of the column of references, in font sizes


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the columns of a table end, and the one of references."""

    values: tuple[float, ...]
    step: float
    note: float | None
    label: float  # width that a label may take
    other: float | None = None  # where labels of the other language begin


def statement_page(told: Statement, style: Style, chance: random.Random, number: int = 0) -> Page:
    """The statement on one page; what has no room is left out, as on a page that goes on."""
    pen = Pen(style.wide, style.high, style.wide * chance.uniform(0.05, 0.12), style.size, style.leading)
    pen.y = chance.uniform(20, 70)
    names = company(style.language, chance)
    running_head(pen, names, chance)
    title_block(pen, told, style, names, chance)
    grid = grid_of(pen, style, len(next(line for line in told.lines if line.amounts).amounts))
    column_heads(pen, grid, style, told, chance)
    first = True
    for line in told.lines:
        if pen.full:
            break
        write_line(pen, grid, style, line, first=first and bool(line.amounts), chance=chance)
        first = first and not line.amounts
    foot(pen, style, number or chance.randint(3, 180), chance)
    return pen.page(told.kind, style.family)


def grid_of(pen: Pen, style: Style, columns: int) -> Grid:
    """Columns of equal width from the right margin, the label takes the rest up to its share."""
    columns += style.percent
    room = (pen.right - pen.left) * (1 - style.label_share)
    note = NOTE_WIDE * style.size if style.notes else 0.0
    step = min((room - note) / columns, 9.5 * style.size)
    other = None
    if style.bilingual == "right":
        other, room = pen.right - room * 0.35, room * 0.65
        step = (room - note) / columns
    right = pen.right if other is None else other - style.size
    ends = tuple(right - step * (columns - 1 - i) for i in range(columns))
    at = ends[0] - step - note * 0.4 if style.notes else None
    label = (ends[0] - step - note) - pen.left
    return Grid(ends, step, at, label, other)


def title_block(pen: Pen, told: Statement, style: Style, names: str, chance: random.Random) -> None:
    """Company, title, period and scale, in the usual order."""
    x, align = ((pen.left + pen.right) / 2, "middle") if style.middle else (pen.left, "left")
    big = style.size * chance.choice((1.0, 1.2, 1.5))
    lines = [(told.title, "title", big)]
    if chance.random() < 0.6:
        lines.insert(0, (names if chance.random() < 0.5 else names.upper(), "title", big))
    if told.kind == "balance" or chance.random() < 0.5:
        lines.append((period_line(told.kind, style.language, chance), "period", style.size))
    if not style.units:
        lines.append((scale_line(told.scale, style.language, chance), "scale", style.size))
    for text, role, size in lines:
        for part in wrapped(text, pen.right - pen.left, size):
            pen.row([Cell(part, x, align, role)], "other", "title", size=size, bold=role == "title")
    pen.skip(chance.uniform(0.2, 1.5))


def write_line(pen: Pen, grid: Grid, style: Style, line: Line, *, first: bool, chance: random.Random) -> None:
    """One line of the statement: rows of its label, the amounts on the last of them or on the first."""
    x = pen.left + style.indent * line.depth
    wide = max(grid.label - style.indent * line.depth, 8 * style.size)
    parts = wrapped(line.label, wide, style.size)
    if style.bilingual == "below" and line.translation:
        parts += wrapped(line.translation, wide, style.size)
    last = 0 if chance.random() < 0.25 else len(parts) - 1  # a bilingual form prints amounts beside either language
    if len(parts) == 2 and line.amounts and chance.random() < BETWEEN:
        parts, last = [parts[0], "", parts[1]], 1
    bold = style.bold and line.role in ("heading", "subtotal", "total")
    amounts = value_cells(grid, style, line, first=first, chance=chance)
    for index, part in enumerate(parts):
        cells = [Cell(dotted(part, x, grid, style) if index == last and amounts else part, x, "left", "label")]
        if index == last:
            cells += other_cells(grid, style, line) + amounts
        role = line.role if index == last else "part"
        ruled = index == last and line.role in ("subtotal", "total")
        pen.row(in_order(cells), role, "table", bold=bold, ruled=ruled)
    if line.role == "total" and chance.random() < 0.5:
        pen.skip()


def dotted(label: str, x: float, grid: Grid, style: Style) -> str:
    """The label with dots up to the numbers, part of the last word as PDF text has them."""
    if not style.leaders:
        return label
    room = pen_room(grid) - x - width_of(label, style.size)
    dots = int(room / width_of(".", style.size)) - 2
    return label + "." * max(0, dots)


def pen_room(grid: Grid) -> float:
    """Where the first column of numbers may begin."""
    return grid.values[0] - grid.step


def other_cells(grid: Grid, style: Style, line: Line) -> list[Cell]:
    """The reference to a note, and the label in the other language."""
    cells = []
    if grid.note is not None and line.note:
        cells.append(Cell(line.note, grid.note, "middle", "note-reference"))
    if grid.other is not None and line.translation:
        longest = wrapped(line.translation, grid.step * 2.2, style.size)[0]
        cells.append(Cell(longest, grid.other, "left", "label"))
    return cells


def value_cells(grid: Grid, style: Style, line: Line, *, first: bool, chance: random.Random) -> list[Cell]:
    """Amounts right-aligned in their columns, with currency signs on first lines and totals."""
    cells: list[Cell] = []
    signed = style.currency != "none" and (first or line.role == "total" or line.role == "per-share")
    for end, amount in zip(grid.values, line.amounts, strict=False):
        text = printed(amount, line.places, style)
        if signed and style.currency == "apart":
            cells.append(Cell("$", end - grid.step * 0.85, "left", "currency"))
        elif signed and amount is not None:
            text = f"(${text[1:]}" if text.startswith("(") and chance.random() < 0.3 else f"${text}"
        cells.append(Cell(text, end + (hang(style) if text.endswith(")") else 0), "right", "value"))
    if style.percent and line.amounts and line.role != "memo":
        change = chance.choice(("{0}%", "{0} %", "({0})%", "{0}.5%", "nm", "—")).format(chance.randint(1, 80))
        cells.append(Cell(change, grid.values[-1], "right", "value"))
    return cells


def hang(style: Style) -> float:
    """A closing bracket stands outside of the column in well-set tables."""
    return 0.33 * style.size if style.negative != "minus" else 0.0


def printed(amount: int | None, places: int, style: Style) -> str:
    """The amount as the page prints it."""
    if amount is None or amount == 0:
        return style.dash.strip()
    digits = f"{abs(amount) / 10**places:,.{places}f}"
    if amount > 0:
        return digits
    return {"minus": f"-{digits}", "apart": f"({digits} )"}.get(style.negative, f"({digits})")


def in_order(cells: list[Cell]) -> list[Cell]:
    """Cells from left to right."""
    return sorted(cells, key=lambda cell: cell.x)
