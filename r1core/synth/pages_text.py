"""The other pages of a report: prose in one or two columns, tables of contents, notes with tables of their own."""

from __future__ import annotations

import random

from r1core.synth.pages import Cell, Page, Pen, width_of
from r1core.synth.pages_heads import column_heads, company, page_number, running_head
from r1core.synth.pages_sentences import note_title, paragraph, section
from r1core.synth.pages_styles import Style
from r1core.synth.pages_table import grid_of, write_line
from r1core.synth.statements import Line, Statement
from r1core.synth.statements_wordings import Wordings

TABLE_SLOTS = (
    "revenue",
    "cost",
    "current.asset",
    "noncurrent.asset",
    "noncurrent.liability",
    "adjustment",
    "bank.asset",
)
TOTALS = ("Total", "Total", "Balance at end of year", "Net carrying amount", "Total, net")
TOTALS_ZH = ("合计", "合計", "总计", "期末余额")
CONTENTS = ("Table of Contents", "CONTENTS", "Index to Consolidated Financial Statements", "INDEX", "Contents")
CONTENTS_ZH = ("目录", "目 錄", "目錄")
TITLED = ("income.title", "balance.title", "cashflow.title", "comprehensive.title", "equity.title")


def prose_page(style: Style, wordings: Wordings, chance: random.Random, number: int = 0) -> Page:
    """Running text, now and then with a small table in it."""
    pen = _begun(style, chance)
    columns = chance.choice((1, 1, 1, 2)) if style.wide > 500 else 1
    top, wide = pen.y, (pen.right - pen.left) / columns - 8 * (columns - 1)
    for column in range(columns):
        pen.y, x = top, pen.left + column * (wide + 16)
        while not pen.full:
            _block(pen, style, wordings, chance, wide, x)
            if columns == 1 and chance.random() < 0.12:
                small_table(pen, style, wordings, chance)
    page_number(pen, number or chance.randint(2, 160), chance)
    return pen.page("prose", style.family)


def _block(pen: Pen, style: Style, wordings: Wordings, chance: random.Random, wide: float, x: float) -> None:
    """A heading, a list, or a paragraph."""
    drawn = chance.random()
    if drawn < 0.2:
        cell = Cell(section(style.language, chance), x, "left", "title")
        pen.row([cell], "other", "section_header", bold=True)
    elif drawn < 0.3:
        for _ in range(chance.randint(2, 4)):
            pen.paragraph("• " + paragraph(style.language, wordings, chance, 1), "list_item", width=wide - 12, x=x + 12)
    else:
        pen.paragraph(paragraph(style.language, wordings, chance), width=wide, x=x)
    pen.skip()


def notes_page(style: Style, wordings: Wordings, chance: random.Random, number: int = 0) -> Page:
    """Notes to the statements: headings with numbers, policies, tables."""
    pen = _begun(style, chance)
    if chance.random() < 0.5:
        text = "Notes to consolidated financial statements" if style.language == "en" else "財務報表附註"
        pen.row([Cell(text if chance.random() < 0.6 else text.upper(), pen.left, "left", "title")], "other", "title")
    note = chance.randint(1, 25)
    while not pen.full:
        if chance.random() < 0.6:
            title = note_title(style.language, note, chance)
            pen.row([Cell(title, pen.left, "left", "title")], "other", "section_header", bold=True)
            note += 1
        pen.paragraph(paragraph(style.language, wordings, chance, 3))
        pen.skip()
        if chance.random() < 0.7:
            small_table(pen, style, wordings, chance)
    page_number(pen, number or chance.randint(50, 180), chance)
    return pen.page("notes", style.family)


def small_table(pen: Pen, style: Style, wordings: Wordings, chance: random.Random) -> None:
    """Some items and their total."""
    known = list(wordings.of(chance.choice(TABLE_SLOTS), style.language))
    columns = style.periods * len(style.groups)
    labels = chance.sample(known, min(len(known), chance.randint(2, 7)))
    size = 10 ** chance.uniform(2, 5.5)
    drawn = [tuple(round(size * chance.uniform(0.1, 1.5)) for _ in range(columns)) for _ in labels]
    total = tuple(sum(column) for column in zip(*drawn, strict=True))
    lines = [Line(label, "item", amounts, depth=1) for label, amounts in zip(labels, drawn, strict=True)]
    named = chance.choice(TOTALS if style.language == "en" else TOTALS_ZH)
    lines.append(Line(named, "total", total, terms=tuple((1, i) for i in range(len(lines)))))
    told = Statement("notes", "", style.language, "", chance.choice((1, 1000, 1_000_000)), tuple(lines))
    grid = grid_of(pen, style, columns)
    column_heads(pen, grid, style, told, chance)
    for index, line in enumerate(lines):
        if pen.full:
            return
        write_line(pen, grid, style, line, first=not index, chance=chance)
    pen.skip()


def contents_page(style: Style, wordings: Wordings, chance: random.Random, number: int = 0) -> Page:
    """Titles and the pages on which they stand, with dots or without."""
    pen = _begun(style, chance)
    title = chance.choice(CONTENTS if style.language == "en" else CONTENTS_ZH)
    pen.row([Cell(title, pen.left, "left", "title")], "other", "title", size=style.size * 1.5, bold=True)
    pen.skip()
    if style.language == "en" and chance.random() < 0.6:
        pen.row([Cell("Page", pen.right, "right", "column-head")], "head", "table")
    at, dots = chance.choice((1, 1, 30, 90)), chance.random() < 0.5
    for text in _entries(style.language, wordings, chance):
        if pen.full:
            break
        at += chance.randint(0, 9)
        room = pen.right - pen.left - width_of(text, style.size) - 4 * style.size
        filled = text + "." * int(room / width_of(".", style.size)) if dots else text
        cells = [Cell(filled, pen.left, "left", "label"), Cell(str(at), pen.right, "right", "note-reference")]
        pen.row(cells if room > 0 else cells[:1], "item" if room > 0 else "part", "table")
    page_number(pen, number or chance.randint(1, 5), chance)
    return pen.page("contents", style.family)


def _entries(language: str, wordings: Wordings, chance: random.Random) -> list[str]:
    """Sections, statements, and notes."""
    parts = [section(language, chance) for _ in range(chance.randint(3, 9))]
    titles = [chance.choice(wordings.of(slot, language)) for slot in chance.sample(TITLED, chance.randint(0, 5))]
    notes = [note_title(language, n + 1, chance) for n in range(chance.randint(0, 14))]
    return parts + titles + notes


def _begun(style: Style, chance: random.Random) -> Pen:
    pen = Pen(style.wide, style.high, style.wide * chance.uniform(0.06, 0.13), style.size, style.leading)
    pen.y = chance.uniform(20, 60)
    running_head(pen, company(style.language, chance), chance)
    return pen
